"""`mhfind audiences`: the people that programs are built for."""

from mhfind.cli.options import CATALOGS, LANGUAGE, OUTPUT
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.cli.topics import answer_terms
from mhfind.errors import ExitCode


@with_options(LANGUAGE, CATALOGS, OUTPUT)
def command(session: Session) -> ExitCode:
    """List the people that programs are built for."""
    return answer_terms(session, "audiences")
