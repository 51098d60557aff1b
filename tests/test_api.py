"""The Python interface: docs/api.md says what there is, its examples run, and the command line uses nothing else."""

import ast
import doctest
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_docs import ROOT, fenced, read, rows, section

import mhfind
from mhfind import Catalog, CatalogError, MhfindError, UsageError, crisis, errors, query, results, understand
from mhfind.catalog import Wanted

SRC = ROOT / "src/mhfind"


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    examples = "\n".join(fenced(read("docs/api.md"), "python"))
    test = doctest.DocTestParser().get_doctest(examples, {}, "docs/api.md", None, None)
    said: list[str] = []
    failed, tried = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert (failed, tried) == (0, len(test.examples)), "".join(said)
    assert tried > 20


# ---- What there is -----------------------------------------------------------------------------------------------


def test_every_method_of_a_catalog_is_described() -> None:
    text = read("docs/api.md")
    tables = rows(text, "| `Catalog` | returns |") + rows(text, "are the parts that the command line puts together")
    described = {row[0].split("(")[0] for row in tables}
    public = {name for name in vars(Catalog) if not name.startswith("_")}
    assert described | {"open"} == public
    assert "`Catalog.open(*own, only=False)`" in text


def test_methods_take_what_the_document_says() -> None:
    text = read("docs/api.md")
    tables = rows(text, "| `Catalog` | returns |") + rows(text, "are the parts that the command line puts together")
    wrong = {}
    for call in (row[0] for row in tables if "(" in row[0]):
        name, arguments = call.rstrip(")").split("(")
        parameters = [str(one) for one in inspect.signature(getattr(Catalog, name)).parameters.values()]
        taken = [one.split(":")[0] for one in parameters if not one.startswith("self")]
        if taken != [one.split("=")[0] for one in arguments.split(", ") if one not in ("", "*")]:
            wrong[call] = taken
    assert wrong == {}


def test_every_keyword_is_described() -> None:
    assert [row[0] for row in rows(read("docs/api.md"), "| keyword |")] == list(Wanted.__annotations__)


@pytest.mark.parametrize(
    "kind",
    [
        results.Results,
        results.Hit,
        results.Reason,
        results.Listing,
        understand.Understood,
        crisis.Help,
        query.Place,
    ],
    ids=lambda kind: kind.__name__,
)
def test_every_field_is_described(kind: type) -> None:
    fields: tuple[str, ...] = kind.__struct_fields__  # type: ignore[attr-defined]
    assert [row[0] for row in rows(section(read("docs/api.md"), kind.__name__))] == list(fields)


def test_a_keyword_that_does_not_exist_is_refused(catalog: Catalog) -> None:
    with pytest.raises(TypeError, match="there is no keyword topics"):
        catalog.programs(topics="grief")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="there is no keyword topics"):
        catalog.search("grief", topics="grief")  # type: ignore[call-arg]


# ---- What `import mhfind` brings ---------------------------------------------------------------------------------


def test_names_are_those_of_their_modules() -> None:
    assert {name: getattr(mhfind, name) for name in mhfind.__all__ if name.endswith("Error")} == {
        "CatalogError": errors.CatalogError,
        "MhfindError": errors.MhfindError,
        "UsageError": errors.UsageError,
    }
    assert issubclass(UsageError, MhfindError)
    assert issubclass(CatalogError, MhfindError)
    with pytest.raises(AttributeError, match="no attribute 'Catalogue'"):
        mhfind.Catalogue  # noqa: B018


def test_names_are_imported_when_they_are_asked_for() -> None:
    code = (
        "import sys, mhfind\n"
        "def loaded(): return sorted(name for name in sys.modules if name.startswith('mhfind.'))\n"
        "print(loaded()); mhfind.UsageError; print(loaded()); mhfind.Catalog; print('mhfind.catalog' in loaded())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "['mhfind.errors']", "True"]


# ---- The command line uses nothing else --------------------------------------------------------------------------

INNER = ("mhfind.index", "mhfind.search")  # what a catalog asks, and nobody else


def inner_uses(source: str) -> Iterator[str]:
    """Yield what of a module reaches behind a catalog: its index, and modules that a catalog asks."""
    tree = ast.parse(source)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}  # `names.index("x")` of a list
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="index") if id(node) not in called:
                yield f"{node.lineno}: {ast.unparse(node)}"
            case ast.Import(names=names):
                yield from (f"{node.lineno}: {one.name}" for one in names if one.name in INNER)
            case ast.ImportFrom(module=str(module), names=names):
                whole = [module, *(f"{module}.{one.name}" for one in names)]
                yield from (f"{node.lineno}: {name}" for name in whole if name in INNER)


def test_the_command_line_asks_only_the_catalog() -> None:
    paths = [*(SRC / "cli").rglob("*.py"), *(SRC / "views").rglob("*.py"), SRC / "guide.py"]
    found = {path.relative_to(SRC).as_posix(): list(inner_uses(path.read_text("utf-8"))) for path in paths}
    assert len(found) > 30
    assert {name: uses for name, uses in found.items() if uses} == {}


def test_what_reaches_behind_a_catalog_is_seen() -> None:
    source = """\
from mhfind.index import Index
from mhfind import search, errors
import mhfind.search
names.index("x")
catalog.index.ids()
index = session.catalog.index
"""
    assert list(inner_uses(source)) == [
        "1: mhfind.index",
        "2: mhfind.search",
        "3: mhfind.search",
        "6: session.catalog.index",
        "5: catalog.index",
    ]
