"""`mhfind crisis`: the shortest way to help. It needs no query, and answers when nothing else works."""

from typing import TYPE_CHECKING

from mhfind.cli.options import CATALOGS, OUTPUT, PLACE
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode

if TYPE_CHECKING:
    from mhfind.crisis import Help
    from mhfind.render.data import Formats


@with_options(PLACE, CATALOGS, OUTPUT)
def command(session: Session) -> ExitCode:
    """Show who to call, text or chat with right now.

    Shows the emergency number and the crisis lines of a country.

    For example: mhfind crisis --country US
    """
    from mhfind.views.crisis import crisis_document

    crisis, places = session.crisis_help()
    where = places.name(crisis.place.country) if crisis.place.country else ""
    return session.answer(lambda: crisis_document(crisis, where), lambda: crisis_formats(crisis))


def crisis_formats(crisis: "Help") -> "Formats":
    """Return the ways to write crisis help as data."""
    from mhfind.render import data

    return data.json_format(data.crisis_value(crisis))
