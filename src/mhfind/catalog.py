"""The user's path: open the bundled catalog, with own ones beside it, and ask it."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import msgspec

from mhfind import compiled, tongue
from mhfind.crisis import Doors, Help
from mhfind.danger import Rules
from mhfind.document import Document
from mhfind.errors import UsageError
from mhfind.model import LANGUAGE, Program, Term, Vocabulary
from mhfind.place import Gazetteer
from mhfind.query import Filters, Place, Query
from mhfind.suggest import did_you_mean
from mhfind.tongue import ENGLISH, trc

if TYPE_CHECKING:
    from mhfind.gaps import Gaps
    from mhfind.index import Index
    from mhfind.results import Listing, Results
    from mhfind.source.reader import Problem

MAX_AGE = 120
LISTED = ("type", "topic", "audience")  # lists of the vocabulary that have a command of their own
_NOWHERE = Place()
_NO_FILTERS = Filters()
TERMS = ("type", "topic", "audience", "route", "payment", "channel")  # filters whose values stand in the vocabulary


class Wanted(TypedDict, total=False):
    """What programs have to be, as keywords of `Catalog.search` and `Catalog.programs`.

    Each of the first group takes one value or several, ids or labels. `age` in years; `open_at`: a moment (without a
    zone it is local time); `country` and `region` by code or name; `limit` 0 means all.
    """

    type: str | Iterable[str]
    topic: str | Iterable[str]
    audience: str | Iterable[str]
    route: str | Iterable[str]
    payment: str | Iterable[str]
    channel: str | Iterable[str]
    language: str | Iterable[str]
    age: int | None
    crisis_line: bool
    no_emergency_services: bool
    open_at: datetime | None
    country: str | None
    region: str | None
    limit: int


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
        return cls(compiled.open_index(tuple(Path(path) for path in own), only=only))

    @classmethod
    def compiled(cls) -> "Catalog | None":
        """Open the bundled catalog if it is compiled already, else return None."""
        index = compiled.ready_index()
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

    def search(self, text: str, *, literal: bool = False, **wanted: Unpack[Wanted]) -> "Results":
        """Find programs for words as people say them; `literal` takes the words as they stand.

        Up to 10 without a `limit`. Raises UsageError for a place or a filter that does not exist, and for a text that
        is too long to be a question.
        """
        place, limit = self.place(wanted.get("country"), wanted.get("region")), wanted.get("limit", 10)
        filters, now = self.filters(**wanted), datetime.now(UTC)
        return self.ask(Query(text, filters, place, max(limit, 0), literal=literal, now=now))

    def programs(self, **wanted: Unpack[Wanted]) -> "Listing":
        """Return the programs that pass the filters. Raises UsageError for a place or a filter that does not exist."""
        place = self.place(wanted.get("country"), wanted.get("region"))
        return self.listing(self.filters(**wanted), place, max(wanted.get("limit", 0), 0))

    def place(self, country: str | None = None, region: str | None = None) -> Place:
        """Return a place that is asked for, by codes or names. Raises UsageError with a suggestion."""
        return self.gazetteer.place(country, region, "option") if country or region else _NOWHERE

    def filters(self, **wanted: Unpack[Wanted]) -> Filters:
        """Return filters from ids or labels, written in any case; what says nothing of a program is passed over.

        Raises UsageError with a suggestion for what the vocabulary does not have, and TypeError for a keyword that does
        not exist: a filter that is passed over in silence would show programs that don't fit.
        """
        if unknown := wanted.keys() - Wanted.__annotations__.keys():
            raise TypeError(f"there is no keyword {', '.join(sorted(unknown))}")
        terms = {name: self._terms(name, values) for name, values in wanted.items() if name in TERMS}
        moment = wanted.get("open_at")
        return Filters(
            **terms,
            language=tuple(map(self._language, _several(wanted.get("language", ())))),
            age=_age(wanted.get("age")),
            crisis_line=wanted.get("crisis_line", False),
            no_emergency_services=wanted.get("no_emergency_services", False),
            open_at=moment.astimezone(UTC) if moment else None,
        )

    def _terms(self, name: str, values: Any) -> tuple[str, ...]:
        terms = getattr(self.vocabulary, f"{name}s")
        return tuple(_term(name, value, terms) for value in _several(values))

    def _language(self, text: str) -> str:
        """Return the tag of a language that is given by tag, or by its name in English or the language in force."""
        from mhfind.texts import LANGUAGES

        names = {tag: LANGUAGES.get(tag, tag) for tag in sorted({*LANGUAGES, *self.index.languages()})}
        for tag, name in names.items():
            if text.casefold() in (tag.casefold(), name.casefold(), trc("language", name).casefold()):
                return tag
        if text.split("-", maxsplit=1)[0] in names and re.fullmatch(
            LANGUAGE, text
        ):  # a kind of a known language, such as es-MX
            return text
        raise UsageError(
            f"unknown language {text!r}", did_you_mean(text, names.values(), "write a name or a tag: Spanish, es")
        )

    def ask(self, query: Query) -> "Results":
        """Answer a query. Raises UsageError for a text that is too long to be a question."""
        from mhfind.search import search

        return search(query, self.index, self.rules, self.doors, self.gazetteer)

    def listing(self, filters: Filters = _NO_FILTERS, place: Place = _NOWHERE, limit: int = 0) -> "Listing":
        """Return up to `limit` programs (0: all) that pass the filters, no retired ones.

        With another language than English in force, those that help in it come first. Those of the place come before
        worldwide ones, then those of a part of the country, then the rest; by id where that is equal. Those of which it
        is not known whether they are open at the moment asked for come last.
        """
        from mhfind.listing import listing

        return listing(filters, place, limit, self.index)

    def get(self, key: str) -> Program | None:
        """Return the record of an id, retired ones too."""
        return self.index.program(key)

    def help(self, place: Place = _NOWHERE) -> Help:
        """Return who answers in a crisis at a place."""
        return self.doors.help(place)

    def ids(self) -> list[str]:
        """Return every id, in order."""
        return self.index.ids()

    def names(self) -> dict[str, str]:
        """Return the name of every program by id."""
        return self.index.names()

    def counts(self, kind: str) -> dict[str, int]:
        """Return how many active programs have each value of `type`, `topic`, `audience` and so on."""
        return self.index.counts(kind)

    def guides(self) -> list[str]:
        """Return the names of the written guides."""
        return sorted({*self.index.guides(ENGLISH), *self.translated_guides()})

    def translated_guides(self) -> list[str]:
        """Return the names of the guides that are written in the language in force."""
        return self.index.guides(tongue.current())

    def guide_titles(self) -> dict[str, str]:
        """Return the title of every written guide by its name: in the language in force if it is written in that."""
        return {**self.index.guide_titles(ENGLISH), **self.index.guide_titles(tongue.current())}

    def written_guide(self, name: str) -> Document | None:
        """Return a written guide, in English if not in the language in force; None if there is none of that name."""
        return self.index.guide(name, tongue.current()) or self.index.guide(name, ENGLISH)

    def info(self) -> Info:
        """Return what the catalog holds."""
        return Info(
            records=self.index.records(),
            types=self.index.counts("type"),
            areas=self.index.countries(),
            bundled=str(compiled.bundled_path()),
        )

    def gaps(self, place: Place = _NOWHERE) -> "Gaps":
        """Return what the catalog lacks: of the country of a place, or of all countries."""
        from mhfind.gaps import gaps

        return gaps(self.index, self.doors, self.gazetteer, place)


def _several(values: str | Iterable[str]) -> tuple[str, ...]:
    """Return one text or several as several."""
    return (values,) if isinstance(values, str) else tuple(values)


def _age(years: int | None) -> int | None:
    if years is not None and not 0 <= years <= MAX_AGE:
        raise UsageError(f"{years} is no age", f"write years, 0 to {MAX_AGE}")
    return years


def _term(field: str, value: str, terms: Sequence[Term]) -> str:
    """Return the id of a term that is given by id or label."""
    wanted = value.casefold().replace(" ", "-")
    for term in terms:
        if wanted in (term.id, term.label.casefold().replace(" ", "-")):
            return term.id
    ids = [term.id for term in terms]
    known = f"`mhfind {field}s` lists them" if field in LISTED else f"use one of: {', '.join(ids)}"
    hint = did_you_mean(wanted, ids, known)
    raise UsageError(f"unknown {field} {value!r}", hint)


def check_files(own: Sequence[Path]) -> tuple[int, "list[Problem]"]:
    """Return how many records files hold, and every problem in them; with no files, of the project's own catalog."""
    from mhfind.source.files import inspect_bundle, inspect_own
    from mhfind.source.reread import lock_problems

    if own:
        bundled = Catalog.open()
        programs, problems = inspect_own(own, bundled.vocabulary, bundled.gazetteer, bundled.index.statuses())
        return len(programs), problems
    if compiled.BUNDLED.exists():
        return len(Catalog.open().ids()), []  # it was checked when it was compiled, and its digest just now
    bundle, problems = inspect_bundle(compiled.SOURCE)
    if bundle is None or problems:
        return len(bundle.programs) if bundle else 0, problems
    return len(bundle.programs), lock_problems(compiled.SOURCE, bundle.programs)
