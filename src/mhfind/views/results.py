"""The answer to a query as a document."""

import msgspec

from mhfind.catalog import Catalog
from mhfind.crisis import Help
from mhfind.document import AnyBlock, Block, Document, Field, Heading, Items, Line, Paragraph
from mhfind.listing import ABROAD, place_fit
from mhfind.model import FormerContact
from mhfind.opening import always_open
from mhfind.query import Place
from mhfind.results import Hit, Listing, Reason, Results
from mhfind.suggest import closest
from mhfind.texts import full_name, language
from mhfind.views.contacts import contact_blocks, contact_line
from mhfind.views.crisis import crisis_box, crisis_reminder
from mhfind.views.programs import (
    COLLAPSED,
    Words,
    former_notice,
    list_notes,
    opening_blocks,
    program_blocks,
    retired_notice,
)

LATER = 3  # programs told that are closed at the moment asked for, where none is open
_MORE = "More about one: mhfind show ID. To print: mhfind guide ID. No program is endorsed."


def results_document(results: Results, words: Words, *, explain: bool = False) -> Document:
    """Return the answer to a query: crisis box where there is danger, then the programs with their reasons.

    The programs of the box are not told again as results; a short box closes a long answer.
    """
    danger = bool(results.understood.signals)
    collapsed, hits = _collapsed(results), numbered(results)
    blocks: list[AnyBlock] = [crisis_box(results.help)] if danger else []
    blocks += [Paragraph(notice, "warning") for notice in map(retired_notice, results.retired)]
    if results.query.place.country is None and not danger:
        blocks.append(no_place(results.help, words))
    for typed, read in results.understood.corrected.items():
        blocks.append(Paragraph(f'"{typed}" was read as "{read}".', "note"))
    if results.understood.wishes and hits:
        blocks.append(_wishes_note(results, words))
    blocks += [_hit_block(number, hit, results, words, explain) for number, hit in enumerate(hits, 1)]
    blocks += list_notes(len(hits), results.total, collapsed, words)
    if hits and words.commands:
        blocks.append(Paragraph(_MORE, "note"))
    if danger and hits:
        blocks.append(crisis_reminder(results.help))
    count = f"{results.total} program{'' if results.total == 1 else 's'}"
    title = f"Help right now{f', and {count}' if results.total else ''}" if danger else count
    return Document(f'{title} for "{results.query.text}"', tuple(blocks))


def _wishes_note(results: Results, words: Words) -> Paragraph:
    """Return what was read into the words besides topics, and how to undo it."""
    wishes = results.understood.wishes
    said = ["/".join(wish_words(kind, value, words) for value in values) for kind, values in wishes.items()]
    undo = " To take the words as they stand, add --literal." if words.commands else ""
    return Paragraph(f"Programs stand higher that fit what else you said: {', '.join(said)}.{undo}", "note")


def _collapsed(results: Results) -> dict[str, int]:
    """Return how many programs of single regions are only counted, by type."""
    return results.regional if results.query.limit and sum(results.regional.values()) > COLLAPSED else {}


def numbered(results: Results) -> list[Hit]:
    """Return the results that the document numbers 1, 2, 3 ...: not those of the box, nor those only counted."""
    collapsed = _collapsed(results)
    return [hit for hit in results.hits if not hit.pinned and not (collapsed and hit.regional)]


def no_place(crisis: Help, words: Words) -> Block:
    """Return what to say when no country is known: directories for all countries, and how to set one."""
    ways: list[AnyBlock] = []
    for program in crisis.programs:
        ways += [Paragraph(full_name(program)), *map(contact_line, program.contacts[:1])]
    how = " Add --country US, or keep it: mhfind config set country US." if words.commands else ""
    hint = f"No country is set, so all countries are searched.{how}"
    return Block((Paragraph(hint, "warning"), Paragraph("These find help in any country:"), *ways))


def _hit_block(number: int, hit: Hit, results: Results, words: Words, explain: bool) -> Block:
    place = results.query.place
    opening = words.remarks.opening(hit.program)
    until = meanwhile(results.help) if opening and opening.state == "closed" else []
    blocks = program_blocks(hit.program, words, f"{number}. {full_name(hit.program)}", until)
    if place.country and place_fit(list(hit.program.serves), place) <= ABROAD:
        blocks.insert(
            2,
            Paragraph(f"This serves {words.areas(hit.program)}, not {words.gazetteer.name(place.country)}.", "warning"),
        )
    blocks += [Paragraph(former_notice(former), "warning") for former in _named_former(hit)]
    why = "; ".join(dict.fromkeys(reason_words(reason, words) for reason in hit.why))
    blocks.append(Field("Why", f"{why} (score {hit.score:.2f})" if explain else why))
    return Block(tuple(blocks))


