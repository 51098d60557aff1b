"""`mhfind config unset`: remove a setting."""

from typing import Annotated

import typer

from mhfind.cli.config.set_ import change
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode


@with_options()
def command(
    session: Session, key: Annotated[str, typer.Argument(metavar="KEY", help="The setting, as `config show` names it.")]
) -> ExitCode:
    """Remove a setting from the settings file."""
    return change(session, key, ())
