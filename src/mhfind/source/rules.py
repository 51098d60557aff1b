"""What one field of a record cannot know of another: the rules of the record beyond its shape.

Each rule takes a program and what is known of the world, and yields complaints. Adding a rule: write a function,
put it into `RULES`, and add a bad record with its exact complaint to `tests/test_rules.py`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from itertools import chain, islice

from mhfind.hours import ALWAYS, compile_hours
from mhfind.model import ID, URL, Contact, Program, Vocabulary
from mhfind.numbers import dial_string, has_letters, spells
from mhfind.source.walker import MAX_COMPLAINTS, Complaint, Path, did_you_mean

DIALLED = {"call", "text", "whatsapp", "tty"}
LINKED = {"web", "chat"}
MAX_TOPICS = 5
_FIELDS = frozenset({*Program.__struct_fields__, *Contact.__struct_fields__})
_EMAIL = re.compile(r"[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class World:
    """What a record is checked against: vocabulary, codes of places, and the status of every program by id."""

    vocabulary: Vocabulary
    places: frozenset[str]
    statuses: dict[str, str] = field(default_factory=dict)

    @cached_property
    def topics(self) -> frozenset[str]:
        """All topic ids."""
        return frozenset(term.id for term in self.vocabulary.topics)

    @cached_property
    def problems(self) -> frozenset[str]:
        """Topic ids that records may name; the others come with an audience."""
        return frozenset(term.id for term in self.vocabulary.topics if term.kind == "problem")

    @cached_property
    def audiences(self) -> frozenset[str]:
        """All audience ids."""
        return frozenset(term.id for term in self.vocabulary.audiences)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Codes of countries."""
        return frozenset(place for place in self.places if "-" not in place)


Rule = Callable[[Program, World], Iterable[Complaint]]


def check(program: Program, world: World) -> list[Complaint]:
    """Return every complaint (up to MAX_COMPLAINTS) about a program whose fields have their shape already."""
    return list(islice(chain.from_iterable(rule(program, world) for rule in RULES), MAX_COMPLAINTS))


def _complete(program: Program, world: World) -> Iterator[Complaint]:
    if program.status == "retired":
        for name in ("retired_on", "reason"):
            if not getattr(program, name):
                yield Complaint((), f"{name} is missing", f"a retired record says {name}")
        if program.contacts:
            yield Complaint(("contacts",), "a retired record has contacts", "move them to former_contacts")
        return
    for name in ("summary", "first_step", "contacts"):
        if not getattr(program, name):
            yield Complaint((), f"{name} is missing", f"add `{name}: ...`")
    if not program.payment and not program.cost_note:
        yield Complaint((), "payment is missing", "add `payment: [free]` or the like; `cost_note` where no source says")
    if program.status == "active":
        for name in ("retired_on", "reason", "replaced_by"):
            if getattr(program, name):
                yield Complaint((name,), "is for paused and retired records", "remove it, or change the status")


def _identity(program: Program, world: World) -> Iterator[Complaint]:
    country = program.id.split("-")[0]
    areas = {area.split("-")[0].lower() for area in program.serves}
    if country != "world" and country.upper() not in world.countries:
        yield Complaint(("id",), f"{country!r} is no country", "begin with an ISO 3166-1 code in lower case, or world-")
    elif country not in areas and "world" not in areas:
        yield Complaint(("id",), f"begins with {country!r}, but serves {', '.join(program.serves)}", "make them agree")
    for place, other in enumerate(program.replaced_by):
        if other not in world.statuses:
            fix = did_you_mean(other, world.statuses, "name an id of the catalog")
            yield Complaint(("replaced_by", place), f"there is no record {other!r}", fix)
        elif world.statuses[other] == "retired":
            yield Complaint(("replaced_by", place), f"{other!r} is retired itself", "name the program to go to now")


