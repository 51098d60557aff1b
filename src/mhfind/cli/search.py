"""`mhfind search`: programs for words as people say them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mhfind.cli.options import CATALOGS, FILTERS, OUTPUT, PLACE, READING, SHAPES
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session, typed
from mhfind.errors import ExitCode, MhfindError, OutputError, UsageError
from mhfind.output import ClosedPipeError, write_message
from mhfind.tongue import tr

if TYPE_CHECKING:
    from mhfind.document import Document
    from mhfind.render.data import Formats


@with_options(READING, FILTERS, PLACE, CATALOGS, OUTPUT, SHAPES, checked=False)
def command(
    session: Session,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="[QUERY...]", help="What is needed, in any words.")
    ] = None,
    ask: Annotated[bool, typer.Option("--ask", help="Type the query at a prompt, out of the shell's history.")] = False,
    batch: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Answer each line of a file (- for standard input) with a line of JSON."),
    ] = None,
) -> ExitCode:
    """Find programs for words as people say them.

    Words that signal danger bring crisis help first, whatever the filters.

    For example:

      mhfind search panic attacks --country US

      mhfind search "my daughter stopped eating" --region Ohio -t online
    """
    if (bool(query) + ask + bool(batch)) != 1:
        raise UsageError("give a query, or --ask alone, or --batch alone", 'for example: mhfind search "panic attacks"')
    if batch:
        session.check()
        return _batch(session, batch)
    text = _asked(session) if ask else typed(" ".join(query or ()))
    if not text.strip():
        raise UsageError("the query is empty", 'for example: mhfind search "panic attacks"')
    try:
        session.check()
        return _search(session, text)
    except (OutputError, ClosedPipeError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong, danger is answered
        return danger_or(error, session, text)


def _search(session: Session, text: str) -> ExitCode:
    from mhfind.views.results import nothing_document, results_document

    results = session.catalog.ask(session.question(text))

    def document() -> "Document":
        if not results.hits:
            return nothing_document(results, session.catalog, session.words)
        return results_document(results, session.words, explain=session.chosen["explain"])

    def formats() -> "Formats":
        from mhfind.render import data

        return data.results_formats(results, session.shape)

    session.tell_flags(hit.program.id for hit in results.hits if hit.pinned)
    session.answer(document, formats, urgent=bool(results.understood.signals))
    return ExitCode.OK if results.hits else ExitCode.NOTHING


def danger_or(error: Exception, session: Session, text: str) -> ExitCode:
    """Show crisis help if the query signals danger although `error` keeps it from being answered; else raise it."""
    from mhfind.cli.crisis import answer_crisis

    found = session.danger_help(text)
    if found is None:
        raise error
    reason = error.message if isinstance(error, MhfindError) else "the query can't be answered"
    session.note(f"mhfind: {reason}. {tr('These are the built-in crisis lines.')}")
    return answer_crisis(session, *found)


def _asked(session: Session) -> str:
    """Read the query at a prompt on standard error, where no shell keeps it."""
    if session.context.stdin is None:
        raise UsageError("there is nothing to read from", "type the query after `mhfind search`")
    write_message(session.context.stderr, f"{tr('What are you looking for?')} ")
    return session.context.stdin.readline().strip()


def _batch(session: Session, name: str) -> ExitCode:
    """Write a line of JSON for each line of a file, in order; a blank line is an empty query.

    A line that can't be answered gets an error in its place, and the call ends with `USAGE`.
    """
    from mhfind.render import data

    if session.chosen.get("format") not in (None, "json", "jsonl"):
        raise UsageError("--batch writes JSON lines", "leave out --format")
    refused: list[UsageError] = []

    def answers() -> Iterator[str]:
        for line in _lines(session, name):
            try:
                results = session.catalog.ask(session.question(line))
                yield data.to_json_line(data.results_value(results, session.remarks))
            except UsageError as error:
                refused.append(error)
                yield data.to_json_line(data.error_value(error))

    session.write(answers(), data=True)
    return ExitCode.USAGE if refused else ExitCode.OK


def _lines(session: Session, name: str) -> list[str]:
    try:
        if name == "-":
            stream = session.context.stdin
            raw = b"" if stream is None else stream.buffer.read()
        else:
            raw = Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"{name}: {error.strerror}", "name a file of queries, one a line") from error
    *lines, last = raw.decode("utf-8-sig", "replace").split("\n")
    return [line.removesuffix("\r") for line in (*lines, *([last] if last else []))]
