"""Write the files that are made from others: crisis fallback, schemas, messages, references, pictures, outputs.

python scripts/generate.py          write those that are out of date
python scripts/generate.py --check  only name them, and exit 1 if there is any
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from coverage import coverage
from excerpts import refreshed
from manpage import manpage
from messages import po_files, updated
from reference import reference
from screenshots import COMMANDS, screenshot

from mhfind.compile import fallback_module
from mhfind.errors import CatalogError, ExitCode
from mhfind.schema import schema_text
from mhfind.source.files import read_bundle

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs/cli.md"
COVERAGE = ROOT / "docs/coverage.md"


def generated() -> Iterator[tuple[Path, str]]:
    """Yield every generated file with its text. Raises CatalogError if the catalog has problems."""
    bundle = read_bundle(ROOT / "data")
    yield ROOT / "src/mhfind/_fallback.py", fallback_module(bundle)
    yield COVERAGE, coverage(bundle, ROOT / "docs/coverage.yaml")
    yield ROOT / "schema/programs.schema.json", schema_text("source")
    yield ROOT / "schema/output.schema.json", schema_text("output")
    for path in po_files():
        yield path, updated(path)
    yield REFERENCE, reference()
    yield ROOT / "docs/mhfind.1", manpage()
    for name in COMMANDS:
        path = ROOT / f"docs/images/{name}.svg"
        yield path, screenshot(name, path.read_text("utf-8") if path.exists() else "")
    for path in sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")} - {REFERENCE, COVERAGE}):
        yield path, refreshed(path.read_text("utf-8"))


def first_difference(old: str, new: str) -> int:
    """Return the number of the first line in which two different texts differ."""
    pairs = zip([*old.split("\n"), None], [*new.split("\n"), None], strict=False)
    return next(number for number, (before, after) in enumerate(pairs, 1) if before != after)


def main() -> int:
    """Write or compare; return the exit code."""
    check, stale = "--check" in sys.argv, False
    try:
        for path, text in generated():
            old = path.read_text("utf-8") if path.exists() else ""
            if text == old and path.exists():
                continue
            stale = True
            print(f"{path.relative_to(ROOT)}:{first_difference(old, text)}: {'is out of date' if check else 'written'}")
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, "utf-8", newline="\n")
    except CatalogError as error:
        print("\n".join((*error.problems, error.message)), file=sys.stderr)
        return ExitCode.CATALOG
    return 1 if stale and check else 0


if __name__ == "__main__":
    sys.exit(main())
