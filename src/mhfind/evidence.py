"""What speaks for each program: the query's names and numbers, topics and audiences, wishes and words, looked up."""

from collections.abc import Mapping, Sequence

import msgspec

from mhfind.conditions import clauses
from mhfind.index import Clause, Index, Match
from mhfind.model import Program
from mhfind.query import Place, Query
from mhfind.results import Reason
from mhfind.spelling import nearest
from mhfind.understand import MAX_WORDS, Meaning, Understood
from mhfind.words import GENERIC, LINES, STOP_WORDS, core_name, squash, stem, tokens

TEXT_LIMIT = 300  # programs that the full-text index may propose
LEAST_WORDS = 0.12  # strength of words under which they are no reason
_LONGEST_NAME = 8

# A name or number that is all of the query beats everything; as a part of a longer query it beats words.
NAME_EXACT, NAME_CORE, NAME_PART, NAME_MISSPELT = 1.0, 0.9, 0.75, 0.74
NUMBER_CURRENT, NUMBER_FORMER = 0.98, 0.96
RETIRED = 0.97  # what replaced a program that the query names
RELATED, GENERAL = 0.5, 0.25
GENERAL_TOPICS = ("general-mental-health", "find-therapy")
SOUGHT = {"type": "type", "payment": "payment", "channel": "channel", "language": "language", "region": "area"}
NAMING = {"name", "number", "former-number"}  # kinds of reasons


class Evidence(msgspec.Struct):
    """What speaks for one program."""

    name: float = 0.0
    topics: dict[str, float] = {}
    audiences: dict[str, float] = {}
    wish: float = 0.0
    words: float = 0.0
    why: list[Reason] = []


def gather(query: Query, understood: Understood, index: Index) -> tuple[dict[int, Evidence], tuple[Program, ...]]:
    """Ask the index in every way for programs that may answer; return them, and retired ones that were named."""
    where = clauses(query.filters, query.place)
    found: dict[int, Evidence] = {}
    _by_name(understood, index, where, found)
    _by_phone(understood, index, where, found)
    narrowed = query.place.explicit or query.filters.open_at is not None
    if narrowed and not any(evidence.name >= NAME_CORE for evidence in found.values()):
        found |= _elsewhere(understood, index, query, NUMBER_FORMER)
    retired = _follow_retired(found, index, where)
    _by_meaning(understood, index, where, found)
    _by_words(understood, index, where, found)
    if not found and narrowed:
        found = _elsewhere(understood, index, query, NAME_CORE)
    return found, retired


def _elsewhere(understood: Understood, index: Index, query: Query, least: float) -> dict[int, Evidence]:
    """Find programs by their very name or number at other places and hours, rather than hide them."""
    found: dict[int, Evidence] = {}
    where = clauses(query.filters.without("open_at"), Place())
    _by_name(understood, index, where, found)
    _by_phone(understood, index, where, found)
    return {number: evidence for number, evidence in found.items() if evidence.name >= least}


def _evidence(found: dict[int, Evidence], number: int) -> Evidence:
    return found.setdefault(number, Evidence())


def _by_name(understood: Understood, index: Index, where: Sequence[Clause], found: dict[int, Evidence]) -> None:
    """Look for runs of the query's words that are a name: all of it, all but generic words, or a part."""
    for words in dict.fromkeys((understood.words[:MAX_WORDS], understood.read)):
        _by_runs([word for word in words if word != "the"], index, where, found)
    core = core_name(understood.content)
    if core and core not in {core_name(tokens(meaning.term)) for meaning in understood.topics.values()}:
        _by_core(core, understood, index, where, found)


def _by_core(
    core: str, understood: Understood, index: Index, where: Sequence[Clause], found: dict[int, Evidence]
) -> None:
    """Look for programs by what is left of a name without generic words; misspelt names are found too.

    A misspelling is looked for only where the query asks for a line or a group by name: "rain hotline".
    """
    exact = [match for match in index.by_name((core,), where) if match.field == "core"]
    named = any(evidence.name for evidence in found.values())
    asked = not GENERIC.isdisjoint(understood.read) and not is_sure(understood)
    strength, matches = NAME_CORE, exact
    if not exact and not named and asked and not understood.literal:
        near = nearest(core, dict.fromkeys(index.core_names(), 0.0))
        strength, matches = NAME_MISSPELT, [m for m in index.by_name((near,), where) if m.field == "core"]
    for match in matches:
        _note_name(found, match, strength, Reason("name", " ".join(understood.content), match.text, "name"))


def _by_runs(words: list[str], index: Index, where: Sequence[Clause], found: dict[int, Evidence]) -> None:
    runs: dict[str, tuple[int, int]] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1):
            runs.setdefault(squash(" ".join(words[start:end])), (start, end))
    for match in index.by_name(tuple(runs), where):
        if match.field == "core":
            continue
        start, end = runs[squash(match.text)]
        rest = [word for word in words[:start] + words[end:] if word not in GENERIC and word not in STOP_WORDS]
        if rest and (end - start == 1 or match.field == "organization"):
            continue  # "I want to calm down" does not ask for CALM
        strength = NAME_PART if rest else NAME_CORE if match.field == "organization" else NAME_EXACT
        _note_name(found, match, strength, Reason(match.field, " ".join(words[start:end]), match.text, "name"))


