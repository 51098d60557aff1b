"""Build hook: compiles the catalog into the wheel. A catalog with problems stops the build of a wheel.

An editable install gets no index: it compiles the YAML files as they are, so that `mhfind catalog validate` can run on
a broken catalog and a search never sees a stale copy.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


class CatalogHook(BuildHookInterface[Any]):
    """Adds `mhfind/_bundled/catalog.index` and a fresh `mhfind/_fallback.py` to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalog, unless the build is for an editable install or an sdist."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(ROOT / "src"))
        from mhfind.compile import compile_bundle, fallback_module
        from mhfind.errors import CatalogError
        from mhfind.source.files import read_bundle

        try:
            bundle = read_bundle(ROOT / "data")
        except CatalogError as error:
            raise SystemExit("\n".join((*error.problems, error.message))) from error
        made = {"_bundled/catalog.index": compile_bundle(bundle)}
        if fallback_module(bundle) != (ROOT / "src/mhfind/_fallback.py").read_text("utf-8"):
            raise SystemExit("src/mhfind/_fallback.py differs from the catalog: run scripts/generate.py")
        folder = Path(tempfile.mkdtemp())
        for name, content in made.items():
            path = folder / Path(name).name
            path.write_bytes(content)
            build_data["force_include"][str(path)] = f"mhfind/{name}"
