"""Query + index -> results in a stated order, each with its score and its reasons. `docs/ranking.md` says it in words.

A program's score comes from three kinds of evidence - its name or number, the topics asked for, the words of its
text - weighted by place, audience and type. Scores run from 0 to 1 and compare within one query only.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from mhfind.conditions import clauses
from mhfind.crisis import Doors, Help
from mhfind.danger import Rules
from mhfind.index import Clause, Features, Index, Match
from mhfind.listing import ABROAD, ONE_REGION, open_numbers, place_fit
from mhfind.model import Program
from mhfind.query import Place, Query
from mhfind.results import Hit, Reason, Results
from mhfind.understand import MAX_WORDS, Meaning, Understood, understand
from mhfind.words import GENERIC, STOP_WORDS, core_name, squash, stem

TEXT_LIMIT = 300  # programs that the full-text index may propose
LEAST = 0.12  # score under which a program is no answer
_LONGEST_NAME = 8

# Evidence. A name or number that is all of the query beats everything; as a part of a longer query it beats words.
NAME_EXACT, NAME_CORE, NAME_PART, NUMBER_CURRENT, NUMBER_FORMER = 1.0, 0.9, 0.75, 0.98, 0.96
NAMED_ELSEWHERE = 0.95  # how little place counts for a program asked for by its very name or number
RETIRED = 0.97  # what replaced a program that the query names
TOPIC, WORDS, AUDIENCE_FIT = 0.7, 0.3, 0.1
OPTIONS = 3  # with fewer answers than this, programs for mental health in general are offered too
RELATED, GENERAL = 0.5, 0.25
GENERAL_TOPICS = ("general-mental-health", "find-therapy")
NAMING = {"name", "number", "former-number"}  # kinds of reasons
OTHER_AUDIENCE, CRISIS_LINE, PAUSED = 0.8, 0.8, 0.7  # weights for what fits less well; those of places: `listing`


class Scored(msgspec.Struct, frozen=True):
    """A program that answers: how well, and what keeps it behind those that answer less well."""

    score: float
    features: Features
    regional: bool
    abroad: bool
    unsure: bool  # whether it is open at the moment asked for is not known

    def order(self) -> tuple[bool, bool, bool, float, str]:
        """Return what programs are sorted by."""
        return self.unsure, self.abroad, self.regional, -self.score, self.features.id


class Evidence(msgspec.Struct):
    """What speaks for one program."""

    name: float = 0.0
    topics: dict[str, float] = {}
    audiences: dict[str, float] = {}
    words: float = 0.0
    why: list[Reason] = []


def search(query: Query, index: Index, rules: Rules, doors: Doors) -> Results:
    """Answer a query. Danger signals pin crisis help in front, whatever the filters. Raises UsageError."""
    understood = understand(query.text, index, rules)
    crisis = doors.help(query.place, understood.signals, understood.audiences)
    found, retired = _gather(understood, index, query)
    pinned = _pinned(crisis, found, index) if understood.signals else []
    skipped = {program.id for program in pinned}
    scored = _scores(found, query, understood, index, skipped)
    if len(scored) < OPTIONS and understood.topics:
        general = {topic: Meaning(GENERAL, "") for topic in GENERAL_TOPICS if topic not in understood.topics}
        _by_topic(general, index, clauses(query.filters, query.place), found)
        scored = _scores(found, query, understood, index, skipped)
    signs = tuple(Reason("crisis", signal.phrase, signal.kind, "danger") for signal in understood.signals)
    hits = [Hit(rank, True, 1.0, signs, program) for rank, program in enumerate(pinned, 1)]
    shown = scored[: query.limit] if query.limit else scored
    programs = index.programs(one.features.number for one in shown)
    for one, program in zip(shown, programs, strict=True):
        reasons = tuple(dict.fromkeys(found[one.features.number].why))
        hits.append(Hit(len(hits) + 1, False, round(one.score, 4), reasons, program, one.regional))
    regional = Counter(one.features.type for one in scored if one.regional)
    return Results(query, understood, crisis, len(scored), tuple(hits), retired, dict(sorted(regional.items())))


def _pinned(crisis: Help, found: dict[int, Evidence], index: Index) -> list[Program]:
    """Return the first answers to a danger; one that the query names comes first of all."""
    named = {number for number, evidence in found.items() if evidence.name >= NAME_CORE}
    return sorted(crisis.programs, key=lambda program: index.number(program.id) not in named)


def _gather(understood: Understood, index: Index, query: Query) -> tuple[dict[int, Evidence], tuple[Program, ...]]:
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
    for match in index.by_name((core,), where) if core else ():
        if match.field == "core":
            _note_name(found, match, NAME_CORE, Reason("name", " ".join(understood.content), match.text, "name"))


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


def _by_words(understood: Understood, index: Index, where: Sequence[Clause], found: dict[int, Evidence]) -> None:
    """Look for the query's words in the text of programs: all of them, then any of them."""
    stems = list(dict.fromkeys(f'"{stem(word)}"' for word in understood.content[:MAX_WORDS]))
    if not stems:
        return
    together = {match.number for match in index.by_text(" AND ".join(stems), TEXT_LIMIT, where)}
    for match in index.by_text(" OR ".join(stems), TEXT_LIMIT, where):
        evidence = _evidence(found, match.number)
        evidence.words = match.strength * (1.0 if match.number in together else 0.6)
        if match.number in together:
            evidence.why.append(Reason("text", " ".join(understood.content), "", "words"))
        elif evidence.words >= LEAST:
            evidence.why.append(Reason("text", " ".join(understood.content), "", "some words"))


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


