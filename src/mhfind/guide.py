"""Printable "how to access" guides: a written one, or one made from a topic or from any record."""

from collections import Counter
from collections.abc import Iterable, Mapping

from mhfind import texts
from mhfind.catalog import Catalog
from mhfind.crisis import Help
from mhfind.danger import Signal
from mhfind.document import AnyBlock, Block, Document, Field, Heading, Items, Paragraph
from mhfind.errors import NotFoundError
from mhfind.listing import is_regional
from mhfind.model import Program, Term
from mhfind.query import WORLD, Filters, Place
from mhfind.suggest import did_you_mean
from mhfind.views.contacts import contact_blocks
from mhfind.views.crisis import crisis_box
from mhfind.views.programs import Words

LISTED = 8  # programs that a guide ends with
ENTRY_CONTACTS = 3  # ways to reach each of them
SOURCES = "Sources and dates"
# The six questions to ask any program. The written guides have them too: a test keeps them equal.
ASK = (
    "Are you taking new people?",
    "Do I qualify?",
    "What does it cost? Do you take my insurance, or have a sliding scale?",
    "How long is the wait?",
    "Do you have help in my language, and can I get in easily?",
    "What do I bring, or do first?",
)
# Topics that are a kind of danger: their pages open with the lines for it.
_DANGERS = {
    "suicide": "suicide",
    "self-harm": "self-harm",
    "domestic-violence": "partner-violence",
    "sexual-assault": "sexual-assault",
    "child-abuse": "child-abuse",
}
_NO_PAGE = 'This was not on the pages that were read. You can ask, "What happens now?"'
_SENDS = {
    "yes": "If a life is in danger, they may send emergency help.",
    "with-consent": "They send emergency help only if you agree.",
    "no": "They send nobody to you.",
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
    headings = (place for place, block in enumerate(written.blocks) if block == Heading(SOURCES))
    end = next(headings, len(written.blocks))
    blocks: list[AnyBlock] = [crisis_box(crisis), *written.blocks[:end]]
    if name in catalog.vocabulary.labels("routes"):
        blocks += _listed("Programs that this way leads to", Filters(route=(name,)), catalog, crisis.place)
    elif name in catalog.vocabulary.labels("types"):
        blocks += _listed("Programs of this kind", Filters(type=(name,)), catalog, crisis.place)
    return Document(written.title, (*blocks, *written.blocks[end:]), written.language)


def _listed(heading: str, filters: Filters, catalog: Catalog, place: Place) -> list[AnyBlock]:
    """Return programs of a place that pass filters below a heading, or nothing if there are none."""
    found = programs_near(filters, catalog, place)
    return [Heading(heading), *map(_entry, found[:LISTED])] if found else []


def programs_near(filters: Filters, catalog: Catalog, place: Place) -> list[Program]:
    """Return the programs of a place that pass filters. Without a place, worldwide ones.

    Those of single regions are left out unless the place is one. Those for everyone come before those for some people,
    and those with a number before those with websites alone.
    """
    programs = catalog.listing(filters, place.strictly()).programs
    near = [
        program
        for program in programs
        if (place.country or WORLD in program.serves) and not is_regional(program, place)
    ]
    return sorted(near, key=lambda program: (bool(program.audiences), not _has_number(program)))


def _has_number(program: Program) -> bool:
    return any(contact.channel in ("call", "text") for contact in program.contacts)


def _entry(program: Program) -> Block:
    contacts = contact_blocks(program.contacts[:ENTRY_CONTACTS])
    return Block((Heading(texts.full_name(program), 3), Paragraph(program.summary or "", "note"), *contacts))


def _topic_page(topic: Term, catalog: Catalog, place: Place, words: Words) -> Document:
    """Return a page about a topic: what it is, what to say, programs of the place of several types."""
    kind = _DANGERS.get(topic.id)
    crisis = catalog.doors.help(place, (Signal(kind, ""),) if kind else ())
    near = programs_near(Filters(topic=(topic.id,)), catalog, place)
    near.sort(key=lambda program: (bool(program.audiences), program.topics.index(topic.id)))
    programs = varied(near)[:LISTED]
    blocks: list[AnyBlock] = [crisis_box(crisis), Paragraph(topic.description)]
    blocks += [
        Heading("Steps"),
        Items(
            (
                "Pick one of the programs below.",
                "Call, text or write. Say the words below, or your own.",
                "Ask what you need to know.",
                "If it is not for you, try the next one.",
            ),
            numbered=True,
        ),
        Heading("What to say"),
        Paragraph("Hi. I am looking for support, for me or for someone I care about. Can you help?", "quote"),
        Paragraph("You can ask:"),
        Items(ASK),
    ]
    blocks += [Heading("Programs"), *map(_entry, programs)] if programs else []
    blocks += [
        Heading("If it doesn't work"),
        Paragraph(
            'You did nothing wrong. Ask, "Who else could help me?" A doctor or a community center may know more.'
        ),
    ]
    if topic.related:
        blocks.append(Field("Close to this", ", ".join(words.label("topics", other) for other in topic.related)))
    read = tuple(f"{program.name}: {texts.provenance(program)}" for program in programs)
    blocks += [Heading(SOURCES), Items(read), _NOT_ENDORSED] if read else []
    return Document(topic.label, tuple(blocks))


_NOT_ENDORSED = Paragraph("Numbers change; this is no endorsement.", "note")


def varied(programs: Iterable[Program]) -> list[Program]:
    """Return those for everyone, one of each type before a second one of any; then those for some people."""
    seen: Counter[str] = Counter()
    ranked = []
    for program in programs:
        ranked.append((bool(program.audiences), seen[program.type], program))
        seen[program.type] += 1
    return [program for *_, program in sorted(ranked, key=lambda entry: entry[:2])]


def _program_guide(program: Program, crisis: Help, catalog: Catalog, place: Place, words: Words) -> Document:
    """Return the guide of a program. Raises NotFoundError for one that has ended."""
    refuse_retired(program, "no guide is printed for it")
    blocks: list[AnyBlock] = [crisis_box(crisis), Paragraph(program.summary or "")]
    if program.status == "paused":
        blocks.append(Paragraph(f"Paused: {program.reason or 'not running now'}", "warning"))
    if warning := texts.needs_confirming(program, words.today):
        blocks.append(Paragraph(warning, "warning"))
    blocks += [Heading("First step"), Paragraph(program.first_step or "")]
    blocks += [Heading("Ways to get in touch"), Block(tuple(contact_blocks(program.contacts)))]
    blocks += [Heading("What happens"), Paragraph(program.what_happens or _NO_PAGE)]
    ready: list[AnyBlock] = [Paragraph(program.bring)] if program.bring else []
    if program.crisis_line != "yes":  # nobody in a crisis is given a list of questions
        ready += [Paragraph("You can ask:"), Items(ASK)]
    blocks += [Heading("Have ready"), *ready] if ready else []
    blocks += [Heading("Good to know"), *good_to_know(program, words)]
    if others := alternatives(program, catalog, place):
        blocks += [
            Heading("If it doesn't work"),
            Paragraph("You did nothing wrong. You can try one of these:"),
            *map(_entry, others),
        ]
    blocks += [Heading(SOURCES), Items(tuple(dict.fromkeys(source.url for source in program.sources)))]
    blocks.append(Paragraph(f"Contacts {texts.provenance(program)}. Numbers change; this is no endorsement.", "note"))
    return Document(f"How to reach {texts.full_name(program)}", tuple(blocks))


def refuse_retired(program: Program, consequence: str) -> None:
    """Raise NotFoundError for a program that has ended: its contacts are never printed to be taken along."""
    if program.status == "retired":
        instead = ", ".join(program.replaced_by) or "nothing in this catalog"
        raise NotFoundError(f"{program.name} has ended; {consequence}", f"in its place: {instead}")


def good_to_know(program: Program, words: Words) -> list[AnyBlock]:
    """Return what is known of cost, who qualifies, languages, wait, privacy and area."""
    facts: Mapping[str, str] = {
        "Cost": texts.cost(program, words.vocabulary),
        "Who qualifies": program.eligibility or "",
        "Languages": ", ".join(map(texts.language, program.languages)),
        "Wait": program.wait or "",
        "Privacy": privacy(program),
        "Serves": words.areas(program),
    }
    return [Field(label, text) for label, text in facts.items() if text]


def privacy(program: Program) -> str:
    """Return what is known of a program's privacy, in words, or an empty text."""
    anonymous = "You don't have to give your name." if program.anonymous == "yes" else ""
    return " ".join(filter(None, (anonymous, program.privacy_note, _SENDS.get(program.emergency_services or ""))))


def alternatives(program: Program, catalog: Catalog, place: Place, count: int = 2) -> list[Program]:
    """Return other programs for the same main problem at a place: for the same people, and near, first."""
    programs = catalog.listing(Filters(topic=program.topics[:1]), place.strictly()).programs
    others = [
        other
        for other in programs
        if other.id != program.id and (not is_regional(other, place) or set(other.serves) & set(program.serves))
    ]

    def distance(other: Program) -> tuple[bool, int]:
        for_others = bool(other.audiences) and not set(other.audiences) & set(program.audiences)
        return for_others, other.topics.index(program.topics[0])

    return sorted(others, key=distance)[:count]


def guide_names(catalog: Catalog) -> list[str]:
    """Return the names of the written guides: the ways in, the types, then the others."""
    first = [*catalog.vocabulary.labels("routes"), *catalog.vocabulary.labels("types")]
    names = catalog.guides()
    return [*(name for name in first if name in names), *(name for name in names if name not in first)]


def guide_list(catalog: Catalog, words: Words) -> Document:
    """Return the guides that can be printed."""
    titles, names = catalog.guide_titles(), guide_names(catalog)
    blocks: list[AnyBlock] = [Field(name, titles[name]) for name in names]
    if words.commands:
        how = "To print one: mhfind guide NAME. For a topic: mhfind guide TOPIC. For any program: mhfind guide ID."
        blocks.append(Paragraph(how, "note"))
    return Document("Guides", tuple(blocks))
