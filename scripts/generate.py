"""Write the files that are made from others: the crisis fallback, the schemas, the command reference.

python scripts/generate.py          write them
python scripts/generate.py --check  only say which are out of date, and exit 1 if any is
"""

import sys
from pathlib import Path

from mhfind.compile import fallback_module
from mhfind.source.files import read_bundle

ROOT = Path(__file__).parents[1]


def generated() -> dict[Path, str]:
    """Return the text of every generated file by its path."""
    from reference import reference

    from mhfind.schema import schema_text

    return {
        ROOT / "src/mhfind/_fallback.py": fallback_module(read_bundle(ROOT / "data")),
        ROOT / "schema/programs.schema.json": schema_text("source"),
        ROOT / "schema/output.schema.json": schema_text("output"),
        ROOT / "docs/cli.md": reference(),
    }


def main() -> int:
    """Write or compare; return the exit code."""
    stale = [path for path, text in generated().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        print(path.relative_to(ROOT))
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(generated()[path], "utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
