"""Contacts that are due to be read again: so many days after the date of their page, or after a live check."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from mhfind.model import Contact, Program, Source

CRISIS_DAYS, OTHER_DAYS = 90, 365
_LIVE = {"live-page", "called", "texted", "emailed"}  # ways to read what holds on the day of reading


class Due(msgspec.Struct, frozen=True):
    """A contact that is due, since a day; None where no date is known at all."""

    program: Program
    contact: Contact
    since: str | None
    known: str | None  # the day up to which the contact is known to have been right

    @property
    def crisis(self) -> bool:
        """Whether people in crisis rely on it."""
        return self.program.crisis_line == "yes"

    @property
    def country(self) -> str:
        """The country it serves first, or WORLD."""
        return self.program.serves[0].partition("-")[0]


def due(programs: Iterable[Program], today: date, crisis_days: int, other_days: int) -> list[Due]:
    """Return what is due on a day: crisis lines first, then by country, type and id."""
    found = []
    for program in programs:
        days = crisis_days if program.crisis_line == "yes" else other_days
        if program.status != "retired":
            by_key = {source.key: source for source in program.sources}
            for contact in program.contacts:
                known = known_day(by_key[key] for key in contact.source if key in by_key)
                since = known + timedelta(days=days) if known else None
                if since is None or since <= today:
                    found.append(Due(program, contact, _text(since), _text(known)))
    return sorted(
        found, key=lambda one: (not one.crisis, one.country, one.program.type, one.program.id, one.since or "")
    )


def known_day(sources: Iterable[Source]) -> date | None:
    """Return the day up to which sources show that something was right: of the page, or of a live reading.

    A date that is only a year or a month counts from its first day. None where an archived page carries no date.
    """
    days = [source.read if source.method in _LIVE else source.page_date for source in sources]
    return max((date.fromisoformat(f"{day}-01-01"[:10]) for day in days if day), default=None)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
