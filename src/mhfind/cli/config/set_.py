"""`mhfind config set`: change a setting."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from mhfind.cli.complete import one_of
from mhfind.cli.language import check_language
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.config import VARIABLES
from mhfind.errors import ExitCode, NotFoundError, UsageError


@with_options()
def command(
    session: Session,
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            help="country, region, language, catalogs, color, pager, large_print or org.",
            autocompletion=one_of(*VARIABLES),
        ),
    ],
    values: Annotated[list[str], typer.Argument(metavar="VALUE...", help="The value; catalogs takes several.")],
) -> ExitCode:
    """Change a setting in the settings file.

    For example: mhfind config set country US
    """
    return change(session, key, _checked(session, key, values))


def _checked(session: Session, key: str, values: Sequence[str]) -> list[str]:
    """Return the values of a setting as they are kept: places as codes, paths from the root on. Raises UsageError."""
    if key == "catalogs":
        for value in values:
            if not value or not Path(value).exists():
                hint = "name files or folders, or `mhfind config unset catalogs`"
                raise UsageError(f"there is no catalog {value!r}", hint)
        return [str(Path(value).absolute()) for value in values]
    if key == "language":
        return [_language(value) for value in values]
    return [_place(session, key, value) for value in values] if key in ("country", "region") else list(values)


def _language(value: str) -> str:
    """Return the tag of a language to answer in. Raises UsageError."""
    from mhfind.messages import find

    check_language(value, "language")
    return find(value) or value


def _place(session: Session, key: str, value: str) -> str:
    """Return the code of a country or a region that fits the other one in the settings. Raises UsageError."""
    from mhfind.catalog import Catalog
    from mhfind.config import Config, config_path, read_config

    try:
        kept = read_config(config_path(session.context.environ))
    except UsageError:
        kept = Config()
    places = Catalog.open().gazetteer
    if key == "region":
        return places.region(value, kept.country)
    code = places.country(value)
    if kept.region and not kept.region.startswith(f"{code}-"):
        raise UsageError(f"the region is {kept.region}, which is not in {code}", "first: mhfind config unset region")
    return code


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
    done = f"is now {', '.join(values)}" if values else "removed"
    session.note(f"{path}: {key} {done}")
    return ExitCode.OK
