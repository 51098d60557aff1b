"""`mhfind list`: programs by filters alone."""

from typing import TYPE_CHECKING

from mhfind.cli.options import CATALOGS, FILTERS, OUTPUT, PLACE, ROWS
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode

if TYPE_CHECKING:
    from mhfind.model import Program
    from mhfind.render.data import Formats


@with_options(FILTERS, PLACE, CATALOGS, OUTPUT, ROWS)
def command(session: Session) -> ExitCode:
    """List programs, by filters alone.

    For example: mhfind list --type peer-support --topic grief --country US
    """
    return write_programs(session, session.limit)


def write_programs(session: Session, limit: int) -> ExitCode:
    """Write the programs that pass the filters of a session, in its format."""
    from mhfind.views.programs import programs_document

    total, programs = session.catalog.programs(session.filters, session.place, limit)
    title = f"{total} program{'' if total == 1 else 's'}"
    session.answer(
        lambda: programs_document(title, programs, total, session.words),
        lambda: programs_formats(session, programs, total),
    )
    return ExitCode.OK if programs else ExitCode.NOTHING


def programs_formats(session: Session, programs: "list[Program]", total: int) -> "Formats":
    """Return the ways to write records as data."""
    from mhfind.render import data

    return data.programs_formats(programs, total, session.chosen["rows"])
