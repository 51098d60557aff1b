"""What a catalog lacks: countries without a number to call, kinds of help, topics and audiences without a program."""

import msgspec

from mhfind.crisis import Doors
from mhfind.index import Index
from mhfind.place import US_TERRITORIES, Gazetteer
from mhfind.query import WORLD, Place


class Gaps(msgspec.Struct, frozen=True):
    """What a catalog lacks; countries by their codes, the rest by ids.

    `no_program`: those without a program of their own, not even a line. `types`: types that a country lacks, for each
    with a program of its own; worldwide programs don't fill them. `topics` and `audiences`: those that no program is
    for, of a country or worldwide; without a country, in the whole catalog.
    """

    no_emergency_number: tuple[str, ...]
    no_crisis_line: tuple[str, ...]
    no_program: tuple[str, ...]
    types: dict[str, tuple[str, ...]]
    topics: tuple[str, ...]
    audiences: tuple[str, ...]


def gaps(index: Index, doors: Doors, gazetteer: Gazetteer, place: Place) -> Gaps:
    """Return what a catalog lacks: of one country if a place is given, or of all."""
    own = sorted(set(gazetteer.countries) - US_TERRITORIES, key=gazetteer.name)
    countries = [code for code in own if place.country in (None, code)]
    programs, lines = index.countries(), index.countries([("crisis_line", ())])
    types = {code: index.values("type", code) for code in countries if code in programs}
    every = tuple(term.id for term in index.vocabulary.types)
    areas = (place.country, WORLD) if place.country else ()
    topics, audiences = index.values("topic", *areas), index.values("audience", *areas)
    return Gaps(
        no_emergency_number=tuple(code for code in countries if code not in doors.emergency),
        no_crisis_line=tuple(code for code in countries if code not in lines),
        no_program=tuple(code for code in countries if code not in programs),
        types={
            code: lacking for code, found in types.items() if (lacking := tuple(t for t in every if t not in found))
        },
        topics=tuple(term.id for term in index.vocabulary.topics if term.kind == "problem" and term.id not in topics),
        audiences=tuple(term.id for term in index.vocabulary.audiences if term.id not in audiences),
    )
