"""`mhfind show`: everything about programs, with sources and dates."""

from typing import Annotated

import typer

from mhfind.cli.complete import programs
from mhfind.cli.list_ import programs_formats
from mhfind.cli.options import CATALOGS, LANGUAGE, OUTPUT, SHAPES
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode


@with_options(LANGUAGE, CATALOGS, OUTPUT, SHAPES)
def command(
    session: Session,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Ids, as `search` shows them.", autocompletion=programs)
    ],
) -> ExitCode:
    """Show everything about programs, with sources and dates."""
    from mhfind.document import joined
    from mhfind.views.programs import program_document

    programs = [session.program(key) for key in ids]
    if session.format == "sms":
        session.tell_flags(program.id for program in programs)
    return session.answer(
        lambda: joined([program_document(program, session.words) for program in programs]),
        lambda: programs_formats(session, programs, len(programs)),
    )