def _words(program: Program, world: World) -> Iterator[Complaint]:
    for place, topic in enumerate(program.topics):
        if topic not in world.topics:
            yield Complaint(("topics", place), f"unknown topic {topic!r}", did_you_mean(topic, world.problems))
        elif topic not in world.problems:
            fix = "name the problem here, and the people in audiences"
            yield Complaint(("topics", place), f"{topic!r} says for whom", fix)
    if len(program.topics) > MAX_TOPICS:
        yield Complaint(("topics",), f"{len(program.topics)} topics", f"keep the {MAX_TOPICS} that it is for")
    for place, audience in enumerate(program.audiences):
        if audience not in world.audiences:
            fix = did_you_mean(audience, world.audiences)
            yield Complaint(("audiences", place), f"unknown audience {audience!r}", fix)
    for place, area in enumerate(program.serves):
        yield from _area(("serves", place), area, world)


def _area(path: Path, area: str, world: World) -> Iterator[Complaint]:
    country, _, region = area.partition("-")
    if area == "WORLD":
        return
    if country not in world.countries:
        fix = 'did you mean "GB"?' if country == "UK" else "write a code such as US, or WORLD"
        yield Complaint(path, f"{country!r} is no country of ISO 3166-1", fix)
    elif region and area not in world.places and any(place.startswith(f"{country}-") for place in world.places):
        yield Complaint(path, f"{area!r} is no region of ISO 3166-2", "write a code such as US-OH")


def _twice(program: Program, world: World) -> Iterator[Complaint]:
    lists = ("topics", "audiences", "serves", "payment", "languages", "also_known_as", "former_names", "replaced_by")
    for name in (*lists, "other_types", "opens", "access", "who_can_call"):
        yield from _repeated((name,), getattr(program, name), "remove one")
    if program.type in program.other_types:
        yield Complaint(("other_types",), f"{program.type!r} is the type already", "remove it here")


def _repeated(path: Path, values: Iterable[str], fix: str) -> Iterator[Complaint]:
    seen: set[str] = set()
    for place, value in enumerate(values):
        if value in seen:
            yield Complaint((*path, place), f"{value!r} stands twice", fix)
        seen.add(value)


def _sense(program: Program, world: World) -> Iterator[Complaint]:
    if program.type == "crisis" and program.crisis_line != "yes" and program.status != "retired":
        yield Complaint(("crisis_line",), "a crisis service answers people in crisis", "write `crisis_line: yes`")
    if program.min_age is not None and program.max_age is not None and program.min_age > program.max_age:
        yield Complaint(("min_age",), f"{program.min_age} is above max_age {program.max_age}", "swap or correct them")
    for path, day in _dates(program):
        if not _is_date(day):
            yield Complaint(path, f"{day!r} is no date", "write YYYY-MM-DD, a day of the calendar")


def _dates(program: Program) -> Iterator[tuple[Path, str]]:
    for name in ("retired_on", "reread"):
        if value := getattr(program, name):
            yield (name,), value
    for place, former in enumerate(program.former_contacts):
        if former.since:
            yield ("former_contacts", place, "since"), former.since
    for place, source in enumerate(program.sources):
        yield ("sources", place, "read"), source.read
        if source.page_date:
            yield ("sources", place, "page_date"), source.page_date


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _sources(program: Program, world: World) -> Iterator[Complaint]:
    keys = {source.key for source in program.sources}
    yield from _repeated(("sources",), (source.key for source in program.sources), "give each source its own key")
    for place, contact in enumerate(program.contacts):
        if not contact.source:
            what, fix = "is empty", "name the source at which this value was read"
            yield Complaint(("contacts", place, "source"), what, fix)
        yield from _known_sources(("contacts", place, "source"), contact.source, keys)
    for place, former in enumerate(program.former_contacts):
        yield from _known_sources(("former_contacts", place, "source"), former.source, keys)
    for place, source in enumerate(program.sources):
        for number, confirmed in enumerate(source.confirms):
            if confirmed not in _FIELDS:
                fix = did_you_mean(confirmed, _FIELDS, "name fields of the record")
                yield Complaint(("sources", place, "confirms", number), f"{confirmed!r} is no field", fix)


