"""Programs as blocks of a document: short in a list, whole in `show`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, tzinfo

from mhfind import texts
from mhfind.document import AnyBlock, Block, Document, Field, Heading, Items, Line, Paragraph
from mhfind.listing import is_regional
from mhfind.model import Contact, FormerContact, Program, Vocabulary
from mhfind.opening import fits
from mhfind.place import Gazetteer
from mhfind.remarks import Remarks
from mhfind.results import Listing
from mhfind.views.contacts import contact_blocks

SHORT = 5  # contacts of a program in a list
NO_REMARKS = Remarks()
COLLAPSED = 3  # with more programs of single regions than this, a list tells only how many there are
HOLIDAYS = "Hours are those of an ordinary week. On a public holiday, call to check."


class Words:
    """Labels of the catalog's ids, today's date, and remarks: what every view needs besides its subject."""

    def __init__(  # noqa: PLR0913 - each of them apart
        self,
        vocabulary: Vocabulary,
        gazetteer: Gazetteer,
        today: date,
        remarks: Remarks = NO_REMARKS,
        *,
        zone: tzinfo | None = UTC,
        commands: bool = True,
    ) -> None:
        """`zone`: of the reader; `commands`: whether the reader can type commands, as one in the menu can't."""
        self.vocabulary = vocabulary
        self.gazetteer = gazetteer
        self.today = today
        self.remarks = remarks
        self.zone = zone
        self.commands = commands

    def label(self, name: str, key: str) -> str:
        """Return the label of an id of a vocabulary list."""
        return self.vocabulary.labels(name).get(key, key)

    def areas(self, program: Program) -> str:
        """Return where a program serves, in words."""
        names = ", ".join(map(self.gazetteer.name, program.serves))
        return f"{names} ({program.area_note})" if program.area_note else names


def program_blocks(program: Program, words: Words, title: str, meanwhile: Sequence[AnyBlock] = ()) -> list[AnyBlock]:
    """Return a program as it stands in a list: name, id, type, place, summary, contacts, cost, date.

    `meanwhile`: what to do until it opens.
    """
    about = f"{program.id} - {words.label('types', program.type)} - {words.areas(program)}"
    blocks: list[AnyBlock] = [Heading(title, 3), Paragraph(about, "note")]
    if program.status == "paused":
        blocks.append(Paragraph(f"Paused: {program.reason or 'not running now'}", "warning"))
    blocks += flag_blocks(program, words)
    blocks.append(Paragraph(program.summary or program.reason or ""))
    blocks += [*opening_blocks(program, words), *meanwhile]
    blocks += contact_blocks(wanted_first(program, words)[:SHORT])
    if cost := texts.cost(program, words.vocabulary):
        blocks.append(Field("Cost", cost))
    if warning := texts.needs_confirming(program, words.today):
        blocks.append(Paragraph(warning, "warning"))
    blocks.append(Field("Checked", texts.provenance(program)))
    return blocks


def flag_blocks(program: Program, words: Words) -> list[AnyBlock]:
    """Return what the user flagged."""
    flags = words.remarks.flagged(program)
    return [Paragraph(f"You flagged this on {texts.day(flag.on)}: {flag.note}", "warning") for flag in flags]


def opening_blocks(program: Program, words: Words) -> list[AnyBlock]:
    """Return what to know of a program that is not surely open at the moment asked for."""
    found, moment = words.remarks.opening(program), words.remarks.filters.open_at
    if found is None or moment is None or found.state == "open":
        return []
    if found.state == "closed" and found.opens:
        return [Paragraph(f"Closed then: opens in {texts.duration(found.opens - moment)}.", "warning")]
    how = "call" if any(contact.channel == "call" for contact in program.contacts) else "look"
    return [Paragraph(f"Hours not known: {how} to check.", "warning")]


def wanted_first(program: Program, words: Words) -> list[Contact]:
    """Return contacts in their order, but first those of a channel and a language that were asked for."""
    filters = words.remarks.filters
    asked = filters.channel or filters.language
    return sorted(program.contacts, key=lambda contact: bool(asked) and not fits(contact, program, filters))


def regional_note(regional: dict[str, int], words: Words) -> Paragraph:
    """Return how many programs of single regions are not shown, by type."""
    types = ", ".join(f"{words.label('types', kind)}: {count}" for kind, count in regional.items())
    found = f"{sum(regional.values())} of them serve single states or regions ({types})."
    hint = " For those of one, add --region NAME; for all, --limit 0." if words.commands else ""
    return Paragraph(f"{found}{hint}", "note")


def retired_notice(program: Program) -> str:
    """Return what became of a retired program, and where to turn."""
    when = f" on {texts.day(program.retired_on)}" if program.retired_on and program.retired_on.count("-") == 2 else ""
    when = when or (f" in {texts.day(program.retired_on)}" if program.retired_on else "")
    instead = f" In its place: {', '.join(program.replaced_by)}." if program.replaced_by else ""
    return f"{program.name} ended{when}. {program.reason or ''}{instead}"


def programs_document(found: Listing, words: Words, *, limited: bool) -> Document:
    """Return a list of programs; of a `limited` one, many programs of single regions are only counted."""
    collapsed = limited and sum(found.regional.values()) > COLLAPSED
    shown = [program for program in found.programs if not (collapsed and is_regional(program, found.place))]
    blocks: list[AnyBlock] = [
        Block(tuple(program_blocks(program, words, texts.full_name(program)))) for program in shown
    ]
    blocks += list_notes(len(shown), found.total, found.regional if collapsed else {}, words)
    return Document(f"{found.total} program{'' if found.total == 1 else 's'}", tuple(blocks))


