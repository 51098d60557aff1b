"""Values -> JSON, JSON lines, CSV, TSV, YAML and SMS. Shapes stand in `docs/formats.md` and stay; numbers are text."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING

import msgspec

from mhfind import texts
from mhfind.catalog import Info
from mhfind.config import Setting
from mhfind.crisis import Help
from mhfind.document import Document
from mhfind.errors import MhfindError
from mhfind.flags import Flag
from mhfind.gaps import Gaps
from mhfind.model import Contact, Program, Term
from mhfind.remarks import Remarks
from mhfind.render.sms import sms
from mhfind.results import Hit, Results
from mhfind.visible import UNSEEN, visible

if TYPE_CHECKING:
    from mhfind.source.reader import Problem
    from mhfind.translated import Translated

LISTS = "; "  # between the values of one cell
CONTACTS = " | "  # between the contacts of one cell
PROGRAM_COLUMNS = tuple(
    "rank pinned id status name organization type topics audiences serves languages payment cost_note crisis_line"
    " summary first_step contacts sources read page_dates reread open flags".split()
)
CONTACT_COLUMNS = tuple(
    "rank pinned id name channel label contact then keyword hours hours_text timezone languages reach charge sources"
    " read page_dates abroad address flags".split()
)


class Shape(msgspec.Struct, frozen=True):
    """How to write programs: a row for each `program` or `contact`, messages without a name, and with what remarks."""

    rows: str = "program"
    discreet: bool = False
    remarks: Remarks = Remarks()


_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # spreadsheets take the wide forms for the same
_HIDDEN = {"note"}  # for maintainers, never shown


def to_json(value: object) -> str:
    """Return indented JSON; keys keep their order, absent values are null or empty lists, unseen characters escaped."""
    return _escaped(msgspec.json.format(msgspec.json.encode(plain(value)), indent=2)) + "\n"


def to_json_line(value: object) -> str:
    """Return JSON on one line. Records are written once: lines of a batch have the same ones again and again."""
    return _escaped(msgspec.json.encode(plain(value, _written))) + "\n"


_WRITTEN: dict[int, tuple[Program, msgspec.Raw]] = {}  # by identity, which a record that is kept keeps
_KEPT = 512


def _written(program: Program) -> msgspec.Raw:
    """Return a record as JSON, made when it is first met."""
    known = _WRITTEN.get(id(program))
    if known is None:
        if len(_WRITTEN) >= _KEPT:
            _WRITTEN.clear()
        known = _WRITTEN[id(program)] = program, msgspec.Raw(msgspec.json.encode(plain(program)))
    return known[1]


def _escaped(data: bytes) -> str:
    """Return JSON with the characters escaped that it may hold bare, but that a terminal or an editor would act on."""
    return UNSEEN.sub(lambda match: json.dumps(match.group())[1:-1], data.decode())


def plain(value: object, of_program: Callable[[Program], object] | None = None) -> object:
    """Return a value as dicts, lists and clean texts in which every field of a record is present.

    `of_program` says what stands for a program, if not its fields.
    """
    if isinstance(value, str):
        return clean_text(value)
    if of_program and isinstance(value, Program):
        return of_program(value)
    if isinstance(value, msgspec.Struct):
        names = value.__struct_fields__
        return {name: plain(getattr(value, name), of_program) for name in names if name not in _HIDDEN}
    if isinstance(value, dict):
        return {clean_text(key): plain(item, of_program) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item, of_program) for item in value]
    return value


def clean_text(text: str) -> str:
    """Return text without lone surrogates, which no UTF-8 output can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def results_value(results: Results, remarks: Remarks) -> dict[str, object]:
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
            "filters": {kind: list(values) for kind, values in understood.wishes.items()},
        },
        "crisis": {
            "detected": bool(understood.signals),
            "signals": understood.signals,
            "emergency_number": results.help.emergency[0].value if results.help.emergency else None,
            "programs": [program.id for program in results.help.programs],
        },
        "total": results.total,
        "regional": results.regional,
        "results": [_hit_value(hit, remarks) for hit in results.hits],
        "retired": [
            {"id": p.id, "name": p.name, "retired_on": p.retired_on, "reason": p.reason, "replaced_by": p.replaced_by}
            for p in results.retired
        ],
    }


def _hit_value(hit: Hit, remarks: Remarks) -> dict[str, object]:
    head = {"rank": hit.rank, "pinned": hit.pinned, "score": hit.score, "why": hit.why}
    return {**head, **_program_value(hit.program, remarks)}


def _program_value(program: Program, remarks: Remarks) -> dict[str, object]:
    found = remarks.opening(program)
    known = {"state": found.state, "opens": _moment(found.opens)} if found else None
    flags = [{"note": flag.note, "on": flag.on} for flag in remarks.flagged(program)]
    return {"program": program, "open": known, "flags": flags}


