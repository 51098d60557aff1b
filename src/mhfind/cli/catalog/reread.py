"""`mhfind catalog reread`: the second reading of numbers, kept in `numbers.lock`."""

from pathlib import Path
from typing import Annotated

import typer

from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode, NotFoundError, UsageError


@with_options()
def command(
    session: Session,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="Records to read again.")] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="FOLDER", help="The project's data; none means mhfind's own.")
    ] = None,
    adopt: Annotated[
        bool, typer.Option("--adopt", help="Take over records whose reread day is newer than their entry, as `dated`.")
    ] = False,
) -> ExitCode:
    """Type the numbers of records again, from their sources.

    They are kept in data/numbers.lock, apart from the records. Shows the record's name and sources, not its numbers.
    When all that was typed is as the record has it, the record gets today as its reread day, and the lock its numbers.
    Exit 5: a number differs.
    """
    from mhfind.compiled import SOURCE
    from mhfind.output import write_file
    from mhfind.source import lock as locks
    from mhfind.source.reread import read_records

    data = folder or SOURCE
    if not data.is_dir():
        raise UsageError("there is no folder of data here", "run this in a clone of the project, or name --folder")
    if adopt == bool(ids):
        raise UsageError("name records, or --adopt", "mhfind catalog reread ID...")
    records, path = read_records(data), data / locks.LOCK
    lock = locks.read_lock(path)
    if adopt:
        added = locks.adopted([program for program, _ in records.values()], lock)
        write_file(path, locks.lock_text(added), force=True)
        session.note(f"{sum(lock.get(key) != entry for key, entry in added.items())} records taken over as dated.")
        return ExitCode.OK
    if missing := [key for key in ids or () if key not in records]:
        raise NotFoundError(f"there is no program {missing[0]!r}", "`mhfind search` finds ids")
    return _reread(session, ids or [], data)


def _reread(session: Session, ids: list[str], data: Path) -> ExitCode:
    """Read records again, one after another; each that is right is written at once."""
    from mhfind.output import write_file
    from mhfind.source import lock as locks
    from mhfind.source.reread import read_records, reread, stamped

    day, path, code = session.context.today().isoformat(), data / locks.LOCK, ExitCode.OK
    for key in ids:
        program, file = read_records(data)[key]
        if not reread(program, lambda prompt: _answer(session, prompt), session.note):
            code = ExitCode.ATTENTION
            continue
        lock = locks.read_lock(path) | {key: locks.locked(program, "typed", day)}
        write_file(file, stamped(file, [key], day), force=True)
        write_file(path, locks.lock_text(lock), force=True)
        session.note(f"\n{key}: read again, {day}.\n")
    return code


def _answer(session: Session, prompt: str) -> str:
    """Ask on standard error, and return what is typed. Raises UsageError where there is nothing more to read."""
    from mhfind.output import write_message

    write_message(session.context.stderr, prompt)
    line = session.context.stdin.readline() if session.context.stdin else ""
    if not line:
        raise UsageError("the second reading was not finished", "nothing was written for this record")
    return line
