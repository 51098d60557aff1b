"""`mhfind crisis`: the shortest way to help. It needs no query, and answers when nothing else works."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from mhfind.cli.options import CATALOGS, OUTPUT, PLACE
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode

if TYPE_CHECKING:
    from mhfind.crisis import Help


@with_options(PLACE, CATALOGS, OUTPUT)
def command(session: Session) -> ExitCode:
    """Show who to call, text or chat with right now.

    Shows the emergency number and the crisis lines of a country.

    For example: mhfind crisis --country US
    """
    from mhfind.views.crisis import crisis_document

    crisis, places = session.crisis_help()
    where = places.name(crisis.place.country) if crisis.place.country else ""
    return session.answer(lambda: crisis_document(crisis, where), crisis_data(crisis))


def crisis_data(crisis: "Help") -> dict[str, Callable[[], str]]:
    """Return the ways to write crisis help as data."""

    def as_json() -> str:
        from mhfind.render import data

        return data.to_json(data.crisis_value(crisis))

    return {"json": as_json}
