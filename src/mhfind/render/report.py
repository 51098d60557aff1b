"""Reports as JSON and CSV: verdicts on numbers (`mhfind.check/1`), and what is due (`mhfind.stale/1`)."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from io import StringIO

from mhfind.check import STATUSES, Finding
from mhfind.render.data import LISTS, Formats, cell, contact_cell, to_json, to_json_line
from mhfind.stale import Due

CHECK_FIELDS = tuple("file page line column found kind status program name use message differences".split())


def check_formats(findings: Sequence[Finding]) -> Formats:
    """Return the ways to write verdicts as data."""
    return {
        "json": lambda: to_json(check_value(findings)),
        "jsonl": lambda: "".join(to_json_line(_value(finding)) for finding in findings),
        "csv": lambda: _rows(findings, ","),
        "tsv": lambda: _rows(findings, "\t"),
    }


def check_value(findings: Sequence[Finding]) -> dict[str, object]:
    """Return verdicts in the form `mhfind.check/1`, with how many there are of each."""
    counts = Counter(finding.status for finding in findings)
    found = {status: counts[status] for status in STATUSES}
    return {"format": "mhfind.check/1", "counts": found, "results": [_value(finding) for finding in findings]}


def _value(finding: Finding) -> dict[str, object]:
    return {name: getattr(finding, name) for name in CHECK_FIELDS}


def _rows(findings: Iterable[Finding], separator: str) -> str:
    values = ((_cell(value) for value in _value(finding).values()) for finding in findings)
    return rows_text(CHECK_FIELDS, values, separator)


def _cell(value: object) -> str:
    return LISTS.join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def rows_text(columns: Sequence[str], rows: Iterable[Iterable[str]], separator: str) -> str:
    """Return a table as CSV or TSV that no spreadsheet takes for formulas."""
    out = StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n" if separator == "," else "\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


STALE_FIELDS = tuple("id name country type crisis_line channel contact known due_since sources".split())


def stale_formats(found: Sequence[Due], total: int) -> Formats:
    """Return the ways to write what is due to be read again (`mhfind.stale/1`)."""
    value = {"format": "mhfind.stale/1", "contacts": total, "due": [_due(one) for one in found]}
    return {
        "json": lambda: to_json(value),
        "csv": lambda: rows_text(STALE_FIELDS, (map(_cell, _due(one).values()) for one in found), ","),
        "tsv": lambda: rows_text(STALE_FIELDS, (map(_cell, _due(one).values()) for one in found), "\t"),
    }


def _due(one: Due) -> dict[str, object]:
    program, contact = one.program, one.contact
    urls = tuple(source.url for source in program.sources if source.key in contact.source)
    about = (program.id, program.name, one.country, program.type, program.crisis_line)
    values = (*about, contact.channel, contact_cell(contact), one.known, one.since, urls)
    return dict(zip(STALE_FIELDS, values, strict=True))
