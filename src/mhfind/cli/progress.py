"""How far a long task is, in one row on standard error, for a person at a terminal and for nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from mhfind.output import write_message

_WIDTH = 30


class Progress:
    """A bar that fills. Without a terminal it does nothing."""

    def __init__(self, stream: TextIO | None, label: str) -> None:
        self.stream = stream if stream and stream.isatty() else None
        self.label = label
        self._shown = -1

    def show(self, done: int, total: int) -> None:
        """Show how much is done, if that makes a difference of a percent."""
        percent = 100 * done // max(total, 1)
        if self.stream and percent != self._shown:
            self._shown = percent
            filled = "#" * (percent * _WIDTH // 100)
            write_message(self.stream, f"\r{self.label} [{filled:<{_WIDTH}}] {percent:3} %")

    def clear(self) -> None:
        """Leave the row empty."""
        if self.stream and self._shown >= 0:
            write_message(self.stream, f"\r{' ' * (len(self.label) + _WIDTH + 9)}\r")


@contextmanager
def progress(stream: TextIO | None, label: str) -> Iterator[Progress]:
    """Show a bar for as long as a task takes."""
    bar = Progress(stream, label)
    try:
        yield bar
    finally:
        bar.clear()