def _by_phone(understood: Understood, index: Index, where: Sequence[Clause], found: dict[int, Evidence]) -> None:
    for match in index.by_number(understood.numbers, where):
        former = match.field == "former_contacts"
        reason = Reason(match.field, match.text, match.text, "former-number" if former else "number")
        _note_name(found, match, NUMBER_FORMER if former else NUMBER_CURRENT, reason)


def _note_name(found: dict[int, Evidence], match: Match, strength: float, reason: Reason) -> None:
    evidence = _evidence(found, match.number)
    evidence.name = max(evidence.name, strength)
    evidence.why.append(reason)


def _by_topic(topics: Mapping[str, Meaning], index: Index, where: Sequence[Clause], found: dict[int, Evidence]) -> None:
    for match in index.by_facet("topic", tuple(topics), where):
        meaning = topics[match.text]
        evidence = _evidence(found, match.number)
        evidence.topics[match.text] = max(evidence.topics.get(match.text, 0.0), meaning.weight * match.strength)
        kind = "topic" if meaning.term else "related topic"
        evidence.why.append(Reason("topics", meaning.term, match.text, kind))


def _related(understood: Understood, index: Index) -> dict[str, Meaning]:
    """Return the topics next to those asked for; they count about half, and have no words of the query."""
    near: dict[str, Meaning] = {}
    for term in index.vocabulary.topics:
        if term.id in understood.topics:
            weight = RELATED * understood.topics[term.id].weight
            for topic in term.related:
                if topic not in understood.topics and (topic not in near or near[topic].weight < weight):
                    near[topic] = Meaning(weight, "")
    return near


def _by_meaning(understood: Understood, index: Index, where: Sequence[Clause], found: dict[int, Evidence]) -> None:
    _by_topic(understood.topics, index, where, found)
    _by_topic(_related(understood, index), index, where, found)
    for match in index.by_facet("audience", tuple(understood.audiences), where):
        evidence = _evidence(found, match.number)
        evidence.audiences[match.text] = understood.audiences[match.text].weight
        evidence.why.append(Reason("audiences", understood.audiences[match.text].term, match.text, "audience"))
    if not is_sure(understood):
        _by_wish(understood, index, where, found)


def _by_wish(understood: Understood, index: Index, where: Sequence[Clause], found: dict[int, Evidence]) -> None:
    """Look for what meets the wishes of a query that has nothing else: "text line", "free in Ohio"."""
    for kind, facet in SOUGHT.items():
        values = understood.wishes.get(kind, {})
        for match in index.by_facet(facet, tuple(values), where):
            evidence = _evidence(found, match.number)
            evidence.wish = max(evidence.wish, values[match.text].weight)


def _by_words(understood: Understood, index: Index, where: Sequence[Clause], found: dict[int, Evidence]) -> None:
    """Look for the query's words in the text of programs: all of them, then any of them."""
    stems = list(dict.fromkeys(_any_line(word) for word in understood.content[:MAX_WORDS]))
    if not stems:
        return
    together = {match.number for match in index.by_text(" AND ".join(stems), TEXT_LIMIT, where)}
    for match in index.by_text(" OR ".join(stems), TEXT_LIMIT, where):
        evidence = _evidence(found, match.number)
        evidence.words = match.strength * (1.0 if match.number in together else 0.6)
        if match.number in together:
            evidence.why.append(Reason("text", " ".join(understood.content), "", "words"))
        elif evidence.words >= LEAST_WORDS:
            evidence.why.append(Reason("text", " ".join(understood.content), "", "some words"))


def _any_line(word: str) -> str:
    """Return a word as a term of the full-text index; one word for a line is as good as another."""
    return "(" + " OR ".join(f'"{line}"' for line in LINES) + ")" if word in LINES else f'"{stem(word)}"'


def _follow_retired(found: dict[int, Evidence], index: Index, where: Sequence[Clause]) -> tuple[Program, ...]:
    """Lead from retired programs that the query names to what replaced them; return the retired ones."""
    named = [number for number, evidence in found.items() if evidence.name]
    retired = [program for program in index.programs(named) if program.status == "retired"]
    for program in retired:
        number = index.number(program.id)
        reasons = [
            msgspec.structs.replace(reason, kind="retired") for reason in found[number].why if reason.kind in NAMING
        ]
        for place, successor in enumerate(index.numbers([("id = ?", (key,)), *where]) for key in program.replaced_by):
            for other in successor:
                evidence = _evidence(found, other)
                evidence.name = max(evidence.name, found[number].name * (RETIRED - 0.01 * place))
                evidence.why += reasons
    return tuple(retired)


def add_general(found: dict[int, Evidence], query: Query, understood: Understood, index: Index) -> None:
    """Add programs for mental health in general, where few others answer."""
    general = {topic: Meaning(GENERAL, "") for topic in GENERAL_TOPICS if topic not in understood.topics}
    _by_topic(general, index, clauses(query.filters, query.place), found)


def is_sure(understood: Understood) -> bool:
    """Tell whether the words mean a topic or an audience for sure."""
    return any(m.weight >= 1.0 for meanings in (understood.topics, understood.audiences) for m in meanings.values())
