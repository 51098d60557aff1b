"""Opening hours: OpenStreetMap syntax compiled to a week of intervals, and the question "is it open now?".

A week is a tuple of (start, end) in minutes since Monday 00:00, in the contact's own time zone, in order and
not touching. An interval that runs past Sunday midnight ends after `WEEK`: a night shift belongs to its first day.
Syntax: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache

DAY = 24 * 60
WEEK = 7 * DAY
ALWAYS = ((0, WEEK),)

Week = tuple[tuple[int, int], ...]

_MONDAY = datetime(2026, 1, 12)  # noqa: DTZ001 - any week will do; hours are wall-clock time

# The part of the syntax that says the same every week and can't be misread. Days that are apart from their times
# ("Mo, We 09:00-17:00"; "Mo-Su" alone) are a trap: they are open round the clock. So is a day off after a night shift.
_DAY = r"(?:(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))?|PH)"
_SPAN = r"\d?\d:\d\d-\d?\d:\d\d"
_SPANS = rf"{_SPAN}(?:, ?{_SPAN})*"
_RULE = rf"(?:{_DAY}(?:,{_DAY})* {_SPANS}|PH (?:off|closed))"
_WEEKLY = re.compile(rf"(?:24/7|{_SPANS}|{_RULE})(?:(?:, |; ?){_RULE})*")


@lru_cache(maxsize=1024)
def compile_hours(expression: str) -> Week:
    """Compile opening hours that are the same every week; "PH off" is understood, and says nothing of other days.

    Raises ValueError with the reason: not readable, not plain weekly hours (seasons, sunset, days without times), or a
    `;` rule that replaces hours given before it.
    """
    from opening_hours import validate  # compiled code; never needed to search

    if not _WEEKLY.fullmatch(expression):
        raise ValueError(
            'only plain weekly hours can be kept: days, each with times ("Mo-Su" alone means round the clock), or'
            ' "24/7"; put the rest into hours_text'
        )
    if not validate(expression):
        raise ValueError("there is no such time")
    week = _week(expression)
    if ";" in expression and week != _week(re.sub("; ?", ", ", expression)):
        raise ValueError('";" replaces hours given before for its days, and the night before; use "," to add hours')
    if not week:
        raise ValueError("this is never open")
    return week


def _week(expression: str) -> Week:
    """Return one week of hours. Two weeks are looked at, for the night that runs from Sunday into the next Monday."""
    from opening_hours import OpeningHours

    found: list[tuple[int, int]] = []
    for start, end, state, _ in OpeningHours(expression).intervals(_MONDAY, _MONDAY + timedelta(days=14)):
        first, last = (int((moment - _MONDAY).total_seconds() // 60) for moment in (start, end))
        if str(state) == "open":
            found.append((first, last))
    if found and found[0] == (0, 2 * WEEK):
        return ALWAYS
    began_before = bool(found) and found[0][0] == 0 and any(start < WEEK < end for start, end in found)
    return tuple((start, end) for start, end in found[began_before:] if start < WEEK)


def is_open(week: Week, local: datetime) -> bool:
    """Tell whether a week's hours include `local`, a wall-clock time in the contact's zone.

    >>> is_open(((4 * DAY + 22 * 60, 5 * DAY + 6 * 60),), datetime(2026, 11, 21, 1, 0))  # Fr 22:00-06:00, Saturday
    True
    """
    minute = local.weekday() * DAY + local.hour * 60 + local.minute
    return any(start <= minute < end or start <= minute + WEEK < end for start, end in week)
