"""The wheel: what it holds, that it is always the same, and that a broken catalog can't get into one."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from mhfind import __version__
from mhfind.catalog import Catalog
from mhfind.index import Index

ROOT = Path(__file__).parents[1]
PARTS = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "src", "data", "docs")


def build(root: Path, out: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Build the wheel of a source tree into `out` with the tools that are installed here."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(root)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """The wheel of this source tree."""
    out = tmp_path_factory.mktemp("wheel")
    done = build(ROOT, out, environment)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = out.iterdir()
    return path


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the wheel is built from."""
    copy = tmp_path / "tree"
    copy.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, copy)
    return copy


@pytest.fixture
def broken(tree: Path) -> tuple[Path, int]:
    """A copy whose first record has an unknown status, and the number of that line."""
    records = tree / "data/programs.yaml"
    lines = records.read_text("utf-8").split("\n")
    place = lines.index("  status: active")
    lines[place] = "  status: activ"
    records.write_text("\n".join(lines), "utf-8")
    return tree, place + 1


def hook(root: Path, target: str) -> Any:
    """Return the build hook of a source tree, for a target: `wheel` or `sdist`."""
    from hatchling.metadata.core import ProjectMetadata
    from hatchling.plugin.manager import PluginManager

    spec = importlib.util.spec_from_file_location("hatch_build", root / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    metadata = ProjectMetadata(str(root), PluginManager())
    return module.CatalogHook(str(root), {}, None, metadata, str(root / "dist"), target)


def test_holds_the_program_and_its_compiled_catalog(wheel: Path, catalog: Catalog) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
        index = Index.from_bytes(archive.read("mhfind/_bundled/catalog.index"))
    parts = [name for name in names if not name.endswith(".py")]
    info = f"mhfind-{__version__}.dist-info"
    assert sorted(name.replace(info, "INFO") for name in parts) == [
        "INFO/METADATA",
        "INFO/RECORD",
        "INFO/WHEEL",
        "INFO/entry_points.txt",
        "INFO/licenses/LICENSE",
        "INFO/licenses/data/LICENSE",
        f"mhfind-{__version__}.data/data/share/man/man1/mhfind.1",
        "mhfind/_bundled/catalog.index",
        "mhfind/locale/es/LC_MESSAGES/mhfind.mo",
        "mhfind/py.typed",
        "mhfind/render/templates/page.html",
        "mhfind/render/templates/style.css",
    ]
    sources = {f"mhfind/{path.relative_to(ROOT / 'src/mhfind').as_posix()}" for path in (ROOT / "src").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == sources
    assert index.to_bytes() == catalog.index.to_bytes()


def test_is_the_same_wherever_it_is_built(wheel: Path, tree: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    done = build(tree, tmp_path / "again", environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "again" / wheel.name).read_bytes() == wheel.read_bytes()


def test_a_broken_catalog_stops_it(broken: tuple[Path, int], tmp_path: Path, environment: dict[str, str]) -> None:
    root, line = broken
    done = build(root, tmp_path / "out", environment)
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert f"data/programs.yaml:{line}:" in told
    assert "1 problem in the catalog" in told
    assert "Traceback" not in told
    assert not list(tmp_path.glob("out/*.whl"))


def test_a_stale_crisis_fallback_stops_it(tree: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    fallback = tree / "src/mhfind/_fallback.py"
    fallback.write_text(fallback.read_text("utf-8").replace('"988"', '"987"'), "utf-8")
    done = build(tree, tmp_path / "out", environment)
    assert done.returncode != 0
    assert "src/mhfind/_fallback.py differs from the catalog: run scripts/generate.py" in done.stdout + done.stderr


@pytest.mark.parametrize(("target", "version"), [("wheel", "editable"), ("sdist", "standard")])
def test_a_broken_catalog_can_still_be_worked_on(broken: tuple[Path, int], target: str, version: str) -> None:
    build_data: dict[str, Any] = {"force_include": {}}
    hook(broken[0], target).initialize(version, build_data)
    assert build_data == {"force_include": {}}


def test_leaves_nothing_behind(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    build_data: dict[str, Any] = {"force_include": {}}
    made = hook(tree, "wheel")
    made.initialize("standard", build_data)
    paths = {name: Path(path) for path, name in build_data["force_include"].items()}
    assert list(paths) == ["mhfind/_bundled/catalog.index", "mhfind/locale/es/LC_MESSAGES/mhfind.mo"]
    assert all(path.exists() for path in paths.values())
    made.finalize("standard", build_data, "")
    assert not any(path.parent.exists() for path in paths.values())
