"""Programs as blocks of a document: short in a list, whole in `show`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, tzinfo

from mhfind import texts
from mhfind.document import (
    AnyBlock,
    Block,
    Document,
    Field,
    Heading,
    Items,
    Line,
    Paragraph,
    fields,
    paragraph,
    paragraphs,
)
from mhfind.listing import is_regional
from mhfind.model import Contact, FormerContact, Program, Vocabulary
from mhfind.opening import fits
from mhfind.place import Gazetteer
from mhfind.remarks import Remarks
from mhfind.results import Listing
from mhfind.tongue import Passage, later, tr, trc, trn
from mhfind.views.contacts import contact_blocks

SHORT = 5  # contacts of a program in a list
NO_REMARKS = Remarks()
COLLAPSED = 3  # with more programs of single regions than this, a list tells only how many there are
HOLIDAYS = later("Hours are those of an ordinary week. On a public holiday, call to check.")


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
        return trc(name, self.vocabulary.labels(name).get(key, key))

    def area(self, code: str) -> str:
        """Return the name of a country or region."""
        return trc("place", self.gazetteer.name(code))

    def areas(self, program: Program) -> str:
        """Return where a program serves, in words."""
        names = ", ".join(map(self.area, program.serves))
        return f"{names} ({program.area_note})" if program.area_note else names


def program_blocks(program: Program, words: Words, title: str, meanwhile: Sequence[AnyBlock] = ()) -> list[AnyBlock]:
    """Return a program as it stands in a list: name, id, type, place, summary, contacts, cost, date.

    `meanwhile`: what to do until it opens.
    """
    about = f"{program.id} - {words.label('types', program.type)} - {words.areas(program)}"
    blocks: list[AnyBlock] = [Heading(title, 3), Paragraph(about, "note")]
    blocks += paused_blocks(program)
    blocks += flag_blocks(program, words)
    blocks.append(paragraph(texts.prose(program, "summary" if program.summary else "reason")))
    blocks += [*opening_blocks(program, words), *meanwhile]
    blocks += contact_blocks(wanted_first(program, words)[:SHORT])
    blocks += fields(tr("Cost"), *texts.cost(program, words.vocabulary))
    if warning := texts.needs_confirming(program, words.today):
        blocks.append(Paragraph(warning, "warning"))
    blocks.append(Field(tr("Checked"), texts.provenance(program)))
    return blocks


def paused_blocks(program: Program) -> list[Paragraph]:
    """Return that a program is paused, and why; nothing if it is not."""
    if program.status != "paused":
        return []
    reason = texts.prose(program, "reason")
    if not reason.text:
        return [Paragraph(tr("Paused: not running now"), "warning")]
    if reason.language:
        return [Paragraph(tr("Paused."), "warning"), paragraph(reason, "warning")]
    return [Paragraph(tr("Paused: {reason}").format(reason=reason.text), "warning")]


def flag_blocks(program: Program, words: Words) -> list[AnyBlock]:
    """Return what the user flagged."""
    told = tr("You flagged this on {day}: {note}")
    return [
        Paragraph(told.format(day=texts.day(flag.on), note=flag.note), "warning")
        for flag in words.remarks.flagged(program)
    ]


def opening_blocks(program: Program, words: Words) -> list[AnyBlock]:
    """Return what to know of a program that is not surely open at the moment asked for."""
    found, moment = words.remarks.opening(program), words.remarks.filters.open_at
    if found is None or moment is None or found.state == "open":
        return []
    if found.state == "closed" and found.opens:
        time = texts.duration(found.opens - moment)
        return [Paragraph(tr("Closed then: opens in {time}.").format(time=time), "warning")]
    calls = any(contact.channel == "call" for contact in program.contacts)
    unknown = tr("Hours not known: call to check.") if calls else tr("Hours not known: look to check.")
    return [Paragraph(unknown, "warning")]


def wanted_first(program: Program, words: Words) -> list[Contact]:
    """Return contacts in their order, but first those of a channel and a language that were asked for.

    Where none was, those for speakers of the language in force come first.
    """
    filters = words.remarks.filters
    asked = filters.channel or filters.language
    return sorted(
        texts.own_first(program.contacts), key=lambda contact: bool(asked) and not fits(contact, program, filters)
    )


def regional_note(regional: dict[str, int], words: Words) -> Paragraph:
    """Return how many programs of single regions are not shown, by type."""
    types = ", ".join(f"{words.label('types', kind)}: {count}" for kind, count in regional.items())
    found = tr("{count} of them serve single states or regions ({types}).")
    hint = " " + tr("For those of one, add --region NAME; for all, --limit 0.") if words.commands else ""
    return Paragraph(f"{found.format(count=sum(regional.values()), types=types)}{hint}", "note")


def retired_notice(program: Program) -> list[Paragraph]:
    """Return what became of a retired program, and where to turn."""
    name, when = program.name, texts.day(program.retired_on or "")
    if not when:
        ended = tr("{name} ended.").format(name=name)
    elif (program.retired_on or "").count("-") == 2:
        ended = tr("{name} ended on {day}.").format(name=name, day=when)
    else:
        ended = tr("{name} ended in {date}.").format(name=name, date=when)
    instead = tr("In its place: {ids}.").format(ids=", ".join(program.replaced_by)) if program.replaced_by else ""
    return paragraphs("warning", Passage(ended), texts.prose(program, "reason"), Passage(instead))


def programs_document(found: Listing, words: Words, *, limited: bool) -> Document:
    """Return a list of programs; of a `limited` one, many programs of single regions are only counted."""
    collapsed = limited and sum(found.regional.values()) > COLLAPSED
    shown = [program for program in found.programs if not (collapsed and is_regional(program, found.place))]
    blocks: list[AnyBlock] = [
        Block(tuple(program_blocks(program, words, texts.full_name(program)))) for program in shown
    ]
    blocks += list_notes(len(shown), found.total, found.regional if collapsed else {}, words)
    return Document(program_count(found.total), tuple(blocks))


def program_count(total: int) -> str:
    """Return how many programs there are: "12 programs"."""
    return trn("{count} program", "{count} programs", total).format(count=total)


def list_notes(shown: int, total: int, collapsed: dict[str, int], words: Words) -> list[AnyBlock]:
    """Return what to say below a list: what is not shown, and what hours don't tell."""
    notes: list[AnyBlock] = []
    count = tr("{shown} of {total} shown.").format(shown=shown, total=total)
    if not collapsed and total > shown:
        how = " " + tr("For all: --limit 0") if words.commands else ""
        notes.append(Paragraph(f"{count}{how}", "note"))
    if collapsed:
        notes += [Paragraph(count, "note"), regional_note(collapsed, words)]
    if moment := words.remarks.filters.open_at:
        asked = tr("Asked for: open on {moment}.").format(moment=texts.moment(moment, words.zone))
        notes.append(Paragraph(f"{asked} {tr(HOLIDAYS)}", "note"))
    return notes


