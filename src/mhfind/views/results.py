"""The answer to a query as a document."""

import msgspec

from mhfind import tongue
from mhfind.catalog import Catalog
from mhfind.crisis import Help
from mhfind.document import AnyBlock, Block, Document, Field, Heading, Items, Line, Paragraph, paragraphs
from mhfind.listing import ABROAD, place_fit
from mhfind.model import FormerContact
from mhfind.opening import always_open
from mhfind.query import Place
from mhfind.results import Hit, Listing, Reason, Results
from mhfind.suggest import closest
from mhfind.texts import full_name, language, own_first
from mhfind.tongue import english, later, tr, trc
from mhfind.views.contacts import contact_blocks, contact_line
from mhfind.views.crisis import crisis_box, crisis_reminder
from mhfind.views.programs import (
    COLLAPSED,
    Words,
    former_notice,
    list_notes,
    opening_blocks,
    program_blocks,
    program_count,
    retired_notice,
)

LATER = 3  # programs told that are closed at the moment asked for, where none is open
_MORE = later("More about one: mhfind show ID. To print: mhfind guide ID. No program is endorsed.")


def results_document(results: Results, words: Words, *, explain: bool = False) -> Document:
    """Return the answer to a query: crisis box where there is danger, then the programs with their reasons.

    The programs of the box are not told again as results; a short box closes a long answer.
    """
    danger = bool(results.understood.signals)
    collapsed, hits = _collapsed(results), numbered(results)
    blocks: list[AnyBlock] = [crisis_box(results.help)] if danger else []
    blocks += [notice for program in results.retired for notice in retired_notice(program)]
    if results.query.place.country is None and not danger:
        blocks.append(no_place(results.help, words))
    for typed, read in results.understood.corrected.items():
        blocks.append(Paragraph(tr('"{typed}" was read as "{read}".').format(typed=typed, read=read), "note"))
    if words.commands and results.understood.language not in ("", tongue.current()):
        blocks.append(_in_their_language(results.understood.language))
    if results.understood.wishes and hits:
        blocks.append(_wishes_note(results, words))
    blocks += [_hit_block(number, hit, results, words, explain) for number, hit in enumerate(hits, 1)]
    blocks += list_notes(len(hits), results.total, collapsed, words)
    if hits and words.commands:
        blocks.append(Paragraph(tr(_MORE), "note"))
    if danger and hits:
        blocks.append(crisis_reminder(results.help))
    return Document(_title(results), tuple(blocks))


def _title(results: Results) -> str:
    """Return how many programs there are for which words; first of all, if there is danger, that there is help."""
    count, text = program_count(results.total), results.query.text
    if not results.understood.signals:
        return tr('{count} for "{text}"').format(count=count, text=text)
    if results.total:
        return tr('Help right now, and {count} for "{text}"').format(count=count, text=text)
    return tr('Help right now for "{text}"').format(text=text)


def _in_their_language(tag: str) -> Paragraph:
    """Return how to read the answer in the language of the query, in that language."""
    from mhfind.messages import speaking  # nobody who asks in English pays for its import

    with speaking(tag):
        return Paragraph(tr("To read the answer in your language, put --language {tag} after mhfind.").format(tag=tag))


def _wishes_note(results: Results, words: Words) -> Paragraph:
    """Return what was read into the words besides topics, and how to undo it."""
    wishes = results.understood.wishes
    said = ["/".join(wish_words(kind, value, words) for value in values) for kind, values in wishes.items()]
    undo = " " + tr("To take the words as they stand, add --literal.") if words.commands else ""
    higher = tr("Programs stand higher that fit what else you said: {wishes}.").format(wishes=", ".join(said))
    return Paragraph(f"{higher}{undo}", "note")


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
    how = " " + tr("Add --country US, or keep it: mhfind config set country US.") if words.commands else ""
    hint = tr("No country is set, so all countries are searched.") + how
    return Block((Paragraph(hint, "warning"), Paragraph(tr("These find help in any country:")), *ways))


def _hit_block(number: int, hit: Hit, results: Results, words: Words, explain: bool) -> Block:
    place = results.query.place
    opening = words.remarks.opening(hit.program)
    until = meanwhile(results.help) if opening and opening.state == "closed" else []
    blocks = program_blocks(hit.program, words, f"{number}. {full_name(hit.program)}", until)
    if place.country and place_fit(list(hit.program.serves), place) <= ABROAD:
        elsewhere = tr("This serves {areas}, not {place}.")
        told = elsewhere.format(areas=words.areas(hit.program), place=words.area(place.country))
        blocks.insert(2, Paragraph(told, "warning"))
    blocks += [Paragraph(former_notice(former), "warning") for former in _named_former(hit)]
    why = "; ".join(dict.fromkeys(reason_words(reason, words) for reason in hit.why))
    score = tr(" (score {score})").format(score=f"{hit.score:.2f}") if explain else ""
    blocks.append(Field(tr("Why"), f"{why}{score}"))
    return Block(tuple(blocks))


def _named_former(hit: Hit) -> list[FormerContact]:
    """Return the former contacts of a result that the query names, each once."""
    values = {reason.matched for reason in hit.why if reason.kind == "former-number"}
    return list({former.value: former for former in hit.program.former_contacts if former.value in values}.values())