def _known_sources(path: Path, named: Iterable[str], keys: set[str]) -> Iterator[Complaint]:
    for number, key in enumerate(named):
        if key not in keys:
            fix = did_you_mean(key, keys, "name a key of `sources`")
            yield Complaint((*path, number), f"there is no source {key!r}", fix)


def _contacts(program: Program, world: World) -> Iterator[Complaint]:
    for place, contact in enumerate(program.contacts):
        path: Path = ("contacts", place)
        yield from _value(path, contact)
        yield from _hours(path, contact)
        for number, area in enumerate(contact.reach):
            yield from _area((*path, "reach", number), area, world)
    for place, former in enumerate(program.former_contacts):
        if former.use and re.match(ID, former.use) and former.use not in world.statuses:
            fix = did_you_mean(former.use, world.statuses, "name an id of the catalog, or a number")
            yield Complaint(("former_contacts", place, "use"), f"there is no record {former.use!r}", fix)


def _value(path: Path, contact: Contact) -> Iterator[Complaint]:
    at = (*path, "value")
    if contact.channel in LINKED:
        if not re.match(URL, contact.value):
            yield Complaint(at, f"{contact.value!r} is no web address", "write it from https:// on")
    elif contact.channel == "email":
        if not _EMAIL.fullmatch(contact.value):
            yield Complaint(at, f"{contact.value!r} is no e-mail address", "write name@example.org")
    elif contact.channel == "visit":
        if contact.address is None:
            yield Complaint(path, "address is missing", "a visit needs `address: {street: ..., city: ...}`")
    elif contact.channel in DIALLED or not re.match(URL, contact.value):
        yield from _number(path, contact)
    if contact.keyword and contact.channel not in {"text", "whatsapp"}:
        yield Complaint((*path, "keyword"), "only texts have a keyword", "use `then` for a menu step")


def _number(path: Path, contact: Contact) -> Iterator[Complaint]:
    spelled = dial_string(contact.value)
    digits = sum(c.isdigit() for c in spelled)
    if not 2 <= digits <= 20 or not any(c.isdigit() for c in contact.value):
        yield Complaint((*path, "value"), f"{contact.value!r} is no number to dial", "write the number as published")
    elif has_letters(contact.value):
        if contact.dial is None:
            yield Complaint(path, "dial is missing", f'the value has letters; add the digits (`dial: "{spelled}"`?)')
        elif not spells(contact.value, contact.dial):
            what = f"{contact.dial} is not what {contact.value!r} spells ({spelled})"
            yield Complaint((*path, "dial"), what, "read the source again")
    elif contact.dial is not None and contact.dial != spelled:
        what = f"{contact.dial} differs from {contact.value!r}"
        yield Complaint((*path, "dial"), what, "remove it; it is made from the value")


def _hours(path: Path, contact: Contact) -> Iterator[Complaint]:
    if contact.timezone and contact.timezone not in _zones():
        fix = did_you_mean(contact.timezone, _zones(), "write a name such as America/New_York")
        yield Complaint((*path, "timezone"), f"unknown time zone {contact.timezone!r}", fix)
    if not contact.hours:
        return
    try:
        week = compile_hours(contact.hours)
    except ValueError as error:
        yield Complaint((*path, "hours"), f"{contact.hours!r}: {error}", 'example: "Mo-Fr 09:00-17:00, Sa 10:00-14:00"')
        return
    if week != ALWAYS and not contact.timezone:
        fix = "hours need the zone they are meant in (`timezone: America/New_York`)"
        yield Complaint(path, "timezone is missing", fix)


@cache
def _zones() -> frozenset[str]:
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


RULES: tuple[Rule, ...] = (_complete, _identity, _words, _twice, _sense, _sources, _contacts)