def list_notes(shown: int, total: int, collapsed: dict[str, int], words: Words) -> list[AnyBlock]:
    """Return what to say below a list: what is not shown, and what hours don't tell."""
    notes: list[AnyBlock] = []
    if not collapsed and total > shown:
        notes.append(Paragraph(f"{shown} of {total} shown.{' For all: --limit 0' if words.commands else ''}", "note"))
    if collapsed:
        notes += [Paragraph(f"{shown} of {total} shown.", "note"), regional_note(collapsed, words)]
    if moment := words.remarks.filters.open_at:
        notes.append(Paragraph(f"Asked for: open on {texts.moment(moment, words.zone)}. {HOLIDAYS}", "note"))
    return notes


def program_document(program: Program, words: Words) -> Document:
    """Return everything about a program, with its sources and dates."""
    blocks: list[AnyBlock] = []
    if program.status == "retired":
        blocks.append(Paragraph(retired_notice(program), "warning"))
    blocks += flag_blocks(program, words)
    if program.summary:
        blocks.append(Paragraph(program.summary))
    if warning := texts.needs_confirming(program, words.today):
        blocks.append(Paragraph(warning, "warning"))
    if program.first_step:
        blocks += [Heading("First step"), Paragraph(program.first_step)]
    if program.contacts:
        blocks += [Heading("Ways to get in touch"), *contact_blocks(program.contacts)]
    if program.former_contacts:
        blocks += [Heading("No longer use"), *_former_blocks(program.former_contacts)]
    facts = [Field(label, text) for label, text in _facts(program, words) if text]
    blocks += [Heading("About"), *facts, Heading("Sources"), Items(tuple(_sources(program)))]
    return Document(texts.full_name(program), tuple(blocks))


def former_notice(former: FormerContact) -> str:
    """Return what became of a former contact, and what to use now."""
    since = f" since {texts.day(former.since)}" if former.since else ""
    what = {"replaced": f"was replaced{since}", "closed": f"is closed{since}", "misprint": "is a known misprint"}
    works = {"yes": " It still works.", "no": " It no longer works."}.get(former.still_works or "", "")
    use = f" Use {former.use}." if former.use else ""
    return f"{former.value} {what.get(former.kind, 'can not be dialled like this')}.{works}{use}"


def _former_blocks(contacts: Iterable[FormerContact]) -> Iterator[AnyBlock]:
    """Yield former contacts: each value once, what became of it, and what to use instead."""
    for former in {contact.value: contact for contact in contacts}.values():
        since = f" since {texts.day(former.since)}" if former.since else ""
        works = {"yes": "; it still works", "no": "; it no longer works"}.get(former.still_works or "", "")
        yield Line("Old number", former.value)
        yield Paragraph(f"{former.kind}{since}{works}", "detail")
        if former.use:
            yield Line("Use instead", former.use)


def _facts(program: Program, words: Words) -> Iterable[tuple[str, str]]:
    label = words.label
    yield "Id", program.id
    yield "Also known as", ", ".join(program.also_known_as)
    yield "Was called", ", ".join(program.former_names)
    yield "Run by", program.organization
    yield "Type", ", ".join(label("types", key) for key in (program.type, *program.other_types))
    yield "Topics", ", ".join(label("topics", key) for key in program.topics)
    yield "For", ", ".join(label("audiences", key) for key in program.audiences)
    yield "Ages", _ages(program)
    yield "Who qualifies", program.eligibility or ""
    yield "Serves", words.areas(program)
    yield "Languages", ", ".join(map(texts.language, program.languages))
    yield "Interpreters", program.interpreters or ""
    yield "Cost", texts.cost(program, words.vocabulary)
    yield (
        "Referral needed",
        {"none": "no", "provider": "by a provider", "agency": "by an agency", "varies": "it varies"}.get(
            program.referral or "", ""
        ),
    )
    yield "What happens", program.what_happens or ""
    yield "Bring", program.bring or ""
    yield "Wait", program.wait or ""
    yield "Answered by", {"mixed": "staff and volunteers"}.get(program.answered_by or "", program.answered_by or "")
    yield "Who can get in touch", ", ".join(program.who_can_call)
    yield "Access", ", ".join(label("access", key) for key in program.access)
    yield "Ways that lead to it", ", ".join(label("routes", key) for key in program.opens)
    yield "Anonymous", program.anonymous or ""
    yield "Shows on a phone bill", program.on_bill or ""
    yield "Sends emergency services", (program.emergency_services or "").replace("-", " ")
    yield "Privacy", program.privacy_note or ""
    yield "Second reading", texts.day(program.reread) if program.reread else ""


def _ages(program: Program) -> str:
    if program.min_age is not None and program.max_age is not None:
        return f"{program.min_age} to {program.max_age}"
    if program.min_age is not None:
        return f"{program.min_age} and older"
    return f"up to {program.max_age}" if program.max_age is not None else ""


def _sources(program: Program) -> Iterable[str]:
    for source in program.sources:
        page = f"page of {texts.day(source.page_date)}" if source.page_date else "page without a date"
        yield f"{source.url} ({source.by}; {page}; read {texts.day(source.read)}, {source.method.replace('-', ' ')})"
