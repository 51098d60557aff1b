"""Checked records -> an index file. Runs when the wheel is built, and for an own or edited catalog on first use."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import msgspec

from mhfind.crisis import Doors, Fallback
from mhfind.hours import ALWAYS, compile_hours
from mhfind.index import FIELD_WEIGHTS, FORMAT, FREQUENT, Index, packed, sealed, shelf
from mhfind.lexicon import COMMON, KNOWN, NAME, SIGNAL, Words, phrase_rows, place_rows, stems
from mhfind.model import Contact, Program, Vocabulary
from mhfind.numbers import comparison_key, dial_string, find_numbers, has_letters
from mhfind.query import WORLD
from mhfind.source.files import Bundle
from mhfind.words import core_name, squash, tokens

DIALLED = {"call", "text", "whatsapp", "tty", "video"}
FOR_FAMILY = {"family-and-friends", "caregivers"}  # audiences of programs that answer those close to someone
_BATCH = 500  # programs written at a time
_COLUMNS = "(rowid, names, topics, summary, details)"
_SCHEMA = """
PRAGMA page_size = 4096;
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE program (
  number INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT, status TEXT, type TEXT, crisis_line INTEGER, areas TEXT,
  audiences TEXT, min_age INTEGER, max_age INTEGER, listed INTEGER
);
CREATE TABLE record (number INTEGER PRIMARY KEY, json BLOB);
CREATE TABLE frequent (stem TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID;
CREATE TABLE name (key TEXT, number INTEGER, field TEXT, text TEXT);
CREATE TABLE phone (key TEXT, number INTEGER, field TEXT, text TEXT);
CREATE TABLE facet (
  kind TEXT, value TEXT, number INTEGER, strength REAL, PRIMARY KEY (kind, value, strength DESC, number)
) WITHOUT ROWID;
CREATE TABLE contact (number INTEGER, channel TEXT, languages TEXT, zone TEXT, start INTEGER, end INTEGER);
CREATE TABLE meaning (meaning INTEGER PRIMARY KEY, kind TEXT, id TEXT, UNIQUE (kind, id));
CREATE TABLE phrase (key TEXT, meaning INTEGER, weight REAL, tongue TEXT, PRIMARY KEY (key, meaning)) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, weight INTEGER, sound TEXT, tongues TEXT) WITHOUT ROWID;
CREATE TABLE guess (length INTEGER, tongue TEXT, words BLOB, PRIMARY KEY (length, tongue)) WITHOUT ROWID;
CREATE TABLE first_answer (key TEXT PRIMARY KEY, value BLOB);
CREATE TABLE emergency (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE guide (language TEXT, name TEXT, document BLOB, PRIMARY KEY (language, name)) WITHOUT ROWID;
CREATE VIRTUAL TABLE stems USING fts5vocab('prose', 'row');
"""
_PROSE = f"CREATE VIRTUAL TABLE {{table}} USING fts5({', '.join(FIELD_WEIGHTS)}, content='', tokenize='unicode61');"
SHELF = 100  # programs from which on a country has words of its own, which weigh as they do among its programs
_INDEXES = """
CREATE INDEX name_key ON name (key);
CREATE INDEX phone_key ON phone (key);
CREATE INDEX contact_channel ON contact (channel);
CREATE INDEX word_sound ON word (sound) WHERE sound IS NOT NULL;
"""


def compile_bundle(bundle: Bundle) -> bytes:
    """Return the index file of the project's own catalog. The same bundle always gives the same bytes."""
    db = sqlite3.connect(":memory:")
    shelves = _shelves(bundle.programs)
    db.executescript("".join(_PROSE.format(table=table) for table in ("prose", *map(shelf, shelves))) + _SCHEMA)
    crisis, danger_words = bundle.crisis, bundle.danger_words()
    first = {key for answer in crisis.answers for key in answer.programs}
    meta = {
        "format": FORMAT,
        "shelves": shelves,
        "vocabulary": bundle.vocabulary,
        "places": bundle.places,
        "danger_rules": bundle.rules(),
        "danger_words": danger_words,
        "dangers": crisis.kinds,
        "answers": crisis.answers,
    }
    db.executemany(
        "INSERT INTO meta VALUES (?, ?)",
        [(key, msgspec.json.encode(value, order="deterministic")) for key, value in meta.items()],
    )
    answering = {p.id: finished(p, bundle.vocabulary) for p in bundle.programs if p.id in first}
    numbers = {country.country: country.numbers for country in crisis.emergency}
    db.executemany("INSERT INTO first_answer VALUES (?, ?)", [(key, packed(one)) for key, one in answering.items()])
    db.executemany("INSERT INTO emergency VALUES (?, ?)", [(code, packed(found)) for code, found in numbers.items()])
    db.executemany(
        "INSERT INTO guide VALUES (?, ?, ?)",
        [(*name.split("/"), msgspec.json.encode(document)) for name, document in bundle.guides.items()],
    )
    words = Words()
    for tongue, common in bundle.common_words.items():
        words.add(common, COMMON, tongue)
    for tongue, thesaurus in bundle.thesauri.items():
        _write_phrases(db, phrase_rows(thesaurus, bundle.vocabulary, words, tongue))
    _write_phrases(db, [(*row, "") for row in place_rows(bundle.places)])
    words.add(danger_words.english, SIGNAL)
    for tongue, own in danger_words.foreign.items():
        words.add(own, SIGNAL, tongue)
    for name, document in bundle.guides.items():
        words.add([msgspec.json.encode(document).decode()], KNOWN, name.split("/")[0])
    words.add((*bundle.places.countries.values(), *bundle.places.regions.values()), KNOWN)
    _write_programs(db, bundle.programs, bundle.vocabulary, words)
    return _finish(db, words)


def compile_own(bundled: bytes, programs: Sequence[Program], *, only: bool) -> bytes:
    """Return the index of the bundled catalog with own records added (an own record replaces a bundled one of its id).

    With `only`, the bundled records are no longer listed; first answers in a crisis are still found by their ids.
    """
    db = sqlite3.connect(":memory:")
    db.deserialize(bundled)
    db.executescript("DROP INDEX name_key; DROP INDEX phone_key; DROP INDEX contact_channel; DROP INDEX word_sound;")
    if only:
        db.execute("UPDATE program SET listed = 0")
    (last,) = db.execute("SELECT max(number) FROM program").fetchone()
    for program in programs:
        _forget(db, program.id)
    (encoded,) = db.execute("SELECT value FROM meta WHERE key = 'vocabulary'").fetchone()
    words = Words()
    _write_programs(db, programs, msgspec.json.decode(encoded, type=Vocabulary), words, last)
    return _finish(db, words)


def finished(program: Program, vocabulary: Vocabulary) -> Program:
    """Return a record with its derived fields: topics that its audiences imply, what to dial, compiled hours."""
    implies = {term.id: term.implies for term in vocabulary.audiences}
    topics = dict.fromkeys(program.topics)
    implied = dict.fromkeys(
        topic for audience in program.audiences for topic in implies[audience] if topic not in topics
    )
    contacts = tuple(_finished_contact(contact) for contact in program.contacts)
    return msgspec.structs.replace(program, topics=(*topics, *implied), implied=tuple(implied), contacts=contacts)


def unfinished(program: Program) -> Program:
    """Return a record as it is written in a catalog: without what `finished` adds, and without maintainers' notes."""
    topics = tuple(topic for topic in program.topics if topic not in program.implied)
    contacts = tuple(_unfinished_contact(contact) for contact in program.contacts)
    return msgspec.structs.replace(program, topics=topics, implied=(), contacts=contacts, note=None)


def _unfinished_contact(contact: Contact) -> Contact:
    derived = not has_letters(contact.value) and contact.dial == dial_string(contact.value)
    return msgspec.structs.replace(contact, dial=None if derived else contact.dial, weekly=None)


def _finished_contact(contact: Contact) -> Contact:
    dial = contact.dial
    if dial is None and contact.channel in DIALLED and not contact.value.startswith("http"):
        dial = dial_string(contact.value)
    weekly = compile_hours(contact.hours) if contact.hours else None
    return msgspec.structs.replace(contact, dial=dial, weekly=weekly)


def _write_phrases(db: sqlite3.Connection, rows: Sequence[tuple[str, str, str, float, str]]) -> None:
    """Write phrases: key, kind and id of what they mean, how surely, the only language in which they count."""
    db.executemany("INSERT OR IGNORE INTO meaning (kind, id) VALUES (?, ?)", [row[1:3] for row in rows])
    db.executemany(
        "INSERT OR IGNORE INTO phrase SELECT ?, meaning, ?, ? FROM meaning WHERE kind = ? AND id = ?",
        [(key, weight, tongue, kind, name) for key, kind, name, weight, tongue in rows],
    )


def _write_programs(
    db: sqlite3.Connection, programs: Sequence[Program], vocabulary: Vocabulary, words: Words, last: int = 0
) -> None:
    """Write programs under the numbers after `last`: a number is never used again."""
    shelves = _stored_shelves(db)
    labels = {term.id: term.label for term in vocabulary.topics + vocabulary.audiences}
    for start in range(0, len(programs), _BATCH):
        batch = programs[start : start + _BATCH]
        numbered = [(last + start + place, finished(program, vocabulary)) for place, program in enumerate(batch, 1)]
        prose = [(number, tuple(map(tokens, _prose(program, labels)))) for number, program in numbered]
        for table, columns, rows in (
            ("program", 11, [_program(number, program) for number, program in numbered]),
            ("record", 2, [(number, packed(program)) for number, program in numbered]),
            ("facet", 4, [row for number, program in numbered for row in _facets(number, program)]),
            ("name", 4, [row for number, program in numbered for row in _names(number, program)]),
            ("phone", 4, [row for number, program in numbered for row in _phones(number, program)]),
            ("contact", 6, [row for number, program in numbered for row in _contacts(number, program)]),
            (f"prose {_COLUMNS}", 5, [(n, *map(stems, found)) for n, found in prose]),
        ):
            marks = ", ".join("?" * columns)
            db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)
        for country in shelves:
            on_it = {number for number, program in numbered if _serves(program, country)}
            db.executemany(
                f"INSERT OR IGNORE INTO {shelf(country)} {_COLUMNS} VALUES (?, ?, ?, ?, ?)",
                [(number, *map(stems, found)) for number, found in prose if number in on_it],
            )
        for _, (names, topics, *rest) in prose:
            words.note({*names, *topics}, NAME)
            words.note({word for part in rest for word in part}, KNOWN)


