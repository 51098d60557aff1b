"""The compiled catalog: one SQLite file with its SHA-256 at the end, checked whole and read only.

`compile` writes it, this module opens and reads it. SQLite 3.36 or newer with FTS5 is needed. A file up to
`IN_MEMORY` bytes is read at once, compared with its digest and opened from memory, so that what was checked is what
is used; a larger one is compared in pieces and opened in place, read only.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from mhfind.danger import DangerWords
from mhfind.document import Document
from mhfind.errors import CatalogError
from mhfind.model import EmergencyNumber, Program, Vocabulary, program_of
from mhfind.moment import minute_of_week

FORMAT = "mhfind-index/8"
MIN_SQLITE = (3, 36, 0)
IN_MEMORY = 20 * 1024 * 1024
REPAIR = "install mhfind again"
# How much a match counts in bm25, by the column of the full-text table.
FIELD_WEIGHTS = {"names": 8.0, "topics": 4.0, "summary": 2.0, "details": 1.0}
FREQUENT = 100  # records with a word from which on it is counted
_DIGEST = 32
_CHUNK = 500

_GUESSES = msgspec.json.Decoder(dict[str, float])

T = TypeVar("T")


class DamagedIndexError(CatalogError):
    """The index is missing, incomplete or changed since it was written."""

    code = "index"


Clause = tuple[str, tuple[object, ...]]  # an SQL condition on `program`, and its values


ALL: Clause = ("1", ())


class Match(msgspec.Struct, frozen=True, array_like=True):
    """A program number, and what of it matched: which field, which words, how strongly (0 to 1)."""

    number: int
    field: str
    text: str
    strength: float


class Features(msgspec.Struct, frozen=True, array_like=True):
    """What ranking needs to know of a program besides its matches."""

    number: int
    id: str
    type: str
    status: str
    areas: str  # space-separated
    audiences: str


class Stored(Mapping[str, T]):
    """A table of values by key, each of which is read when it is asked for."""

    def __init__(self, connection: sqlite3.Connection, table: str, to: Any) -> None:
        self._db, self._table, self._decoder = connection, table, msgspec.json.Decoder(to)

    def __getitem__(self, key: str) -> T:
        row = self._db.execute(f"SELECT value FROM {self._table} WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        found: T = self._decoder.decode(zlib.decompress(row[0]))
        return found

    def __iter__(self) -> Iterator[str]:
        return iter([row[0] for row in self._db.execute(f"SELECT key FROM {self._table} ORDER BY key")])

    def __len__(self) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {self._table}").fetchone()[0])


class Index:
    """Read access to a compiled catalog. Every method is one question to the database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._words: dict[tuple[int, int, str], dict[str, float]] = {}
        self._danger_words: dict[str, dict[str, float]] = {}

    @classmethod
    def open(cls, path: Path) -> "Index":
        """Open an index file. Raises DamagedIndexError if it is not whole, or if SQLite is too old."""
        try:
            if path.stat().st_size > IN_MEMORY:
                if not _is_whole(path):
                    raise DamagedIndexError("the catalog's index is incomplete or was changed", REPAIR)
                return cls._checked(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True))
            return cls.from_bytes(path.read_bytes())
        except (OSError, sqlite3.Error) as error:
            raise DamagedIndexError("the catalog's index can't be read", REPAIR) from error

    @classmethod
    def from_bytes(cls, data: bytes) -> "Index":
        """Open an index from the bytes of its file. Raises DamagedIndexError if they are not whole."""
        database = memoryview(data)[:-_DIGEST]
        if hashlib.sha256(database).digest() != data[-_DIGEST:]:
            raise DamagedIndexError("the catalog's index is incomplete or was changed", REPAIR)
        connection = sqlite3.connect(":memory:")
        connection.deserialize(database)
        return cls._checked(connection)

    @classmethod
    def _checked(cls, connection: sqlite3.Connection) -> "Index":
        if sqlite3.sqlite_version_info < MIN_SQLITE:
            wanted = ".".join(map(str, MIN_SQLITE))
            raise DamagedIndexError(f"SQLite {sqlite3.sqlite_version} is too old", f"install SQLite {wanted} or newer")
        connection.executescript("PRAGMA trusted_schema=OFF; PRAGMA query_only=ON;")
        connection.create_function("minute_of_week", 2, minute_of_week, deterministic=True)
        index = cls(connection)
        if index.meta("format", str) != FORMAT:
            raise DamagedIndexError("the catalog's index is of another version", REPAIR)
        return index

    @cached_property
    def _shelves(self) -> tuple[str, ...]:
        return self.meta("shelves", tuple[str, ...])

    def to_bytes(self) -> bytes:
        """Return the database itself, without its digest."""
        return self._db.serialize()

    def meta(self, key: str, to: type[T]) -> T:
        """Return what is kept under `key`. Raises DamagedIndexError where nothing is."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise DamagedIndexError(f"the catalog's index holds no {key}", REPAIR)
        return msgspec.json.decode(row[0], type=to)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Types, topics and all other words of the catalog."""
        return self.meta("vocabulary", Vocabulary)

    def program(self, key: str) -> Program | None:
        """Return the record of an id, listed or not; None for what can't be an id."""
        if not key.isascii():
            return None
        row = self._db.execute("SELECT json FROM record JOIN program USING (number) WHERE id = ?", (key,)).fetchone()
        return _unpacked(row[0]) if row else None

    def number(self, key: str) -> int:
        """Return the number of an id that exists."""
        return int(self._db.execute("SELECT number FROM program WHERE id = ?", (key,)).fetchone()[0])

    def programs(self, numbers: Iterable[int]) -> Iterator[Program]:
        """Yield the records of program numbers, in the order given."""
        for number in numbers:
            yield _unpacked(self._db.execute("SELECT json FROM record WHERE number = ?", (number,)).fetchone()[0])

    def numbers(self, clauses: Sequence[Clause] = ()) -> list[int]:
        """Return the numbers of the listed programs that meet every clause, in order of their ids."""
        where, values = _where(clauses)
        return [row[0] for row in self._db.execute(f"SELECT number FROM program WHERE {where} ORDER BY id", values)]

    def count(self, clauses: Sequence[Clause] = ()) -> int:
        """Return how many listed programs meet every clause."""
        where, values = _where(clauses)
        return int(self._db.execute(f"SELECT count(*) FROM program WHERE {where}", values).fetchone()[0])

    def counts(self, kind: str) -> dict[str, int]:
        """Return how many active listed programs have each value of a facet ("topic")."""
        rows = self._db.execute(
            "SELECT value, count(*) FROM facet JOIN program USING (number)"
            " WHERE kind = ? AND listed AND status = 'active' GROUP BY value",
            (kind,),
        )
        return dict(rows.fetchall())

    def guide(self, name: str, language: str) -> Document | None:
        """Return a guide text; None for what can't be the name of one."""
        if not name.isascii():
            return None
        row = self._db.execute(
            "SELECT document FROM guide WHERE name = ? AND language = ?", (name, language)
        ).fetchone()
        return msgspec.json.decode(row[0], type=Document) if row else None

    def guides(self, language: str) -> list[str]:
        """Return the names of guide texts."""
        return [
            row[0] for row in self._db.execute("SELECT name FROM guide WHERE language = ? ORDER BY name", (language,))
        ]

    def guide_titles(self, language: str) -> dict[str, str]:
        """Return the titles of guide texts by name."""
        rows = self._db.execute("SELECT name, document FROM guide WHERE language = ? ORDER BY name", (language,))
        return {name: msgspec.json.decode(document, type=Document).title for name, document in rows}

    def languages(self) -> set[str]:
        """Return the tags of all languages that listed programs offer."""
        rows = self._db.execute(
            "SELECT DISTINCT value FROM facet JOIN program USING (number) WHERE kind = 'language' AND listed"
        )
        return {row[0] for row in rows}

    def statuses(self) -> dict[str, str]:
        """Return the status of every program by id."""
        return dict(self._db.execute("SELECT id, status FROM program").fetchall())

    def records(self) -> dict[str, int]:
        """Return how many listed programs have each status."""
        rows = self._db.execute("SELECT status, count(*) FROM program WHERE listed GROUP BY status ORDER BY status")
        return dict(rows.fetchall())

    def countries(self, clauses: Sequence[Clause] = ()) -> dict[str, int]:
        """Return how many active listed programs serve each country, or a part of it; `WORLD` counts apart."""
        where, values = _where([("status = 'active'", ()), *clauses])
        rows = self._db.execute(
            "SELECT substr(value, 1, instr(value || '-', '-') - 1) AS country, count(DISTINCT number)"
            " FROM facet JOIN program USING (number)"
            f" WHERE kind = 'area' AND {where} GROUP BY country ORDER BY country",
            values,
        )
        return dict(rows.fetchall())

    def values(self, kind: str, *countries: str) -> set[str]:
        """Return the values of a facet that active listed programs have; with `countries`, those that serve one."""
        serving = " OR ".join("instr(' ' || areas, ?)" for _ in countries) or "1"
        rows = self._db.execute(
            "SELECT DISTINCT value FROM facet JOIN program USING (number)"
            f" WHERE kind = ? AND listed AND status = 'active' AND ({serving})",
            (kind, *(f" {country}" for country in countries)),
        )
        return {row[0] for row in rows}

    def ids(self) -> list[str]:
        """Return every id, in order."""
        return [row[0] for row in self._db.execute("SELECT id FROM program ORDER BY id")]

    def names(self) -> dict[str, str]:
        """Return the name of every listed program by its id."""
        return dict(self._db.execute("SELECT id, name FROM program WHERE listed ORDER BY id").fetchall())

    def by_name(self, keys: Sequence[str], clauses: Sequence[Clause] = ()) -> list[Match]:
        """Return programs one of whose names is one of `keys` (squashed)."""
        return self._matches("name JOIN program USING (number)", "field, text, 1.0", "key", keys, clauses)

    def core_names(self, like: str) -> list[str]:
        """Return names without their generic words, as `words.core_name` squashes them: those that may be `like`.

        They begin with its letter and are about as long; no more than a thousand are looked at.
        """
        query = (
            "SELECT DISTINCT key FROM name WHERE key BETWEEN ? AND ? AND field = 'core'"
            " AND length(key) BETWEEN ? AND ? LIMIT 1000"
        )
        bounds = (like[:1], f"{like[:1]}~", len(like) - 1, len(like) + 1)
        return [row[0] for row in self._db.execute(query, bounds)]

    def by_number(self, keys: Sequence[str], clauses: Sequence[Clause] = ()) -> list[Match]:
        """Return programs that have, or had, one of the phone numbers `keys` (comparison keys)."""
        return self._matches("phone JOIN program USING (number)", "field, text, 1.0", "key", keys, clauses)

    def by_facet(
        self, kind: str, values: Sequence[str], clauses: Sequence[Clause] = (), limit: int = 0, near: Clause = ALL
    ) -> list[Match]:
        """Return programs that have one of `values` in a facet; strength falls with the place in the record's list.

        With a `limit`, that many of each value at most: those first that meet `near`, then the strongest.
        """
        found: list[Match] = []
        for value in values:
            rows = self._facet(kind, value, (*clauses, near), limit or -1)
            if near != ALL and (left := limit - len(rows) if limit else -1):
                rows += self._facet(kind, value, (*clauses, (f"NOT {near[0]}", near[1])), left)
            found += sorted(rows, key=lambda match: match.number)
        return found

    def _facet(self, kind: str, value: str, clauses: Sequence[Clause], limit: int) -> list[Match]:
        """Return programs with a value of a facet, the strongest first, as the table has them: nothing is sorted."""
        where, given = _where(clauses)
        query = (
            "SELECT number, kind, value, strength FROM facet JOIN program USING (number)"
            f" WHERE kind = ? AND value = ? AND {where} ORDER BY strength DESC, number LIMIT ?"
        )
        return [Match(*row) for row in self._db.execute(query, (kind, value, *given, limit))]

    def by_text(
        self, expression: str, limit: int, clauses: Sequence[Clause] = (), country: str | None = None
    ) -> list[Match]:
        """Return programs whose words match an FTS5 expression, best first; strength is relative to the best.

        How much a word weighs is told by how rare it is: among the programs of a `country`, if it has many.
        """
        where, values = _where(clauses)
        weights = ", ".join(map(str, FIELD_WEIGHTS.values()))
        prose = shelf(country) if country and country in self._shelves else "prose"
        query = (
            f"SELECT {prose}.rowid, -bm25({prose}, {weights}) AS score FROM {prose}"
            f" JOIN program ON program.number = {prose}.rowid"
            f" WHERE {prose} MATCH ? AND {where} ORDER BY score DESC, {prose}.rowid LIMIT ?"
        )
        rows = self._db.execute(query, (expression, *values, limit)).fetchall()
        return [Match(number, "words", "", score / rows[0][1] if rows[0][1] > 0 else 0.0) for number, score in rows]

    def counts_of(self, stems: Sequence[str]) -> dict[str, int]:
        """Return in how many records each of `stems` stands, of those that stand in more than `FREQUENT`."""
        marks = ", ".join("?" * len(stems))
        return dict(self._db.execute(f"SELECT stem, count FROM frequent WHERE stem IN ({marks})", stems).fetchall())

    def features(self, numbers: Sequence[int]) -> list[Features]:
        """Return what ranking needs to know of programs."""
        found = []
        for start in range(0, len(numbers), _CHUNK):
            chunk = numbers[start : start + _CHUNK]
            marks = ", ".join("?" * len(chunk))
            columns = "number, id, type, status, areas, audiences"
            query = f"SELECT {columns} FROM program WHERE number IN ({marks})"
            found += [Features(*row) for row in self._db.execute(query, chunk)]
        return found

    def phrases(self, keys: Sequence[str], tongue: str = "") -> dict[str, list[tuple[str, str, float]]]:
        """Return what lay phrases mean to a query in a language: (kind, id, weight) by the phrase's stemmed words."""
        found: dict[str, list[tuple[str, str, float]]] = {}
        for start in range(0, len(keys), _CHUNK):
            chunk = keys[start : start + _CHUNK]
            marks = ", ".join("?" * len(chunk))
            query = (
                f"SELECT key, kind, id, weight FROM phrase JOIN meaning USING (meaning) WHERE key IN ({marks})"
                " AND (? = '' OR tongue IN ('', ?)) ORDER BY kind, id"
            )
            for key, kind, name, weight in self._db.execute(query, (*chunk, tongue, tongue)):
                found.setdefault(key, []).append((kind, name, weight))
        return found

    def known_words(self, words: Sequence[str], least: int = 0, tongue: str = "") -> set[str]:
        """Return which of `words` the catalog knows, of a weight of at least `least` (see `lexicon.MEANING`).

        With a `tongue`, those of that language.
        """
        found: set[str] = set()
        for start in range(0, len(words), _CHUNK):
            chunk = words[start : start + _CHUNK]
            marks = ", ".join("?" * len(chunk))
            query = f"SELECT word FROM word WHERE word IN ({marks}) AND weight >= ? AND (? = '' OR instr(tongues, ?))"
            found.update(row[0] for row in self._db.execute(query, (*chunk, least, tongue, tongue)))
        return found

    def tongues(self, words: Sequence[str]) -> dict[str, set[str]]:
        """Return the languages of those of `words` that the catalog knows, as tags; with `PLAINLY` behind them too."""
        found: dict[str, set[str]] = {}
        for start in range(0, len(words), _CHUNK):
            chunk = words[start : start + _CHUNK]
            query = f"SELECT word, tongues FROM word WHERE word IN ({', '.join('?' * len(chunk))})"
            found |= {word: set(tongues.split()) for word, tongues in self._db.execute(query, chunk)}
        return found

    def all_words(self, least: int = 0, most: int = 100, tongue: str = "") -> Mapping[str, float]:
        """Return every word of `least` to `most` letters that a misspelt one may be read as, and what speaks for it.

        With a `tongue`, those of that language. They are kept for the next misspelt word: a batch has many.
        """
        asked = least, most, tongue
        if asked not in self._words:
            query = "SELECT words FROM guess WHERE length BETWEEN ? AND ? AND (? = '' OR tongue = ?)"
            found: dict[str, float] = {}
            for (words,) in self._db.execute(query, (*asked, tongue)):
                found |= _GUESSES.decode(words)
            self._words[asked] = found
        return self._words[asked]

    def danger_words(self, tongue: str) -> Mapping[str, float]:
        """Return the words of danger rules that a misspelt word of a query in a language may be."""
        if tongue not in self._danger_words:
            self._danger_words[tongue] = self.meta("danger_words", DangerWords).of(tongue)
        return self._danger_words[tongue]

    def first_answers(self) -> Mapping[str, msgspec.Raw]:
        """Return the records that answer first in a crisis, by id."""
        return Stored(self._db, "first_answer", msgspec.Raw)

    def emergency(self) -> Mapping[str, tuple[EmergencyNumber, ...]]:
        """Return the emergency numbers of countries, by code."""
        return Stored(self._db, "emergency", tuple[EmergencyNumber, ...])

    def sounding(self, sounds: Sequence[str], tongue: str = "") -> dict[str, list[str]]:
        """Return the words, of a language, that a misspelt one may be read as, by how they sound (`sounds.sound`)."""
        found: dict[str, list[str]] = {}
        for start in range(0, len(sounds), _CHUNK):
            chunk = sounds[start : start + _CHUNK]
            marks = ", ".join("?" * len(chunk))
            query = f"SELECT sound, word FROM word WHERE sound IN ({marks}) AND (? = '' OR instr(tongues, ?))"
            for key, word in self._db.execute(query, (*chunk, tongue, tongue)):
                found.setdefault(key, []).append(word)
        return found

    def _matches(
        self, table: str, columns: str, column: str, keys: Sequence[str], clauses: Sequence[Clause]
    ) -> list[Match]:
        found: list[Match] = []
        where, values = _where(clauses)
        for start in range(0, len(keys), _CHUNK):
            chunk = keys[start : start + _CHUNK]
            marks = ", ".join("?" * len(chunk))
            query = (
                f"SELECT number, {columns} FROM {table} WHERE {column} IN ({marks}) AND {where} ORDER BY number, 2, 3"
            )
            found += [Match(*row) for row in self._db.execute(query, (*chunk, *values))]
        return found


def _where(clauses: Sequence[Clause]) -> tuple[str, list[object]]:
    return " AND ".join(["listed", *(clause for clause, _ in clauses)]), [v for _, given in clauses for v in given]


def shelf(country: str) -> str:
    """Return the table of the words of a country's programs."""
    return f"prose_{country.lower()}"


def packed(value: object) -> bytes:
    """Return a record or the like as an index keeps it: small, as every start reads all and asks for a few."""
    return zlib.compress(msgspec.json.encode(value))


def _unpacked(record: bytes) -> Program:
    return program_of(zlib.decompress(record))


def _is_whole(path: Path) -> bool:
    """Tell whether an index file ends with the digest of all before it; reads it in pieces."""
    digest, left = hashlib.sha256(), path.stat().st_size - _DIGEST
    with path.open("rb") as stream:
        while left > 0 and (piece := stream.read(min(left, 1 << 20))):
            digest.update(piece)
            left -= len(piece)
        return stream.read() == digest.digest()


def sealed(database: bytes) -> bytes:
    """Return a database with its digest, as an index file holds it."""
    return database + hashlib.sha256(database).digest()
