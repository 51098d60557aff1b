"""A private place for compiled catalogs. Losing it costs time, never correctness."""

import contextlib
import os
import stat
import tempfile
from pathlib import Path

KEPT = 8  # compiled catalogs that are kept; the oldest go first


def cache_folder() -> Path | None:
    """Return the folder for compiled catalogs, made if need be, or None if there is no private, writable one."""
    from platformdirs import user_cache_path

    if os.name == "posix" and not os.environ.get("HOME") and not os.environ.get("XDG_CACHE_HOME"):
        return None
    folder = user_cache_path("mhfind")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return None
    private = os.name != "posix" or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    return folder if stat.S_ISDIR(status.st_mode) and private else None


def trusted(path: Path) -> bool:
    """Tell whether a cached file is a plain file of this user that nobody else can write."""
    try:
        status = path.lstat()
    except OSError:
        return False
    if not stat.S_ISREG(status.st_mode):
        return False
    return os.name != "posix" or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def store(path: Path, data: bytes) -> None:
    """Put a compiled catalog in place at once and whole, or not at all; then let old ones go."""
    temporary = None
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except OSError:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        return
    with contextlib.suppress(OSError):
        files = sorted(path.parent.glob("*.index"), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in files[KEPT:]:
            old.unlink()
