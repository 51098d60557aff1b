"""What one field of a record cannot know of another: the rules of the record beyond its shape.

Each rule takes a program and what is known of the world, and yields complaints. Adding a rule: write a function,
put it into `RULES`, and add a bad record with its exact complaint to `tests/test_rules.py`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from mhfind.hours import ALWAYS, compile_hours
from mhfind.model import ID, URL, Contact, Program, Vocabulary
from mhfind.numbers import dial_string, has_letters, spells
from mhfind.source.walker import Complaint, Path, did_you_mean

DIALLED = {"call", "text", "whatsapp", "tty"}
LINKED = {"web", "chat"}
MAX_TOPICS = 5
_FIELDS = frozenset({*Program.__struct_fields__, *Contact.__struct_fields__})
_EMAIL = re.compile(r"[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class World:
    """What a record is checked against: vocabulary ids by list, places, and the status of every program by id."""

    vocabulary: Vocabulary
    places: frozenset[str]
    statuses: dict[str, str] = field(default_factory=dict)

    @property
    def problem_topics(self) -> set[str]:
        """Topic ids that records may name; the others come with an audience."""
        return {term.id for term in self.vocabulary.topics if term.kind == "problem"}


Rule = Callable[[Program, World], Iterable[Complaint]]


def check(program: Program, world: World) -> list[Complaint]:
    """Return every complaint about a program whose fields have their shape already."""
    return [complaint for rule in RULES for complaint in rule(program, world)]


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
    if country not in {"world", *(place.lower() for place in world.places if "-" not in place)}:
        yield Complaint(("id",), f"{country!r} is no country", "begin with an ISO 3166-1 code in lower case, or world-")
    elif country not in areas and "world" not in areas:
        yield Complaint(("id",), f"begins with {country!r}, but serves {', '.join(program.serves)}", "make them agree")
    for place, other in enumerate(program.replaced_by):
        status = world.statuses.get(other)
        if status is None:
            yield Complaint(
                ("replaced_by", place), f"there is no record {other!r}", did_you_mean(other, world.statuses)
            )
        elif status == "retired":
            yield Complaint(("replaced_by", place), f"{other!r} is retired itself", "name the program to go to now")


def _words(program: Program, world: World) -> Iterator[Complaint]:
    audiences = {term.id: term for term in world.vocabulary.audiences}
    for place, topic in enumerate(program.topics):
        if topic not in {term.id for term in world.vocabulary.topics}:
            yield Complaint(("topics", place), f"unknown topic {topic!r}", did_you_mean(topic, world.problem_topics))
        elif topic not in world.problem_topics:
            yield Complaint(
                ("topics", place), f"{topic!r} says for whom", "name the problem here, and the people in audiences"
            )
    if len(program.topics) > MAX_TOPICS:
        yield Complaint(("topics",), f"{len(program.topics)} topics", f"keep the {MAX_TOPICS} that it is for")
    for place, audience in enumerate(program.audiences):
        if audience not in audiences:
            yield Complaint(("audiences", place), f"unknown audience {audience!r}", did_you_mean(audience, audiences))
    for place, area in enumerate(program.serves):
        yield from _area(("serves", place), area, world)


def _area(path: Path, area: str, world: World) -> Iterator[Complaint]:
    country, _, region = area.partition("-")
    if area == "WORLD":
        return
    if country not in world.places:
        countries = {place for place in world.places if "-" not in place}
        yield Complaint(path, f"{country!r} is no country of ISO 3166-1", did_you_mean(country, {"WORLD", *countries}))
    elif region and area not in world.places:
        regions = {place for place in world.places if place.startswith(f"{country}-")}
        if regions:
            yield Complaint(path, f"{area!r} is no region of ISO 3166-2", did_you_mean(area, regions))


def _twice(program: Program, world: World) -> Iterator[Complaint]:
    lists = ("topics", "audiences", "serves", "payment", "languages", "also_known_as", "former_names", "replaced_by")
    for name in (*lists, "other_types", "opens", "access", "who_can_call"):
        values = getattr(program, name)
        for place, value in enumerate(values):
            if value in values[:place]:
                yield Complaint((name, place), f"{value!r} stands twice", "remove one")
    if program.type in program.other_types:
        yield Complaint(("other_types",), f"{program.type!r} is the type already", "remove it here")


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
    keys = [source.key for source in program.sources]
    for place, key in enumerate(keys):
        if key in keys[:place]:
            yield Complaint(("sources", place, "key"), f"{key!r} stands twice", "give each source its own key")
    for name in ("contacts", "former_contacts"):
        for place, contact in enumerate(getattr(program, name)):
            if not contact.source and name == "contacts":
                yield Complaint((name, place, "source"), "is empty", "name the source at which this value was read")
            for key in contact.source:
                if key not in keys:
                    yield Complaint((name, place, "source"), f"there is no source {key!r}", did_you_mean(key, keys))
    for place, source in enumerate(program.sources):
        for confirmed in source.confirms:
            if confirmed not in _FIELDS:
                fix = did_you_mean(confirmed, _FIELDS)
                yield Complaint(("sources", place, "confirms"), f"{confirmed!r} is no field", fix)


def _contacts(program: Program, world: World) -> Iterator[Complaint]:
    for place, contact in enumerate(program.contacts):
        path: Path = ("contacts", place)
        yield from _value(path, contact)
        yield from _hours(path, contact)
        for number, area in enumerate(contact.reach):
            yield from _area((*path, "reach", number), area, world)
    for place, former in enumerate(program.former_contacts):
        if former.use and re.match(ID, former.use) and former.use not in world.statuses:
            fix = did_you_mean(former.use, world.statuses)
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
        yield Complaint(
            (*path, "dial"), f"{contact.dial} differs from {contact.value!r}", "remove it; it is made from the value"
        )


def _hours(path: Path, contact: Contact) -> Iterator[Complaint]:
    if contact.timezone and contact.timezone not in _zones():
        yield Complaint(
            (*path, "timezone"), f"unknown time zone {contact.timezone!r}", did_you_mean(contact.timezone, _zones())
        )
    if not contact.hours:
        return
    try:
        week = compile_hours(contact.hours)
    except ValueError as error:
        yield Complaint((*path, "hours"), f"{contact.hours!r}: {error}", 'example: "Mo-Fr 09:00-17:00, Sa 10:00-14:00"')
        return
    if week != ALWAYS and not contact.timezone:
        yield Complaint(
            path, "timezone is missing", "hours need the zone they are meant in (`timezone: America/New_York`)"
        )


@cache
def _zones() -> frozenset[str]:
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


RULES: tuple[Rule, ...] = (_complete, _identity, _words, _twice, _sense, _sources, _contacts)
