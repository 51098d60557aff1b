"""Guides as documents: of a way in, a type, a topic, a program; what stands in them, and for which place."""

from datetime import date
from pathlib import Path

import pytest
from conftest import Inside, contact, record, write_records

from mhfind.catalog import Catalog
from mhfind.document import Block, Document, Field, Heading, Items, Line, Paragraph
from mhfind.errors import NotFoundError
from mhfind.guide import ASK, LISTED, SOURCES, guide, guide_list, guide_names, varied
from mhfind.model import Type
from mhfind.query import Place
from mhfind.views.programs import Words

US = Place("US", None, "option")


@pytest.fixture(scope="module")
def words(catalog: Catalog) -> Words:
    return Words(catalog.vocabulary, catalog.gazetteer, date(2026, 11, 23))


def headings(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading)]


def below(document: Document, heading: str) -> list[object]:
    """Return the blocks between a heading and the next one."""
    found: list[object] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.text == heading
        elif inside:
            found.append(block)
    return found


def entries(document: Document, heading: str) -> list[str]:
    """Return the names of the programs below a heading."""
    blocks = [block for block in below(document, heading) if isinstance(block, Block)]
    return [first.text for block in blocks if isinstance(first := block.blocks[0], Heading)]


def names(catalog: Catalog, **wanted: str) -> set[str]:
    return {program.name for program in catalog.programs(country="US", **wanted).programs}  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["community-center", "healthcare-provider", "online-directory"])
def test_a_way_in_ends_with_the_programs_of_the_place_that_open_it(name: str, catalog: Catalog, words: Words) -> None:
    document = guide(name, catalog, US, words)
    listed = entries(document, "Programs that this way leads to")
    assert 3 <= len(listed) <= LISTED
    assert set(listed) <= names(catalog, route=name)
    assert headings(document)[-2:] == ["Programs that this way leads to", SOURCES]


@pytest.mark.parametrize("name", Type.__args__)  # type: ignore[attr-defined]
def test_a_type_ends_with_its_programs(name: str, catalog: Catalog, words: Words) -> None:
    listed = entries(guide(name, catalog, US, words), "Programs of this kind")
    assert 3 <= len(listed) <= LISTED
    assert set(listed) <= names(catalog, type=name)


def test_without_a_place_worldwide_programs_are_listed(catalog: Catalog, words: Words) -> None:
    listed = entries(guide("online", catalog, Place(), words), "Programs of this kind")
    worldwide = {p.name for p in catalog.programs(type="online").programs if "WORLD" in p.serves}
    assert listed
    assert set(listed) <= worldwide


def test_programs_of_single_states_are_listed_only_for_their_state(catalog: Catalog, words: Words) -> None:
    regional = {
        program.name
        for program in catalog.programs(country="US").programs
        if all(area.startswith("US-") for area in program.serves)
    }
    for name in ("crisis", "peer-support", "grief"):
        assert not regional & set(entries(guide(name, catalog, US, words), "Programs of this kind")), name
        assert not regional & set(entries(guide(name, catalog, US, words), "Programs")), name
    warmline = next(
        program
        for program in catalog.programs(country="US", type="peer-support").programs
        if program.name in regional and not program.audiences and program.contacts[0].channel == "call"
    )
    place = Place("US", warmline.serves[0], "option")
    assert warmline.name in entries(guide("peer-support", catalog, place, words), "Programs of this kind")


def test_every_guide_opens_with_the_crisis_box_of_the_place(catalog: Catalog, words: Words) -> None:
    for country, number in (("US", "988"), ("GB", "116 123")):
        for name in (*catalog.guides(), "grief", "us-nami-helpline"):
            box = guide(name, catalog, Place(country, None, "option"), words).blocks[0]
            assert isinstance(box, Block), name
            assert box.kind == "crisis", name
            assert number in [block.value for block in box.blocks if isinstance(block, Line)], (country, name)


def test_a_topic_has_a_page(catalog: Catalog, words: Words) -> None:
    document = guide("Grief", catalog, US, words)
    assert document.title == "Grief and loss"
    assert headings(document) == ["Steps", "What to say", "Programs", "If it doesn't work", SOURCES]
    assert Items(ASK) in below(document, "What to say")
    listed = entries(document, "Programs")
    assert len(listed) == LISTED
    assert set(listed) <= names(catalog, topic="grief")
    (read,) = (block for block in below(document, SOURCES) if isinstance(block, Items))
    assert [line.split(": ")[0] for line in read.items] == listed


