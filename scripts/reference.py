"""The command reference, made from the program: every command's help, then the notes in `reference_notes.md`."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from mhfind.cli import app
from mhfind.errors import ExitCode

NOTES = Path(__file__).with_name("reference_notes.md")
EXIT_CODES = "{exit codes}"  # where the notes want the table of them
WIDTH = 78  # what help is wrapped at on a terminal of 80 columns
HEAD = """# Command reference

<!-- Made by `python scripts/generate.py` from the program itself. Don't edit it here. -->

What `mhfind COMMAND --help` says, for every command. Below it: [the place](#the-place), [the language](#language),
[settings](#settings), [environment variables](#environment-variables), [completion](#completion-and-man-page),
[exit codes](#exit-codes) and [manners](#manners). The shapes of data are in [formats.md](formats.md).
"""
MARKER = "<!-- From here on: scripts/reference_notes.md -->"


def reference() -> str:
    """Return the text of `docs/cli.md`."""
    helps = "\n".join(
        f"## `{context.command_path}`\n\n```text\n{context.get_help()}\n```\n" for context in command_contexts()
    )
    return f"{HEAD}\n{helps}\n{MARKER}\n\n{notes()}"


def notes() -> str:
    """Return what is written by hand, with the table of exit codes."""
    return NOTES.read_text("utf-8").replace(EXIT_CODES, exit_code_table())


def command_contexts() -> Iterator[typer.Context]:
    """Yield a context of `mhfind` and of every command: its `command`, `command_path` and `get_help()`, unstyled."""
    root: Any = typer.main.get_command(app.app)
    top = _context(root, "mhfind", None)
    yield top
    for name in app.COMMANDS:
        command = root.get_command(top, name)
        context = _context(command, name, top)
        yield context
        for inner in command.commands_by_name if isinstance(command, app.LazyGroup) else ():
            yield _context(command.get_command(context, inner), inner, context)


def _context(command: Any, name: str, parent: typer.Context | None) -> typer.Context:
    settings = {**command.context_settings, "terminal_width": WIDTH}
    return typer.Context(command, parent=parent, info_name=name, **settings)


def exit_code_table() -> str:
    """Return the exit codes as a table; their meanings are the comments in `mhfind.errors.ExitCode`."""
    meanings = dict(re.findall(r"^    ([A-Z]+) = \d+  # (.+)$", inspect.getsource(ExitCode), re.MULTILINE))
    rows = [f"| {code.value} | {meanings[code.name]} |" for code in ExitCode]
    return "\n".join(["| code | meaning |", "|---|---|", *rows])