def _program(number: int, program: Program) -> tuple[object, ...]:
    return (
        *(number, program.id, program.name, program.status, program.type, program.crisis_line == "yes"),
        *(" ".join(program.serves), " ".join(program.audiences), program.min_age, program.max_age),
        True,
    )


def _forget(db: sqlite3.Connection, key: str) -> None:
    """Remove a program, so that an own record can take its id."""
    row = db.execute("SELECT number FROM program WHERE id = ?", (key,)).fetchone()
    for table in ("program", "record", "facet", "name", "phone", "contact") if row else ():
        db.execute(f"DELETE FROM {table} WHERE number = ?", row)


def _facets(number: int, program: Program) -> list[tuple[str, str, int, float]]:
    facets = {
        "topic": program.topics,
        "audience": program.audiences,
        "type": (program.type, *program.other_types),
        "payment": program.payment,
        "route": program.opens,
        "channel": tuple(contact.channel for contact in program.contacts),
        "language": (*program.languages, *chain.from_iterable(contact.languages for contact in program.contacts)),
        "area": program.serves,
        "who": (*program.who_can_call, *(("family",) if FOR_FAMILY.intersection(program.audiences) else ())),
        "emergency-services": (program.emergency_services,) if program.emergency_services else (),
    }
    return [
        (kind, value, number, max(0.7, 1.0 - 0.1 * place))
        for kind, values in facets.items()
        for place, value in enumerate(values)
    ]


