"""Printable "how to access" guides: a written one, or one made from a topic or from any record."""

from collections import Counter
from collections.abc import Iterable

from msgspec import UNSET

from mhfind import texts, tongue
from mhfind.catalog import Catalog
from mhfind.crisis import Help
from mhfind.danger import Signal
from mhfind.document import (
    AnyBlock,
    Block,
    Document,
    Field,
    Heading,
    Items,
    Paragraph,
    fields,
    in_language,
    paragraph,
    paragraphs,
)
from mhfind.errors import NotFoundError
from mhfind.listing import is_regional
from mhfind.model import Program, Term
from mhfind.query import WORLD, Filters, Place
from mhfind.suggest import did_you_mean
from mhfind.tongue import Passage, later, passage, tr, trc
from mhfind.views.contacts import contact_blocks
from mhfind.views.crisis import crisis_box
from mhfind.views.programs import Words, paused_blocks

LISTED = 8  # programs that a guide ends with
ENTRY_CONTACTS = 3  # ways to reach each of them
SOURCES = later("Sources and dates")
# The six questions to ask any program. The written guides have them too: a test keeps them equal.
ASK = (
    later("Are you taking new people?"),
    later("Do I qualify?"),
    later("What does it cost? Do you take my insurance, or have a sliding scale?"),
    later("How long is the wait?"),
    later("Do you have help in my language, and can I get in easily?"),
    later("What do I bring, or do first?"),
)
# Topics that are a kind of danger: their pages open with the lines for it.
_DANGERS = {
    "suicide": "suicide",
    "self-harm": "self-harm",
    "domestic-violence": "partner-violence",
    "sexual-assault": "sexual-assault",
    "child-abuse": "child-abuse",
}
_STEPS = (  # on the page of a topic
    later("Pick one of the programs below."),
    later("Call, text or write. Say the words below, or your own."),
    later("Ask what you need to know."),
    later("If it is not for you, try the next one."),
)
_NOT_ENDORSED = later("Numbers change; this is no endorsement.")
_NO_PAGE = later('This was not on the pages that were read. You can ask, "What happens now?"')
_SENDS = {
    "yes": later("If a life is in danger, they may send emergency help."),
    "with-consent": later("They send emergency help only if you agree."),
    "no": later("They send nobody to you."),
}


def guide(name: str, catalog: Catalog, place: Place, words: Words) -> Document:
    """Return a written guide by its name, or that of a program or a topic by its id.

    Raises NotFoundError with a suggestion.
    """
    key = name.lower()
    if written := catalog.written_guide(key):
        return _written_guide(key, written, catalog.help(place), catalog)
    if program := catalog.get(key):
        place = place_of(program, place)
        return _program_guide(program, catalog.help(place), catalog, place, words)
    for topic in catalog.vocabulary.topics:
        if topic.id == key:
            return _topic_page(topic, catalog, place, words)
    names = [*catalog.guides(), *catalog.vocabulary.labels("topics"), *catalog.ids()]
    known = "`mhfind guide` lists the guides; `mhfind search` finds program ids"
    raise NotFoundError(f"there is no guide, topic or program {name!r}", did_you_mean(name, names, known))


def place_of(program: Program, place: Place) -> Place:
    """Return a place, or where a program is if that is unknown: a page to take along has the crisis lines of there."""
    country = program.serves[0].split("-")[0]
    return place if place.country or country == WORLD else Place(country)


def _written_guide(name: str, written: Document, crisis: Help, catalog: Catalog) -> Document:
    """Return a written guide between the crisis box and the programs of the place that it leads to."""
    foreign = written.language if written.language != tongue.current() else ""
    own = [in_language(block, foreign) if foreign else block for block in written.blocks]
    end = _sources_of(written)
    blocks: list[AnyBlock] = [crisis_box(crisis)]
    if foreign:
        told = tr("This guide is not in {language} yet. It follows in {other}.")
        names = texts.language(tongue.current()), texts.language(foreign)
        blocks.append(Paragraph(told.format(language=names[0], other=names[1]), "note"))
    blocks += own[:end]
    if name in catalog.vocabulary.labels("routes"):
        blocks += _listed(tr("Programs that this way leads to"), Filters(route=(name,)), catalog, crisis.place)
    elif name in catalog.vocabulary.labels("types"):
        blocks += _listed(tr("Programs of this kind"), Filters(type=(name,)), catalog, crisis.place)
    return Document(written.title, (*blocks, *own[end:]), title_language=foreign or UNSET)


