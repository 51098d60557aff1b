"""Writing: answers to standard output or to a file, whole or not at all; messages to standard error."""

import contextlib
import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from mhfind.errors import OutputError


class ClosedPipeError(Exception):
    """The reader of standard output has gone; nothing is wrong."""


def write_stream(stream: TextIO | None, parts: Iterable[str | bytes], *, utf8: bool) -> None:
    """Write text to a stream: UTF-8 for data formats, the stream's own encoding for text; bytes as they are.

    Raises OutputError if not all of it could be written, ClosedPipeError if nobody reads it any more.
    """
    if stream is None:
        raise OutputError("standard output is closed", "write to a file with -o FILE")
    try:
        for part in parts:
            _write(stream, part, utf8=utf8)
        stream.flush()
    except BrokenPipeError:
        _silence(stream)
        raise ClosedPipeError from None
    except (OSError, ValueError) as error:
        _silence(stream)
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"standard output: {reason}", "free some space, or write elsewhere with -o FILE") from error


def write_message(stream: TextIO | None, text: str, *, utf8: bool = False) -> None:
    """Write a message to standard error. Where it can't be written there is nobody to tell; the exit code remains."""
    if stream is not None:
        with contextlib.suppress(OSError, ValueError):
            _write(stream, text, utf8=utf8)
            stream.flush()


def encoded(text: str | bytes) -> bytes:
    """Return text as UTF-8, and bytes as they are."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")


def _write(stream: TextIO, text: str | bytes, *, utf8: bool) -> None:
    if isinstance(text, bytes):
        stream.flush()
        stream.buffer.write(text)
    elif utf8 and hasattr(stream, "buffer"):
        stream.buffer.write(encoded(text))
    else:
        stream.write(text)


def _silence(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, so that the interpreter's exit does not fail on it again."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def write_file(path: Path, text: str | bytes, *, force: bool, folder: bool = False) -> None:
    """Write text (as UTF-8) or bytes to a file at once; an existing one is replaced only with `force`.

    Raises OutputError. A device or a pipe holds nothing that could be lost, and can't be replaced: it is written to.
    `folder`: a folder that is missing is made, for this user alone.
    """
    data = encoded(text)
    try:
        if folder:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_dir():
            raise OutputError(f"{path} is a folder", "name a file")
        if path.is_file() and not force:
            raise OutputError(f"{path} exists already", "choose another name, or add --force to replace it")
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            target = Path(os.path.realpath(path))  # a link stays a link, to the new content
            replace_file(target, data, _mode(target))
    except OSError as error:
        hint = "check the folder, its permissions and the space left"
        raise OutputError(f"{path}: {error.strerror}", hint) from error


def replace_file(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put a file in place at once and whole, or leave everything as it was. Raises OSError."""
    import tempfile

    with _uninterrupted():
        descriptor, name = tempfile.mkstemp(prefix=".mhfind-", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            with contextlib.suppress(OSError):  # not every file system has modes
                temporary.chmod(mode)
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait, so that no temporary file is left behind."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _mode(path: Path) -> int:
    """Return the mode of the file that is replaced, or what a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
