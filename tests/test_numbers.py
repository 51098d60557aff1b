"""Phone numbers: what is dialled, which notations are one number, and where numbers stand in a text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mhfind.numbers import comparison_key, dial_string, find_numbers, has_letters, spells

SEPARATORS = st.sampled_from(("", " ", "-", ".", " - ", ") "))
ten_digits = st.from_regex(r"\A[2-9][0-9]{9}\Z")
ascii_texts = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)


@pytest.mark.parametrize(
    ("value", "dialled"),
    [
        ("988", "988"),
        ("741741", "741741"),
        ("116 123", "116123"),
        ("024", "024"),
        ("13 11 14", "131114"),
        ("1-800-273-8255", "18002738255"),
        ("1-800-273-TALK", "18002738255"),
        ("(800) 555 0100", "8005550100"),
        ("+1 800.555.0100", "+18005550100"),
        ("+44 20 7946 0018", "+442079460018"),
        ("+44 (0)20 7946 0018", "+442079460018"),
        ("(+44) 20 7946 0018", "+442079460018"),
        ("0800 111 0 111", "08001110111"),
        ("*67", "*67"),
        ("#250", "#250"),
        ("", ""),
        ("٩٨٨", ""),
    ],
)
def test_what_is_dialled(value: str, dialled: str) -> None:
    assert dial_string(value) == dialled


@pytest.mark.parametrize(
    "notations",
    [
        ("1-800-273-8255", "(800) 273-TALK", "+1 800 273 8255", "1.800.273.8255", "8002738255"),
        ("116 123", "116123", "116-123"),
        ("+44 20 7946 0018", "+44 (0)20 7946 0018", "+442079460018"),
        ("988", "9-8-8"),
    ],
)
def test_notations_of_one_number(notations: tuple[str, ...]) -> None:
    assert len({comparison_key(notation) for notation in notations}) == 1


@pytest.mark.parametrize(("one", "other"), [("988", "998"), ("116 123", "116 111"), ("18002738255", "18002738225"), ("024", "24"), ("1737", "737")])  # fmt: skip
def test_different_numbers(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)


@pytest.mark.parametrize(
    ("value", "dial", "right"),
    [
        ("1-800-555-HELP", "18005554357", True),
        ("800-555-HELP", "18005554357", True),
        ("800-555-HELP", "+18005554357", True),
        ("1-855-DEJELO-YA", "18553353569", True),
        ("1-800-555-HELP", "18005554358", False),
        ("1-800-555-HELP", "8005554357", False),
        ("1-800-555-HELP", "1800555435", False),
        ("1-800-555-HELP", "180055", False),
        ("988-HELP", "9885", False),
        ("988-HELP", "9884357", True),
    ],
)
def test_what_letters_spell(value: str, dial: str, right: bool) -> None:
    assert spells(value, dial) is right


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Call 988 now", ["988"]),
        ("text HOME to 741-741, or 1-866-4-U-TREVOR", ["741741", "8664887386"]),
        ("1-800-273-TALK (8255)", ["8002738255", "8255"]),
        ("call 1 (800) 662-HELP.", ["8006624357"]),
        ("800273talk", ["8002738255"]),
        ("+44 (0)20 7946 0018", ["442079460018"]),
        ("116 123 or 0800 1111", ["116123", "08001111"]),
        ("988/911", ["988911"]),
        ("on the 5th, at 9", []),
        ("٩٨٨ ９８８", []),
        ("", []),
    ],
)
def test_numbers_in_a_text(text: str, keys: list[str]) -> None:
    assert list(find_numbers(text)) == keys


@settings(deadline=None)
@given(st.text(max_size=60))
def test_what_is_dialled_is_on_a_keypad(value: str) -> None:
    dialled = dial_string(value)
    assert re.fullmatch(r"\+?[0-9*#]*", dialled)
    assert dial_string(dialled) == dialled


@settings(deadline=None)
@given(ten_digits, st.lists(SEPARATORS, min_size=10, max_size=10))
def test_separators_change_nothing(digits: str, separators: list[str]) -> None:
    value = "".join(digit + separator for digit, separator in zip(digits, separators, strict=True))
    assert dial_string(value) == digits
    assert dial_string(f"+{value}") == f"+{digits}"
    assert comparison_key(value) == digits


@settings(deadline=None)
@given(ten_digits)
def test_the_north_american_one_changes_nothing(digits: str) -> None:
    assert {comparison_key(way) for way in (digits, f"1{digits}", f"+1{digits}", f"1-{digits}")} == {digits}


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_key_is_digits_and_its_own_key(value: str) -> None:
    key = comparison_key(value)
    assert re.fullmatch("[0-9]*", key)
    assert comparison_key(key) == key


@settings(deadline=None)
@given(ascii_texts)
def test_letters_and_their_digits_are_one_number(value: str) -> None:
    assert comparison_key(value) == comparison_key(value.upper()) == comparison_key(dial_string(value))
    assert has_letters(value) == bool(re.search("[A-Za-z]", value))


@settings(deadline=None)
@given(ten_digits, st.sampled_from(("{0}{1}{2}", "{0}-{1}-{2}", "({0}) {1}-{2}", "+1 {0} {1} {2}", "1.{0}.{1}.{2}")))
def test_a_number_in_a_sentence_is_found(digits: str, form: str) -> None:
    value = form.format(digits[:3], digits[3:6], digits[6:])
    assert list(find_numbers(f"Please call {value}, they listen.")) == [comparison_key(value)]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_what_is_found_in_any_text_is_a_key(text: str) -> None:
    assert [
        key for key in find_numbers(text) if not re.fullmatch("[0-9]{2,18}", key) or comparison_key(key) != key
    ] == []
