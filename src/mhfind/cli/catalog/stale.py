"""`mhfind catalog stale`: what is due to be read again."""

from datetime import date
from typing import Annotated

import typer

from mhfind.cli.options import CATALOGS, OUTPUT, PLACE
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode, UsageError
from mhfind.stale import CRISIS_DAYS, OTHER_DAYS


@with_options(PLACE, CATALOGS, OUTPUT)
def command(
    session: Session,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Due on this day, YYYY-MM-DD; today if not given.")
    ] = None,
    crisis_days: Annotated[
        int, typer.Option("--crisis-days", min=1, max=9999, metavar="DAYS", help="When a crisis line is due.")
    ] = CRISIS_DAYS,
    days: Annotated[int, typer.Option("--days", min=1, max=9999, metavar="DAYS", help="When others are.")] = OTHER_DAYS,
) -> ExitCode:
    """List contacts that are due to be read again.

    A contact is due so many days after the date of its page, or after it was checked live; one without any date is due.
    Crisis lines come first, then by country and type. Exit 5: something is due.

    For example: mhfind catalog stale --country US --as-of 2027-01-31
    """
    from mhfind.render.report import stale_formats
    from mhfind.stale import due
    from mhfind.views.stale import stale_document

    listing = session.catalog.listing(place=session.place if session.place.explicit else session.catalog.place())
    found = due(listing.programs, _day(session, as_of), crisis_days, days)
    total = sum(len(program.contacts) for program in listing.programs)
    session.answer(lambda: stale_document(found, total, session.words), lambda: stale_formats(found, total))
    return ExitCode.ATTENTION if found else ExitCode.OK


def _day(session: Session, text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else session.context.today()
    except ValueError as error:
        raise UsageError(f"--as-of {text!r} is no day", "write YYYY-MM-DD") from error
