"""`mhfind list`: programs by filters alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mhfind.cli.options import CATALOGS, FILTERS, OUTPUT, PLACE, SHAPES
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode

if TYPE_CHECKING:
    from mhfind.document import Document
    from mhfind.model import Program
    from mhfind.render.data import Formats


@with_options(FILTERS, PLACE, CATALOGS, OUTPUT, SHAPES)
def command(session: Session) -> ExitCode:
    """List programs, by filters alone.

    For example: mhfind list --type peer-support --topic grief --country US
    """
    return write_programs(session, session.limit)


def write_programs(session: Session, limit: int) -> ExitCode:
    """Write the programs that pass the filters of a session, in its format."""
    from mhfind.views.programs import programs_document
    from mhfind.views.results import nothing_listed_document

    found = session.catalog.listing(session.filters, session.place, limit)

    def document() -> "Document":
        if found.programs:
            return programs_document(found, session.words, limited=bool(limit))
        return nothing_listed_document(found, session.catalog, session.words)

    session.answer(document, lambda: programs_formats(session, found.programs, found.total))
    return ExitCode.OK if found.programs else ExitCode.NOTHING


def programs_formats(session: Session, programs: "Sequence[Program]", total: int) -> "Formats":
    """Return the ways to write records as data."""
    from mhfind.render import data

    return data.programs_formats(programs, total, session.shape)