def test_every_topic_has_a_page(catalog: Catalog, words: Words) -> None:
    empty = [
        term.id for term in catalog.vocabulary.topics if not entries(guide(term.id, catalog, US, words), "Programs")
    ]
    assert empty == []


def test_a_topic_that_is_a_danger_opens_with_the_lines_for_it(catalog: Catalog, words: Words) -> None:
    box = guide("domestic-violence", catalog, US, words).blocks[0]
    assert isinstance(box, Block)
    shown = [block.text for block in box.blocks if isinstance(block, Heading)]
    assert "National Domestic Violence Hotline" in shown


def test_a_page_shows_one_program_of_each_type_before_a_second_one(catalog: Catalog) -> None:
    programs = [p for p in catalog.programs(country="US", topic="depression").programs if not p.audiences]
    ordered = varied(programs)
    kinds = {program.type for program in programs}
    assert {program.type for program in ordered[: len(kinds)]} == kinds
    assert sorted(program.id for program in ordered) == sorted(program.id for program in programs)


def test_a_program_guide_says_all_one_needs_to_go(tmp_path: Path, inside: Inside) -> None:
    lines = record(
        "us-lines",
        what_happens="A peer answers.",
        bring="Nothing.",
        anonymous="yes",
        emergency_services="with-consent",
        privacy_note="Notes are not kept.",
        contacts=[
            contact("1-800-555-0100", then="press 1", hours="Mo-Fr 09:00-21:00", timezone="America/New_York"),
            contact("55501", "text", keyword="HELLO", hours="24/7"),
        ],
    )
    others = [record(f"us-other-{number}", name=f"Other {number}") for number in (1, 2, 3)]
    own = write_records(tmp_path / "own.json", lines, *others)
    code, out, err = inside("guide", "us-lines", "--country", "US", *own)
    assert (code, err) == (0, "")
    for wanted in (
        "First step\n----------\nCall them.",
        "Call: 1-800-555-0100, then press 1\n  Mon to Fri 9 am to 9 pm (Eastern time)",
        "Text HELLO to: 55501\n  24 hours a day, every day",
        "A peer answers.",
        "Have ready\n----------\nNothing.",
        "Cost: Free",
        "Other 1\n",
        "Other 2\n",
        "- https://example.org\n",
        "read 23 Nov 2026",
    ):
        assert wanted in out, wanted
    private = "You don't have to give your name. Notes are not kept. They send emergency help only if you agree."
    assert f"Privacy: {private}" in " ".join(out.split())
    assert "Other 3" not in out  # two others are enough


def test_a_program_guide_says_so_where_it_is_not_known_what_happens(tmp_path: Path, inside: Inside) -> None:
    own = write_records(tmp_path / "own.json", record("us-line"))
    assert 'You can ask, "What happens now?"' in " ".join(inside("guide", "us-line", *own)[1].split())


def test_a_paused_program_says_so(tmp_path: Path, inside: Inside) -> None:
    own = write_records(tmp_path / "own.json", record("us-line", status="paused", reason="They are moving."))
    assert "! Paused: They are moving.\n" in inside("guide", "us-line", *own)[1]


def test_a_retired_program_has_no_guide(catalog: Catalog, words: Words) -> None:
    retired = next(key for key in catalog.ids() if (program := catalog.get(key)) and program.status == "retired")
    with pytest.raises(NotFoundError, match="has ended; no guide is printed for it"):
        guide(retired, catalog, US, words)


@pytest.mark.parametrize(("name", "hint"), [("greif", "grief"), ("peer-suport", "peer-support"), ("urgnt", "urgent")])
def test_a_misspelt_name_gets_a_suggestion(name: str, hint: str, catalog: Catalog, words: Words) -> None:
    with pytest.raises(NotFoundError) as caught:
        guide(name, catalog, US, words)
    assert hint in caught.value.hint


def test_the_list_names_every_guide_ways_in_first(catalog: Catalog, words: Words) -> None:
    document = guide_list(catalog, words)
    fields = [block for block in document.blocks if isinstance(block, Field)]
    assert [field.label for field in fields] == guide_names(catalog)
    assert {field.label for field in fields} == set(catalog.guides())
    assert [field.label for field in fields[:3]] == ["healthcare-provider", "online-directory", "community-center"]
    assert fields[0].text == "Ask a healthcare provider"
    assert isinstance(document.blocks[-1], Paragraph)