def _sources_of(written: Document) -> int:
    """Return the place of the last section of a written guide, which names its sources; the end if it has none."""
    headings = [place for place, block in enumerate(written.blocks) if isinstance(block, Heading) and block.level == 2]
    return headings[-1] if headings else len(written.blocks)


def _listed(heading: str, filters: Filters, catalog: Catalog, place: Place) -> list[AnyBlock]:
    """Return programs of a place that pass filters below a heading, or nothing if there are none."""
    found = programs_near(filters, catalog, place)
    return [Heading(heading), *map(_entry, found[:LISTED])] if found else []


def programs_near(filters: Filters, catalog: Catalog, place: Place) -> list[Program]:
    """Return the programs of a place that pass filters. Without a place, worldwide ones.

    Those of single regions are left out unless the place is one. Those that help in the language in force come first.
    Those for everyone come before those for some people,
    and those with a number before those with websites alone.
    """
    programs = catalog.listing(filters, place.strictly()).programs
    near = [
        program
        for program in programs
        if (place.country or WORLD in program.serves) and not is_regional(program, place)
    ]
    return sorted(near, key=lambda program: (_other_tongue(program), bool(program.audiences), not _has_number(program)))


def _other_tongue(program: Program) -> bool:
    """Tell whether a program is not known to help in the language in force; English is taken for granted."""
    offered = {*program.languages, *(tag for contact in program.contacts for tag in contact.languages)}
    return tongue.current() not in {tongue.ENGLISH, *offered}


def _has_number(program: Program) -> bool:
    return any(contact.channel in ("call", "text") for contact in program.contacts)


def _entry(program: Program) -> Block:
    contacts = contact_blocks(texts.own_first(program.contacts)[:ENTRY_CONTACTS])
    summary = paragraph(texts.prose(program, "summary"), "note")
    return Block((Heading(texts.full_name(program), 3), summary, *contacts))


def _topic_page(topic: Term, catalog: Catalog, place: Place, words: Words) -> Document:
    """Return a page about a topic: what it is, what to say, programs of the place of several types."""
    kind = _DANGERS.get(topic.id)
    crisis = catalog.doors.help(place, (Signal(kind, ""),) if kind else ())
    near = programs_near(Filters(topic=(topic.id,)), catalog, place)
    near.sort(key=lambda p: (_other_tongue(p), bool(p.audiences), p.topics.index(topic.id)))
    programs = varied(near)[:LISTED]
    blocks: list[AnyBlock] = [crisis_box(crisis), paragraph(passage(topic.description))]
    blocks += [
        Heading(tr("Steps")),
        Items(tuple(map(tr, _STEPS)), numbered=True),
        Heading(tr("What to say")),
        Paragraph(tr("Hi. I am looking for support, for me or for someone I care about. Can you help?"), "quote"),
        *questions(),
    ]
    blocks += [Heading(tr("Programs")), *map(_entry, programs)] if programs else []
    other = tr('You did nothing wrong. Ask, "Who else could help me?" A doctor or a community center may know more.')
    blocks += [Heading(tr("If it doesn't work")), Paragraph(other)]
    if topic.related:
        blocks.append(Field(tr("Close to this"), ", ".join(words.label("topics", other) for other in topic.related)))
    read = tuple(f"{program.name}: {texts.provenance(program)}" for program in programs)
    blocks += [Heading(tr(SOURCES)), Items(read), Paragraph(tr(_NOT_ENDORSED), "note")] if read else []
    return Document(trc("topics", topic.label), tuple(blocks))


def questions() -> list[Paragraph | Items]:
    """Return what to ask any program."""
    return [Paragraph(tr("You can ask:")), Items(tuple(map(tr, ASK)))]


def varied(programs: Iterable[Program]) -> list[Program]:
    """Return those for everyone, one of each type before a second one of any; then those for some people.

    Those that help in the language in force come before all others.
    """
    seen: Counter[str] = Counter()
    ranked = []
    for program in programs:
        ranked.append((_other_tongue(program), bool(program.audiences), seen[program.type], program))
        seen[program.type] += 1
    return [program for *_, program in sorted(ranked, key=lambda entry: entry[:-1])]


