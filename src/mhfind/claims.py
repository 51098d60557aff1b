"""What the words around a number say of it - hours, the word to text, the key to press - other than the catalog."""

import re
from collections.abc import Sequence

from mhfind import texts
from mhfind.hours import ALWAYS, DAY
from mhfind.mentions import Mention
from mhfind.model import Contact

_ALWAYS = re.compile(r"24\s?[/x-]\s?7|24[- ]hours?|(?:a?round the clock)|day (?:and|or) night|24 horas", re.IGNORECASE)
_CLOCK = r"(?:(\d{1,2})(?::(\d\d))?\s?([ap])\.?m\b\.?|(noon|midnight))"
_TIMES = re.compile(rf"{_CLOCK}\s?(?:-|–|—|to|until|till)\s?{_CLOCK}", re.IGNORECASE)
_ZONE = re.compile(r"\b(E|C|M|P|AK|H)[SD]?T\b|\b(Eastern|Central|Mountain|Pacific|Alaska|Hawaii)\b")
_ZONES = {"E": "America/New_York", "C": "America/Chicago", "M": "America/Denver", "P": "America/Los_Angeles"}


def differences(
    mention: Mention, contacts: Sequence[Contact], best: Contact | None, line: str, after: str
) -> tuple[str, ...]:
    """Return what a line, and the part of it `after` a number, say other than the catalog, or leave out, in words."""
    told = []
    keywords = list(dict.fromkeys(contact.keyword for contact in contacts if contact.keyword))
    steps = list(dict.fromkeys(contact.then for contact in contacts if contact.then))
    if mention.keyword and mention.keyword.casefold() not in map(str.casefold, keywords):
        told.append(f"the word {mention.keyword} is not listed{_listed(keywords)}")
    if mention.then and not any(mention.then in step for step in steps):
        told.append(f"pressing {mention.then} is not listed{_listed(steps)}")
    if best and any(letter.isalpha() for letter in line):  # a number alone leaves out nothing
        said = line.casefold()
        if best.then and not mention.then and best.then.casefold() not in said:
            told.append(f"it leaves out: {best.then}")
        if best.keyword and not mention.keyword and best.keyword.casefold() not in said:
            told.append(f"it leaves out the word to text: {best.keyword}")
    if best and (hours := _hours(after, best)):
        told.append(hours)
    return tuple(told)


def _listed(words: Sequence[str]) -> str:
    return f"; listed: {', '.join(words)}" if words else ""


def _hours(text: str, contact: Contact) -> str:
    """Return how the hours that follow a number differ from those of a contact, or an empty text."""
    always, spans = _ALWAYS.search(text), [_minutes(match) for match in _TIMES.finditer(text)]
    if contact.weekly is None or not (always or spans) or _is_elsewhere(text, contact):
        return ""
    listed = texts.hours(contact.weekly, contact.timezone)
    if always:
        return "" if contact.weekly == ALWAYS else f"it says 24 hours; listed: {listed}"
    known = {(start % DAY, end % DAY) for start, end in contact.weekly}
    if contact.weekly == ALWAYS or not known.issuperset(spans):
        said = next(_TIMES.finditer(text)).group()
        return f"it says {said}; listed: {listed}"
    return ""


def _is_elsewhere(text: str, contact: Contact) -> bool:
    """Tell whether hours are given in another time zone than that of a contact, so that they can't be compared."""
    zone = _ZONE.search(text)
    return bool(zone) and contact.weekly != ALWAYS and _ZONES.get((zone[1] or zone[2])[0]) != contact.timezone  # type: ignore[index]


def _minutes(match: re.Match[str]) -> tuple[int, int]:
    """Return the minutes of the day at which a span of times begins and ends."""
    parts = match.groups()
    return _minute(*parts[:4]), _minute(*parts[4:])


def _minute(hour: str | None, minute: str | None, half: str | None, word: str | None) -> int:
    if word or not hour or not half:
        return 12 * 60 if (word or "").lower() == "noon" else 0
    return (int(hour) % 12 + (12 if half.lower() == "p" else 0)) * 60 + int(minute or 0)
