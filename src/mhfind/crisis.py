"""Crisis first: kind of danger + place -> who answers, in what order; and a copy of that which can't break.

The answers come from the catalog's index. When no catalog can be opened, they come from `_fallback`, a module generated
from the same data: a test keeps the two equal.
"""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import msgspec

from mhfind.danger import DangerWords, Rules, Signal
from mhfind.model import ANY, Answer, Danger, EmergencyNumber, Program, program_of
from mhfind.place import Gazetteer
from mhfind.query import WORLD, Place

if TYPE_CHECKING:
    from mhfind.index import Index


class Help(msgspec.Struct, frozen=True):
    """What to show someone in a crisis: the kinds of danger, the emergency numbers, the programs to turn to first."""

    place: Place
    dangers: tuple[Danger, ...]
    emergency: tuple[EmergencyNumber, ...]
    programs: tuple[Program, ...]

    @property
    def urgent_numbers(self) -> tuple[EmergencyNumber, ...]:
        """The numbers to call in danger: the one for everything, or else one for each service that sends someone."""
        first = self.emergency[:1]
        if not first or first[0].service == "emergency":
            return first
        services = {number.service: number for number in reversed(self.emergency) if number.service != "medical-advice"}
        return tuple(sorted(services.values(), key=self.emergency.index))

    @property
    def emergency_leads(self) -> bool:
        """Whether the emergency number comes before the programs."""
        return any(danger.emergency_leads == "yes" for danger in self.dangers)


class Doors(msgspec.Struct, frozen=True):
    """All that crisis help needs: kinds of danger, first answers, emergency numbers, the programs named.

    Those are kept as JSON, and read when they are asked for: there are some hundred, and two or three are shown.
    """

    dangers: tuple[Danger, ...]
    answers: tuple[Answer, ...]
    emergency: Mapping[str, tuple[EmergencyNumber, ...]]
    programs: Mapping[str, msgspec.Raw]

    @classmethod
    def from_index(cls, index: "Index") -> "Doors":
        """Read the doors of a compiled catalog. Own catalogs don't change them, whatever their records say."""
        return cls(
            dangers=index.meta("dangers", tuple[Danger, ...]),
            answers=index.meta("answers", tuple[Answer, ...]),
            emergency=index.emergency(),
            programs=index.first_answers(),
        )

    def help(self, place: Place, signals: tuple[Signal, ...] = (), audiences: Collection[str] = ()) -> Help:
        """Return who answers at a place: for each kind of danger its first answers, the most urgent kind first.

        `audiences`: of whom the query speaks ("veteran"); they have lines of their own in some places.
        """
        kinds = {signal.kind for signal in signals}
        dangers = tuple(danger for danger in self.dangers if danger.id in kinds)
        ids = dict.fromkeys(key for danger in dangers or (None,) for key in self._answer(danger, place, audiences))
        programs = tuple(program_of(bytes(self.programs[key])) for key in ids if key in self.programs)
        return Help(place, dangers, self.emergency.get(place.country or "", ()), programs)

    def _answer(self, danger: Danger | None, place: Place, audiences: Collection[str]) -> tuple[str, ...]:
        """Return the ids for the nearest area that has an answer to this kind, or else to any kind."""
        areas = place.areas()
        for kind in (danger.id if danger else ANY, ANY):
            for area in areas:
                if area == WORLD and kind != ANY and place.country:
                    continue  # a line of the country for any kind helps sooner than a directory for this one
                here = [answer for answer in self.answers if answer.kind == kind and answer.place == area]
                for_them = [answer for answer in here if answer.audience in audiences]
                for answer in for_them or (answer for answer in here if answer.audience is None):
                    return answer.programs
        return ()


class Fallback(msgspec.Struct, frozen=True):
    """What answers when no catalog can be opened: the doors, and the names of places. Part of the program itself."""

    doors: Doors
    places: Gazetteer

    @classmethod
    def load(cls) -> "Fallback":
        """Return the built-in copy."""
        from mhfind._fallback import DOORS

        return msgspec.json.decode(DOORS, type=cls)


def built_in_words() -> DangerWords:
    """Return the built-in copy of the words of the danger rules."""
    from mhfind._fallback import WORDS

    return msgspec.json.decode(WORDS, type=DangerWords)


def built_in_rules() -> Rules:
    """Return the built-in copy of the danger rules."""
    from mhfind._fallback import RULES

    return msgspec.json.decode(RULES, type=Rules)
