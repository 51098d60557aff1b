"""`mhfind export`: the catalog, or a filtered part of it, in any format."""

from mhfind.cli.list_ import write_programs
from mhfind.cli.options import CATALOGS, FILTERS, OUTPUT, PLACE, SHAPES, Family
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode

ALL: Family = {**FILTERS, "limit": (FILTERS["limit"][0], 0)}


@with_options(ALL, PLACE, CATALOGS, OUTPUT, SHAPES)
def command(session: Session) -> ExitCode:
    """Write the catalog, or a filtered part of it, in any format.

    For example: mhfind export --country US --format text -o programs.txt
    """
    return write_programs(session, session.limit)
