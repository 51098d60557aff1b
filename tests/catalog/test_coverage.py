"""How much of the United States the catalog covers, and that docs/coverage.yaml tells the truth about it."""

from pathlib import Path

import pytest
import yaml

from mhfind.model import Program
from mhfind.source.files import Bundle, read_bundle

ROOT = Path(__file__).parents[2]
CELLS = ROOT / "docs/coverage.yaml"


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return read_bundle(ROOT / "data")


def american(bundle: Bundle) -> list[Program]:
    return [p for p in bundle.programs if p.id.startswith("us-")]


def test_there_are_enough_programs_and_no_padding(bundle: Bundle) -> None:
    active = [program for program in american(bundle) if program.status == "active"]
    assert len(active) >= 240
    for chapters in ("NAMI", "Mental Health America"):
        assert sum(chapters in program.organization for program in active) <= 60


def test_there_is_enough_of_what_old_handouts_show(bundle: Bundle) -> None:
    former = sum(len(program.former_contacts) for program in american(bundle))
    retired = sum(program.status == "retired" for program in american(bundle))
    assert former + retired >= 60


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda entries: entries[1:], "US-AL crisis-or-access"),
        (lambda entries: [*entries, entries[0]], "US-AL crisis-or-access twice"),
        (lambda entries: [{**entries[0], "programs": ["us-ca-furs"]}, *entries[1:]], "us-ca-furs is no active program"),
        (
            lambda entries: [{**entries[1], "why": ""}, *entries[:1], *entries[2:]],
            "neither programs nor what was tried",
        ),
    ],
)
def test_a_cell_that_is_wrong_is_told(
    bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: object, complaint: str
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from coverage import coverage

    entries = yaml.safe_load(CELLS.read_text("utf-8"))
    assert (entries[0]["area"], entries[0]["cell"], "tried" in entries[1]) == ("US-AL", "crisis-or-access", True)
    assert callable(change)
    path = tmp_path / "coverage.yaml"
    path.write_text(yaml.safe_dump(change(entries)), "utf-8")
    with pytest.raises(ValueError, match=complaint):
        coverage(bundle, path)
