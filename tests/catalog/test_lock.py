"""Double entry: the catalog and its lock agree, and no slip in a number goes unseen. `pytest -s` prints the counts."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from mhfind.errors import CatalogError
from mhfind.model import Contact, FormerContact, Program
from mhfind.numbers import dial_string
from mhfind.source import lock as locks
from mhfind.source.canonical import canonical_text
from mhfind.source.reader import UnreadableError
from mhfind.source.reread import lock_problems, read_records

DATA = Path(__file__).parents[2] / "data"
SHORT = 6  # digits of the longest short code
Mutation = tuple[str, Program]


@pytest.fixture(scope="module")
def lock() -> locks.Lock:
    return locks.read_lock(DATA / locks.LOCK)


@pytest.fixture(scope="module")
def programs() -> list[Program]:
    return [program for program, _ in read_records(DATA).values()]


def test_the_catalog_and_its_lock_agree(programs: list[Program]) -> None:
    assert lock_problems(DATA, programs) == []


def test_the_lock_is_as_it_is_written(lock: locks.Lock) -> None:
    assert (DATA / locks.LOCK).read_text("utf-8") == locks.lock_text(lock)
    assert {entry.how for entry in lock.values()} <= {"typed", "dated"}


def test_every_number_has_a_second_reading_and_is_locked(programs: list[Program], lock: locks.Lock) -> None:
    wanted = {program.id for program in programs if locks.numbers_of(program)}
    assert wanted == set(lock)
    assert sum(len(entry.numbers) for entry in lock.values()) > 300


def changed(program: Program, place: int, **fields: str | None) -> Program:
    """Return a record with one of its contacts changed; places after those are of former contacts."""
    contacts, former = list(program.contacts), list(program.former_contacts)
    if place < len(contacts):
        contacts[place] = msgspec.structs.replace(contacts[place], **fields)
    else:
        place -= len(contacts)
        former[place] = msgspec.structs.replace(former[place], **{k: v for k, v in fields.items() if k == "value"})
    return msgspec.structs.replace(program, contacts=tuple(contacts), former_contacts=tuple(former))


def mutations(program: Program) -> Iterator[Mutation]:
    """Yield a record with every slip in every number: the kind of slip, and the record."""
    contacts: list[Contact | FormerContact] = [*program.contacts, *program.former_contacts]
    for place, one in enumerate(contacts):
        if not locks.is_number(one):
            continue
        dial = getattr(one, "dial", None) or dial_string(one.value)
        for number, digit in enumerate(dial):
            if not digit.isdigit():
                continue
            for other in set("0123456789") - {digit}:
                yield (
                    "change a digit",
                    changed(program, place, value=dial[:number] + other + dial[number + 1 :], dial=None),
                )
            yield "drop a digit", changed(program, place, value=dial[:number] + dial[number + 1 :], dial=None)
            if number + 1 < len(dial) and dial[number + 1] != digit:
                swapped = dial[:number] + dial[number + 1] + digit + dial[number + 2 :]
                yield "swap two digits", changed(program, place, value=swapped, dial=None)
        if len(dial) <= SHORT:
            for prefix in ("+1", "+44", "+"):
                yield "make a short code E.164", changed(program, place, value=prefix + dial, dial=None)
        if getattr(one, "keyword", None):
            yield "strip a keyword", changed(program, place, keyword=None)
            yield "change a keyword", changed(program, place, keyword="OTHER")
        if getattr(one, "then", None):
            yield "strip a menu step", changed(program, place, then=None)
        if place < len(program.contacts):
            others = (*program.contacts[:place], *program.contacts[place + 1 :])
            yield "drop a number", msgspec.structs.replace(program, contacts=others)
        else:
            old = place - len(program.contacts)
            former = (*program.former_contacts[:old], *program.former_contacts[old + 1 :])
            yield "drop a number", msgspec.structs.replace(program, former_contacts=former)


def exchanges(program: Program) -> Iterator[Mutation]:
    """Yield a record in which two contacts have each other's number."""
    numbered = [place for place, one in enumerate(program.contacts) if locks.is_number(one)]
    for one, other in pairwise(numbered):
        first, second = program.contacts[one], program.contacts[other]
        if locks.number_of(first).dial != locks.number_of(second).dial:
            half = changed(program, one, value=second.value, dial=second.dial)
            yield "swap two numbers", changed(half, other, value=first.value, dial=first.dial)


def test_every_slip_in_every_number_is_caught(programs: list[Program], lock: locks.Lock) -> None:
    made, caught, missed = Counter[str](), Counter[str](), []
    for program in programs:
        if program.id not in lock:
            continue
        for kind, mutant in (*mutations(program), *exchanges(program)):
            made[kind] += 1
            if locks.differences(mutant, lock):
                caught[kind] += 1
            else:
                missed.append((program.id, kind, [contact.value for contact in mutant.contacts]))
    sys.stdout.writelines(f"{kind}: {caught[kind]} of {count} caught\n" for kind, count in sorted(made.items()))
    assert missed == []
    assert set(made) == {
        "change a digit", "drop a digit", "swap two digits", "make a short code E.164", "strip a keyword",
        "change a keyword", "strip a menu step", "drop a number", "swap two numbers",
    }  # fmt: skip


def test_every_number_without_quotes_is_caught(programs: list[Program], tmp_path: Path) -> None:
    """A bare number keeps its digits here, but not in other readers of YAML: the canonical form has quotes."""
    made, missed = 0, []
    for file in (DATA / "programs.yaml", *sorted((DATA / "programs").glob("*.yaml"))):
        for record in file.read_text("utf-8").split("\n\n"):
            for found in re.finditer(r'\b(?:value|dial|use|keyword|then): ("[^"]+")', record):
                text = record[: found.start(1)] + found[1].strip('"') + record[found.end(1) :]
                path = tmp_path / "one.yaml"
                path.write_text(f"{text}\n\n# 1 records. The end.\n", "utf-8")
                made += 1
                try:
                    same = canonical_text(path) == path.read_text("utf-8")
                except (CatalogError, UnreadableError):
                    same = False
                if same:
                    missed.append((file.name, found[0]))
    sys.stdout.write(f"unquote: {made - len(missed)} of {made} caught\n")
    assert missed == []
    assert made > 300


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reread": None}, "reread is missing"),
        ({"reread": "2030-01-01"}, "reread is 2030-01-01, in the lock"),
        ({"contacts": ()}, "is in the lock alone"),
    ],
)
def test_other_differences(changes: dict[str, object], told: str, programs: list[Program], lock: locks.Lock) -> None:
    program = next(program for program in programs if program.id == "us-988-lifeline")
    assert told in " ".join(locks.differences(msgspec.structs.replace(program, **changes), lock))
    assert "not in the lock" in " ".join(locks.differences(program, {}))
