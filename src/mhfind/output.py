"""Writing results: to standard output or to a file, whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from mhfind.errors import OutputError


class ClosedPipeError(Exception):
    """The reader of standard output has gone; nothing is wrong."""


def write_stream(stream: TextIO | None, parts: Iterable[str], *, utf8: bool) -> None:
    """Write text to a stream: UTF-8 for data formats, the stream's own encoding for text.

    Raises OutputError if not all of it could be written, ClosedPipeError if nobody reads it any more.
    """
    if stream is None:
        raise OutputError("standard output is closed", "write to a file with -o FILE")
    try:
        for part in parts:
            if utf8 and hasattr(stream, "buffer"):
                stream.buffer.write(part.encode("utf-8", "backslashreplace"))
            else:
                stream.write(part)
        stream.flush()
    except BrokenPipeError:
        _silence(stream)
        raise ClosedPipeError from None
    except (OSError, ValueError) as error:
        _silence(stream)
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"standard output: {reason}", "free some space, or write elsewhere with -o FILE") from error


def _silence(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, so that the interpreter's exit does not fail on it again."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def write_file(path: Path, text: str, *, force: bool) -> None:
    """Write UTF-8 text to a file at once; an existing one is replaced only with `force`. Raises OutputError."""
    if path.is_dir():
        raise OutputError(f"{path} is a folder", "name a file")
    if path.exists() and not force:
        raise OutputError(f"{path} exists already", "choose another name, or add --force to replace it")
    temporary = None
    try:
        if path.exists() and not path.is_file():  # a device or a pipe can't be replaced, only written to
            path.write_text(text, "utf-8", newline="")
            return
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(text.encode("utf-8", "backslashreplace"))
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise OutputError(
            f"{path}: {error.strerror}", "check the folder, its permissions and the space left"
        ) from error


def _mode(path: Path) -> int:
    """Return the mode of the file that is replaced, or what a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
