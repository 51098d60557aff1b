"""How well each program answers: its evidence, weighed by place, audience, type and wishes. Scores run from 0 to 1."""

from collections.abc import Callable, Mapping
from functools import cache

import msgspec

from mhfind import tongue
from mhfind.evidence import NAME_CORE, NUMBER_FORMER, Evidence
from mhfind.index import Features, Index
from mhfind.listing import ABROAD, ONE_REGION, open_numbers, place_fit, speakers
from mhfind.query import Place, Query
from mhfind.results import Reason
from mhfind.understand import Understood
from mhfind.wishes import Met, met_wishes

LEAST = 0.12  # score under which a program is no answer
NAMED_ELSEWHERE = 0.95  # how little place counts for a program asked for by its very name or number
TOPIC, WORDS, AUDIENCE_FIT = 0.7, 0.3, 0.1
WISH_ALONE = 0.6  # share of the topics that wishes have where the query has no sure topic or audience
FIRST, ABOUT_EQUAL = 5, 0.9  # how many results are seen at a glance; share of a score that is about as good
WISHED = 0.2  # share of the score that a wish said in words takes from a program that does not meet it
OTHER_TONGUE = 0.6  # weight of a program that is not known to help in the language in force, if that is not English
OTHER_AUDIENCE, CRISIS_LINE, PAUSED = 0.8, 0.8, 0.7  # weights for what fits less well; those of places: `listing`


class Asked(msgspec.Struct, frozen=True):
    """A query, what it means, and the place to rank by: that of the query says what was asked for."""

    query: Query
    understood: Understood
    place: Place


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


def scores(asked: Asked, found: Mapping[int, Evidence], index: Index, skipped: set[str]) -> list[Scored]:
    """Return every program that answers with its score, the best first; retired and `skipped` ones left out."""
    query, understood = asked.query, asked.understood
    met = met_wishes(understood, list(found), query.now, index)
    implies = {term.id: set(term.implies) for term in index.vocabulary.audiences}
    spoken_of = {
        *understood.audiences,
        *(a for a, topics in implies.items() if not topics.isdisjoint(understood.topics)),
    }
    is_open = open_numbers(query.filters, index)
    sure = set(found if is_open is None else is_open)
    weight = sum(meaning.weight for meaning in understood.topics.values())
    fit_here, fit_unwished = _fits(asked.place), _fits(query.place)
    speaking = speakers(index) if tongue.current() != tongue.ENGLISH else set(found)
    scored = []
    for features in index.features(list(found)):
        evidence = found[features.number]
        here, unwished = fit_here(features.areas), fit_unwished(features.areas)
        regional, abroad = (here == fit and not evidence.name for fit in (ONE_REGION, ABROAD))
        plain = _evidence_score(evidence, weight) * _fit(features, spoken_of, bool(understood.signals))
        score = plain * here * _wished(features.number, met)
        score *= 1.0 if features.number in speaking else OTHER_TONGUE
        answers = max(plain, evidence.name) * unwished >= LEAST  # whatever the wishes, which hide nothing
        if evidence.name >= NUMBER_FORMER:  # asked for by its very name, it leads wherever it is
            here = max(here, NAMED_ELSEWHERE)
        score = max(score, evidence.name * here)
        if features.status != "retired" and features.id not in skipped and answers:
            unsure = features.number not in sure and evidence.name < NAME_CORE
            scored.append(Scored(min(1.0, score), features, regional, abroad, unsure))
    return _varied(sorted(scored, key=Scored.order))


def _fits(place: Place) -> Callable[[str], float]:
    """Return a function that weighs the areas of a program at a place: hundreds of programs serve the same."""
    return cache(lambda areas: place_fit(areas.split(), place))


def _evidence_score(evidence: Evidence, asked: float) -> float:
    """Weigh topics, audience and words, without the name: between 0 and 1. `asked`: how surely topics are asked for."""
    matched = evidence.topics.values()
    meant = 0.6 * max(matched) + 0.4 * min(1.0, sum(matched) / asked) if evidence.topics and asked else 0.0
    fits = max(evidence.audiences.values(), default=0.0)
    if not asked or evidence.wish:
        return TOPIC * max(fits, WISH_ALONE * evidence.wish, meant) + WORDS * evidence.words
    return TOPIC * meant + AUDIENCE_FIT * fits + (WORDS - AUDIENCE_FIT) * evidence.words


def _varied(scored: list[Scored]) -> list[Scored]:
    """Let the first five hold more than one type of help, where one of another type answers about as well."""
    first = scored[:FIRST]
    if len(first) < FIRST or len({one.features.type for one in first}) > 1:
        return scored
    last = first[-1]
    for place, one in enumerate(scored[FIRST:], FIRST):
        if one.order()[:3] != last.order()[:3] or one.score < ABOUT_EQUAL * last.score:
            break
        if one.features.type != last.features.type:
            chosen = msgspec.structs.replace(one, score=last.score)
            return [*first[:-1], chosen, last, *scored[FIRST:place], *scored[place + 1 :]]
    return scored


def _wished(number: int, met: Mapping[str, Met]) -> float:
    """Weigh a program by the wishes said in words that it meets; where a record says nothing, the wish is not met."""
    fit = 1.0
    for wish in met.values():
        fit *= 1.0 if number in wish.values else 1.0 - WISHED * wish.weight
    return fit


def granted(features: Features, understood: Understood, met: Mapping[str, Met]) -> list[Reason]:
    """Return the wishes that a program meets, as reasons."""
    granted = [(kind, wish.values[features.number]) for kind, wish in met.items() if features.number in wish.values]
    areas = features.areas.split()
    granted += [("region", code) for code in understood.wishes.get("region", {}) if code in areas]
    return [Reason(kind, understood.wishes[kind][value].term, value, "wish") for kind, value in granted]


def _fit(features: Features, asked: set[str], danger: bool) -> float:
    """Weigh what fits less well: a program for other people, for a crisis when there is none, or paused."""
    fit = 1.0
    audiences = set(features.audiences.split())
    if audiences and audiences.isdisjoint(asked):
        fit *= OTHER_AUDIENCE
    if features.type == "crisis" and not danger:
        fit *= CRISIS_LINE
    return fit * PAUSED if features.status == "paused" else fit