def program_document(program: Program, words: Words) -> Document:
    """Return everything about a program, with its sources and dates."""
    blocks: list[AnyBlock] = []
    if program.status == "retired":
        blocks += retired_notice(program)
    blocks += flag_blocks(program, words)
    blocks += paragraphs("plain", texts.prose(program, "summary"))
    if warning := texts.needs_confirming(program, words.today):
        blocks.append(Paragraph(warning, "warning"))
    if program.first_step:
        blocks += [Heading(tr("First step")), paragraph(texts.prose(program, "first_step"))]
    if program.contacts:
        blocks += [Heading(tr("Ways to get in touch")), *contact_blocks(texts.own_first(program.contacts))]
    if program.former_contacts:
        blocks += [Heading(tr("No longer use")), *_former_blocks(program.former_contacts)]
    blocks += [Heading(tr("About")), *_facts(program, words)]
    blocks += [Heading(tr("Sources")), Items(tuple(_sources(program)))]
    return Document(texts.full_name(program), tuple(blocks))


def former_notice(former: FormerContact) -> str:
    """Return what became of a former contact, and what to use now."""
    works = {"yes": tr("It still works."), "no": tr("It no longer works.")}.get(former.still_works or "", "")
    use = tr("Use {value}.").format(value=former.use) if former.use else ""
    return " ".join(filter(None, (_became(former), works, use)))


def _became(former: FormerContact) -> str:
    """Return what became of a former contact, as a sentence."""
    day = texts.day(former.since or "")
    match former.kind:
        case "replaced":
            pattern = tr("{value} was replaced since {day}.") if day else tr("{value} was replaced.")
        case "closed":
            pattern = tr("{value} is closed since {day}.") if day else tr("{value} is closed.")
        case "misprint":
            pattern = tr("{value} is a known misprint.")
        case _:
            pattern = tr("{value} can not be dialled like this.")
    return pattern.format(value=former.value, day=day)


