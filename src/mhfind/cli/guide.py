"""`mhfind guide`: printable how-to-access guides."""

from typing import TYPE_CHECKING, Annotated

import typer

from mhfind.cli.complete import guides
from mhfind.cli.options import CATALOGS, LANGUAGE, OUTPUT, PAPER, PLACE
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode

if TYPE_CHECKING:
    from mhfind.document import Document
    from mhfind.render.data import Formats


@with_options(LANGUAGE, PLACE, CATALOGS, OUTPUT, PAPER)
def command(
    session: Session,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME|ID]", help="A guide, a topic, or a program's id.", autocompletion=guides),
    ] = None,
) -> ExitCode:
    """Print a how-to-access guide, or list the guides.

    There is a guide for each way in (such as community-center), for each program type (such as peer-support), and for
    more: getting started, what it costs, helping someone else. A topic gives a page with programs for it, and any
    program's id a guide to that program.

    For example:

      mhfind guide getting-started

      mhfind guide us-988-lifeline -o guide.html
    """
    from mhfind.guide import guide, guide_list

    if name is None:
        document = guide_list(session.catalog, session.words)
    else:
        document = guide(name, session.catalog, session.place, session.words)
        session.tell_flags([name.lower()])
    return session.answer(lambda: document, lambda: _formats(name, document))


def _formats(name: str | None, document: "Document") -> "Formats":
    from mhfind.render import data

    return data.json_format(data.guide_value(name, document))
