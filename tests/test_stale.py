"""What is due to be read again: after how many days, in which order, and when nothing is."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from conftest import SOURCE, Inside, contact, record, write_records

from mhfind.errors import ExitCode
from mhfind.model import Source
from mhfind.stale import known_day


@pytest.mark.parametrize(
    ("sources", "day"),
    [
        ([{"page_date": "2025-06-15"}], "2025-06-15"),
        ([{"page_date": "2025-06"}], "2025-06-01"),
        ([{"page_date": "2025"}], "2025-01-01"),
        ([{}], None),
        ([], None),
        ([{}, {"page_date": "2024"}], "2024-01-01"),
        ([{"method": "live-page", "page_date": "2020"}], "2026-11-23"),
        ([{"method": "called"}, {"page_date": "2025"}], "2026-11-23"),
    ],
)
def test_the_day_up_to_which_it_was_right(sources: list[dict[str, str]], day: str | None) -> None:
    made = [Source(**{**SOURCE, "confirms": (), **source}) for source in sources]  # type: ignore[arg-type]
    assert known_day(made) == (date.fromisoformat(day) if day else None)


def due(inside: Inside, *arguments: str) -> tuple[int, list[tuple[str, str | None]]]:
    code, out, err = inside("catalog", "stale", *arguments, "--format", "json")
    assert err == ""
    return code, [(one["id"], one["due_since"]) for one in json.loads(out)["due"]]


def test_days_and_order(inside: Inside, tmp_path: Path) -> None:
    dated = {**SOURCE, "page_date": "2026-09-01"}
    crisis = {"type": "crisis", "crisis_line": "yes"}
    options = write_records(
        tmp_path / "own.json",
        record("us-a", sources=[dated]),
        record("us-b", type="therapy", sources=[{**SOURCE, "page_date": "2025"}]),
        record("gb-c", serves=["GB"], sources=[SOURCE]),
        record("us-d", **crisis, sources=[dated]),
        record("us-e", **crisis, sources=[SOURCE], contacts=[contact(), contact("988")]),
        record("us-f", status="retired", retired_on="2020", reason="It ended.", contacts=None, summary=None, payment=None),
    )  # fmt: skip
    assert due(inside, *options, "--as-of", "2026-11-29") == (
        ExitCode.ATTENTION,
        [("us-e", None), ("us-e", None), ("gb-c", None), ("us-b", "2026-01-01")],
    )
    assert ("us-d", "2026-11-30") in due(inside, *options, "--as-of", "2026-11-30")[1]
    assert due(inside, *options, "--as-of", "2026-11-29", "--crisis-days", "30")[1][0] == ("us-d", "2026-10-01")
    assert ("us-b", "2026-01-01") not in due(inside, *options, "--days", "800")[1]
    assert [key for key, _ in due(inside, *options, "--country", "GB")[1]] == ["gb-c"]


def test_nothing_is_due(inside: Inside, tmp_path: Path) -> None:
    live = {**SOURCE, "method": "live-page"}
    options = write_records(tmp_path / "own.json", record("us-a", sources=[live]))
    code, out, _ = inside("catalog", "stale", *options)
    assert (code, out.splitlines()[0]) == (ExitCode.OK, "0 of 1 contacts are due to be read again")


def test_text_and_csv(inside: Inside, tmp_path: Path) -> None:
    options = write_records(tmp_path / "own.json", record("us-a", sources=[{**SOURCE, "page_date": "2020-05"}]))
    code, out, _ = inside("catalog", "stale", *options)
    assert code == ExitCode.ATTENTION
    assert "United States: Peer support groups" in out
    assert "us-a: Call 1-800-555-0100 (since 1 May 2021)" in " ".join(out.split())
    (row,) = csv.DictReader(io.StringIO(inside("catalog", "stale", *options, "-f", "csv")[1], newline=""), strict=True)
    assert (row["id"], row["contact"], row["known"]) == ("us-a", "call 1-800-555-0100", "2020-05-01")


@pytest.mark.parametrize("day", ["2026-13-01", "soon", "2026"])
def test_what_is_no_day(inside: Inside, day: str) -> None:
    code, _, err = inside("catalog", "stale", "--as-of", day)
    assert (code, "is no day" in err) == (ExitCode.USAGE, True)