def _named_former(hit: Hit) -> list[FormerContact]:
    """Return the former contacts of a result that the query names, each once."""
    values = {reason.matched for reason in hit.why if reason.kind == "former-number"}
    return list({former.value: former for former in hit.program.former_contacts if former.value in values}.values())


def meanwhile(crisis: Help) -> list[AnyBlock]:
    """Return a line of the place that answers day and night."""
    for program in crisis.programs:
        if contact := always_open(program):
            return [Paragraph(f"Meanwhile, day and night, {program.name}:", "note"), contact_line(contact)]
    return []


def nothing_document(results: Results, catalog: Catalog, words: Words) -> Document:
    """Return what to do when nothing matched: other words, a filter to drop, and the crisis lines all the same."""
    blocks: list[AnyBlock] = [Paragraph(notice, "warning") for notice in map(retired_notice, results.retired)]
    text, filters = results.query.text, results.query.filters
    blocks += _near_numbers(results, catalog)
    near = closest(text, [term.label for term in catalog.vocabulary.topics]) if text else ""
    tips = [f'Did you mean "{near}"?'] if near else []
    for name in filters.given():
        found = catalog.ask(msgspec.structs.replace(results.query, filters=filters.without(name)))
        tips += _without(name, found.total)
        if name == "open_at":
            blocks += [_later(hit, words) for hit in found.hits[:LATER] if not hit.pinned]
    if results.query.place.explicit:
        tips += _anywhere(catalog.ask(msgspec.structs.replace(results.query, place=Place())).total, words)
    topics = " `mhfind topics` lists what there is." if words.commands else ""
    tips.append(f"Try one or two plain words: grief, alcohol, someone to talk to.{topics}")
    return Document(f'Nothing found for "{text}"', (crisis_box(results.help), *blocks, Items(tuple(tips))))


def _near_numbers(results: Results, catalog: Catalog) -> list[AnyBlock]:
    """Return the listed numbers that are one slip from a number of the query, and what to use."""
    if not results.understood.numbers:
        return []
    from mhfind.check import check_given, register_of  # only a query with a number pays for their import
    from mhfind.mentions import SHORT

    if not any(len(number) > SHORT for number in results.understood.numbers):
        return []
    findings = check_given(results.query.text, register_of(catalog), results.query.place.country)
    blocks: list[AnyBlock] = []
    for finding in (finding for finding in findings if finding.status == "near"):
        use = [Line("Use", finding.use)] if finding.use else []
        blocks.append(Block((Line("Near", finding.found), Paragraph(finding.message, "warning"), *use)))
    return blocks


def nothing_listed_document(found: Listing, catalog: Catalog, words: Words) -> Document:
    """Return what to do when no program passes the filters: which of them to drop."""
    tips = []
    for name in found.filters.given():
        tips += _without(name, catalog.listing(found.filters.without(name), found.place).total)
    if found.place.explicit:
        tips += _anywhere(catalog.listing(found.filters).total, words)
    return Document("0 programs", (Items(tuple(tips or ["Leave out some of the filters."])),))


def _without(name: str, count: int) -> list[str]:
    way = "At other times" if name == "open_at" else f"Without --{name.replace('_', '-')}"
    return [f"{way}: {count} found."] if count else []


def _anywhere(count: int, words: Words) -> list[str]:
    how = " Leave out --country and --region." if words.commands else ""
    return [f"In all places: {count} found.{how}"] if count else []


def _later(hit: Hit, words: Words) -> Block:
    """Return a program that is closed at the moment asked for."""
    contacts = contact_blocks(hit.program.contacts[:1])
    return Block((Heading(full_name(hit.program), 3), *opening_blocks(hit.program, words), *contacts))


def wish_words(kind: str, value: str, words: Words) -> str:
    """Return a wish in words: "language es" -> "Spanish"."""
    match kind:
        case "payment" | "channel" | "type":
            return words.label(f"{kind}s", value).lower()
        case "language":
            return language(value)
        case "region" | "country":
            return words.gazetteer.name(value)
        case "age":
            return f"age {value}"
        case "open":
            return "open now" if value == "now" else "day and night"
    return {"family": "for those close to someone", "professional": "for professionals"}.get(value, "for oneself")


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
        case "wish":
            return f'{wish_words(reason.field, reason.matched, words)} ("{reason.term}")'
    return f'its text has "{reason.term}"' if reason.kind == "words" else f'its text has some of "{reason.term}"'
