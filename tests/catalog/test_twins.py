"""No two records of one service, no two numbers that could be mistaken for each other, hours as their page words them."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from rapidfuzz.distance import OSA

from mhfind import Catalog
from mhfind.compile import DIALLED
from mhfind.hours import ALWAYS, DAY
from mhfind.model import Program
from mhfind.numbers import comparison_key, dial_string
from mhfind.words import tokens

ROOT = Path(__file__).parents[2]
LONG = 7  # digits from which a number is told from all others
# Programs of one organization that share a number on purpose: NAMI's groups are found through its helpline.
SHARED = {
    "8009506264": {"us-nami-connection", "us-nami-helpline", "us-nami-family-support-group"},
    "0112344837": {"za-sadag-counselling", "za-sadag-support-groups"},
    "0800006008": {"za-nrgp", "za-nrgp-online-group"},
    "1800595212": {"au-medicare-mental-health", "au-medicare-mental-health-check-in"},
}
# Numbers one slip apart that are both right: Alzheimer Scotland and Lifeline in Northern Ireland, each read twice.
NEAR = [(("gb", "08088083000"), ("gb", "08088088000"))]
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))? ?([ap])\.?m|\b(noon|midnight)\b|\b(\d{1,2})[:.](\d\d)\b", re.IGNORECASE)
_HALF = re.compile(r"\b(\d{1,2}(?::\d\d)?)(?= ?(?:to|-|–) ?\d{1,2}(?::\d\d)? ?([ap])\.?m)", re.IGNORECASE)
_ALWAYS = re.compile("24|day|always|any time|round", re.IGNORECASE)


@pytest.fixture(scope="module")
def programs() -> list[Program]:
    return [program for program in Catalog.open().programs().programs if program.status == "active"]


def spelled(name: str) -> str:
    return "".join(tokens(name))


def country(program: Program) -> str:
    return program.id.split("-")[0]


def long_numbers(programs: list[Program]) -> dict[tuple[str, str], set[str]]:
    """Return the ids of programs by their country and number, for numbers that are no short codes."""
    found: dict[tuple[str, str], set[str]] = {}
    for program in programs:
        for contact in program.contacts:
            if contact.channel in DIALLED and not contact.value.startswith("http"):
                key = comparison_key(contact.dial or dial_string(contact.value))
                if len(key) >= LONG:
                    found.setdefault((country(program), key), set()).add(program.id)
    return found


def test_numbers_of_different_programs_are_more_than_a_slip_apart(programs: list[Program]) -> None:
    numbers = long_numbers(programs)
    assert len(numbers) > 150
    shared = {key: ids for (_, key), ids in numbers.items() if len(ids) > 1}
    assert shared == SHARED
    near = [
        (first, second)
        for first, second in combinations(sorted(numbers), 2)
        if first[0] == second[0]
        and OSA.distance(first[1], second[1], score_cutoff=1) <= 1
        and not numbers[first] & numbers[second]
    ]
    assert near == NEAR


def test_no_service_has_two_records(programs: list[Program]) -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for program in programs:
        owners.setdefault((country(program), spelled(program.name)), set()).add(program.id)
    assert [ids for ids in owners.values() if len(ids) > 1] == []
    taken = [
        (program.id, alias, owner)
        for program in programs
        for alias in program.also_known_as
        for owner in owners.get((country(program), spelled(alias)), set()) - {program.id}
    ]
    assert taken == []


def times(text: str) -> set[int]:
    """Return the times of day that a text names, in minutes since midnight.

    >>> sorted(times("weekdays 8 a.m. to noon, weekends 5 to 10:30 p.m."))
    [480, 720, 1020, 1350]
    """
    whole = _HALF.sub(lambda half: f"{half[1]} {half[2]}m", text)
    found = set()
    for hour, minute, half, word, hours, minutes in _TIME.findall(whole):
        if word:
            found.add(0 if word.lower() == "midnight" else DAY // 2)
        elif half:
            found.add((int(hour) % 12 + (12 if half.lower() == "p" else 0)) * 60 + int(minute or 0))
        else:
            found.add(int(hours) % 24 * 60 + int(minutes))
    return found


def test_hours_are_those_of_the_words_on_the_page(programs: list[Program]) -> None:
    differing = []
    compared = 0
    for program in programs:
        for contact in program.contacts:
            if not contact.weekly or not contact.hours_text:
                continue
            compared += 1
            if contact.weekly == ALWAYS:
                right = bool(_ALWAYS.search(contact.hours_text))
            else:
                right = {time % DAY for interval in contact.weekly for time in interval} <= times(contact.hours_text)
            if not right:
                differing.append((program.id, contact.hours, contact.hours_text))
    assert compared > 30
    assert differing == []
