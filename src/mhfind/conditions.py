"""Filters and a place -> conditions on the programs of an index."""

from datetime import datetime

from mhfind.hours import WEEK
from mhfind.index import Clause
from mhfind.opening import LIVE
from mhfind.query import Filters, Place

_FACETS = ("type", "topic", "audience", "route", "payment", "channel")
_CONSENTING = ("no", "with-consent")  # values of `emergency_services` with which nobody is sent against one's will


def clauses(filters: Filters, place: Place) -> list[Clause]:
    """Return filters, and a place that was asked for, as conditions on programs."""
    found = [_facet(kind, getattr(filters, kind)) for kind in _FACETS if getattr(filters, kind)]
    if filters.language:
        patterns = [pattern for tag in filters.language for pattern in (tag, f"{tag}-%")]
        found.append(_among("facet", *_all(("kind = 'language'", ()), _spoken("value", *patterns))))
    if filters.age is not None:
        condition = "(min_age IS NULL OR min_age <= ?) AND (max_age IS NULL OR max_age >= ?)"
        found.append((condition, (filters.age, filters.age)))
    if filters.crisis_line:
        found.append(("crisis_line", ()))
    if filters.no_emergency_services:
        found.append(_facet("emergency-services", _CONSENTING))
    if filters.open_at:
        found.append(reachable(filters, filters.open_at, certain=False))
    elif filters.channel and filters.language:
        found.append(_among("contact", *_contact(filters)))
    if place.explicit:
        found.append(serving(place))
    return found


def reachable(filters: Filters, moment: datetime, *, certain: bool) -> Clause:
    """Return the condition that a contact which the filters ask for is open at `moment`.

    Unless it has to be `certain`, one whose hours are not known will do.
    """
    minute = "minute_of_week(zone, ?)"
    is_open = f"(start <= {minute} AND {minute} < end OR {minute} + {WEEK} < end)"
    condition = is_open if certain else f"({is_open} OR start IS NULL OR {minute} IS NULL)"
    times = (moment.timestamp(),) * condition.count("?")
    return _among("contact", *_all(_contact(filters), (condition, times)))


def always() -> Clause:
    """Return the condition that a person answers day and night."""
    marks = ", ".join("?" * len(LIVE))
    return _among("contact", f"channel IN ({marks}) AND zone IS NULL AND start = 0 AND end = ?", (*LIVE, WEEK))


def _facet(kind: str, values: tuple[str, ...]) -> Clause:
    marks = ", ".join("?" * len(values))
    return _among("facet", f"kind = ? AND value IN ({marks})", (kind, *values))


def _contact(filters: Filters) -> Clause:
    channels = filters.channel or LIVE
    channel: Clause = (f"channel IN ({', '.join('?' * len(channels))})", channels)
    patterns = [pattern for tag in filters.language for pattern in (f"% {tag} %", f"% {tag}-%")]
    return _all(channel, _spoken("languages", *patterns)) if patterns else channel


def _spoken(column: str, *patterns: str) -> Clause:
    return " OR ".join(f"{column} LIKE ?" for _ in patterns), patterns


def _all(*conditions: Clause) -> Clause:
    return " AND ".join(f"({condition})" for condition, _ in conditions), tuple(
        v for _, given in conditions for v in given
    )


def _among(table: str, condition: str, values: tuple[object, ...]) -> Clause:
    return f"program.number IN (SELECT number FROM {table} WHERE {condition})", values


def serving(place: Place) -> Clause:
    """Return the condition that a program serves a place; one of a part of a country serves the country too."""
    areas = [f" {area} " for area in place.areas()]
    if place.country and not place.region:  # programs of a part of the country stay in; they rank after national ones
        areas.append(f" {place.country}-")
    return "(" + " OR ".join("instr(' ' || areas || ' ', ?)" for _ in areas) + ")", tuple(areas)
