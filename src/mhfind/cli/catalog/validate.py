"""`mhfind catalog validate`: every problem of a catalog, with file, line, record, field and fix."""

from pathlib import Path
from typing import Annotated

import typer

from mhfind.cli.options import OUTPUT
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode, UsageError


@with_options(OUTPUT)
def command(
    session: Session,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE...]", help="Own catalogs; none means mhfind's.")
    ] = None,
) -> ExitCode:
    """Check catalogs and report every problem.

    Each problem is a line: file:line:column: record: field: what is wrong - how to fix it.
    """
    from mhfind.catalog import check_files
    from mhfind.render import data
    from mhfind.visible import visible

    if session.format not in ("text", "table", "json"):
        raise UsageError(f"this command does not write {session.format}", "use one of: text, json")
    count, problems = check_files(files or [])
    fine = f"{count} record{'' if count == 1 else 's'}, no problems.\n"
    lines = [visible(f"{problem}\n") for problem in problems] or [fine]
    session.write([data.to_json(data.problems_value(count, problems))] if session.is_data else lines)
    return ExitCode.CATALOG if problems else ExitCode.OK