def _former_blocks(contacts: Iterable[FormerContact]) -> Iterator[AnyBlock]:
    """Yield former contacts: each value once, what became of it, and what to use instead."""
    for former in {contact.value: contact for contact in contacts}.values():
        since = tr(" since {day}").format(day=texts.day(former.since)) if former.since else ""
        works = {"yes": tr("; it still works"), "no": tr("; it no longer works")}.get(former.still_works or "", "")
        yield Line(tr("Old number"), former.value)
        yield Paragraph(f"{trc('former', former.kind)}{since}{works}", "detail")
        if former.use:
            yield Line(tr("Use instead"), former.use)


def _facts(program: Program, words: Words) -> Iterator[Field]:
    """Yield what is known of a program, field by field."""
    label = words.label
    facts: tuple[tuple[str, str | Passage | Sequence[Passage]], ...] = (
        (tr("Id"), program.id),
        (tr("Also known as"), ", ".join(program.also_known_as)),
        (tr("Was called"), ", ".join(program.former_names)),
        (tr("Run by"), program.organization),
        (tr("Type"), ", ".join(label("types", key) for key in (program.type, *program.other_types))),
        (tr("Topics"), ", ".join(label("topics", key) for key in program.topics)),
        (trc("people", "For"), ", ".join(label("audiences", key) for key in program.audiences)),
        (tr("Ages"), _ages(program)),
        (tr("Who qualifies"), texts.prose(program, "eligibility")),
        (tr("Serves"), words.areas(program)),
        (tr("Languages"), ", ".join(map(texts.language, program.languages))),
        (tr("Interpreters"), _answer(program.interpreters)),
        (tr("Cost"), texts.cost(program, words.vocabulary)),
        (tr("Referral needed"), _referral(program)),
        (tr("What happens"), texts.prose(program, "what_happens")),
        (tr("Bring"), texts.prose(program, "bring")),
        (tr("Wait"), texts.prose(program, "wait")),
        (tr("Answered by"), _answered_by(program)),
        (tr("Who can get in touch"), ", ".join(trc("caller", key) for key in program.who_can_call)),
        (tr("Access"), ", ".join(label("access", key) for key in program.access)),
        (tr("Ways that lead to it"), ", ".join(label("routes", key) for key in program.opens)),
        (tr("Anonymous"), _answer(program.anonymous)),
        (tr("Shows on a phone bill"), _answer(program.on_bill)),
        (tr("Sends emergency services"), _answer(program.emergency_services)),
        (tr("Privacy"), texts.prose(program, "privacy_note")),
        (tr("Second reading"), texts.day(program.reread or "")),
    )
    for name, told in facts:
        if isinstance(told, str):
            yield from fields(name, Passage(told))
        else:
            yield from fields(name, *([told] if isinstance(told, Passage) else told))


def _answer(value: str | None) -> str:
    """Return "yes", "no" or "with consent" in words, or an empty text."""
    return trc("answer", value.replace("-", " ")) if value else ""


def _referral(program: Program) -> str:
    known = {
        "none": trc("answer", "no"),
        "provider": tr("by a provider"),
        "agency": tr("by an agency"),
        "varies": tr("it varies"),
    }
    return known.get(program.referral or "", "")


def _answered_by(program: Program) -> str:
    if program.answered_by == "mixed":
        return tr("staff and volunteers")
    return trc("answered by", program.answered_by) if program.answered_by else ""


def _ages(program: Program) -> str:
    low, high = program.min_age, program.max_age
    if low is not None and high is not None:
        return tr("{low} to {high}").format(low=low, high=high)
    if low is not None:
        return tr("{low} and older").format(low=low)
    return tr("up to {high}").format(high=high) if high is not None else ""


def _sources(program: Program) -> Iterable[str]:
    for source in program.sources:
        page = tr("page of {day}").format(day=texts.day(source.page_date or ""))
        read = tr("read {day}, {method}").format(
            day=texts.day(source.read), method=trc("source", source.method.replace("-", " "))
        )
        page = page if source.page_date else tr("page without a date")
        yield f"{source.url} ({trc('source', source.by)}; {page}; {read})"