def _names(number: int, program: Program) -> list[tuple[str, int, str, str]]:
    fields = {
        "id": (program.id,),
        "name": (program.name, *((program.name_en,) if program.name_en else ())),
        "also_known_as": program.also_known_as,
        "former_names": program.former_names,
        "organization": (program.organization,),
        "contacts": tuple(_host(contact.value) for contact in program.contacts if contact.channel == "web"),
    }
    keys = [(squash(text), number, field, text) for field, texts in fields.items() for text in texts]
    named = (program.name, *program.also_known_as, *program.former_names)
    keys += [(core_name(tokens(text)), number, "core", text) for text in named]
    return [key for key in keys if key[0]]


def _host(url: str) -> str:
    return url.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")


def _phones(number: int, program: Program) -> list[tuple[str, int, str, str]]:
    current = [
        (comparison_key(contact.dial), number, "contacts", contact.value)
        for contact in program.contacts
        if contact.dial
    ]
    former = [
        (_former_key(contact.value), number, "former_contacts", contact.value)
        for contact in program.former_contacts
        if comparison_key(contact.value)
    ]
    return current + former


def _former_key(value: str) -> str:
    """Return the key of a former number, which has no `dial`: letters too many are cut as in a query."""
    key = comparison_key(value)
    return next(find_numbers(value), key) if has_letters(value) and len(key) > 11 else key


