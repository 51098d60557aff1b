"""The answer to a query as a document."""

import msgspec

from mhfind.catalog import Catalog
from mhfind.crisis import Help
from mhfind.document import AnyBlock, Block, Document, Field, Items, Paragraph
from mhfind.query import Place
from mhfind.search import ABROAD, Hit, Reason, Results, place_fit
from mhfind.suggest import closest
from mhfind.views.contacts import contact_line
from mhfind.views.crisis import crisis_box, crisis_reminder
from mhfind.views.programs import Words, program_blocks, retired_notice

_MORE = "More about one: mhfind show ID. To print: mhfind guide ID. No program is endorsed."


def results_document(results: Results, words: Words, *, explain: bool = False) -> Document:
    """Return the answer to a query: crisis box where there is danger, then the programs with their reasons.

    The programs of the box are not told again as results; a short box closes a long answer.
    """
    danger = bool(results.understood.signals)
    hits = [hit for hit in results.hits if not hit.pinned]
    blocks: list[AnyBlock] = [crisis_box(results.help)] if danger else []
    blocks += [Paragraph(notice, "warning") for notice in map(retired_notice, results.retired)]
    if results.query.place.country is None and not danger:
        blocks.append(no_place(results.help))
    for typed, read in results.understood.corrected.items():
        blocks.append(Paragraph(f'"{typed}" was read as "{read}".', "note"))
    blocks += [_hit_block(number, hit, results.query.place, words, explain) for number, hit in enumerate(hits, 1)]
    if results.total > len(hits):
        blocks.append(Paragraph(f"{len(hits)} of {results.total} shown. For all: --limit 0", "note"))
    if hits:
        blocks.append(Paragraph(_MORE, "note"))
    if danger and hits:
        blocks.append(crisis_reminder(results.help))
    count = f"{results.total} program{'' if results.total == 1 else 's'}"
    title = f"Help right now{f', and {count}' if results.total else ''}" if danger else count
    return Document(f'{title} for "{results.query.text}"', tuple(blocks))


def no_place(crisis: Help) -> Block:
    """Return what to say when no country is known: directories for all countries, and how to set one."""
    ways: list[AnyBlock] = []
    for program in crisis.programs:
        ways += [Paragraph(program.name), *map(contact_line, program.contacts[:1])]
    hint = "No country is set, so all countries are searched. Add --country US, or set MHFIND_COUNTRY."
    return Block((Paragraph(hint, "warning"), Paragraph("These find help in any country:"), *ways))


def _hit_block(number: int, hit: Hit, place: Place, words: Words, explain: bool) -> Block:
    blocks = program_blocks(hit.program, words, f"{number}. {hit.program.name}")
    if place.country and place_fit(list(hit.program.serves), place) <= ABROAD:
        blocks.insert(
            2,
            Paragraph(f"This serves {words.areas(hit.program)}, not {words.gazetteer.name(place.country)}.", "warning"),
        )
    why = "; ".join(dict.fromkeys(reason_words(reason, words) for reason in hit.why))
    blocks.append(Field("Why", f"{why} (score {hit.score:.2f})" if explain else why))
    return Block(tuple(blocks))


def nothing_document(results: Results, catalog: Catalog) -> Document:
    """Return what to do when nothing matched: other words, a filter to drop, and the crisis lines all the same."""
    blocks: list[AnyBlock] = [Paragraph(notice, "warning") for notice in map(retired_notice, results.retired)]
    text = results.query.text
    near = closest(text, [term.label for term in catalog.vocabulary.topics]) if text else ""
    tips = [f'Did you mean "{near}"?'] if near else []
    for name in results.query.filters.given():
        without = msgspec.structs.replace(results.query.filters, **{name: ()})
        count = catalog.ask(msgspec.structs.replace(results.query, filters=without)).total
        if count:
            tips.append(f"Without --{name}: {count} found.")
    if results.query.place.explicit:
        count = catalog.ask(msgspec.structs.replace(results.query, place=Place())).total
        if count:
            tips.append(f"In all places: {count} found. Leave out --country and --region.")
    tips.append("Try one or two plain words: grief, alcohol, someone to talk to. `mhfind topics` lists what there is.")
    return Document(f'Nothing found for "{text}"', (crisis_box(results.help), *blocks, Items(tuple(tips))))


def reason_words(reason: Reason, words: Words) -> str:
    """Return one reason in words: `topic Panic ("panic attacks")`."""
    match reason.kind:
        case "danger":
            return f'danger ("{reason.term}")'
        case "topic":
            return f'topic {words.label("topics", reason.matched)} ("{reason.term}")'
        case "related topic":
            return f"near topic: {words.label('topics', reason.matched)}"
        case "audience":
            return f'for {words.label("audiences", reason.matched).lower()} ("{reason.term}")'
        case "name":
            return f'name "{reason.matched}"'
        case "number":
            return f"number {reason.matched}"
        case "former-number":
            return f"{reason.matched} is a former number of this program"
        case "retired":
            return f'takes the place of "{reason.matched}"'
    return f'its text has "{reason.term}"' if reason.kind == "words" else f'its text has some of "{reason.term}"'
