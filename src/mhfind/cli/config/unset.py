"""`mhfind config unset`: remove a setting."""

from typing import Annotated

import typer

from mhfind.cli.complete import one_of
from mhfind.cli.config.set_ import change
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.config import VARIABLES
from mhfind.errors import ExitCode


@with_options()
def command(
    session: Session,
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY", help="The setting, as `config show` names it.", autocompletion=one_of(*VARIABLES)
        ),
    ],
) -> ExitCode:
    """Remove a setting from the settings file."""
    return change(session, key, ())
