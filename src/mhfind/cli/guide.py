"""`mhfind guide`: printable how-to-access guides."""

from typing import TYPE_CHECKING, Annotated

import typer

from mhfind.cli.complete import guides
from mhfind.cli.options import CATALOGS, OUTPUT, PLACE
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode

if TYPE_CHECKING:
    from mhfind.document import Document
    from mhfind.render.data import Formats


@with_options(PLACE, CATALOGS, OUTPUT)
def command(
    session: Session,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME|ID]", help="A guide, or a program's id.", autocompletion=guides),
    ] = None,
) -> ExitCode:
    """Print a how-to-access guide, or list the guides.

    There is a guide for each way in: community-center, healthcare-provider and online-directory. Any program's id gives
    a guide to that program.

    For example: mhfind guide us-988-lifeline -o guide.txt
    """
    from mhfind.guide import guide, guide_list

    if name is None:
        document = guide_list(session.catalog)
    else:
        document = guide(name, session.catalog, session.place, session.words)
        session.tell_flags([name.lower()])
    return session.answer(lambda: document, lambda: _formats(name, document))


def _formats(name: str | None, document: "Document") -> "Formats":
    from mhfind.render import data

    return data.json_format(data.guide_value(name, document))
