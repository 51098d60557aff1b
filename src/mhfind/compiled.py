"""Compiled catalogs: where they are, and how they are made when they are not there yet.

In a wheel the bundled catalog is an index that was compiled when the wheel was built. In an editable install it is
compiled from the YAML files as they are now, into the cache, keyed by their content. So are own catalogs.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mhfind.errors import CatalogError
from mhfind.place import Gazetteer

if TYPE_CHECKING:
    from mhfind.index import Index  # brings sqlite3, which `mhfind crisis` does without

PACKAGE = Path(__file__).parent
BUNDLED = PACKAGE / "_bundled" / "catalog.index"
SOURCE = PACKAGE.parents[1] / "data"


def bundled_path() -> Path:
    """Return where the bundled catalog is: an index in a wheel, a folder of files in a source tree."""
    return BUNDLED if BUNDLED.exists() else SOURCE


def ready_index() -> "Index | None":
    """Open the index of the bundled catalog if it is compiled already, else return None: no YAML is read.

    Raises CatalogError for an index or a source that can't be read.
    """
    from mhfind.index import Index

    return Index.open(BUNDLED) if BUNDLED.exists() else _cached(_cache_file((), only=False))


def open_index(own: tuple[Path, ...], *, only: bool) -> "Index":
    """Open the index of the bundled catalog with own files or folders added, or with `only` those.

    Raises CatalogError with every problem of a catalog that can't be used.
    """
    from mhfind.index import Index

    if not own and BUNDLED.exists():
        return Index.open(BUNDLED)
    path = _cache_file(own, only)
    index = _cached(path)
    if index is None:
        from mhfind.cache import store

        data = _compile(own, only)
        if path:
            store(path, data)
        index = Index.from_bytes(data)
    return index


def _cache_file(own: tuple[Path, ...], only: bool) -> Path | None:
    """Return where the cache keeps the index of catalogs as they are now, there or not; None if there is no cache."""
    from mhfind.cache import cache_folder
    from mhfind.source.paths import data_files, record_files

    base = [BUNDLED] if BUNDLED.exists() else data_files(SOURCE)
    files = [*base, *(file for path in own for file in record_files(path)), *sorted(PACKAGE.rglob("*.py"))]
    digest, folder = _fingerprint(files, only), cache_folder()
    return folder / f"{digest}.index" if folder else None


def _cached(path: Path | None) -> "Index | None":
    """Return the index that the cache keeps at `path`, or None if it keeps none that can be used."""
    from mhfind.cache import trusted
    from mhfind.index import DamagedIndexError, Index

    if path and trusted(path):
        with suppress(DamagedIndexError):
            return Index.open(path)
    return None


def _compile(own: tuple[Path, ...], only: bool) -> bytes:
    from mhfind.compile import compile_bundle, compile_own
    from mhfind.source.files import read_bundle, read_own

    if not own:
        return compile_bundle(read_bundle(SOURCE))
    beside = open_index((), only=False)
    programs = read_own(own, beside.vocabulary, beside.meta("places", Gazetteer), beside.statuses())
    return compile_own(beside.to_bytes(), programs, only=only)


def _fingerprint(files: Iterable[Path], only: bool) -> str:
    """Return a digest of the names and contents of files, so that an index is never older than what it was made of."""
    import hashlib

    from mhfind.index import FORMAT

    digest = hashlib.sha256(f"{FORMAT} {only}".encode())
    for file in files:
        try:
            if not file.is_file():
                raise CatalogError(f"{file}: there is no such file", "check the path")
            with file.open("rb") as stream:
                content = hashlib.file_digest(stream, "sha256").digest()
        except OSError as error:
            raise CatalogError(f"{file}: {error.strerror}", "check the path and its permissions") from error
        digest.update(str(file.absolute()).encode(errors="surrogateescape") + b"\0" + content)
    return digest.hexdigest()
