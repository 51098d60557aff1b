"""`catalog reread`: numbers are typed again, and only what agrees is written."""

import shutil
from pathlib import Path

import pytest
from conftest import OWN, Inside

from mhfind.errors import CatalogError, ExitCode
from mhfind.source import lock as locks
from mhfind.source.reread import read_records

DATED = "us-example-line\tnow\tcall\t18005550100\t-\t-\t2026-11-23\tdated\n"
TEXT = "us-example-line\tnow\ttext\t55501\tHELLO\t-\t2026-11-23\tdated\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of data with one record, whose second reading is older than today."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "programs.yaml").write_text(OWN.replace("reread: 2026-11-23", "reread: 2026-10-01"), "utf-8")
    return data


def test_numbers_that_agree_are_written(inside: Inside, folder: Path) -> None:
    typed = b"1 800 555 0100\n\n\n55501\nhello\n\n"
    code, out, err = inside("catalog", "reread", "us-example-line", "--folder", str(folder), stdin=typed)
    assert (code, out) == (ExitCode.OK, "")
    assert (folder / locks.LOCK).read_text("utf-8") == locks.HEADER + (DATED + TEXT).replace("dated", "typed")
    (program, _) = read_records(folder)["us-example-line"]
    assert program.reread == "2026-11-23"
    assert "https://example.org/line" in err


def test_nothing_of_the_record_is_shown_before_it_is_typed(inside: Inside, folder: Path) -> None:
    _, out, err = inside("catalog", "reread", "us-example-line", "--folder", str(folder), stdin=b"1\n2\n3\n")
    for secret in ("555", "0100", "55501", "HELLO"):
        assert secret not in out + err


def test_a_number_that_differs_is_not_written(inside: Inside, folder: Path) -> None:
    before = (folder / "programs.yaml").read_bytes()
    typed = b"1-800-555-0101\n" * 3 + b"55501\nHELLO\n\n"
    code, _, err = inside("catalog", "reread", "us-example-line", "--folder", str(folder), stdin=typed)
    assert code == ExitCode.ATTENTION
    assert "It still differs" in err
    assert (folder / "programs.yaml").read_bytes() == before
    assert not (folder / locks.LOCK).exists()


def test_a_reading_that_is_cut_short_writes_nothing(inside: Inside, folder: Path) -> None:
    code, _, err = inside("catalog", "reread", "us-example-line", "--folder", str(folder), stdin=b"1-800-555-0100\n")
    assert code == ExitCode.USAGE
    assert "was not finished" in err
    assert not (folder / locks.LOCK).exists()


def test_records_with_a_newer_day_are_adopted(inside: Inside, folder: Path) -> None:
    (folder / "programs.yaml").write_text(OWN, "utf-8")
    adopt = ("catalog", "reread", "--adopt", "--folder", str(folder))
    assert inside(*adopt) == (ExitCode.OK, "", "1 records taken over as dated.\n")
    assert (folder / locks.LOCK).read_text("utf-8") == locks.HEADER + DATED + TEXT
    assert inside(*adopt)[2] == "0 records taken over as dated.\n"
    later = OWN.replace("0100", "0199").replace("reread: 2026-11-23", "reread: 2027-01-01")
    (folder / "programs.yaml").write_text(OWN.replace("0100", "0199"), "utf-8")
    assert inside(*adopt)[2] == "0 records taken over as dated.\n", "the same day: somebody has to read it again"
    (folder / "programs.yaml").write_text(later, "utf-8")
    assert inside(*adopt)[2] == "1 records taken over as dated.\n"
    assert "18005550199\t-\t-\t2027-01-01\tdated" in (folder / locks.LOCK).read_text("utf-8")


@pytest.mark.parametrize("arguments", [(), ("us-example-line", "--adopt")])
def test_either_records_or_adopt(inside: Inside, folder: Path, arguments: tuple[str, ...]) -> None:
    assert inside("catalog", "reread", *arguments, "--folder", str(folder))[0] == ExitCode.USAGE


def test_what_is_not_there(inside: Inside, folder: Path) -> None:
    assert inside("catalog", "reread", "us-nothing", "--folder", str(folder))[0] == ExitCode.NOTHING
    shutil.rmtree(folder)
    assert inside("catalog", "reread", "--adopt", "--folder", str(folder))[0] == ExitCode.USAGE


@pytest.mark.parametrize("text", ["us-a\tnow\n", DATED + DATED.replace("us-e", "us-f") + DATED])
def test_a_lock_that_was_edited_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / locks.LOCK
    path.write_text(text, "utf-8")
    with pytest.raises(CatalogError):
        locks.read_lock(path)
