"""`mhfind config path`: where the settings file is."""

from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode, NotFoundError


@with_options()
def command(session: Session) -> ExitCode:
    """Print where the settings file is.

    It need not exist.
    """
    from mhfind.config import config_path

    path = config_path(session.context.environ)
    if path is None:
        raise NotFoundError("there is no home folder for a settings file", "name a file with MHFIND_CONFIG")
    return session.write([f"{path}\n"])
