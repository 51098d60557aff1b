"""A private place for what is compiled: catalogs, and messages. Losing it costs time, never correctness."""

import contextlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

KEPT = 8  # files of each kind that are kept; the oldest go first


def cache_folder() -> Path | None:
    """Return the folder for compiled catalogs, made if need be, or None if there is no private, writable one."""
    from platformdirs import user_cache_path

    if os.name == "posix" and not os.environ.get("HOME") and not os.environ.get("XDG_CACHE_HOME"):
        return None
    folder = user_cache_path("mhfind", appauthor=False)
    if not folder.is_absolute():
        return None
    try:
        for place in (folder.parent, folder):  # a home that does not exist is not made
            place.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return None
    return folder if _is_private(folder, stat.S_ISDIR) else None


def trusted(path: Path) -> bool:
    """Tell whether a cached file is a plain file of this user that nobody else can write."""
    return _is_private(path, stat.S_ISREG)


def _is_private(path: Path, is_kind: Callable[[int], bool]) -> bool:
    """Tell whether `path` is itself of a kind (no link), this user's, and writable by nobody else."""
    try:
        status = path.lstat()
    except OSError:
        return False
    own = os.name != "posix" or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    return is_kind(status.st_mode) and own


def store(path: Path, data: bytes) -> None:
    """Put what was compiled in place at once and whole, or not at all; then let old files of its kind go."""
    from mhfind.output import replace_file

    with contextlib.suppress(OSError):
        replace_file(path, data)
        files = sorted(path.parent.glob(f"*{path.suffix}"), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in files[KEPT:]:
            old.unlink()
