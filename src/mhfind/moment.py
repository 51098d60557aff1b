"""Moments: what "Sat 23:00" means where the user is, and what time of the week a moment is somewhere else."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from mhfind.errors import UsageError
from mhfind.hours import DAY

_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})[t ]+(.+)")
_DAY = re.compile(r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b\.?")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?([ap])?\.?(?:m\.?)?")
YEARS = range(1970, 9999)  # within these, a moment has a day before and a week after it in every zone
_EXAMPLE = 'write a day and a time, such as "Sat 23:00", "11 pm" or "2026-12-24 18:00"'


def parse_moment(text: str, now: datetime) -> datetime:
    """Return the moment, in UTC, that `text` names: the next one from `now` on, in the zone of `now`.

    Raises UsageError for a text that names no time.

    >>> parse_moment("Sat 11 pm", datetime(2026, 11, 23, 12, 0, tzinfo=UTC)).isoformat()
    '2026-11-28T23:00:00+00:00'
    """
    words = " ".join(text.casefold().split())
    if words.startswith("tomorrow"):
        return parse_moment(f"{(now + timedelta(days=1)).date()} {words.removeprefix('tomorrow')}", now)
    words = words.removeprefix("today ").removeprefix("tonight ")
    dated, named = _DATE.fullmatch(words), _DAY.match(words)
    time = dated[2] if dated else words[named.end() :] if named else words
    hour, minute = _clock(time.strip(" ,"), text)
    try:
        day = datetime.fromisoformat(dated[1]) if dated else now
        moment = day.replace(hour=hour, minute=minute, second=0, microsecond=0, tzinfo=now.tzinfo)
        if named:
            moment += timedelta(days=(_DAYS.index(named[0][:2]) - now.weekday()) % 7)
        if not dated and moment < now.replace(second=0, microsecond=0):
            moment += timedelta(days=7 if named else 1)
        if moment.year in YEARS:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise UsageError(f"there is no time {text!r}", _EXAMPLE)


def _clock(time: str, text: str) -> tuple[int, int]:
    """Return hour and minute of "23:00", "11 pm", "noon" or "midnight"."""
    found = _TIME.fullmatch({"noon": "12:00", "midnight": "0:00"}.get(time, time))
    if found and not (found[2] or found[3]):
        raise UsageError(f"{text!r} may be morning or evening", f"write {found[1]}:00, {found[1]} am or {found[1]} pm")
    if found is None:
        raise UsageError(f"{text!r} is no time", _EXAMPLE)
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "p" else 0) if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59:
        raise UsageError(f"{text!r} is no time", _EXAMPLE)
    return hour, minute


@lru_cache(maxsize=256)
def zone(name: str) -> tzinfo | None:
    """Return an IANA time zone, or None if there is none of that name.

    >>> zone("America/New_York") is None, zone("../../etc/passwd"), zone("garbage")
    (False, None, None)
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # only a question about hours pays for its import

    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def local(moment: datetime, name: str) -> datetime:
    """Return a moment by the clocks of a zone; for a name that mhfind does not know, by those of the computer.

    >>> local(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), "Asia/Tokyo").isoformat()
    '2026-11-23T21:00:00+09:00'
    """
    try:
        return moment.astimezone(zone(name))
    except (ValueError, OverflowError):  # a zone such as UTC+25, which no clock has
        return moment


def minute_of_week(name: str | None, seconds: float) -> int | None:
    """Return the minute since Monday 00:00, by the clocks of a zone, of a moment given in seconds since 1970 UTC.

    None for a zone that is not known; 0 where there is no zone, for what is the same at all hours.

    >>> minute_of_week("America/New_York", datetime(2026, 11, 23, 5, 30, tzinfo=UTC).timestamp())
    30
    """
    if name is None:
        return 0
    place = zone(name)
    if place is None:
        return None
    local = datetime.fromtimestamp(seconds, place)
    return local.weekday() * DAY + local.hour * 60 + local.minute
