"""Referral sheets: what stands on them, what a discreet one leaves out, and what the worker is told."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest
from conftest import PHONE, Inside, contact, record, write_records

from mhfind.catalog import Catalog
from mhfind.document import Blank, Block, Document, Heading, Items, Line, Part
from mhfind.guide import ASK
from mhfind.model import Program
from mhfind.query import Place
from mhfind.sheet import DISCREET_TITLE, TITLE, Wishes, choose, sheet
from mhfind.views.programs import Words

US = ("--country", "US")
THREE = ("us-nami-helpline", "us-maternal-mental-health-hotline", "us-psi-helpline")
SENSITIVE = "us-ndvh"
FEW = "mhfind: a sheet with fewer than 3 programs leaves little to choose from."
HEADINGS = ["Who you can turn to", "What to say", "My plan", "If it doesn't work"]


@pytest.fixture(scope="module")
def words(catalog: Catalog) -> Words:
    return Words(catalog.vocabulary, catalog.gazetteer, date(2026, 11, 23))


def made(catalog: Catalog, words: Words, wishes: Wishes, *ids: str) -> Document:
    programs = [program for key in ids or THREE if (program := catalog.get(key))]
    return sheet(programs, catalog.help(Place("US")), words, wishes)


def headings(document: Document) -> list[str]:
    """Return the headings of level 2, those of blocks too."""
    inner = [[block] if isinstance(block, Heading) else list(getattr(block, "blocks", ())) for block in document.blocks]
    return [block.text for blocks in inner for block in blocks if isinstance(block, Heading) and block.level == 2]


def blanks(document: Document) -> list[str]:
    inner = [[block] if isinstance(block, Blank) else list(getattr(block, "blocks", ())) for block in document.blocks]
    return [block.label for blocks in inner for block in blocks if isinstance(block, Blank)]


def entries(document: Document) -> dict[str, Block]:
    """Return the blocks of programs by name."""
    blocks = [block for block in document.blocks if isinstance(block, Block) and block.kind == "plain"]
    first = [(block.blocks[0], block) for block in blocks]
    return {heading.text: block for heading, block in first if isinstance(heading, Heading) and heading.level == 3}


# ---- What stands on it -------------------------------------------------------------------------------------------


def test_the_plan_of_a_sheet(catalog: Catalog, words: Words) -> None:
    document = made(catalog, words, Wishes())
    box = document.blocks[0]
    assert isinstance(box, Block)
    assert box.kind == "crisis"
    assert document.title == TITLE
    assert headings(document) == HEADINGS
    assert blanks(document) == ["Who I will call", "When", "Who helps me", "How I get there"]
    assert list(entries(document)) == [catalog.names()[key] for key in THREE]


def test_a_program_is_one_block_with_its_contacts_whole(catalog: Catalog, words: Words) -> None:
    document = made(catalog, words, Wishes())
    for key in THREE:
        program = catalog.get(key)
        assert program
        shown = [block.value for block in entries(document)[program.name].blocks if isinstance(block, Line)]
        assert shown
        assert set(shown) <= {found.value for found in program.contacts}


def test_everything_about_a_program_that_one_needs_to_go(tmp_path: Path, inside: Inside) -> None:
    line = record(
        "us-line",
        cost_note="Gifts are welcome.",
        eligibility="People over 60.",
        bring="Your card.",
        anonymous="yes",
        contacts=[contact(PHONE, then="press 1", hours="Mo-Fr 09:00-21:00", timezone="America/New_York")],
    )
    code, out, _ = inside("sheet", "us-line", *US, *write_records(tmp_path / "own.json", line))
    assert code == 0
    for wanted in (
        "Trained peers listen.",
        f"Call: {PHONE}, then press 1\n  Mon to Fri 9 am to 9 pm (Eastern time)",
        "First step: Call them.",
        "Cost: Free. Gifts are welcome.",
        "Who qualifies: People over 60.",
        "Have ready: Your card.",
        "Privacy: You don't have to give your name.",
        "Checked: from their page (no date on it), read 23 Nov 2026",
    ):
        assert wanted in out, wanted


def test_one_contact_of_each_channel_before_a_second_one_of_any(tmp_path: Path, inside: Inside) -> None:
    numbers = [contact(f"1-800-555-010{number}") for number in range(5)]
    line = record("us-line", contacts=[*numbers, contact("55501", "text"), contact("https://example.org/", "web")])
    out = inside("sheet", "us-line", *US, *write_records(tmp_path / "own.json", line))[1]
    assert [number["value"] in out for number in numbers] == [True, True, False, False, False]
    assert "Text: 55501\n" in out
    assert "Website: https://example.org/\n" in out


def test_nobody_in_a_crisis_is_given_a_list_of_questions(catalog: Catalog, words: Words) -> None:
    def asks(document: Document) -> bool:
        return any(Items(ASK) in block.blocks for block in document.blocks if isinstance(block, Block))

    assert asks(made(catalog, words, Wishes()))
    assert asks(made(catalog, words, Wishes(), "us-988-lifeline", *THREE))
    assert not asks(made(catalog, words, Wishes(), "us-988-lifeline", "us-crisis-text-line"))


def test_it_is_no_endorsement_and_says_when_to_check_again(inside: Inside) -> None:
    ending = "This is a list to choose from, not an endorsement. Numbers change: "
    out = " ".join(inside("sheet", *THREE, *US)[1].split())
    assert out.endswith(f"{ending}check again after 21 Feb 2027.")
    late = " ".join(inside("sheet", *THREE, *US, MHFIND_TODAY="2027-02-21")[1].split())
    assert late.endswith(f"{ending}some of these were read on 23 Nov 2026, so they are due to be checked again.")


def test_markup_in_a_record_is_text(tmp_path: Path, inside: Inside) -> None:
    name = "[red]<b>Line</b> **1** {{ 7 * 7 }}"
    own = write_records(tmp_path / "own.json", record("us-line", name=name))
    assert f"\n{name}\n" in inside("sheet", "us-line", *own)[1]
    html = inside("sheet", "us-line", *own, "-f", "html")[1]
    assert '<h3 class="minor">[red]&lt;b&gt;Line&lt;/b&gt; **1** {{ 7 * 7 }}</h3>' in html


def test_as_data(inside: Inside) -> None:
    value = json.loads(inside("sheet", *THREE, *US, "--format", "json")[1])
    assert (value["format"], value["programs"], value["title"]) == ("mhfind.sheet/1", list(THREE), TITLE)
    assert value["blocks"][0]["kind"] == "crisis"


def test_without_a_place_it_has_the_crisis_lines_of_where_its_programs_are(inside: Inside) -> None:
    assert "Emergency: 999\n" in inside("sheet", "gb-samaritans")[1]
    assert "Emergency: 911\n" in inside("sheet", "us-988-lifeline")[1]
    assert "Emergency: 911\n" in inside("sheet", "gb-samaritans", *US)[1]


# ---- Choosing ----------------------------------------------------------------------------------------------------


def program(catalog: Catalog, key: str) -> Program:
    found = catalog.get(key)
    assert found
    return found


def test_each_program_stands_once_those_named_first(catalog: Catalog) -> None:
    a, b, c = (program(catalog, key) for key in THREE)
    assert choose([b, b], [a, b, c], discreet=False).programs == (b, a, c)


def test_a_search_chooses_programs(inside: Inside, catalog: Catalog) -> None:
    code, out, err = inside("sheet", "--search", "grief", "-n", "3", *US, "--format", "json")
    keys = [hit.program.id for hit in catalog.search("grief", country="US", limit=3).hits if not hit.regional]
    assert (code, json.loads(out)["programs"]) == (0, keys)
    both = json.loads(inside("sheet", THREE[0], "--search", "grief", "-n", "3", *US, "--format", "json")[1])
    assert both["programs"] == [THREE[0], *keys]
    assert err == ("" if len(keys) >= 3 else err)


def test_what_was_searched_for_is_nowhere_on_it(inside: Inside) -> None:
    for form in ("text", "html", "json", "md"):
        code, out, _ = inside("sheet", "--search", "zyxquery grief", *US, "--format", form)
        assert (code, "zyxquery" in out) == (0, False), form


def test_filters_are_for_a_search(inside: Inside) -> None:
    code, _, err = inside("sheet", *THREE, "--topic", "grief")
    assert (code, err) == (2, 'mhfind: filters are for a search\n  add one: --search "..."\n')


def test_a_program_that_has_ended_is_not_printed(inside: Inside, catalog: Catalog) -> None:
    retired = next(key for key in catalog.ids() if program(catalog, key).status == "retired")
    code, out, err = inside("sheet", retired, *THREE)
    assert (code, out) == (1, "")
    assert "has ended; it is not printed on a sheet\n" in err


def test_too_few_programs_are_told_with_what_could_be_added(inside: Inside) -> None:
    assert inside("sheet", *THREE, *US)[2] == ""
    code, out, err = inside("sheet", *THREE[:2], *US)
    assert code == 0
    assert err.startswith(f"{FEW} You could add: ")
    assert err.count("(us-") + err.count("(world-") == 3
    assert "You could add" not in out


def test_a_search_that_signals_danger_opens_with_the_lines_for_it(inside: Inside, catalog: Catalog) -> None:
    code, out, _ = inside("sheet", "--search", "my husband beats me", *US)
    assert code == 0
    box = out.split("*" * 60)[1]
    assert program(catalog, SENSITIVE).contacts[0].value in box


def test_danger_is_answered_when_no_sheet_can_be_made(inside: Inside, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("- id: [\n", "utf-8")
    code, out, err = inside("sheet", "--search", "i want to die", "--catalog", str(broken), *US)
    assert code == 0
    assert "Call: 988" in out
    assert "These are the built-in crisis lines." in err


def test_flags_are_told_to_the_worker_alone(inside: Inside, tmp_path: Path) -> None:
    own = {"MHFIND_FLAGS": str(tmp_path / "flags.jsonl")}
    assert inside("flag", THREE[0], "busy all day", **own)[0] == 0
    _, out, err = inside("sheet", *THREE, *US, **own)
    assert err == f"mhfind: you flagged {THREE[0]} on 23 Nov 2026: busy all day\n"
    assert "busy all day" not in out


# ---- Discreet ----------------------------------------------------------------------------------------------------


def test_a_discreet_sheet_has_a_title_that_says_nothing(inside: Inside) -> None:
    assert inside("sheet", *THREE, *US, "--discreet")[1].startswith(f"{DISCREET_TITLE}\n")
    html = inside("sheet", *THREE, *US, "--discreet", "--format", "html")[1]
    assert f"<title>{DISCREET_TITLE}</title>" in html
    assert inside("sheet", *THREE, *US, "--discreet", "--title", "My list")[1].startswith("My list\n")


def test_it_leaves_out_sensitive_programs_that_were_not_named(inside: Inside, catalog: Catalog) -> None:
    name = program(catalog, SENSITIVE).name
    query = ("sheet", "--search", "violent husband", *US, "-n", "0")
    assert name in inside(*query)[1]
    code, out, err = inside(*query, "--discreet")
    assert code == 0
    assert name not in out
    assert f"{name} ({SENSITIVE})" in err
    assert "left out, as the sheet is discreet" in err
    _, out, err = inside(*query[:1], SENSITIVE, *query[1:], "--discreet")
    assert name in out
    assert f"({SENSITIVE})" not in err


def test_its_crisis_box_names_no_danger_and_no_sensitive_line(inside: Inside, catalog: Catalog) -> None:
    query = ("sheet", THREE[0], "--search", "my husband beats me", *US, "--discreet")
    _, out, err = inside(*query)
    assert "fault" not in out.split("*" * 60)[1]
    assert "988" in out.split("*" * 60)[1]
    assert program(catalog, SENSITIVE).name not in out
    assert f"({SENSITIVE})" in err


def test_where_only_sensitive_programs_are_found_nothing_is_printed(inside: Inside) -> None:
    code, out, err = inside("sheet", "--search", "my husband beats me", *US, "--discreet", "-n", "1")
    assert (code, out) == (1, "")
    assert f"({SENSITIVE})" in err
    assert "name ids of those left out" in err


def test_no_first_answer_of_a_country_is_sensitive(catalog: Catalog) -> None:
    """The box of a discreet sheet has them."""
    answers = [answer for answer in catalog.doors.answers if answer.kind == "any"]
    assert {key for answer in answers for key in answer.programs if program(catalog, key).sensitive == "yes"} == set()


def test_what_could_be_added_to_it_is_not_sensitive(inside: Inside, catalog: Catalog) -> None:
    offered = re.findall(r"\(([a-z0-9-]+)\)", inside("sheet", SENSITIVE, *US)[2])
    discreet = re.findall(r"\(([a-z0-9-]+)\)", inside("sheet", SENSITIVE, *US, "--discreet")[2])
    assert [key for key in offered if program(catalog, key).sensitive == "yes"]
    assert [key for key in discreet if program(catalog, key).sensitive == "yes"] == []


def test_who_hands_it_out(inside: Inside) -> None:
    own = {"MHFIND_ORG": "Example Shelter"}
    given = "From Example Shelter, 23 Nov 2026\n"
    assert given in inside("sheet", *THREE, *US, **own)[1]
    assert given in inside("sheet", *THREE, *US, "--org", "Example Shelter")[1]
    assert "Printed on 23 Nov 2026\n" in inside("sheet", *THREE, *US)[1]
    _, out, err = inside("sheet", *THREE, *US, "--discreet", **own)
    assert "Example Shelter" not in out
    assert err == "mhfind: a discreet sheet does not name your organization; to name it, add --org NAME.\n"
    assert given in inside("sheet", *THREE, *US, "--discreet", "--org", "Example Shelter", **own)[1]


# ---- Copies, and the worker's page -------------------------------------------------------------------------------


def parts(document: Document) -> list[str]:
    return [document.title, *(block.title for block in document.blocks if isinstance(block, Part))]


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (Wishes(), [TITLE]),
        (Wishes(worker=True), [TITLE, "For the worker"]),
        (Wishes(copies=("worker",)), [TITLE, "For the worker"]),
        (Wishes(copies=("client", "worker")), [TITLE, TITLE, "For the worker"]),
        (Wishes(copies=("client", "worker"), worker=True), [TITLE, TITLE, "For the worker"]),
    ],
)
def test_copies(wishes: Wishes, expected: list[str], catalog: Catalog, words: Words) -> None:
    assert parts(made(catalog, words, wishes)) == expected


def test_copies_as_they_are_asked_for(inside: Inside) -> None:
    for copies in ("client,worker", "worker, client", "worker,client,worker"):
        out = inside("sheet", *THREE, *US, "--copies", copies)[1]
        assert out.index("Copy for the client") < out.index("Copy for the worker") < out.index("For the worker\n=")
    code, _, err = inside("sheet", *THREE, "--copies", "client,friend")
    assert (code, err) == (2, "mhfind: --copies 'friend' is not known\n  write client, worker, or client,worker\n")


def test_the_page_of_the_worker_has_lines_for_all_that_is_to_be_done(catalog: Catalog, words: Words) -> None:
    document = made(catalog, words, Wishes(worker=True))
    assert headings(document) == [*HEADINGS, "Call ahead", "Consent", "Safe contact", "Follow-up"]
    assert len(blanks(document)) > 12


def test_lines_for_notes(inside: Inside) -> None:
    before = inside("sheet", *THREE, *US)[1].count("____\n")
    assert inside("sheet", *THREE, *US, "--notes", "7")[1].count("____\n") == before + 7


def test_nothing_is_kept(inside: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    home = {name: str(tmp_path / name) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR")}
    assert inside("sheet", *THREE, "--worker", "--notes", "3", *US, **home)[0] == 0
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - names alone