def _moment(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%MZ") if moment else None


def programs_value(programs: Sequence[Program], total: int, remarks: Remarks) -> dict[str, object]:
    """Return records in the form `mhfind.programs/1`."""
    found = [_program_value(program, remarks) for program in programs]
    return {"format": "mhfind.programs/1", "total": total, "results": found}


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


Entry = tuple[str, str, Program]  # rank and pinned as cells, and the program


def hit_entries(hits: Iterable[Hit]) -> list[Entry]:
    """Return results as entries of a table."""
    return [(str(hit.rank), "yes" if hit.pinned else "no", hit.program) for hit in hits]


def program_entries(programs: Iterable[Program]) -> list[Entry]:
    """Return records as entries of a table; rank and pinned stay empty."""
    return [("", "", program) for program in programs]


def table(entries: Iterable[Entry], shape: Shape, separator: str = ",") -> str:
    """Return programs as CSV or TSV, one row a program or one row a contact."""
    out = StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n" if separator == "," else "\n")
    writer.writerow(PROGRAM_COLUMNS if shape.rows == "program" else CONTACT_COLUMNS)
    for rank, pinned, program in entries:
        flags = LISTS.join(f"{flag.on} {flag.note}" for flag in shape.remarks.flagged(program))
        if shape.rows == "program":
            opening = _opening_cell(program, shape.remarks)
            writer.writerow(map(cell, (rank, pinned, *_program_row(program), opening, flags)))
        else:
            for contact in program.contacts:
                writer.writerow(map(cell, (rank, pinned, *_contact_row(program, contact), flags)))
    return out.getvalue()


def _opening_cell(program: Program, remarks: Remarks) -> str:
    found = remarks.opening(program)
    if found is None:
        return ""
    return f"{found.state} until {_moment(found.opens)}" if found.opens else found.state


def cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula and that shows no unseen characters."""
    shown = visible(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def contact_cell(contact: Contact) -> str:
    """Return a contact for one cell; it begins with the channel, so it is never a formula: `call +44 20 ...`."""
    keyword = f"{contact.keyword} to " if contact.keyword else ""
    then = f", then {contact.then}" if contact.then else ""
    return f"{contact.channel} {keyword}{contact.value}{then}"


def _program_row(program: Program) -> Sequence[str]:
    contacts = CONTACTS.join(map(contact_cell, program.contacts))
    return (
        *(program.id, program.status, program.name, program.organization, program.type),
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


def sheet_value(keys: Sequence[str], document: Document) -> dict[str, object]:
    """Return a referral sheet in the form `mhfind.sheet/1`: ids of its programs, title, language and typed blocks."""
    value = {"title": document.title, "language": document.language, "blocks": msgspec.to_builtins(document.blocks)}
    return {"format": "mhfind.sheet/1", "programs": list(keys), **value}


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


def gaps_value(gaps: Gaps) -> dict[str, object]:
    """Return what a catalog lacks in the form `mhfind.gaps/1`."""
    return {"format": "mhfind.gaps/1", **msgspec.structs.asdict(gaps)}


def translations_value(languages: "Iterable[Translated]") -> dict[str, object]:
    """Return how far mhfind speaks other languages, in the form `mhfind.translations/1`."""
    return {"format": "mhfind.translations/1", "languages": list(languages)}


def settings_value(settings: Iterable[Setting]) -> dict[str, object]:
    """Return the settings in the form `mhfind.settings/1`."""
    return {"format": "mhfind.settings/1", "settings": list(settings)}


def flags_value(flags: Iterable[Flag]) -> dict[str, object]:
    """Return flags in the form `mhfind.flags/1`."""
    return {"format": "mhfind.flags/1", "flags": [msgspec.structs.asdict(flag) for flag in flags]}


Formats = Mapping[str, Callable[[], str]]  # the data formats that an answer can take, each made when it is asked for


def results_formats(results: Results, shape: Shape) -> Formats:
    """Return the ways to write the answer to a query. A message is for one program; in danger, for the first answer."""
    remarks, programs = shape.remarks, [hit.program for hit in results.hits]
    return {
        "json": lambda: to_json(results_value(results, remarks)),
        "jsonl": lambda: "".join(to_json_line(_hit_value(hit, remarks)) for hit in results.hits),
        "csv": lambda: table(hit_entries(results.hits), shape),
        "tsv": lambda: table(hit_entries(results.hits), shape, "\t"),
        "yaml": lambda: _yaml(programs),
        "sms": lambda: sms(programs[:1] if results.understood.signals else programs, discreet=shape.discreet),
    }


def programs_formats(programs: Sequence[Program], total: int, shape: Shape) -> Formats:
    """Return the ways to write records."""
    remarks = shape.remarks
    return {
        "json": lambda: to_json(programs_value(programs, total, remarks)),
        "jsonl": lambda: "".join(to_json_line(_program_value(program, remarks)) for program in programs),
        "csv": lambda: table(program_entries(programs), shape),
        "tsv": lambda: table(program_entries(programs), shape, "\t"),
        "yaml": lambda: _yaml(programs),
        "sms": lambda: sms(programs, discreet=shape.discreet),
    }


def crisis_formats(crisis: Help, shape: Shape) -> Formats:
    """Return the ways to write crisis help; in a table its programs are pinned results."""
    entries = [(str(rank), "yes", program) for rank, program in enumerate(crisis.programs, 1)]
    return {
        "json": lambda: to_json(crisis_value(crisis)),
        "jsonl": lambda: "".join(to_json_line({"program": program}) for program in crisis.programs),
        "csv": lambda: table(entries, shape),
        "tsv": lambda: table(entries, shape, "\t"),
        "yaml": lambda: _yaml(crisis.programs),
        "sms": lambda: sms(crisis.programs[:1], discreet=shape.discreet),
    }


def _yaml(programs: Iterable[Program]) -> str:
    from mhfind.compile import unfinished
    from mhfind.source.canonical import records_text

    return records_text(map(unfinished, programs))


def json_format(value: object) -> Formats:
    """Return the one way to write a value that has JSON only."""
    return {"json": lambda: to_json(value)}
