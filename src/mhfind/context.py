"""The surroundings of one run - streams, terminal, width, color, today - read once and passed down."""

import os
import re
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from shutil import get_terminal_size
from typing import TextIO

from mhfind.errors import UsageError

MIN_WIDTH, MAX_WIDTH, PIPED_WIDTH = 20, 100, 80


class Context:
    """What commands may know of the outside. Tests build their own."""

    def __init__(
        self, stdin: TextIO | None, stdout: TextIO | None, stderr: TextIO | None, environ: Mapping[str, str]
    ) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.environ = environ

    @classmethod
    def of_process(cls) -> "Context":
        """Return the context of this process; what a stream can't encode is written as an escape."""
        for stream, errors in (
            (sys.stdin, "replace"),
            (sys.stdout, "backslashreplace"),
            (sys.stderr, "backslashreplace"),
        ):
            if stream is not None and hasattr(stream, "reconfigure"):
                stream.reconfigure(errors=errors)
        return cls(sys.stdin, sys.stdout, sys.stderr, os.environ)

    @property
    def terminal(self) -> bool:
        """Whether the output is read by a person at a terminal."""
        return bool(self.stdout and self.stdout.isatty())

    def width(self, *, fixed: bool) -> int:
        """Return the columns for running text: `COLUMNS`; else the terminal's, if they may vary; else 80."""
        columns = self.environ.get("COLUMNS", "")
        if re.fullmatch("[0-9]{1,9}", columns) and int(columns):
            return min(max(int(columns), MIN_WIDTH), 10 * MAX_WIDTH)
        if fixed or not self.terminal:
            return PIPED_WIDTH
        return min(max(get_terminal_size().columns, MIN_WIDTH), MAX_WIDTH)

    def color(self, wish: str) -> bool:
        """Return whether to use color, given `--color` (auto, always, never), `NO_COLOR` and `TERM`."""
        if wish != "auto":
            return wish == "always"
        return self.terminal and not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb"

    def today(self) -> date:
        """Return the day in UTC, or `MHFIND_TODAY`. Raises UsageError if that is no date."""
        given = self.environ.get("MHFIND_TODAY")
        if not given:
            return datetime.now(UTC).date()
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", given):
            raise UsageError(f"MHFIND_TODAY={given!r} is no day", "write YYYY-MM-DD")
        try:
            return date.fromisoformat(given)
        except ValueError as error:
            raise UsageError(f"MHFIND_TODAY={given!r} is no day", "write YYYY-MM-DD") from error
