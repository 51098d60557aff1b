"""Values -> JSON, JSON lines, CSV and TSV. Shapes are published in `docs/formats.md` and stay; every number is text."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING

import msgspec

from mhfind import texts
from mhfind.catalog import Info
from mhfind.crisis import Help
from mhfind.document import Document
from mhfind.errors import MhfindError
from mhfind.model import Contact, Program, Term
from mhfind.search import Hit, Results
from mhfind.visible import UNSEEN, visible

if TYPE_CHECKING:
    from mhfind.source.reader import Problem

LISTS = "; "  # between the values of one cell
CONTACTS = " | "  # between the contacts of one cell
PROGRAM_COLUMNS = tuple(
    "rank pinned id status name organization type topics audiences serves languages payment cost_note crisis_line"
    " summary first_step contacts sources read page_dates reread".split()
)
CONTACT_COLUMNS = tuple(
    "rank pinned id name channel label contact then keyword hours hours_text timezone languages reach charge sources"
    " read page_dates abroad address".split()
)
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # spreadsheets take the wide forms for the same
_HIDDEN = {"note"}  # for maintainers, never shown


def to_json(value: object) -> str:
    """Return indented JSON; keys keep their order, absent values are null or empty lists, unseen characters escaped."""
    return _escaped(msgspec.json.format(msgspec.json.encode(plain(value)), indent=2)) + "\n"


def to_json_line(value: object) -> str:
    """Return JSON on one line."""
    return _escaped(msgspec.json.encode(plain(value))) + "\n"


def _escaped(data: bytes) -> str:
    """Return JSON with the characters escaped that it may hold bare, but that a terminal or an editor would act on."""
    return UNSEEN.sub(lambda match: json.dumps(match.group())[1:-1], data.decode())


def plain(value: object) -> object:
    """Return a value as dicts, lists and clean texts in which every field of a record is present."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, msgspec.Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__ if name not in _HIDDEN}
    if isinstance(value, dict):
        return {clean_text(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def clean_text(text: str) -> str:
    """Return text without lone surrogates, which no UTF-8 output can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def results_value(results: Results) -> dict[str, object]:
    """Return the answer to a query in the form `mhfind.results/1`."""
    query, understood, place = results.query, results.understood, results.query.place
    return {
        "format": "mhfind.results/1",
        "query": {"text": query.text, "filters": query.filters.given()},
        "place": {"country": place.country, "region": place.region, "from": place.origin},
        "understood": {
            "corrected": understood.corrected,
            "topics": list(understood.topics),
            "audiences": list(understood.audiences),
            "filters": {},
        },
        "crisis": {
            "detected": bool(understood.signals),
            "signals": understood.signals,
            "emergency_number": results.help.emergency[0].value if results.help.emergency else None,
            "programs": [program.id for program in results.help.programs],
        },
        "total": results.total,
        "results": [_hit_value(hit) for hit in results.hits],
        "retired": [
            {"id": p.id, "name": p.name, "retired_on": p.retired_on, "reason": p.reason, "replaced_by": p.replaced_by}
            for p in results.retired
        ],
    }


def _hit_value(hit: Hit) -> dict[str, object]:
    return {"rank": hit.rank, "pinned": hit.pinned, "score": hit.score, "why": hit.why, "program": hit.program}


def programs_value(programs: Sequence[Program], total: int) -> dict[str, object]:
    """Return records in the form `mhfind.programs/1`."""
    return {"format": "mhfind.programs/1", "total": total, "results": [{"program": program} for program in programs]}


def crisis_value(crisis: Help) -> dict[str, object]:
    """Return crisis help in the form `mhfind.crisis/1`."""
    place = crisis.place
    return {
        "format": "mhfind.crisis/1",
        "place": {"country": place.country, "region": place.region, "from": place.origin},
        "dangers": crisis.dangers,
        "emergency_number": crisis.emergency[0].value if crisis.emergency else None,
        "emergency": crisis.emergency,
        "programs": crisis.programs,
    }


def error_value(error: MhfindError) -> dict[str, object]:
    """Return an error in the form `mhfind.error/1`."""
    found = {"code": error.code, "message": error.message, "hint": error.hint, "exit_code": int(error.exit_code)}
    return {"format": "mhfind.error/1", "error": {**found, "problems": getattr(error, "problems", ())}}


def hits_table(hits: Iterable[Hit], rows: str, separator: str = ",") -> str:
    """Return results as CSV or TSV, one row a program or one row a contact."""
    return _table([(str(hit.rank), "yes" if hit.pinned else "no", hit.program) for hit in hits], rows, separator)


def programs_table(programs: Iterable[Program], rows: str, separator: str = ",") -> str:
    """Return records as CSV or TSV; rank and pinned stay empty."""
    return _table([("", "", program) for program in programs], rows, separator)


def _table(entries: Iterable[tuple[str, str, Program]], rows: str, separator: str) -> str:
    out = StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n" if separator == "," else "\n")
    writer.writerow(PROGRAM_COLUMNS if rows == "program" else CONTACT_COLUMNS)
    for rank, pinned, program in entries:
        if rows == "program":
            writer.writerow(map(cell, _program_row(rank, pinned, program)))
        else:
            for contact in program.contacts:
                writer.writerow(map(cell, (rank, pinned, *_contact_row(program, contact))))
    return out.getvalue()


def cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula and that shows no unseen characters."""
    shown = visible(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def contact_cell(contact: Contact) -> str:
    """Return a contact for one cell; it begins with the channel, so it is never a formula: `call +44 20 ...`."""
    keyword = f"{contact.keyword} to " if contact.keyword else ""
    then = f", then {contact.then}" if contact.then else ""
    return f"{contact.channel} {keyword}{contact.value}{then}"


def _program_row(rank: str, pinned: str, program: Program) -> Sequence[str]:
    contacts = CONTACTS.join(map(contact_cell, program.contacts))
    return (
        *(rank, pinned, program.id, program.status, program.name, program.organization, program.type),
        *map(LISTS.join, (program.topics, program.audiences, program.serves, program.languages, program.payment)),
        *(program.cost_note or "", program.crisis_line, program.summary or "", program.first_step or "", contacts),
        *_source_cells(program, {source.key for source in program.sources}),
        program.reread or "",
    )


def _contact_row(program: Program, contact: Contact) -> Sequence[str]:
    return (
        *(program.id, program.name, contact.channel, contact.label or "", contact_cell(contact)),
        *(contact.then or "", contact.keyword or ""),
        *(contact.hours or "", contact.hours_text or "", contact.timezone or ""),
        *(LISTS.join(contact.languages), LISTS.join(contact.reach), contact.charge or ""),
        *_source_cells(program, set(contact.source)),
        *(f"call {contact.abroad}" if contact.abroad else "", texts.address(contact)),
    )


def _source_cells(program: Program, keys: set[str]) -> tuple[str, str, str]:
    sources = [source for source in program.sources if source.key in keys]
    dates = [source.page_date for source in sources if source.page_date]
    return LISTS.join(s.url for s in sources), max((s.read for s in sources), default=""), LISTS.join(dates)


def guide_value(name: str | None, document: Document) -> dict[str, object]:
    """Return a guide in the form `mhfind.guide/1`: title, language and typed blocks."""
    value = {"title": document.title, "language": document.language, "blocks": msgspec.to_builtins(document.blocks)}
    return {"format": "mhfind.guide/1", "name": name, **value}


def terms_value(name: str, terms: Iterable[Term], counts: dict[str, int]) -> dict[str, object]:
    """Return a list of the vocabulary with counts, in the form `mhfind.vocabulary/1`."""
    entries = [
        {
            "id": term.id,
            "label": term.label,
            "description": term.description,
            "benefit": term.benefit,
            "programs": counts.get(term.id, 0),
        }
        for term in terms
    ]
    return {"format": "mhfind.vocabulary/1", "list": name, "terms": entries}


def problems_value(count: int, problems: "Sequence[Problem]") -> dict[str, object]:
    """Return what is wrong with a catalog in the form `mhfind.problems/1`."""
    fields = ("file", "line", "column", "record", "path", "what", "fix")
    found = [{name: getattr(problem, name) for name in fields} for problem in problems]
    return {"format": "mhfind.problems/1", "records": count, "problems": found}


def info_value(info: Info) -> dict[str, object]:
    """Return what a catalog holds in the form `mhfind.info/1`."""
    return {"format": "mhfind.info/1", **msgspec.structs.asdict(info)}


Formats = Mapping[str, Callable[[], str]]  # the data formats that an answer can take, each made when it is asked for


def results_formats(results: Results, rows: str) -> Formats:
    """Return the ways to write the answer to a query; `rows`: one a program, or one a contact."""
    return {
        "json": lambda: to_json(results_value(results)),
        "jsonl": lambda: "".join(map(to_json_line, results.hits)),
        "csv": lambda: hits_table(results.hits, rows),
        "tsv": lambda: hits_table(results.hits, rows, "\t"),
    }


def programs_formats(programs: Sequence[Program], total: int, rows: str) -> Formats:
    """Return the ways to write records."""
    return {
        "json": lambda: to_json(programs_value(programs, total)),
        "jsonl": lambda: "".join(to_json_line({"program": program}) for program in programs),
        "csv": lambda: programs_table(programs, rows),
        "tsv": lambda: programs_table(programs, rows, "\t"),
    }


def crisis_formats(crisis: Help, rows: str = "program") -> Formats:
    """Return the ways to write crisis help; in a table its programs are pinned results."""
    entries = [(str(rank), "yes", program) for rank, program in enumerate(crisis.programs, 1)]
    return {
        "json": lambda: to_json(crisis_value(crisis)),
        "jsonl": lambda: "".join(to_json_line({"program": program}) for program in crisis.programs),
        "csv": lambda: _table(entries, rows, ","),
        "tsv": lambda: _table(entries, rows, "\t"),
    }


def json_format(value: object) -> Formats:
    """Return the one way to write a value that has JSON only."""
    return {"json": lambda: to_json(value)}
