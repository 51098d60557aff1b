"""`mhfind catalog path`: where the catalogs of a call are."""

from pathlib import Path

from mhfind.cli.options import CATALOGS
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode


@with_options(CATALOGS)
def command(session: Session) -> ExitCode:
    """Print where the catalogs of a call are, one a line.

    The bundled catalog comes first (unless --only leaves it out), then own ones: those of the settings, then those of
    this call.
    """
    from mhfind.compiled import bundled_path

    bundled = [] if session.chosen["only"] else [bundled_path()]
    own = [Path(name).absolute() for name in session.own_catalogs]
    return session.write(f"{path}\n" for path in (*bundled, *own))
