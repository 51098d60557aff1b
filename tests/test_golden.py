"""What people and scripts get to see, as files to read: `tests/golden/*`.

After a wanted change, run `python tests/test_golden.py` to write the files again, and read the difference.
"""

import sys
from io import StringIO
from pathlib import Path

import pytest

from mhfind.cli.app import run
from mhfind.context import Context

FOLDER = Path(__file__).parent / "golden"
OWN = ("--catalog", str(FOLDER / "catalog.yaml"), "--only")
US = ("--country", "US")
CASES = {
    "search.txt": ("search", "lonely vet", *US, *OWN),
    "search-40-columns.txt": ("search", "lonely vet", *US, *OWN),
    "search-color.ansi": ("search", "lonely vet", "--color", "always", *US, *OWN),
    "search.md": ("search", "lonely vet", "--format", "md", *US, *OWN),
    "search.json": ("search", "lonley vet", "--format", "json", *US, *OWN),
    "search.csv": ("search", "lonely vet", "--format", "csv", *US, *OWN),
    "search-retired.txt": ("search", "old helpline", *US, *OWN),
    "search-danger.txt": ("search", "i want to die", "--limit", "1", *US, *OWN),
    "search-nothing.txt": ("search", "zzyzx", "--type", "therapy", *US, *OWN),
    "search-no-place.txt": ("search", "depression", *OWN),
    "list.txt": ("list", "--region", "Ohio", *OWN),
    "list.jsonl": ("list", "--format", "jsonl", *OWN),
    "list-contacts.csv": ("list", "--format", "csv", "--rows", "contact", *OWN),
    "show.txt": ("show", "us-example-line", "us-example-old-helpline", *OWN),
    "show-40-columns.txt": ("show", "us-example-line", *OWN),
    "guide.txt": ("guide", "us-example-line", *US, *OWN),
    "guide.md": ("guide", "us-oh-example-clinic", "--format", "md", *US, *OWN),
    "sheet.txt": (
        "sheet",
        "us-example-line",
        "us-oh-example-clinic",
        "--worker",
        "--notes",
        "2",
        "--lines",
        "60",
        *US,
        *OWN,
    ),
    "search-danger-es.txt": ("--language", "es", "search", "quiero morir", "--limit", "1", *US, *OWN),
    "sheet-es.txt": ("--language", "es", "sheet", "us-example-line", "us-oh-example-clinic", "--worker", *US, *OWN),
    "guide-es.html": ("--language", "es", "guide", "us-oh-example-clinic", "--format", "html", *US, *OWN),
    "guide.html": ("guide", "us-oh-example-clinic", "--format", "html", *US, *OWN),
}
ENVIRON = {"MHFIND_TODAY": "2026-11-23", "TZ": "UTC", "LANG": "C.UTF-8"}


def output(name: str) -> str:
    """Return what a case prints, messages included."""
    out = StringIO()
    columns = {"COLUMNS": "40"} if "40-columns" in name else {}
    run(CASES[name], Context(None, out, out, ENVIRON | columns))
    return out.getvalue().replace("\r\n", "\n")


@pytest.mark.parametrize("name", list(CASES))
def test_golden(name: str) -> None:
    assert output(name) == (FOLDER / name).read_text("utf-8"), f"see the docstring of {__file__}"


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*CASES, "catalog.yaml"}


if __name__ == "__main__":
    for case in CASES:
        (FOLDER / case).write_text(output(case), "utf-8")
        sys.stdout.write(f"{case}\n")
