"""The user's path: open the bundled catalog, with own ones beside it, and ask it.

In a wheel the bundled catalog is an index that was compiled when the wheel was built. In an editable install it is
compiled from the YAML files as they are now, into the cache, keyed by their content. So are own catalogs.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mhfind.crisis import Doors, Help
from mhfind.danger import Rules
from mhfind.errors import CatalogError, UsageError
from mhfind.model import Program, Term, Vocabulary
from mhfind.place import Gazetteer
from mhfind.query import Filters, Place, Query
from mhfind.suggest import did_you_mean

if TYPE_CHECKING:
    from mhfind.index import Index
    from mhfind.search import Results
    from mhfind.source.reader import Problem

PACKAGE = Path(__file__).parent
BUNDLED = PACKAGE / "_bundled" / "catalog.index"
SOURCE = PACKAGE.parents[1] / "data"
_NOWHERE = Place()
_NO_FILTERS = Filters()


class Info(msgspec.Struct, frozen=True):
    """What a catalog holds: records by status, active ones by type and country; where the bundled one is."""

    records: dict[str, int]
    types: dict[str, int]
    areas: dict[str, int]
    bundled: str


class Catalog:
    """A catalog to ask. Open one with `Catalog.open()`."""

    def __init__(self, index: "Index") -> None:
        self.index = index

    @classmethod
    def open(cls, *own: Path | str, only: bool = False) -> "Catalog":
        """Open the bundled catalog, with the `own` files or folders added, or with `only` those.

        Raises CatalogError with every problem of a catalog that can't be used.
        """
        from mhfind.index import Index  # brings sqlite3, which `mhfind crisis` does without

        if not own and BUNDLED.exists():
            return cls(Index.open(BUNDLED))
        return cls(_compiled(tuple(Path(path) for path in own), only))

    @classmethod
    def compiled(cls) -> "Catalog | None":
        """Open the bundled catalog if it is compiled already, or return None: no YAML is read, nothing is written.

        Raises CatalogError for an index or a source that can't be read.
        """
        from mhfind.index import Index

        index = Index.open(BUNDLED) if BUNDLED.exists() else _cached(_cache_file((), only=False))
        return cls(index) if index else None

    @property
    def vocabulary(self) -> Vocabulary:
        """Types, routes, topics, audiences and the rest of the catalog's words."""
        return self.index.vocabulary

    @cached_property
    def doors(self) -> Doors:
        """Who answers first in a crisis."""
        return Doors.from_index(self.index)

    @cached_property
    def rules(self) -> Rules:
        """The danger rules."""
        return self.index.meta("danger_rules", Rules)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Countries, regions and time zones."""
        return self.index.meta("places", Gazetteer)

    def search(  # noqa: PLR0913 - the filters, each by its name
        self,
        text: str,
        *,
        type: Iterable[str] = (),  # noqa: A002 - named as the option is
        topic: Iterable[str] = (),
        audience: Iterable[str] = (),
        country: str | None = None,
        region: str | None = None,
        limit: int = 10,
    ) -> "Results":
        """Find programs for words as people say them. Filters take ids; `limit` 0 means all.

        Raises UsageError for an unknown place, and for a text that is too long to be a question.
        """
        place = self.gazetteer.place(country, region, "option") if country or region else _NOWHERE
        return self.ask(Query(text, self.filters(type=type, topic=topic, audience=audience), place, max(limit, 0)))

    def filters(self, **values: Iterable[str] | str) -> Filters:
        """Return filters from ids or labels by field (`type`, `topic`, `audience`), written in any case.

        Raises UsageError with a suggestion for what the vocabulary does not have.
        """
        found = {}
        for field, given in values.items():
            terms = getattr(self.vocabulary, f"{field}s")
            asked = (given,) if isinstance(given, str) else tuple(given)
            found[field] = tuple(_term(field, value, terms) for value in asked)
        return Filters(**found)

    def ask(self, query: Query) -> "Results":
        """Answer a query. Raises UsageError for a text that is too long to be a question."""
        from mhfind.search import search

        return search(query, self.index, self.rules, self.doors)

    def programs(
        self, filters: Filters = _NO_FILTERS, place: Place = _NOWHERE, limit: int = 0
    ) -> tuple[int, list[Program]]:
        """Return how many programs pass the filters, and up to `limit` of them (0: all); no retired ones.

        Those of the place come first, then worldwide ones, then the rest; by id where that is equal.
        """
        from mhfind.search import clauses, place_fit

        numbers = self.index.numbers([("status != ?", ("retired",)), *clauses(filters, place)])
        if place.country:
            fits = {row.number: place_fit(row.areas.split(), place) for row in self.index.features(numbers)}
            numbers.sort(key=lambda number: -fits[number])
        return len(numbers), list(self.index.programs(numbers[:limit] if limit else numbers))

    def get(self, key: str) -> Program | None:
        """Return the record of an id, retired ones too."""
        return self.index.program(key)

    def help(self, place: Place = _NOWHERE) -> Help:
        """Return who answers in a crisis at a place."""
        return self.doors.help(place)

    def info(self) -> Info:
        """Return what the catalog holds."""
        return Info(
            records=self.index.records(),
            types=self.index.counts("type"),
            areas=self.index.countries(),
            bundled=str(BUNDLED if BUNDLED.exists() else SOURCE),
        )


def _term(field: str, value: str, terms: Sequence[Term]) -> str:
    """Return the id of a term that is given by id or label."""
    wanted = value.casefold().replace(" ", "-")
    for term in terms:
        if wanted in (term.id, term.label.casefold().replace(" ", "-")):
            return term.id
    hint = did_you_mean(wanted, [term.id for term in terms], f"`mhfind {field}s` lists them")
    raise UsageError(f"unknown {field} {value!r}", hint)


def check_files(own: Sequence[Path]) -> tuple[int, "list[Problem]"]:
    """Return how many records files hold, and every problem in them; with no files, of the project's own catalog."""
    from mhfind.source.files import inspect_bundle, inspect_own

    if own:
        bundled = Catalog.open()
        programs, problems = inspect_own(own, bundled.vocabulary, bundled.gazetteer, bundled.index.statuses())
        return len(programs), problems
    if BUNDLED.exists():
        return len(Catalog.open().index.ids()), []  # it was checked when it was compiled, and its digest just now
    bundle, problems = inspect_bundle(SOURCE)
    return len(bundle.programs) if bundle else 0, problems


def _compiled(own: tuple[Path, ...], only: bool) -> "Index":
    """Return the index of catalogs that are YAML files, from the cache where it holds it."""
    from mhfind.cache import store
    from mhfind.index import Index

    path = _cache_file(own, only)
    index = _cached(path)
    if index is None:
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
    beside = Catalog.open()
    programs = read_own(own, beside.vocabulary, beside.gazetteer, beside.index.statuses())
    return compile_own(beside.index.to_bytes(), programs, only=only)


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
