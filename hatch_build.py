"""Build hook: compiles the catalog and the messages into the wheel. A catalog with problems stops the build of a wheel.

An editable install gets neither: it compiles the files as they are, so that `mhfind catalog validate` can run on a
broken catalog and a search never sees a stale copy.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INDEX = "mhfind/_bundled/catalog.index"
FALLBACK = "src/mhfind/_fallback.py"
PACKAGE = "src/mhfind"
MESSAGES = "locale/*/LC_MESSAGES/mhfind.po"


class CatalogHook(BuildHookInterface[Any]):
    """Adds the compiled catalog to the wheel; an editable install and an sdist are left alone."""

    _folder: TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalog. Raises SystemExit with every problem in it, or if the crisis fallback is not of it."""
        if self.target_name != "wheel" or version == "editable":
            return
        content = compiled(Path(self.root))
        self._folder = TemporaryDirectory(prefix="mhfind-")
        index = Path(self._folder.name, "catalog.index")
        index.write_bytes(content)
        build_data["force_include"][str(index)] = INDEX
        for name, messages in compiled_messages(Path(self.root, PACKAGE)).items():
            made = Path(self._folder.name, name)
            made.parent.mkdir(parents=True)
            made.write_bytes(messages)
            build_data["force_include"][str(made)] = f"mhfind/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed to build."""
        if self._folder:
            self._folder.cleanup()


def compiled_messages(package: Path) -> dict[str, bytes]:
    """Return the compiled messages of every language, by where they belong below the package."""
    from mhfind.source.messages import compile_messages

    sources = sorted(package.glob(MESSAGES))
    made = {source.relative_to(package).with_suffix(".mo").as_posix(): source for source in sources}
    return {name: compile_messages(source.read_bytes()) for name, source in made.items()}


def compiled(root: Path) -> bytes:
    """Return the index of the catalog of the source tree at `root`, made by the code of that tree."""
    sys.path.insert(0, str(root / "src"))
    from mhfind.compile import compile_bundle, fallback_module
    from mhfind.errors import CatalogError
    from mhfind.source.files import read_bundle

    try:
        bundle = read_bundle(root / "data")
    except CatalogError as error:
        raise SystemExit("\n".join((*error.problems, error.message))) from error
    if fallback_module(bundle) != (root / FALLBACK).read_text("utf-8"):
        raise SystemExit(f"{FALLBACK} differs from the catalog: run scripts/generate.py")
    return compile_bundle(bundle)