def _contacts(number: int, program: Program) -> list[tuple[object, ...]]:
    """Return a row for each time that a contact is open in a week, or one without times where that is not known."""
    rows: list[tuple[object, ...]] = []
    for contact in program.contacts:
        languages = " ".join(("", *(contact.languages or program.languages), ""))
        known = contact.weekly == ALWAYS or contact.timezone
        for start, end in (contact.weekly if known else None) or ((None, None),):
            rows.append(
                (number, contact.channel, languages, None if contact.weekly == ALWAYS else contact.timezone, start, end)
            )
    return rows


def _prose(program: Program, labels: dict[str, str]) -> tuple[str, str, str, str]:
    names = (program.name, program.name_en, program.organization, *program.also_known_as, *program.former_names)
    words = (labels.get(word, word) for word in program.topics + program.audiences)
    details = (program.first_step, program.eligibility, program.what_happens, program.area_note, program.cost_note)
    contacts = (f"{contact.channel} {contact.label or ''} {contact.keyword or ''}" for contact in program.contacts)
    parts = (names, words, (program.summary,), (*details, *contacts))
    joined = [" ".join(filter(None, part)) for part in parts]
    return joined[0], joined[1], joined[2], joined[3]


def _shelves(programs: Iterable[Program]) -> list[str]:
    """Return the countries with so many programs that their words are weighed among them alone."""
    found = Counter(country for program in programs for country in {area.split("-")[0] for area in program.serves})
    return sorted(country for country, count in found.items() if count >= SHELF and country != WORLD)


def _stored_shelves(db: sqlite3.Connection) -> list[str]:
    (stored,) = db.execute("SELECT value FROM meta WHERE key = 'shelves'").fetchone()
    return msgspec.json.decode(stored, type=list[str])


def _serves(program: Program, country: str) -> bool:
    """Tell whether a program serves a country, a part of it, or the world."""
    return any(area.split("-")[0] in (country, WORLD) for area in program.serves)


def _finish(db: sqlite3.Connection, words: Words) -> bytes:
    weights = words.weights()
    db.executemany(
        "INSERT INTO word VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET weight = max(weight, excluded.weight)",
        [words.row(word, weight) for word, weight in sorted(weights.items())],
    )
    for place, found in sorted(words.guesses(weights).items()):
        known = db.execute("SELECT words FROM guess WHERE length = ? AND tongue = ?", place).fetchone()
        before: dict[str, float] = msgspec.json.decode(known[0]) if known else {}
        both = msgspec.json.encode({**found, **before}, order="sorted")
        db.execute("INSERT OR REPLACE INTO guess VALUES (?, ?, ?)", (*place, both))
    db.executescript(_INDEXES)
    for table in ("prose", *map(shelf, _stored_shelves(db))):
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    db.execute("DELETE FROM frequent")
    db.execute("INSERT INTO frequent SELECT term, doc FROM stems WHERE doc > ?", (FREQUENT,))
    db.commit()
    db.execute("PRAGMA temp_store = MEMORY")  # no temporary file, for which the disk may have no room
    db.execute("VACUUM")
    data: bytes = db.serialize()
    db.close()
    return sealed(data)


def fallback_module(bundle: Bundle) -> str:
    """Return the source of `_fallback.py`: crisis help that answers when no catalog can be opened."""
    doors = Doors.from_index(Index.from_bytes(compile_bundle(bundle)))
    whole = msgspec.structs.replace(doors, emergency=dict(doors.emergency), programs=dict(doors.programs))
    fallback = Fallback(whole, bundle.places)
    written = msgspec.json.format(msgspec.json.encode(fallback), indent=1).decode()
    words = msgspec.json.encode(bundle.danger_words(), order="sorted").decode().replace("],", "],\n")
    rules = msgspec.json.encode(bundle.rules(), order="sorted").decode().replace('],["', '],\n["')
    title = "Crisis help that can't break. Generated by scripts/generate.py from data/; do not edit."
    return f'"""{title}"""\n\nDOORS = r"""{written}"""\n\nRULES = r"""{rules}"""\n\nWORDS = r"""{words}"""\n'
