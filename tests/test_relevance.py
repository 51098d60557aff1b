"""How well queries find what people mean: on the queries of `benchmarks/queries`, by the measures of the benchmark."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from mhfind import Catalog

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


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
    figures = relevance.figures(BENCHMARKS / "queries", relevance.mhfind(catalog))
    least = {
        "topics: one of the first five fits": 0.90,
        "topics: mean of 1 / rank of the first that fits": 0.75,
        "topics: how many of the first five fit": 0.60,
        "names: first": 0.92,
        "names: among the first three": 0.98,
        "typos: the first result is the same": 0.93,
    }
    assert {name: value for name, value in figures.items() if value < least[name]} == {}


def test_danger(relevance: ModuleType, catalog: Catalog) -> None:
    """A miss is worse than a false alarm; half of the ordinary queries of this set sound dangerous on purpose."""
    found, signals, alarms, ordinary = relevance.danger(relevance.rows(BENCHMARKS / "queries", "crisis"), catalog)
    assert (signals, ordinary) == (150, 300)
    assert found >= 149
    assert alarms <= 70


def test_each_simpler_way_finds_something(relevance: ModuleType, catalog: Catalog) -> None:
    finders = relevance.finders(catalog)
    assert {"mhfind", "WRatio", "BM25"} <= set(finders)
    for name, find in finders.items():
        assert any("grief" in program.topics for program in find("grief support group")), name