def _scores(
    found: dict[int, Evidence], query: Query, understood: Understood, index: Index, skipped: set[str]
) -> list[Scored]:
    """Return every program that answers with its score, the best first; retired and `skipped` ones left out."""
    implies = {term.id: set(term.implies) for term in index.vocabulary.audiences}
    asked = {*understood.audiences, *(a for a, topics in implies.items() if not topics.isdisjoint(understood.topics))}
    is_open = open_numbers(query.filters, index)
    sure = set(found if is_open is None else is_open)
    scored = []
    for features in index.features(list(found)):
        evidence = found[features.number]
        here = place_fit(features.areas.split(), query.place)
        regional, abroad = (here == fit and not evidence.name for fit in (ONE_REGION, ABROAD))
        score = _evidence_score(evidence, understood) * _fit(features, here, asked, bool(understood.signals))
        if evidence.name >= NUMBER_FORMER:  # asked for by its very name, it leads wherever it is
            here = max(here, NAMED_ELSEWHERE)
        score = max(score, evidence.name * here)
        if features.status != "retired" and features.id not in skipped and score >= LEAST:
            unsure = features.number not in sure and evidence.name < NAME_CORE
            scored.append(Scored(min(1.0, score), features, regional, abroad, unsure))
    return sorted(scored, key=Scored.order)


def _evidence_score(evidence: Evidence, understood: Understood) -> float:
    """Weigh topics, audience and words, without the name: between 0 and 1."""
    asked = sum(meaning.weight for meaning in understood.topics.values())
    matched = evidence.topics.values()
    meant = 0.6 * max(matched) + 0.4 * min(1.0, sum(matched) / asked) if evidence.topics and asked else 0.0
    fits = max(evidence.audiences.values(), default=0.0)
    if not understood.topics:
        return TOPIC * fits + WORDS * evidence.words
    return TOPIC * meant + AUDIENCE_FIT * fits + (WORDS - AUDIENCE_FIT) * evidence.words


def _fit(features: Features, fit: float, asked: set[str], danger: bool) -> float:
    """Lower how well a program fits the place: for other people, for a crisis when there is none, or paused."""
    audiences = set(features.audiences.split())
    if audiences and audiences.isdisjoint(asked):
        fit *= OTHER_AUDIENCE
    if features.type == "crisis" and not danger:
        fit *= CRISIS_LINE
    return fit * PAUSED if features.status == "paused" else fit
