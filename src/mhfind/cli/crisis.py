"""`mhfind crisis`: the shortest way to help. It needs no query, and answers when nothing else works."""

from typing import TYPE_CHECKING, Annotated

import typer

from mhfind.cli.options import CATALOGS, LANGUAGE, OUTPUT, PLACE, SHAPES
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode
from mhfind.tongue import trc

if TYPE_CHECKING:
    from mhfind.crisis import Help
    from mhfind.place import Gazetteer
    from mhfind.render.data import Formats


@with_options(LANGUAGE, PLACE, CATALOGS, OUTPUT, SHAPES, checked=False)
def command(
    session: Session,
    place: Annotated[list[str] | None, typer.Argument(metavar="[COUNTRY]", help="The same as --country.")] = None,
) -> ExitCode:
    """Show who to call, text or chat with right now.

    Shows the emergency number and the crisis lines of a country.

    For example: mhfind crisis US
    """
    if place and not session.chosen.get("country"):
        session.chosen["country"] = " ".join(place)
    crisis, places, code = session.crisis_help()
    answer_crisis(session, crisis, places)
    session.check()  # only now: a wrong option is told, but it keeps nobody from help
    return code


def answer_crisis(session: Session, crisis: "Help", places: "Gazetteer") -> ExitCode:
    """Print crisis help in the format of a call; a format that does not exist is text."""
    from mhfind.views.crisis import crisis_document

    session.tell_flags(program.id for program in crisis.programs)
    where = trc("place", places.name(crisis.place.country)) if crisis.place.country else ""
    document = crisis_document(crisis, where, commands=not session.chosen.get("menu"))
    return session.answer(lambda: document, lambda: _formats(session, crisis), urgent=True)


def _formats(session: Session, crisis: "Help") -> "Formats":
    from mhfind.render import data

    shape = data.Shape(session.chosen.get("rows", "program"), bool(session.chosen.get("discreet")))
    return data.crisis_formats(crisis, shape)
