"""Nodes become records leaf by leaf: what is kept, what is refused, and how it is told."""

from typing import Annotated, Literal

import msgspec
import pytest
from msgspec import Meta

from mhfind.model import Contact, Program
from mhfind.source.reader import read_json, read_yaml
from mhfind.source.walker import (
    MAX_COMPLAINTS,
    Complaint,
    convert,
    did_you_mean,
    dotted,
    hidden_character,
    problems_at,
)
from mhfind.visible import visible


class Leaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field of each kind that records have."""

    text: Annotated[str, Meta(min_length=1, max_length=20)]
    word: Literal["yes", "no"] = "no"
    age: Annotated[int, Meta(ge=0, le=120)] | None = None
    tags: tuple[Annotated[str, Meta(pattern="^[a-z]+$", description="small letters")], ...] = ()
    labels: dict[str, str] = {}


def complaints(text: str) -> list[tuple[str, str]]:
    record, found = convert(read_yaml(text, "leaf.yaml"), Leaf)
    assert (record is None) == bool(found)
    return [(dotted(complaint.path), complaint.what) for complaint in found]


def test_scalars_keep_the_characters_that_stand_in_the_file() -> None:
    failures = []
    for written in ("024", "0123", "0o17", "0x1F", "1_000", "NO", "off", "9:00", "+1", "1e3", ".5", "2026-11-23", "=", "<<", "~x"):  # fmt: skip
        record, _ = convert(read_yaml(f"text: {written}", "leaf.yaml"), Leaf)
        if record != Leaf(text=written):
            failures.append((written, record))
    assert not failures


def test_json_numbers_become_their_text() -> None:
    record, _ = convert(read_json('{"text": 741741, "age": 18, "labels": {"a": 1.50}}', "leaf.json"), Leaf)
    assert record == Leaf(text="741741", age=18, labels={"a": "1.50"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text: a\nword: maybe", [("word", "'maybe' is not known")]),
        ("text: a\nage: 121", [("age", "'121' is not a whole number from 0 to 120")]),
        ("text: a\nage: -1", [("age", "'-1' is not a whole number from 0 to 120")]),
        ("text: a\nage: ١٨", [("age", "'١٨' is not a whole number from 0 to 120")]),
        ("text: a\nage: [18]", [("age", "must be one value, not a list or a mapping")]),
        ("text: a\ntags: [b, C, d, E]", [("tags[1]", "'C' does not fit"), ("tags[3]", "'E' does not fit")]),
        ("text: a\ntags: {b: c}", [("tags", "must be a list")]),
        ("text: a\ntags: [[b]]", [("tags[0]", "must be one value, not a list or a mapping")]),
        ("text: a\nlabels: [b]", [("labels", "must be a mapping")]),
        ("text: a\nlabels: {b: [c]}", [("labels.b", "must be one value, not a list or a mapping")]),
        ("text: a\nlabels: {b: ' c'}", [("labels.b", "begins or ends with a blank or a line break")]),
        ("text: " + "a" * 21, [("text", "has 21 characters")]),
        ("text: ''", [("text", "is empty")]),
        ("word: yes", [("", "text is missing")]),
        ("text: a\nother: b", [("other", "unknown field")]),
        ("- text: a", [("", "must be a mapping of fields")]),
        ("text", [("", "must be a mapping of fields")]),
        ("text: ''\nword: maybe\nage: x\ntags: ~", [("text", "is empty"), ("tags", "is empty"), ("word", "'maybe' is not known"), ("age", "'x' is not a whole number from 0 to 120")]),
    ],
)  # fmt: skip
def test_complaints(text: str, expected: list[tuple[str, str]]) -> None:
    assert complaints(text) == expected


def test_hidden_characters_are_those_that_output_would_have_to_spell_out() -> None:
    points = (point for point in range(0x110000) if chr(point) != "\n")
    assert [
        hex(point) for point in points if bool(hidden_character(chr(point))) != (visible(chr(point)) != chr(point))
    ] == []


def test_joiners_and_combining_marks_stay() -> None:
    assert not hidden_character("👩‍👩‍👧 क्‍ष می‌خواهم e\u0301 ทั้งหมด 行")


def test_a_long_value_is_told_in_short() -> None:
    ((_, what),) = complaints("text: a\nword: " + "x" * 5000)
    assert what == f"'{'x' * 60}...' is not known"


def test_complaints_end_somewhere() -> None:
    text = "text: a\ntags: [" + ",\n ".join(["B"] * (MAX_COMPLAINTS + 500)) + "]"
    assert len(complaints(text)) == MAX_COMPLAINTS


def test_derived_fields_can_not_be_written() -> None:
    derived = {
        name
        for struct in (Program, Contact)
        for name in struct.__struct_fields__
        if any(
            complaint.what == "is filled in by mhfind"
            for complaint in convert(read_yaml(f"{name}: x", "x.yaml"), struct)[1]
        )
    }
    assert derived == {"implied", "weekly"}


@pytest.mark.parametrize(
    ("word", "known", "fix"),
    [
        ("lonelines", ["loneliness", "grief"], 'did you mean "loneliness"?'),
        ("ptsd", ["trauma-ptsd", "grief"], 'did you mean "trauma-ptsd"?'),
        ("drugs", ["eating-disorders", "grief"], "use one of: eating-disorders, grief"),
        ("xyz", [f"id-{number}" for number in range(20)], "look there"),
        ("a" * 20_000, ["a", "b"], "use one of: a, b"),
        ("a", [], "look there"),
    ],
)
def test_suggestions(word: str, known: list[str], fix: str) -> None:
    assert did_you_mean(word, known, "look there") == fix


def test_complaints_get_the_line_of_what_they_are_about() -> None:
    node = read_yaml("id: a\nlist:\n  - {b: c,\n     d: e}\n", "x.yaml")
    paths: tuple[tuple[str | int, ...], ...] = (
        (),
        ("id",),
        ("list",),
        ("list", 0, "d"),
        ("list", 7),
        ("none", "at all"),
    )
    found = problems_at(node, "x.yaml", "a", [Complaint(path, "what", "fix") for path in paths])
    assert [(problem.line, problem.column, problem.path) for problem in found] == [
        (1, 1, ""),
        (1, 1, "id"),
        (2, 1, "list"),
        (4, 6, "list[0].d"),
        (2, 1, "list[7]"),
        (1, 1, "none.at all"),
    ]
