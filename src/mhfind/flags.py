"""Flags: what a user noted about programs ("disconnected when I called"), one JSON object a line in a file."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from mhfind.config import user_file
from mhfind.errors import OutputError
from mhfind.output import replace_file

MAX_NOTE = 300  # characters


class Flag(msgspec.Struct, frozen=True):
    """A note about a program: its id, the words, and the day (YYYY-MM-DD) on which they were written."""

    id: str
    note: Annotated[str, Meta(min_length=1, max_length=MAX_NOTE)]
    on: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]


def flags_path(environ: Mapping[str, str]) -> Path | None:
    """Return where flags are kept (`MHFIND_FLAGS`, or the platform's place for data), or None without a home."""
    return user_file(environ, "MHFIND_FLAGS", "data", "flags.jsonl")


def read_flags(path: Path | None) -> tuple[dict[str, tuple[Flag, ...]], list[str]]:
    """Return flags by program id, the oldest first, and a complaint for each line that holds none."""
    found: dict[str, tuple[Flag, ...]] = {}
    problems = []
    try:
        lines = path.read_bytes().splitlines() if path else []
    except (FileNotFoundError, NotADirectoryError):
        lines = []
    except OSError as error:
        return {}, [f"{path}: {error.strerror}"]
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            flag = msgspec.json.decode(line, type=Flag)
        except (msgspec.DecodeError, UnicodeDecodeError):
            problems.append(f"{path}:{number}: this line is no flag; correct or remove it")
        else:
            found[flag.id] = (*found.get(flag.id, ()), flag)
    return found, problems


def add_flag(path: Path | None, flag: Flag) -> None:
    """Append a flag to the file. Raises OutputError."""
    if path is None:
        raise OutputError("there is no home folder to keep flags in", "name a file with MHFIND_FLAGS")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as stream:
            # One write: two at once don't mix. A last line that an editor left open is not continued.
            stream.write((b"" if _is_closed(path) else b"\n") + msgspec.json.encode(flag) + b"\n")
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}", "name another file with MHFIND_FLAGS") from error


def _is_closed(path: Path) -> bool:
    """Tell whether a file is empty or its last line ends."""
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(size - 1, 0))
        return stream.read(1) in (b"", b"\n")


def remove_flags(path: Path | None, key: str) -> int:
    """Remove the flags of a program and return how many there were. Raises OutputError."""
    if path is None:
        return 0
    try:
        lines = path.read_bytes().splitlines(keepends=True)
        kept = [line for line in lines if not _is_of(line, key)]
        if len(kept) < len(lines):
            replace_file(Path(os.path.realpath(path)), b"".join(kept))  # a link stays a link
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}", "check the file and its permissions") from error
    return len(lines) - len(kept)


def _is_of(line: bytes, key: str) -> bool:
    try:
        return msgspec.json.decode(line, type=Flag).id == key
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
