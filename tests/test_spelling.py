"""Misspelt words: read by letters, by sound and by the keyboard; known and common words are left alone."""

from pathlib import Path

import pytest

from mhfind import Catalog
from mhfind.sounds import slipped, sound
from mhfind.source.language import read_words
from mhfind.spelling import correct
from mhfind.words import stem

COMMON = read_words(Path(__file__).parents[1] / "data" / "common-words.txt")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nite", "night"),  # by its sound; by its letters it is nearer to "note"
        ("sykiatrist", "psychiatrist"),
        ("depreshun", "depression"),
        ("naybor", "neighbor"),
        ("anxoety", "anxiety"),  # o is beside i on the keyboard
        ("gfief", "grief"),
        ("counseler", "counselor"),
        ("alchohol", "alcohol"),
        ("anxouse", "anxious"),
        ("supportgroup", "support group"),
        ("agression", "aggression"),  # a word of the French danger rules, and more likely a typing error
    ],
)
def test_what_a_misspelt_word_is_read_as(catalog: Catalog, typed: str, meant: str) -> None:
    assert correct([typed], catalog.index) == {typed: meant}


def test_common_words_are_never_corrected(catalog: Catalog) -> None:
    assert len(COMMON) > 10_000
    assert correct(COMMON, catalog.index) == {}
    assert "christian" in COMMON


def test_words_that_sound_alike() -> None:
    pairs = [("greef", "grief"), ("fone", "phone"), ("skool", "school"), ("wate", "weight"), ("peeple", "people")]
    assert [(a, b) for a, b in pairs if sound(a) != sound(b)] == []
    assert sound("nite") != sound("note")


def test_slips_of_the_finger() -> None:
    assert slipped("grief", "greif") is False  # two letters differ
    assert slipped("trauma", "trauna")
    assert not slipped("trauma", "traupa")


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("behaviour", "behavior"),
        ("counselling", "counseling"),
        ("organisations", "organizations"),
        ("programme", "program"),
        ("centre", "center"),
        ("mums", "moms"),
        ("hospitalised", "hospitalized"),
    ],
)
def test_british_and_american_spelling_are_one(british: str, american: str) -> None:
    assert stem(british) == stem(american)


@pytest.mark.parametrize("word", ["hour", "your", "promise", "exercise", "yelling", "four"])
def test_words_that_only_look_british(word: str) -> None:
    assert not stem(word).endswith(("iz", "hor", "yor", "yel", "for"))
