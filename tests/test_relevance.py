"""How well queries find what people mean: on the queries of `benchmarks/queries`, by the measures of the benchmark."""

import importlib.util
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from mhfind import Catalog
from mhfind.compile import compile_bundle
from mhfind.index import Index
from mhfind.model import Program
from mhfind.query import WORLD, Place, Query
from mhfind.source.files import read_bundle

ROOT = Path(__file__).parents[1]
BENCHMARKS = ROOT / "benchmarks"
HOME = "US"
QUERIES = BENCHMARKS / "queries"


@pytest.fixture(scope="module")
def relevance() -> ModuleType:
    """The benchmark, as a module."""
    spec = importlib.util.spec_from_file_location("relevance", BENCHMARKS / "relevance.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_figures(relevance: ModuleType, catalog: Catalog) -> None:
    """Below what they are today, above what any of the simpler ways reaches."""
    figures = relevance.figures(QUERIES, relevance.mhfind(catalog))
    least = {
        "topics: one of the first five fits": 0.90,
        "topics: mean of 1 / rank of the first that fits": 0.75,
        "topics: how many of the first five fit": 0.60,
        "names: first": 0.92,
        "names: among the first three": 0.98,
        "typos: the first result is the same": 0.93,
    }
    assert {name: value for name, value in figures.items() if value < least[name]} == {}


def serves_home(program: Program) -> bool:
    return any(area.split("-")[0] in (HOME, WORLD) for area in program.serves)


@pytest.fixture(scope="module")
def home_catalog() -> Catalog:
    """The catalog as it would be without the programs of other countries."""
    bundle = read_bundle(ROOT / "data")
    programs = tuple(filter(serves_home, bundle.programs))
    kept = {program.id for program in programs}
    answers = tuple(answer for answer in bundle.crisis.answers if kept.issuperset(answer.programs))
    crisis = msgspec.structs.replace(bundle.crisis, answers=answers)
    home = msgspec.structs.replace(bundle, programs=programs, crisis=crisis)
    return Catalog(Index.from_bytes(compile_bundle(home)))


def test_programs_of_other_countries_change_nothing_at_home(
    relevance: ModuleType, catalog: Catalog, home_catalog: Catalog
) -> None:
    """The first five are the same, but for a name that may be one of a program elsewhere."""
    place = Place(HOME, None, "option")

    def first(one: Catalog, query: str) -> list[str]:
        return [hit.program.id for hit in one.ask(Query(query, place=place, limit=5)).hits]

    names = ("topics", "names", "typos", "wishes", "crisis")
    queries = [str(row["q"]) for name in names for row in relevance.rows(QUERIES, name)]
    queries += [str(row["q"]) for row in relevance.rows(QUERIES / "es", "topics")]
    changed = [query for query in queries if first(catalog, query) != first(home_catalog, query)]
    assert len(queries) > 1000
    assert len(changed) <= 3, changed
    strangers = [
        (query, hit.program.id)
        for query in queries
        for hit in catalog.ask(Query(query, place=place, limit=5)).hits
        if not serves_home(hit.program) and not any(reason.kind == "name" for reason in hit.why)
    ]
    assert strangers == []


def test_danger(relevance: ModuleType, catalog: Catalog) -> None:
    """A miss is worse than a false alarm; half of the ordinary queries of this set sound dangerous on purpose."""
    found, signals, alarms, ordinary = relevance.danger(relevance.rows(QUERIES, "crisis"), catalog)
    assert (signals, ordinary) == (150, 300)
    assert found >= 149
    assert alarms <= 70


def test_questions_in_spanish(relevance: ModuleType, catalog: Catalog) -> None:
    figures = relevance.figures(QUERIES / "es", relevance.mhfind(catalog))
    assert len(relevance.rows(QUERIES / "es", "topics")) == 260
    assert figures["topics: one of the first five fits"] >= 0.94
    assert figures["topics: mean of 1 / rank of the first that fits"] >= 0.84


def test_danger_in_spanish(relevance: ModuleType, catalog: Catalog) -> None:
    found, signals, alarms, ordinary = relevance.danger(relevance.rows(QUERIES / "es", "crisis"), catalog)
    assert (found, signals, ordinary) == (150, 150, 150)
    assert alarms <= 12


def test_each_simpler_way_finds_something(relevance: ModuleType, catalog: Catalog) -> None:
    finders = relevance.finders(catalog)
    assert {"mhfind", "WRatio", "BM25"} <= set(finders)
    for name, find in finders.items():
        assert any("grief" in program.topics for program in find("grief support group")), name
