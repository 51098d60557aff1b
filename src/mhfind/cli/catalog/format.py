"""`mhfind catalog format`: the canonical form of catalogs."""

from pathlib import Path
from typing import Annotated

import typer

from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import CatalogError, ExitCode


@with_options()
def command(
    session: Session,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE...]", help="Own catalogs; none means mhfind's.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 3 if a file is in another form.")
    ] = False,
) -> ExitCode:
    """Write catalogs in their canonical form.

    Records are sorted by id, their fields stand in one order and one style. A file with comments inside records
    is left alone, because they would be lost.
    """
    from mhfind.compiled import SOURCE
    from mhfind.output import write_file
    from mhfind.source.canonical import canonical_text
    from mhfind.source.files import failure
    from mhfind.source.paths import record_files, shown
    from mhfind.source.reader import UnreadableError

    paths = [file for place in files or [SOURCE] for file in record_files(place)]
    try:
        texts = {path: canonical_text(path) for path in paths}
    except UnreadableError as error:
        raise failure([error.problem]) from error
    changed = [path for path, text in texts.items() if path.read_text("utf-8") != text]
    for path in changed:
        if not check:
            write_file(path, texts[path], force=True)
        session.note(f"{shown(path)}: {'is not in canonical form' if check else 'written'}")
    if check and changed:
        raise CatalogError(f"{len(changed)} file(s) not in canonical form", "run `mhfind catalog format`")
    return ExitCode.OK
