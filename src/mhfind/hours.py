"""Opening hours: OpenStreetMap syntax compiled to a week of intervals, and the question "is it open now?".

A week is a tuple of (start, end) in minutes since Monday 00:00, in the contact's own time zone, in order and
not touching. An interval that runs past Sunday midnight ends after `WEEK`: a night shift belongs to its first day.
Syntax: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

import re
from datetime import datetime, timedelta

DAY = 24 * 60
WEEK = 7 * DAY
ALWAYS = ((0, WEEK),)
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

Week = tuple[tuple[int, int], ...]

_MONDAYS = (datetime(2026, 1, 12), datetime(2026, 7, 13))  # noqa: DTZ001 - a winter and a summer week, wall-clock time
_SELECTOR = re.compile(r"\b(Mo|Tu|We|Th|Fr|Sa|Su)(?:-(Mo|Tu|We|Th|Fr|Sa|Su))?\b")
_UNSTEADY = re.compile(r"sunrise|sunset|dawn|dusk|week|unknown|easter|\bSH\b|\"", re.IGNORECASE)


def compile_hours(expression: str) -> Week:
    """Compile opening hours that are the same every week; "PH off" is understood, and says nothing of other days.

    Raises ValueError with the reason: not readable, changing with the season or the sun, one day claimed by two
    `;` rules (the second silently replaces the first), or days without times (which means round the clock).
    """
    from opening_hours import OpeningHours  # compiled code; never needed to search

    if _UNSTEADY.search(expression):
        raise ValueError("only hours that are the same every week can be kept here; put the rest into hours_text")
    try:
        parsed = OpeningHours(expression)
    except SyntaxError as error:
        raise ValueError("not readable as OpenStreetMap opening_hours") from error
    _check_rules(expression)
    weeks = [_week(parsed, monday) for monday in _MONDAYS]
    if weeks[0] != weeks[1]:
        raise ValueError("the hours change with the season; put them into hours_text")
    if not weeks[0]:
        raise ValueError("this is never open")
    return weeks[0]


def _week(parsed: object, monday: datetime) -> Week:
    found: list[tuple[int, int]] = []
    for start, end, state, _ in parsed.intervals(monday, monday + timedelta(days=14)):  # type: ignore[attr-defined]
        first, last = (int((moment - monday).total_seconds() // 60) for moment in (start, end))
        if str(state) == "open":
            found.append((first, last))
    if found and found[0] == (0, 2 * WEEK):
        return ALWAYS
    began_before = bool(found) and found[0][0] == 0 and any(start < WEEK < end for start, end in found)
    return tuple((start, end) for start, end in found[began_before:] if start < WEEK)


def _check_rules(expression: str) -> None:
    claimed: set[str] = set()
    for rule in expression.split(";"):
        days = {day for part in rule.split(",") for day in _days(part)}
        if days and not re.search(r"\d:\d\d|off|closed", rule):
            raise ValueError('days without times mean round the clock; write "24/7" or the times')
        twice = sorted(claimed & days, key=DAYS.index)
        if twice:
            raise ValueError(f'{twice[0]} is claimed by two ";" rules, and the later one wins; use "," to add hours')
        claimed |= days


def _days(selector: str) -> set[str]:
    found: set[str] = set()
    for first, last in _SELECTOR.findall(selector):
        start, count = DAYS.index(first), (DAYS.index(last or first) - DAYS.index(first)) % 7 + 1
        found.update(DAYS[(start + step) % 7] for step in range(count))
    return found


def is_open(week: Week, local: datetime) -> bool:
    """Tell whether a week's hours include `local`, a wall-clock time in the contact's zone.

    >>> is_open(((4 * DAY + 22 * 60, 5 * DAY + 6 * 60),), datetime(2026, 11, 21, 1, 0))  # Fr 22:00-06:00, Saturday
    True
    """
    minute = local.weekday() * DAY + local.hour * 60 + local.minute
    return any(start <= minute < end or start <= minute + WEEK < end for start, end in week)
