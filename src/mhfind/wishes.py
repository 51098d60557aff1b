"""Wishes said in words ("free", "in Spanish", "open now", "near 43004"): they rank programs, and never hide one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from mhfind.conditions import always, clauses, reachable
from mhfind.index import Clause, Index
from mhfind.query import Filters, Place
from mhfind.understand import Meaning, Understood

_FACETS = ("type", "payment", "channel", "language", "who")  # kinds of wishes that records answer with an id


class Met(msgspec.Struct, frozen=True):
    """A kind of wish: how surely it was wished for (0 to 1), and which programs meet it, each with the value met."""

    weight: float
    values: Mapping[int, str]


def met_wishes(understood: Understood, among: Sequence[int], now: datetime | None, index: Index) -> dict[str, Met]:
    """Return, for each kind of wish, which of the programs `among` meet it. Places are weighed apart."""
    found = {}
    for kind, values in understood.wishes.items():
        if kind in _FACETS:
            matches = index.by_facet(kind, tuple(values), [_among(among)])
            met = {match.number: match.text for match in matches}
        elif kind in ("age", "open"):
            met = {n: value for value in values for n in index.numbers([_condition(kind, value, now), _among(among)])}
        else:
            continue
        found[kind] = Met(max(meaning.weight for meaning in values.values()), met)
    return found


def wished_place(place: Place, wishes: Mapping[str, Mapping[str, Meaning]]) -> Place:
    """Return the place to rank by: the one known, made narrower by a region or country that the query names.

    A place that was asked for by option stays; a region in it may be added.
    """
    for region in wishes.get("region", {}):
        country = region.split("-")[0]
        if place.country in (None, country) and not place.region:
            return Place(country, region, place.origin)
    for country in wishes.get("country", {}):
        if not place.explicit:
            return Place(country, None, place.origin)
    return place


def _condition(kind: str, value: str, now: datetime | None) -> Clause:
    if kind == "age":
        return clauses(Filters(age=int(value)), Place())[0]
    return reachable(Filters(), now, certain=True) if value == "now" and now else always()


def _among(numbers: Sequence[int]) -> Clause:
    return "number IN (SELECT value FROM json_each(?))", (msgspec.json.encode(numbers).decode(),)