def _program_guide(program: Program, crisis: Help, catalog: Catalog, place: Place, words: Words) -> Document:
    """Return the guide of a program. Raises NotFoundError for one that has ended."""
    refuse_retired(program, "no guide is printed for it")
    blocks: list[AnyBlock] = [crisis_box(crisis), paragraph(texts.prose(program, "summary")), *paused_blocks(program)]
    if warning := texts.needs_confirming(program, words.today):
        blocks.append(Paragraph(warning, "warning"))
    blocks += [Heading(tr("First step")), paragraph(texts.prose(program, "first_step"))]
    blocks += [Heading(tr("Ways to get in touch")), Block(tuple(contact_blocks(texts.own_first(program.contacts))))]
    happens = texts.prose(program, "what_happens") if program.what_happens else passage(_NO_PAGE)
    blocks += [Heading(tr("What happens")), paragraph(happens)]
    ready: list[AnyBlock] = [*paragraphs("plain", texts.prose(program, "bring"))]
    if program.crisis_line != "yes":  # nobody in a crisis is given a list of questions
        ready += questions()
    blocks += [Heading(tr("Have ready")), *ready] if ready else []
    blocks += [Heading(tr("Good to know")), *good_to_know(program, words)]
    if others := alternatives(program, catalog, place):
        sorry = Paragraph(tr("You did nothing wrong. You can try one of these:"))
        blocks += [Heading(tr("If it doesn't work")), sorry, *map(_entry, others)]
    blocks += [Heading(tr(SOURCES)), Items(tuple(dict.fromkeys(source.url for source in program.sources)))]
    read = tr("Contacts {read}.").format(read=texts.provenance(program))
    blocks.append(Paragraph(f"{read} {tr(_NOT_ENDORSED)}", "note"))
    return Document(tr("How to reach {name}").format(name=texts.full_name(program)), tuple(blocks))


def refuse_retired(program: Program, consequence: str) -> None:
    """Raise NotFoundError for a program that has ended: its contacts are never printed to be taken along."""
    if program.status == "retired":
        instead = ", ".join(program.replaced_by) or "nothing in this catalog"
        raise NotFoundError(f"{program.name} has ended; {consequence}", f"in its place: {instead}")


def good_to_know(program: Program, words: Words) -> list[AnyBlock]:
    """Return what is known of cost, who qualifies, languages, wait, privacy and area."""
    return [
        *fields(tr("Cost"), *texts.cost(program, words.vocabulary)),
        *fields(tr("Who qualifies"), texts.prose(program, "eligibility")),
        *fields(tr("Languages"), Passage(", ".join(map(texts.language, program.languages)))),
        *fields(tr("Wait"), texts.prose(program, "wait")),
        *fields(tr("Privacy"), *privacy(program)),
        *fields(tr("Serves"), Passage(words.areas(program))),
    ]


def privacy(program: Program) -> list[Passage]:
    """Return what is known of a program's privacy, in words."""
    anonymous = Passage(tr("You don't have to give your name.") if program.anonymous == "yes" else "")
    sends = _SENDS.get(program.emergency_services or "")
    return [anonymous, texts.prose(program, "privacy_note"), Passage(tr(sends) if sends else "")]


def alternatives(program: Program, catalog: Catalog, place: Place, count: int = 2) -> list[Program]:
    """Return other programs for the same main problem at a place: for the same people, and near, first."""
    programs = catalog.listing(Filters(topic=program.topics[:1]), place.strictly()).programs
    others = [
        other
        for other in programs
        if other.id != program.id and (not is_regional(other, place) or set(other.serves) & set(program.serves))
    ]

    def distance(other: Program) -> tuple[bool, bool, int]:
        for_others = bool(other.audiences) and not set(other.audiences) & set(program.audiences)
        return _other_tongue(other), for_others, other.topics.index(program.topics[0])

    return sorted(others, key=distance)[:count]


def guide_names(catalog: Catalog) -> list[str]:
    """Return the names of the written guides: the ways in, the types, then the others."""
    first = [*catalog.vocabulary.labels("routes"), *catalog.vocabulary.labels("types")]
    names = catalog.guides()
    return [*(name for name in first if name in names), *(name for name in names if name not in first)]


def guide_list(catalog: Catalog, words: Words) -> Document:
    """Return the guides that can be printed."""
    titles, names = catalog.guide_titles(), guide_names(catalog)
    translated = catalog.translated_guides()
    blocks: list[AnyBlock] = []
    for name in names:
        blocks += fields(name, Passage(titles[name]) if name in translated else tongue.english(titles[name]))
    if words.commands:
        how = tr("To print one: mhfind guide NAME. For a topic: mhfind guide TOPIC. For any program: mhfind guide ID.")
        blocks.append(Paragraph(how, "note"))
    return Document(tr("Guides"), tuple(blocks))
