"""What has to hold for any query, any text and any contact, not only for those someone thought of."""

import csv
import json
import re
import unicodedata
from io import StringIO

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mhfind.catalog import Catalog
from mhfind.document import Block, Document, Field, Heading, Items, Line, Page, Paragraph
from mhfind.errors import UsageError
from mhfind.model import Contact, Program
from mhfind.query import Place, Query
from mhfind.remarks import Remarks
from mhfind.render import data, markdown, table, text
from mhfind.understand import MAX_LENGTH
from mhfind.views.contacts import contact_blocks, contact_line

ANSI = re.compile(r"\x1b\[[0-9;]*m")
MORE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

published = (
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=60).map(str.strip).filter(bool)
)
numbers = st.from_regex(r"\A[+(]?[0-9][0-9 ().-]{1,16}[0-9]\Z")
contacts = st.builds(
    Contact,
    channel=st.sampled_from(("call", "text", "tty", "whatsapp")),
    value=numbers | published,
    label=st.none() | st.sampled_from(("Spanish", "Veterans and their families", "a [b]c[/b]")),
    keyword=st.none() | st.sampled_from(("HOME", "HELP4U")),
    then=st.none() | st.sampled_from(("press 1", "ask for the nurse")),
    source=st.just(("site",)),
)


@MORE
@given(query=st.text(max_size=300))
def test_no_query_fails(catalog: Catalog, query: str) -> None:
    results = catalog.ask(Query(query, place=Place("US", None, "option")))
    assert results.total >= len([hit for hit in results.hits if not hit.pinned])
    assert [hit.rank for hit in results.hits] == list(range(1, len(results.hits) + 1))
    assert json.loads(data.to_json(data.results_value(results, Remarks())))["total"] == results.total


@MORE
@given(
    words=st.lists(
        st.sampled_from("grief 988 my mom's \"open * OR NEAR( ^ - : 24/7 C++ ñandú 自殺 ' (a) NOT".split()), max_size=12
    )
)
def test_query_syntax_means_nothing(catalog: Catalog, words: list[str]) -> None:
    results = catalog.ask(Query(" ".join(words)))
    scores = [hit.score for hit in results.hits if not hit.pinned]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_a_text_too_long_is_refused(catalog: Catalog) -> None:
    with pytest.raises(UsageError, match="2,001 characters"):
        catalog.ask(Query("a" * (MAX_LENGTH + 1)))


@MORE
@given(contact=contacts, width=st.integers(20, 200))
def test_a_contact_is_whole_at_any_width(contact: Contact, width: int) -> None:
    document = Document("T", (Block((contact_line(contact),)),))
    for rendered in (text.render(document, Page(width)), ANSI.sub("", table.render(document, Page(width)))):
        rows = [row.strip() for row in rendered.splitlines()]
        assert any(_value(row, contact) == contact.value for row in rows), rendered


def _value(row: str, contact: Contact) -> str:
    """Read the value back from a row as a person would: after the label, before the menu step."""
    label = contact_line(contact).label
    value = row.removeprefix(f"{label}: ")
    return value.removesuffix(f", then {contact.then}") if contact.then else value


@MORE
@given(contact=contacts)
def test_a_contact_reads_back_from_markdown(contact: Contact) -> None:
    rendered = markdown.render(Document("T", (contact_line(contact),)), Page())
    span = re.search(r": (`+)(.*?)\1(?!`)", rendered.splitlines()[2])
    assert span
    value = span[2]
    assert (value[1:-1] if "`" in contact.value else value) == contact.value


@MORE
@given(found=st.lists(contacts, min_size=1, max_size=4))
def test_contacts_read_back_from_data(catalog: Catalog, found: list[Contact]) -> None:
    sample = catalog.get("us-988-lifeline")
    assert sample
    program = msgspec.structs.replace(sample, contacts=tuple(found))
    as_json = json.loads(data.to_json(data.programs_value([program], 1, Remarks())))["results"][0]["program"][
        "contacts"
    ]
    assert [contact["value"] for contact in as_json] == [contact.value for contact in found]
    assert msgspec.convert(as_json, tuple[Contact, ...]) == tuple(found)
    rows = list(
        csv.DictReader(StringIO(data.table(data.program_entries([program]), data.Shape("contact")), newline=""))
    )
    assert [_from_cell(row) for row in rows] == [contact.value for contact in found]
    (row,) = csv.DictReader(StringIO(data.table(data.program_entries([program]), data.Shape()), newline=""))
    assert row["contacts"] == data.CONTACTS.join(data.contact_cell(contact) for contact in found)


def _from_cell(row: dict[str, str]) -> str:
    begin = f"{row['channel']} {row['keyword'] + ' to ' if row['keyword'] else ''}"
    end = f", then {row['then']}" if row["then"] else ""
    return row["contact"].removeprefix(begin).removesuffix(end)


@MORE
@given(words=st.text(max_size=200), width=st.integers(20, 200))
def test_no_text_reaches_a_terminal_as_a_control(words: str, width: int) -> None:
    blocks = (Heading(words, 2), Paragraph(words), Items((words,)), Line(words, words), Field(words, words))
    document = Document(words, (Block(blocks, "crisis"),))
    for rendered in (
        text.render(document, Page(width)),
        markdown.render(document, Page(width)),
        ANSI.sub("", table.render(document, Page(width))),
    ):
        assert not [f"U+{ord(c):04X}" for c in rendered if c != "\n" and _acts(c)]


def _acts(character: str) -> bool:
    """Tell whether a character moves, hides or reorders what stands around it."""
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or (
        unicodedata.bidirectional(character) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        or character in "\u200b\u200e\u200f\u2060\ufeff"
    )


@MORE
@given(words=st.text(max_size=100), start=st.sampled_from(("=", "+", "-", "@", "\t", "\r", "")))
def test_no_cell_is_a_formula(words: str, start: str) -> None:
    shown = data.cell(start + words)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_every_contact_of_the_catalog_is_whole_everywhere(catalog: Catalog) -> None:
    programs = catalog.programs().programs
    for program in programs:
        _check_program(program)


def _check_program(program: Program) -> None:
    document = Document(program.name, tuple(contact_blocks(program.contacts)))
    for width in (20, 40, 80, 200):
        plain = [row.strip() for row in text.render(document, Page(width)).splitlines()]
        for contact in program.contacts:
            assert any(_value(row, contact) == contact.value for row in plain), (program.id, contact.value, width)
