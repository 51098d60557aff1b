"""Every number, web address and name that a catalog knows, by what they can be recognised by.

Made for looking up hundreds of them, as a handout holds; for one, the index is asked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from mhfind.calling import calling_codes
from mhfind.links import host_of, link_key
from mhfind.mentions import SHORT, mentions, neighbours
from mhfind.model import Contact, FormerContact, Program
from mhfind.numbers import comparison_key, has_letters
from mhfind.words import core_name, squash, tokens

NUMBERED = {"call", "text", "whatsapp", "tty", "video"}
_WORLD = "WORLD"
_DISTINCT = 8  # letters of a host's name from which a slip in it is told from another host
_LONGEST_NAME = 8  # words
_WORD = re.compile(r"[^\W_][\w'’&.+-]*|&")
_NAMING = 4  # letters by which a name tells one program from others


@lru_cache(maxsize=50_000)
def squashed(text: str) -> str:
    """Return `squash` of words and names, which come up again and again in a handout."""
    return squash(text)


class Entry(msgspec.Struct, frozen=True):
    """A contact or a former contact of a program."""

    program: Program
    contact: Contact | None = None
    former: FormerContact | None = None

    @property
    def value(self) -> str:
        """The number or address as published."""
        found = self.contact or self.former
        return found.value if found else ""

    @property
    def channel(self) -> str:
        """The way to get in touch, or an empty text where a former contact doesn't say."""
        found = self.contact or self.former
        return (found.channel or "") if found else ""

    def serves(self, country: str | None) -> bool:
        """Tell whether the program serves a country."""
        return any(area.partition("-")[0] in (country, _WORLD) for area in self.program.serves)


class Register:
    """Numbers, addresses and names of programs, the retired ones too. `emergency`: countries by emergency number."""

    def __init__(self, programs: Iterable[Program], emergency: Mapping[str, tuple[str, ...]]) -> None:
        self.programs = {program.id: program for program in programs}
        self.emergency = emergency
        self.numbers: dict[str, list[Entry]] = {}
        self.coded: dict[str, list[Entry]] = {}  # short codes behind a country code, which nobody can dial
        self.addresses: dict[str, list[Entry]] = {}
        self.hosts: dict[str, list[Entry]] = {}
        self.names: dict[str, list[Program]] = {}
        for program in self.programs.values():
            for contact in program.contacts:
                self._add(Entry(program, contact=contact), contact.dial or contact.value)
            for former in program.former_contacts:
                self._add(Entry(program, former=former), _dialled(former.value))
            for name in _names(program):
                self.names.setdefault(squashed(name), []).append(program)
        names = [name for program in self.programs.values() for name in _names(program)]
        self._beginnings = frozenset(start for name in names for start in _starts(name))
        self.known = frozenset({*self.numbers, *self.coded})

    def _add(self, entry: Entry, dial: str) -> None:
        if entry.channel in ("web", "chat") or "://" in entry.value:
            self.addresses.setdefault(link_key(entry.value), []).append(entry)
            self.hosts.setdefault(host_of(entry.value), []).append(entry)
        elif entry.channel in NUMBERED or not entry.channel:
            for key in _keys(entry.program, dial):
                self.numbers.setdefault(key, []).append(entry)
            for key in _coded_keys(entry.program, dial):
                self.coded.setdefault(key, []).append(entry)
            if entry.contact and entry.contact.abroad:
                self.numbers.setdefault(comparison_key(entry.contact.abroad), []).append(entry)

    def names_on(self, text: str) -> list[tuple[str, Sequence[Program]]]:
        """Return the names of programs in a text, in order, the longest where they overlap; and whose they are.

        A name of one word counts only as it is written in the catalog: "Shout" is one, "shout" is not.
        """
        words = list(_WORD.finditer(text))
        begins = [squashed(word.group()) in self._beginnings for word in words]
        found: list[tuple[str, Sequence[Program]]] = []
        place = 0
        while place < len(words):
            sizes = range(min(_LONGEST_NAME, len(words) - place), 0, -1) if begins[place] else ()
            for size in sizes:
                name = text[words[place].start() : words[place + size - 1].end()].rstrip(".")
                programs = self.names.get(squashed(name), [])
                if size == 1:
                    programs = [program for program in programs if name in (program.name, *program.also_known_as)]
                if programs:
                    found.append((name, programs))
                    place += size - 1
                    break
            place += 1
        return found

    def near_number(self, key: str) -> list[Entry]:
        """Return the entries of numbers that differ from `key` in one digit, or by one swap; none for short codes."""
        if len(key) <= SHORT:
            return []
        near = dict.fromkeys(other for other in neighbours(key) if len(other) > SHORT and other in self.numbers)
        return [entry for other in near for entry in self.numbers[other]]

    def near_host(self, host: str) -> list[Entry]:
        """Return the entries of hosts whose long name differs from that of `host` in one letter, or in its ending."""
        from rapidfuzz.distance import OSA  # only an address that is not known pays for its import

        name = host.rpartition(".")[0]
        if len(name) < _DISTINCT:
            return []
        for other, entries in self.hosts.items():
            if other.rpartition(".")[0] == name or OSA.distance(host, other, score_cutoff=1) <= 1:
                return entries
        return []


def tells_apart(name: str) -> bool:
    """Tell whether a name is that of one program, not a word for many ("Crisis line", "988")."""
    core = core_name(tokens(name))
    return sum(letter.isalpha() for letter in core) >= _NAMING


def _dialled(value: str) -> str:
    """Return what is dialled for a number as published, which may have more letters than a telephone minds."""
    found = mentions(value, bare=True) if has_letters(value) else []
    return found[0].key if found else value


def _starts(name: str) -> list[str]:
    """Return how a name may begin in a text: with its first word, or written as one word."""
    first = next(filter(None, (squashed(word.group()) for word in _WORD.finditer(name))), "")
    return [first, squashed(name)]


def _names(program: Program) -> list[str]:
    names = (program.name, program.name_en or "", *program.also_known_as, *program.former_names)
    return [name for name in names if name and squashed(name)]


def _keys(program: Program, dial: str) -> list[str]:
    """Return the keys of a number, as at home and as from abroad."""
    key = comparison_key(dial)
    if not key or len(key) <= SHORT or dial.startswith("+"):
        return [key] if key else []
    return [key, *(f"{code}{key.removeprefix('0')}" for code in _codes(program) if code != "1")]


def _coded_keys(program: Program, dial: str) -> list[str]:
    """Return what a short code becomes with the country code before it."""
    key = comparison_key(dial)
    return [f"{code}{key}" for code in _codes(program)] if key and len(key) <= SHORT else []


def _codes(program: Program) -> list[str]:
    countries = dict.fromkeys(area.partition("-")[0] for area in program.serves)
    return [calling_codes()[country] for country in countries if country in calling_codes()]
