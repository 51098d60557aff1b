"""Build hook: compiles the catalog into the wheel. A catalog with problems stops the build of a wheel.

An editable install gets no index: it compiles the YAML files as they are, so that `mhfind catalog validate` can run on
a broken catalog and a search never sees a stale copy.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INDEX = "mhfind/_bundled/catalog.index"
FALLBACK = "src/mhfind/_fallback.py"


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

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed to build."""
        if self._folder:
            self._folder.cleanup()


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
