"""`mhfind flag`: a note about a program that every later result shows."""

from typing import Annotated

import typer

from mhfind.cli.options import CATALOGS, OUTPUT
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode, UsageError


@with_options(CATALOGS, OUTPUT)
def command(
    session: Session,
    key: Annotated[str | None, typer.Argument(metavar="[ID]", help="The program's id; none lists all flags.")] = None,
    note: Annotated[
        str | None, typer.Argument(metavar="[NOTE]", help='What is wrong: "disconnected when I called".')
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Remove the flags of the program.")] = False,
) -> ExitCode:
    """Note that something is wrong with a program, for yourself.

    The note is kept in a file of yours, and shown with the program from then on. It is never printed on a guide, but
    told beside it. Don't write about a client.

    For example: mhfind flag us-988-lifeline "menu has changed: press 3"
    """
    if key is None:
        return _answer(session)
    program = session.program(key)
    if remove == (note is not None):
        raise UsageError("give a note, or --remove", f'mhfind flag {program.id} "disconnected when I called"')
    return _remove(session, program.id) if note is None else _add(session, program.id, " ".join(note.split()))


def _answer(session: Session) -> ExitCode:
    """List all flags."""
    from mhfind.render import data
    from mhfind.views.vocabulary import flags_document

    flags = [flag for some in session.remarks.flags.values() for flag in some]
    return session.answer(lambda: flags_document(flags), lambda: data.json_format(data.flags_value(flags)))


def _add(session: Session, key: str, note: str) -> ExitCode:
    from mhfind.flags import MAX_NOTE, Flag, add_flag, flags_path

    if not 1 <= len(note) <= MAX_NOTE:
        raise UsageError(f"the note has {len(note)} characters", f"write 1 to {MAX_NOTE}")
    path = flags_path(session.context.environ)
    note = note.encode("utf-8", "replace").decode()  # bytes that are no text reach a program as lone surrogates
    add_flag(path, Flag(key, note, session.context.today().isoformat()))
    session.note(f"Flagged {key}. Kept in {path}. To tell us as well: see `mhfind show {key}` and CONTRIBUTING.md.")
    return ExitCode.OK


def _remove(session: Session, key: str) -> ExitCode:
    from mhfind.flags import flags_path, remove_flags

    count = remove_flags(flags_path(session.context.environ), key)
    session.note(f"{count} flag{'' if count == 1 else 's'} of {key} removed.")
    return ExitCode.OK if count else ExitCode.NOTHING
