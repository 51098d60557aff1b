"""`mhfind config set`: change a setting."""

from collections.abc import Sequence
from typing import Annotated

import typer

from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode, NotFoundError


@with_options()
def command(
    session: Session,
    key: Annotated[str, typer.Argument(metavar="KEY", help="country, region, catalogs, color, pager or large_print.")],
    values: Annotated[list[str], typer.Argument(metavar="VALUE...", help="The value; catalogs takes several.")],
) -> ExitCode:
    """Change a setting in the settings file.

    For example: mhfind config set country US
    """
    return change(session, key, _checked(key, values))


def _checked(key: str, values: Sequence[str]) -> list[str]:
    """Return the values of a setting as they are kept: places as codes, paths from the root on. Raises UsageError."""
    from pathlib import Path

    from mhfind.catalog import Catalog

    if key == "country":
        return [Catalog.open().gazetteer.country(value) for value in values]
    if key == "region":
        return [Catalog.open().gazetteer.region(value, None) for value in values]
    return [str(Path(value).absolute()) for value in values] if key == "catalogs" else list(values)


def change(session: Session, key: str, values: Sequence[str]) -> ExitCode:
    """Write the settings file with a setting changed, or removed where there are no values."""
    from mhfind.config import changed, config_path
    from mhfind.output import write_file

    path = config_path(session.context.environ)
    if path is None:
        raise NotFoundError("there is no home folder for a settings file", "name a file with MHFIND_CONFIG")
    text = changed(path.read_text("utf-8") if path.exists() else "", key, values)
    write_file(path, text, force=True, folder=True)
    session.note(f"{path}: {key} {'set' if values else 'removed'}")
    return ExitCode.OK
