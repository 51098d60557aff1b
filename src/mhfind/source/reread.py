"""The second reading: the numbers of a record are typed again from its sources, without a look at the record."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from mhfind import texts
from mhfind.errors import CatalogError
from mhfind.model import Contact, FormerContact, Program
from mhfind.numbers import dial_string
from mhfind.source import lock as locks
from mhfind.source.canonical import edited_text
from mhfind.source.files import Reading, failure
from mhfind.source.paths import record_files, shown
from mhfind.source.reader import Node, Problem

TRIES = 3  # times that a number may be typed

Ask = Callable[[str], str]
Tell = Callable[[str], None]


def read_records(folder: Path) -> dict[str, tuple[Program, Path]]:
    """Return the records of a catalog with their files, by id. Raises CatalogError for a catalog with problems."""
    reading = Reading()
    for file in record_files(folder):
        reading.read(file)
    if reading.problems:
        raise failure(reading.problems)
    return {record.program.id: (record.program, record.path) for record in reading.records}


def reread(program: Program, ask: Ask, tell: Tell) -> bool:
    """Ask for every number of a record again; tell whether all are as the record has them.

    What the record says is never shown before it was typed.
    """
    tell(f"{program.name} ({program.id}), {program.organization}")
    contacts: list[Contact | FormerContact] = [*program.contacts, *program.former_contacts]
    answers = [_number(program, contact, ask, tell) for contact in contacts if locks.is_number(contact)]
    return all(answers)


def _number(program: Program, contact: Contact | FormerContact, ask: Ask, tell: Tell) -> bool:
    """Ask for a number, and for what is needed with it."""
    if isinstance(contact, FormerContact):
        way = f"Former number ({contact.channel or 'any way'})"
    else:
        way = texts.contact_label(msgspec.structs.replace(contact, keyword=None))  # the word is asked for
    tell("")
    tell(f"{way}. Read it here:")
    for source in program.sources:
        if source.key in contact.source:
            tell(f"  {source.url}")
    wanted = dial_string(getattr(contact, "dial", None) or contact.value)
    if not _same(ask, tell, "Type the number: ", lambda typed: _dials(typed, contact.value, wanted)):
        return False
    if isinstance(contact, FormerContact):
        return True
    asked = (("Word to text", contact.keyword or ""), ('Step in the menu, as "press 1"', contact.then or ""))
    return all(_same(ask, tell, f"{label} (Enter for none): ", _equals(value)) for label, value in asked)


def _equals(value: str) -> Callable[[str], bool]:
    return lambda typed: typed.casefold() == value.casefold()


def _dials(typed: str, value: str, wanted: str) -> bool:
    """Tell whether what was typed is the number of a record, in digits or as it is published."""
    return typed == value or dial_string(typed) == wanted


def _same(ask: Ask, tell: Tell, prompt: str, fits: Callable[[str], bool]) -> bool:
    """Ask until an answer fits, a few times; tell whether one did."""
    for _ in range(TRIES):
        if fits(ask(prompt).strip()):
            return True
        tell("That differs from the record. Look again.")
    tell("It still differs: one of the two readings is wrong. Settle it at the source, then run this again.")
    return False


def stamped(path: Path, keys: Sequence[str], day: str) -> str:
    """Return the text of a file of records in which some of them have `reread` of a day."""
    return edited_text(path, lambda records: _stamp(records, keys, day))


def _stamp(records: Sequence[Node], keys: Sequence[str], day: str) -> None:
    for fields in _fields(records, keys):
        fields["reread"] = Node(day, 0, 0)


def _fields(records: Sequence[Node], keys: Sequence[str]) -> Iterator[dict[str, Node]]:
    for record in records:
        if isinstance(record.value, dict) and record.value["id"].value in keys:
            yield record.value


def live_text(path: Path, sources: Sequence[tuple[str, str]], day: str) -> str:
    """Return the text of a file of records in which sources, by record and key, were read live on a day."""

    def stamp(records: Sequence[Node]) -> None:
        for fields in _fields(records, [key for key, _ in sources]):
            listed = fields["sources"].value
            for source in (node.value for node in listed if isinstance(node, Node)):
                if isinstance(source, dict) and (fields["id"].value, source["key"].value) in sources:
                    source |= {"read": Node(day, 0, 0), "method": Node("live-page", 0, 0)}

    return edited_text(path, stamp)


def lock_problems(folder: Path, programs: Sequence[Program]) -> list[Problem]:
    """Return what the records of the catalog in a folder and its lock disagree about."""
    path = folder / locks.LOCK
    try:
        lock = locks.read_lock(path)
    except CatalogError as error:
        return [Problem(shown(path), 1, 1, "", "", error.message, error.hint)]
    lines: dict[str, int] = {}
    for place, line in enumerate(locks.lock_text(lock).splitlines(), 1):
        lines.setdefault(line.split("\t")[0], place)

    def problem(key: str, what: str, fix: str) -> Problem:
        return Problem(shown(path), lines.get(key, 1), 1, key, "", what, fix)

    told = [problem(one.id, what, locks.fix(one)) for one in programs for what in locks.differences(one, lock)]
    gone = sorted(lock.keys() - {program.id for program in programs})
    return told + [problem(key, "is in the lock, and no record has this id", "restore the record") for key in gone]
