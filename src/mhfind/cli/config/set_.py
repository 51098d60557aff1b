"""`mhfind config set`: change a setting."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode, NotFoundError, UsageError


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
    from mhfind.catalog import Catalog

    if key == "catalogs" and "" in values:
        raise UsageError("catalogs names nothing", "name files or folders, or `mhfind config unset catalogs`")
    if key == "country":
        return [Catalog.open().gazetteer.country(value) for value in values]
    if key == "region":
        return [Catalog.open().gazetteer.region(value, None) for value in values]
    return [str(Path(value).absolute()) for value in values] if key == "catalogs" else list(values)


def _written(path: Path) -> str:
    """Return the text of a settings file, an empty one where there is none. Raises UsageError."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"{path}: can't be read: {reason}", "correct or remove it") from error


def change(session: Session, key: str, values: Sequence[str]) -> ExitCode:
    """Write the settings file with a setting changed, or removed where there are no values."""
    from mhfind.config import changed, config_path
    from mhfind.output import write_file

    path = config_path(session.context.environ)
    if path is None:
        raise NotFoundError("there is no home folder for a settings file", "name a file with MHFIND_CONFIG")
    write_file(path, changed(_written(path), key, values), force=True, folder=True)
    session.note(f"{path}: {key} {'set' if values else 'removed'}")
    return ExitCode.OK
