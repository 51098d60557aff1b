"""Double entry: `data/numbers.lock` holds every number as its second reader gave it, apart from the records.

A line is a number of a record: id, `now` or `former`, channel, what is dialled, keyword, menu step, day, and how the
second reading came in: `typed` at the prompt of `catalog reread`, or `dated`, taken over from a record that carried the
day already. Only records with a `reread` day are in it. A record whose numbers differ from the lock has a problem.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Literal, NamedTuple

from mhfind.errors import CatalogError
from mhfind.model import Contact, FormerContact, Program
from mhfind.numbers import dial_string

LOCK = "numbers.lock"
NUMBERED = frozenset({"call", "text", "whatsapp", "tty", "video"})
HEADER = (
    "# Second readings of numbers, written by `mhfind catalog reread` alone; see docs/data-policy.md, Second reading.\n"
    "# id, now or former, channel, dial, keyword, then, reread, how\n"
)
_NONE = "-"
_FIX = "compare with the source, then `mhfind catalog reread {id}`"


class Number(NamedTuple):
    """A number of a record: what of it has to be the same in both entries."""

    kind: str  # now or former
    channel: str
    dial: str
    keyword: str = _NONE
    then: str = _NONE


class Locked(NamedTuple):
    """The numbers of a record as the second reader gave them, on a day, and how they came in."""

    numbers: tuple[Number, ...]
    reread: str
    how: str


Lock = dict[str, Locked]  # by the id of a record


def numbers_of(program: Program) -> tuple[Number, ...]:
    """Return the numbers of a record, current and former, in its order; addresses of pages and mail are none."""
    current = [number_of(contact) for contact in program.contacts if is_number(contact)]
    former = [former for former in program.former_contacts if is_number(former)]
    return (*current, *(Number("former", one.channel or _NONE, dial_string(one.value)) for one in former))


def number_of(contact: Contact) -> Number:
    """Return a contact as the lock has it."""
    dial = contact.dial or dial_string(contact.value)
    return Number("now", contact.channel, dial, contact.keyword or _NONE, contact.then or _NONE)


def is_number(contact: Contact | FormerContact) -> bool:
    """Tell whether a contact is dialled."""
    return (contact.channel is None or contact.channel in NUMBERED) and "://" not in contact.value


def read_lock(path: Path) -> Lock:
    """Read a lock; an empty one where there is no file. Raises CatalogError for a line that is wrong."""
    if not path.exists():
        return {}
    rows = []
    for place, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != len(Number._fields) + 3:
            raise CatalogError(f"{path.name}:{place}: is no line of a lock", "restore the file; it is never edited")
        rows.append(fields)
    found: Lock = {}
    for key, group in groupby(rows, key=lambda fields: fields[0]):
        lines = list(group)
        if key in found:
            raise CatalogError(f"{path.name}: {key} stands in two places", "restore the file; it is never edited")
        found[key] = Locked(tuple(Number(*fields[1:6]) for fields in lines), *lines[0][6:8])
    return found


def lock_text(lock: Mapping[str, Locked]) -> str:
    """Return a lock as its file, sorted by id."""
    rows = ((key, *number, one.reread, one.how) for key, one in sorted(lock.items()) for number in one.numbers)
    return HEADER + "".join("\t".join(row) + "\n" for row in rows)


def locked(program: Program, how: Literal["typed", "dated"], day: str) -> Locked:
    """Return the entry of a record in the lock."""
    return Locked(numbers_of(program), day, how)


def adopted(programs: Iterable[Program], lock: Lock) -> Lock:
    """Return a lock with the records whose `reread` day is newer than their entry, or that have none.

    Their second reading was made without the prompt: the entries say `dated`.
    """
    added = dict(lock)
    for program in programs:
        entry = lock.get(program.id)
        if program.reread and numbers_of(program) and (entry is None or entry.reread < program.reread):
            added[program.id] = locked(program, "dated", program.reread)
    return added


def differences(program: Program, lock: Lock) -> list[str]:
    """Return in what a record differs from its entry in the lock."""
    numbers, entry = numbers_of(program), lock.get(program.id)
    if entry is None:
        return ["its numbers are not in the lock"] if program.reread and numbers else []
    if not program.reread:
        return ["reread is missing, and its numbers are in the lock"]
    if entry.reread != program.reread:
        return [f"reread is {program.reread}, in the lock {entry.reread}"]
    if numbers == entry.numbers:
        return []
    record, second = Counter(numbers), Counter(entry.numbers)
    told = [f"{_words(number)} is not in the lock" for number in record - second]
    told += [f"{_words(number)} is in the lock alone" for number in second - record]
    return told or ["its numbers stand in another order in the lock"]


def fix(program: Program) -> str:
    """Return what to do about a difference."""
    return _FIX.format(id=program.id)


def _words(number: Number) -> str:
    return " ".join(part for part in number if part != _NONE)
