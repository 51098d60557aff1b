"""Printable "how to access" guides: one of the written ones, or one made from any record."""

from mhfind import texts
from mhfind.catalog import Catalog
from mhfind.crisis import Help
from mhfind.document import AnyBlock, Block, Document, Field, Heading, Items, Paragraph
from mhfind.errors import NotFoundError
from mhfind.model import Program
from mhfind.query import WORLD, Filters, Place
from mhfind.suggest import did_you_mean
from mhfind.views.contacts import contact_blocks
from mhfind.views.crisis import crisis_box
from mhfind.views.programs import Words

OPENED = 8  # programs that a route guide ends with
ASK = (
    "Are you taking new people?",
    "Do I qualify?",
    "What does it cost? Do you take my insurance, or have a sliding scale?",
    "How long is the wait?",
    "Do you have my language, and can I get in?",
    "What do I bring, or do first?",
)


def guide(name: str, catalog: Catalog, place: Place, words: Words) -> Document:
    """Return the guide of a route, or of a program by its id. Raises NotFoundError with a suggestion."""
    written = catalog.written_guide(name)
    if written:
        return _route_guide(name, written, catalog.help(place), catalog)
    program = catalog.get(name.lower())
    if program is None:
        names = [*catalog.guides(), *catalog.ids()]
        hint = did_you_mean(name, names, "`mhfind guide` lists the guides; `mhfind search` finds program ids")
        raise NotFoundError(f"there is no guide or program {name!r}", hint)
    if place.country is None:  # a page to take along has the crisis lines of where the program is
        country = program.serves[0].split("-")[0]
        place = Place(None if country == WORLD else country)
    return _program_guide(program, catalog.help(place), catalog, place, words)


def _route_guide(name: str, written: Document, crisis: Help, catalog: Catalog) -> Document:
    """Return a written guide between the crisis box and the programs of the place that this route opens."""
    sources = next(
        (n for n, b in enumerate(written.blocks) if isinstance(b, Heading) and b.text == "Sources"), len(written.blocks)
    )
    opened = _opened(name, catalog, crisis.place)
    blocks: list[AnyBlock] = [crisis_box(crisis), *written.blocks[:sources]]
    if opened:
        blocks.append(Heading("Programs that this way leads to"))
        blocks += [_entry(program) for program in opened]
    return Document(written.title, (*blocks, *written.blocks[sources:]), written.language)


def _opened(route: str, catalog: Catalog, place: Place) -> list[Program]:
    """Return programs of the place that a route leads to: those for everyone before those for some."""
    programs = catalog.listing(Filters(route=(route,)), place.strictly()).programs
    near = [program for program in programs if place.country or WORLD in program.serves]
    return sorted(near, key=lambda program: bool(program.audiences))[:OPENED]


def _entry(program: Program) -> Block:
    return Block(
        (Heading(program.name, 3), Paragraph(program.summary or "", "note"), *contact_blocks(program.contacts[:3]))
    )


def _program_guide(program: Program, crisis: Help, catalog: Catalog, place: Place, words: Words) -> Document:
    if program.status == "retired":
        instead = ", ".join(program.replaced_by) or "nothing in this catalog"
        raise NotFoundError(f"{program.name} has ended; no guide is printed for it", f"in its place: {instead}")
    blocks: list[AnyBlock] = [crisis_box(crisis), Paragraph(program.summary or "")]
    if warning := texts.needs_confirming(program, words.today):
        blocks.append(Paragraph(warning, "warning"))
    blocks += [Heading("First step"), Paragraph(program.first_step or "")]
    blocks += [Heading("Ways to get in touch"), Block(tuple(contact_blocks(program.contacts)))]
    if program.what_happens:
        blocks += [Heading("What happens"), Paragraph(program.what_happens)]
    ready: list[AnyBlock] = [Paragraph(program.bring)] if program.bring else []
    if program.crisis_line != "yes":  # nobody in a crisis is given a list of questions
        ready += [Paragraph("You can ask:"), Items(ASK)]
    blocks += [Heading("Have ready"), *ready] if ready else []
    blocks += [Heading("Good to know"), *_good_to_know(program, words)]
    others = _alternatives(program, catalog, place)
    if others:
        blocks += [
            Heading("If it doesn't work"),
            Paragraph("You did nothing wrong. You can try one of these:"),
            *map(_entry, others),
        ]
    blocks += [Heading("Sources and date"), Items(tuple(dict.fromkeys(source.url for source in program.sources)))]
    blocks.append(Paragraph(f"Contacts {texts.provenance(program)}. Numbers change; this is no endorsement.", "note"))
    return Document(f"How to reach {program.name}", tuple(blocks))


def _good_to_know(program: Program, words: Words) -> list[AnyBlock]:
    facts = {
        "Cost": texts.cost(program, words.vocabulary),
        "Who qualifies": program.eligibility or "",
        "Languages": ", ".join(map(texts.language, program.languages)),
        "Wait": program.wait or "",
        "Privacy": " ".join(
            filter(
                None, ("You don't have to give your name." if program.anonymous == "yes" else "", program.privacy_note)
            )
        ),
        "Serves": words.areas(program),
    }
    return [Field(label, text) for label, text in facts.items() if text]


def _alternatives(program: Program, catalog: Catalog, place: Place) -> list[Program]:
    """Return two other programs for the same main problem at a place: for the same people, and near, first."""
    programs = catalog.listing(Filters(topic=program.topics[:1]), place.strictly()).programs
    others = [other for other in programs if other.id != program.id]

    def distance(other: Program) -> tuple[bool, int]:
        for_others = bool(other.audiences) and not set(other.audiences) & set(program.audiences)
        return for_others, other.topics.index(program.topics[0])

    return sorted(others, key=distance)[:2]


def guide_list(catalog: Catalog) -> Document:
    """Return the guides that can be printed."""
    labels = catalog.vocabulary.labels("routes")
    names = catalog.guides()
    routes = [Field(name, labels.get(name, name)) for name in names]
    return Document(
        "Guides", (*routes, Paragraph("To print one: mhfind guide NAME. For any program: mhfind guide ID.", "note"))
    )
