"""The surroundings of one run - streams, terminal, width, color, today - read once and passed down."""

import os
import re
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from shutil import get_terminal_size
from typing import TextIO

from mhfind.errors import UsageError
from mhfind.moment import YEARS

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
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
        self.no_config = False  # asked for before the name of a command
        self.language: str | None = None  # likewise

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

    @property
    def interactive(self) -> bool:
        """Whether a person can answer questions: input and output are a terminal."""
        return bool(self.terminal and self.stdin and self.stdin.isatty())

    def width(self, *, fixed: bool) -> int:
        """Return the columns for running text: `COLUMNS`; else the terminal's, if they may vary; else 80."""
        columns = self.environ.get("COLUMNS", "")
        if re.fullmatch("[0-9]{1,9}", columns) and int(columns):
            return min(max(int(columns), MIN_WIDTH), 10 * MAX_WIDTH)
        if fixed or not self.terminal:
            return PIPED_WIDTH
        return min(max(get_terminal_size().columns, MIN_WIDTH), MAX_WIDTH)

    def screen_rows(self) -> int:
        """Return how many rows a person at a terminal sees at once; 0 where there is nobody to turn a page."""
        if not self.interactive or self.environ.get("TERM", "dumb") == "dumb":
            return 0
        rows = self.environ.get("LINES", "")
        if re.fullmatch("[0-9]{1,4}", rows):
            return int(rows)
        return get_terminal_size((0, 0)).lines

    def color(self, wish: str) -> bool:
        """Return whether to use color, given `--color` (auto, always, never), `NO_COLOR` and `TERM`."""
        if wish != "auto":
            return wish == "always"
        return self.terminal and not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb"

    def now(self) -> datetime:
        """Return the moment in UTC, or `MHFIND_TODAY`: a day, with or without a time. Raises UsageError."""
        given = self.environ.get("MHFIND_TODAY")
        if not given:
            return datetime.now(UTC)
        try:
            moment = datetime.fromisoformat(given) if _DAY.match(given) else None
            aware = moment and (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            aware = None
        if aware is None or aware.year not in YEARS:
            raise UsageError(f"MHFIND_TODAY={given!r} is no day", "write YYYY-MM-DD, or YYYY-MM-DDTHH:MM")
        return aware

    def today(self) -> date:
        """Return the day of `now`. Raises UsageError."""
        return self.now().date()
