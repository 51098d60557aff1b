"""Where numbers stand in a text: notations, the words that make a short code one, and digits that are no number."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mhfind import Catalog
from mhfind.calling import calling_codes
from mhfind.check import register_of
from mhfind.links import links
from mhfind.mentions import mentions, neighbours

# Text -> each number as found, with what the words around it say: key[/channel][/keyword][/then].
FOUND = {
    "Call or text 988": ["988"],
    "Call 988 24/7": ["988/call"],
    "Call us at 988, 24 hours a day": ["988/call"],
    "Dial 988 then Press 1": ["988/call/1"],
    "988, press 3": ["988/3"],
    "Text HOME to 741741": ["741741/text/HOME"],
    "text “Hello” to 741-741.": ["741741/text/Hello"],
    "**Text** the word HOME to **741741**": ["741741/text/HOME"],
    "TALK to 38255": ["38255/text/TALK"],
    "Text: 741741 (keyword HOME)": ["741741/text/HOME"],
    "Text us at 906-35-NEEDS": ["9063563337/text"],
    "sms:741741?body=HOME": ["741741/text/HOME"],
    "tel:+18002738255": ["8002738255/call"],
    "TTY: 1-800-799-4889": ["8007994889/tty"],
    "1-800-273-TALK (8255)": ["8002738255"],
    "1-800-273-TALK (8225)": ["8002738255"],
    "1-866-4-U-TREVOR": ["8664887386"],
    "1-833-TLC-MAMA": ["8338526262"],
    "800 SUICIDE, or 1-800-suicide": ["8007842433", "8007842433"],
    "1800RESPECT or 1800 RESPECT": ["1800737732", "1800737732"],
    "(800) 273.8255": ["8002738255"],
    "1 (800) 273-8255": ["8002738255"],
    "8002738255": ["8002738255"],
    "１‑800‑273‑8255": ["8002738255"],
    "1-800-273-\n8255": ["8002738255"],
    "call 1 800\n   273 8255": ["8002738255/call"],
    "800-273-8255\n800-799-7233": ["8002738255", "8007997233"],
    "800-273-8255 / 800-799-7233": ["8002738255", "8007997233"],
    "1-800-662-4357 1-800-273-8255": ["8006624357", "8002738255"],
    "call 116 123 or 0800 1111": ["116123/call", "08001111"],
    "+44 (0)20 7946 0018": ["442079460018"],
    "0044 800 1111": ["448001111"],
    "011 44 800 1111": ["448001111"],
    "+1741741 and +44116123": ["1741741", "44116123"],
    "call us at 555-0100": ["5550100/call"],
    "Llame al 988, oprima 2": ["988/2"],
    "988 Lifeline: 988 (in 2020)": ["988"],
    "call (988)": ["988/call"],
    "call \u202a988\u202c": ["988/call"],
}
NO_NUMBERS = (
    "988",
    "Helpline 2024 report (1999-2005, 2020 2021)",
    "In 2019, 1,200 people in Columbus, OH 43215 paid $4357.",
    "Columbus, OH 43215-1234, or 43215-1234",
    "from 9:00 to 17:30, 9 am - 5 pm, 24/7, 24/7/365, 24 hours, 365 days",
    "2026-11-23, 11/23/2026, 23.11.2026, 2010-2015",
    "ISBN 978-0-13-110362-7, ID 1234567, No. 7654321, #2738255, p. 1234567",
    "99.5%, 12 of 100 (12%), 1,234,567 dollars, €1.234.567",
    "https://example.org/8002738255 or example.org/p/1234567890 or me8002738255@example.org",
    "800 people attended the 2019 meeting; call in 2020",
    "room 741741 of building 12345",
    "It is a 12345678901234567890 of numbers",
    "text us at noon, call me",
    "٩٨٨",
)  # fmt: skip


@pytest.fixture(scope="module")
def known(catalog: Catalog) -> frozenset[str]:
    return register_of(catalog).known


def told(text: str, known: frozenset[str]) -> list[str]:
    found = mentions(text, known)
    return ["/".join(filter(None, (one.key, one.channel, one.keyword, one.then))) for one in found]


def test_numbers_are_found_as_people_write_them(known: frozenset[str]) -> None:
    assert {text: told(text, known) for text in FOUND} == FOUND


def test_other_digits_are_no_numbers(known: frozenset[str]) -> None:
    assert {text: told(text, known) for text in NO_NUMBERS} == {text: [] for text in NO_NUMBERS}


def test_a_number_that_is_asked_for_needs_no_words(known: frozenset[str]) -> None:
    found = {text: [one.key for one in mentions(text, known, bare=True)] for text in ("988", "741741", "13 11 14")}
    assert found == {"988": ["988"], "741741": ["741741"], "13 11 14": ["131114"]}


SHORTEST = 3  # digits of a number that can be told from a count


def test_every_contact_of_the_catalog_is_found_as_it_is_published(catalog: Catalog, known: frozenset[str]) -> None:
    missed = []
    for key in catalog.ids():
        program = catalog.get(key)
        assert program
        for contact in program.contacts:
            if contact.channel not in ("call", "text", "tty") or len(contact.dial or "") < SHORTEST:
                continue
            text = f"Please text {contact.keyword} to {contact.value}." if contact.keyword else f"Call {contact.value}."
            if len(mentions(text, known)) != 1:
                missed.append((key, text, told(text, known)))
    assert missed == []


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789 -.()/+\nabcTEXTcall:$,to#"), max_size=60))
def test_mentions_are_in_order_and_apart(text: str) -> None:
    found = mentions(text)
    ends = [0, *(one.end for one in found)]
    assert all(end <= one.start < one.end for end, one in zip(ends, found, strict=False))
    assert all(re.fullmatch("[0-9]{3,15}", one.key) for one in found)


@settings(deadline=None)
@given(st.from_regex(r"\A[2-9][0-9]{9}\Z"), st.data())
def test_a_slip_is_undone_by_a_slip(key: str, data: st.DataObject) -> None:
    near = sorted(set(neighbours(key)))
    other = data.draw(st.sampled_from(near))
    assert key in set(neighbours(other))
    assert other != key


def test_addresses_are_found_without_what_follows_them() -> None:
    text = (
        "See www.nami.org, (https://en.wikipedia.org/wiki/A_(b)). Not: a.txt, me@nami.org, e.g. this, 988lifeline.org!"
    )
    found = [text[start:end] for start, end in links(text)]
    assert found == ["www.nami.org", "https://en.wikipedia.org/wiki/A_(b)", "988lifeline.org"]


def test_calling_codes_are_those_of_the_library() -> None:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    listed = {country: str(code) for code, found in COUNTRY_CODE_TO_REGION_CODE.items() for country in found}
    assert calling_codes() == {country: code for country, code in listed.items() if country != "001"}