def meanwhile(crisis: Help) -> list[AnyBlock]:
    """Return a line of the place that answers day and night."""
    for program in crisis.programs:
        if contact := always_open(program):
            told = tr("Meanwhile, day and night, {name}:").format(name=program.name)
            return [Paragraph(told, "note"), contact_line(contact)]
    return []


def nothing_document(results: Results, catalog: Catalog, words: Words) -> Document:
    """Return what to do when nothing matched: other words, a filter to drop, and the crisis lines all the same."""
    blocks: list[AnyBlock] = [notice for program in results.retired for notice in retired_notice(program)]
    text, filters = results.query.text, results.query.filters
    blocks += _near_numbers(results, catalog)
    near = closest(text, [trc("topics", term.label) for term in catalog.vocabulary.topics]) if text else ""
    tips = [tr('Did you mean "{near}"?').format(near=near)] if near else []
    for name in filters.given():
        found = catalog.ask(msgspec.structs.replace(results.query, filters=filters.without(name)))
        tips += _without(name, found.total)
        if name == "open_at":
            blocks += [_later(hit, words) for hit in found.hits[:LATER] if not hit.pinned]
    if results.query.place.explicit:
        tips += _anywhere(catalog.ask(msgspec.structs.replace(results.query, place=Place())).total, words)
    topics = " " + tr("`mhfind topics` lists what there is.") if words.commands else ""
    tips.append(tr("Try one or two plain words: grief, alcohol, someone to talk to.") + topics)
    return Document(
        tr('Nothing found for "{text}"').format(text=text), (crisis_box(results.help), *blocks, Items(tuple(tips)))
    )


def _near_numbers(results: Results, catalog: Catalog) -> list[AnyBlock]:
    """Return the listed numbers that are one slip from a number of the query, and what to use."""
    if not results.understood.numbers:
        return []
    from mhfind.check import check_given, register_of  # only a query with a number pays for their import
    from mhfind.mentions import SHORT

    if not any(len(number) > SHORT for number in results.understood.numbers):
        return []
    with tongue.in_force(None):  # verdicts are told in English only
        findings = check_given(results.query.text, register_of(catalog), results.query.place.country)
    blocks: list[AnyBlock] = []
    for finding in (finding for finding in findings if finding.status == "near"):
        use = [Line(tr("Use"), finding.use)] if finding.use else []
        told = paragraphs("warning", english(finding.message))
        blocks.append(Block((Line(tr("Near"), finding.found), *told, *use)))
    return blocks


def nothing_listed_document(found: Listing, catalog: Catalog, words: Words) -> Document:
    """Return what to do when no program passes the filters: which of them to drop."""
    tips = []
    for name in found.filters.given():
        tips += _without(name, catalog.listing(found.filters.without(name), found.place).total)
    if found.place.explicit:
        tips += _anywhere(catalog.listing(found.filters).total, words)
    return Document(program_count(0), (Items(tuple(tips or [tr("Leave out some of the filters.")])),))


def _without(name: str, count: int) -> list[str]:
    if not count:
        return []
    if name == "open_at":
        return [tr("At other times: {count} found.").format(count=count)]
    return [tr("Without {option}: {count} found.").format(option=f"--{name.replace('_', '-')}", count=count)]


def _anywhere(count: int, words: Words) -> list[str]:
    how = " " + tr("Leave out --country and --region.") if words.commands else ""
    return [tr("In all places: {count} found.").format(count=count) + how] if count else []


def _later(hit: Hit, words: Words) -> Block:
    """Return a program that is closed at the moment asked for."""
    contacts = contact_blocks(own_first(hit.program.contacts)[:1])
    return Block((Heading(full_name(hit.program), 3), *opening_blocks(hit.program, words), *contacts))


def wish_words(kind: str, value: str, words: Words) -> str:
    """Return a wish in words: "language es" -> "Spanish"."""
    match kind:
        case "payment" | "channel" | "type":
            return words.label(f"{kind}s", value).lower()
        case "language":
            return language(value)
        case "region" | "country":
            return words.area(value)
        case "age":
            return tr("age {years}").format(years=value)
        case "open":
            return tr("open now") if value == "now" else tr("day and night")
    callers = {"family": tr("for those close to someone"), "professional": tr("for professionals")}
    return callers.get(value, tr("for oneself"))


def reason_words(reason: Reason, words: Words) -> str:
    """Return one reason in words: `topic Panic ("panic attacks")`."""
    match reason.kind:
        case "topic":
            label = words.label("topics", reason.matched)
            return tr('topic {label} ("{term}")').format(label=label, term=reason.term)
        case "related topic":
            return tr("near topic: {label}").format(label=words.label("topics", reason.matched))
        case "audience":
            label = words.label("audiences", reason.matched).lower()
            return tr('for {label} ("{term}")').format(label=label, term=reason.term)
        case "wish":
            return f'{wish_words(reason.field, reason.matched, words)} ("{reason.term}")'
        case "reader":
            return tr("help in {language}").format(language=language(reason.matched))
    patterns = {
        "danger": tr('danger ("{term}")'),
        "name": tr('name "{matched}"'),
        "number": tr("number {matched}"),
        "former-number": tr("{matched} is a former number of this program"),
        "retired": tr('takes the place of "{matched}"'),
        "words": tr('its text has "{term}"'),
    }
    pattern = patterns.get(reason.kind) or tr('its text has some of "{term}"')
    return pattern.format(term=reason.term, matched=reason.matched)
