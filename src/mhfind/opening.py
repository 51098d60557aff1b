"""Is a program open at a moment? By the weekly hours of its contacts, each in its own zone; holidays are not known."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from mhfind.hours import ALWAYS, DAY, is_open
from mhfind.model import Contact, Program
from mhfind.moment import zone
from mhfind.query import Filters

LIVE = ("call", "text", "chat", "whatsapp", "video", "tty", "visit")  # ways to reach a person; the others have no hours


class Opening(msgspec.Struct, frozen=True):
    """Whether someone answers at a moment; if closed, when the next way opens (UTC)."""

    state: Literal["open", "closed", "unknown"]
    opens: datetime | None = None


def opening(program: Program, filters: Filters, moment: datetime) -> Opening:
    """Return whether a program is open at `moment`, by those of its contacts that the filters ask for.

    One open contact is enough; else one whose hours are not known makes it unknown.
    """
    contacts = [contact for contact in program.contacts if fits(contact, program, filters)]
    states = [_contact_opening(contact, moment) for contact in contacts]
    if any(found.state == "open" for found in states):
        return Opening("open")
    if not states or any(found.state == "unknown" for found in states):
        return Opening("unknown")
    return Opening("closed", min((found.opens for found in states if found.opens), default=None))


def fits(contact: Contact, program: Program, filters: Filters) -> bool:
    """Tell whether a contact is of a channel and a language that the filters ask for."""
    if contact.channel not in (filters.channel or LIVE):
        return False
    spoken = contact.languages or program.languages
    return not filters.language or any(speaks(tag, asked) for tag in spoken for asked in filters.language)


def speaks(tag: str, asked: str) -> bool:
    """Tell whether a language tag is the one asked for, or a kind of it: "zh-Hant" is a kind of "zh"."""
    return tag == asked or tag.startswith(f"{asked}-")


def always_open(program: Program) -> Contact | None:
    """Return the first contact of a program that a person answers day and night."""
    return next((c for c in program.contacts if c.channel in LIVE and c.weekly == ALWAYS), None)


def _contact_opening(contact: Contact, moment: datetime) -> Opening:
    if contact.weekly == ALWAYS:
        return Opening("open")
    place = zone(contact.timezone or "")
    if contact.weekly is None or place is None:
        return Opening("unknown")
    local = moment.astimezone(place)
    if is_open(contact.weekly, local):
        return Opening("open")
    return Opening("closed", min(start for start in _starts(contact, local) if start > moment))


def _starts(contact: Contact, local: datetime) -> Iterator[datetime]:
    """Yield when (UTC) a contact opens in the week of `local` and in the next, by the clocks of its zone.

    Where clocks are set back, a time of the day comes twice.
    """
    monday = (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    for start, _ in contact.weekly or ():
        for week in (0, 7):
            opens = monday + timedelta(days=week + start // DAY, minutes=start % DAY)
            first, second = (opens.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
            yield first
            yield max(first, second)
