"""`mhfind flag`: a note about a program that every later result shows."""

from typing import Annotated

import typer

from mhfind.cli.complete import programs
from mhfind.cli.options import CATALOGS, LANGUAGE, OUTPUT
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session, typed
from mhfind.errors import ExitCode, UsageError
from mhfind.tongue import tr, trn


@with_options(LANGUAGE, CATALOGS, OUTPUT)
def command(
    session: Session,
    key: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="The program's id; none lists all flags.", autocompletion=programs),
    ] = None,
    note: Annotated[
        list[str] | None, typer.Argument(metavar="[NOTE...]", help='What is wrong: "disconnected when I called".')
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Remove the flags of the program.")] = False,
) -> ExitCode:
    """Note that something is wrong with a program, for yourself.

    The note is kept in a file of yours, and shown with the program from then on. It is never printed on a guide, but
    told beside it. Don't write about a client.

    For example: mhfind flag us-988-lifeline "menu has changed: press 3"
    """
    program = session.program(key) if key is not None else None
    if program is None or not (note or remove):
        return _answer(session, program.id if program else None)
    if note and remove:
        raise UsageError("give a note or --remove, not both", f"mhfind flag {program.id} --remove")
    return _remove(session, program.id) if remove else _add(session, program.id, typed(" ".join(note or ())))


def _answer(session: Session, key: str | None) -> ExitCode:
    """List all flags, or those of a program."""
    from mhfind.render import data
    from mhfind.views.vocabulary import flags_document

    flags = [flag for some in session.remarks.flags.values() for flag in some if key in (None, flag.id)]
    return session.answer(lambda: flags_document(flags), lambda: data.json_format(data.flags_value(flags)))


def _add(session: Session, key: str, note: str) -> ExitCode:
    from mhfind.flags import MAX_NOTE, Flag, add_flag, flags_path

    note = " ".join(note.encode("utf-8", "replace").decode().split())  # bytes that are no text become question marks
    if not 1 <= len(note) <= MAX_NOTE:
        raise UsageError(f"the note has {len(note)} characters", f"write 1 to {MAX_NOTE}")
    path = flags_path(session.context.environ)
    add_flag(path, Flag(key, note, session.context.today().isoformat()))
    session.note(tr("Flagged {id}. The note is kept in {path}.").format(id=key, path=path))
    return ExitCode.OK


def _remove(session: Session, key: str) -> ExitCode:
    from mhfind.flags import flags_path, remove_flags

    count = remove_flags(flags_path(session.context.environ), key)
    removed = trn("{count} flag of {id} removed.", "{count} flags of {id} removed.", count)
    session.note(removed.format(count=count, id=key))
    return ExitCode.OK if count else ExitCode.NOTHING
