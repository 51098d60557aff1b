"""The menu of bare `mhfind`: whatever is typed, it answers or asks again, line after line."""

import json
import os
import re
import signal
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from textwrap import fill

import pytest
from conftest import PHONE, US, OwnCatalog, Program, Terminal, record, write_records

from mhfind.cli.app import run
from mhfind.cli.menu import Menu
from mhfind.context import Context

MAIN = "Type a number, then press Enter: "
COUNTRY = "Which country? Type its name, or Enter to skip: "
QUESTION = "What is going on? Say it in any words (b: back, q: quit): "
PICK = "Type a number to see all about a program, or Enter to search again (b: back, q: quit): "
PICK_MORE = "Type a number to see all about a program, m for more, or Enter to search again (b: back, q: quit): "
PAPER = "Do you want a guide to print for it? Type y for yes, or Enter for no: "
FILE = "To write it to a file, type a name such as guide.html or guide.txt. To see it here, press Enter: "
GUIDES = "Type a number (b: back, q: quit): "
NUMBER = "Type the number as it is written (b: back, q: quit): "
SHEET = "What is it for? Say it in any words (b: back, q: quit): "
SHEET_MORE = "Another search for this sheet, or Enter to print it (b: back, q: quit): "
SHEET_NUMBERS = "Type the numbers of the programs to put on it, such as 1 3, or Enter for none: "
SHEET_TITLE = "Should its title say nothing about what it is for? Type y for yes, or Enter for no: "
SHEET_PROMPTS = (SHEET, SHEET_MORE, SHEET_NUMBERS, SHEET_TITLE)
PROMPTS = (MAIN, COUNTRY, QUESTION, PICK, PICK_MORE, PAPER, FILE, GUIDES, NUMBER, *SHEET_PROMPTS)
# A prompt as it is on the screen, in one row or in several.
PROMPT = re.compile("|".join(r"\s".join(map(re.escape, prompt.split())) + " " for prompt in PROMPTS))
HELP = "Call: 988"
IN_US = {"MHFIND_COUNTRY": "US"}

Answers = Callable[..., "Answered"]


class Answered:
    """What a menu said to what was typed: the exit code, the answers, each after its prompt, and the messages."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        self.prompts = [f"{one_line(prompt)} " for prompt in PROMPT.findall(out)]
        self.answers = PROMPT.split(out)[1:]
        # What stands on the screen, where Enter ends the row of a prompt.
        self.rows = PROMPT.sub(lambda prompt: f"{prompt[0]}\n", out).split("\n")


def one_line(text: str) -> str:
    """Return a text that was wrapped in one row."""
    return " ".join(text.split())


def wrapped(prompt: str, columns: int) -> str:
    """Return a prompt as a terminal of that many columns has it."""
    return f"{fill(prompt.rstrip(), columns - 1)} "


def numbered(answer: str) -> list[str]:
    """Return the numbered lines of an answer, with their numbers."""
    return re.findall(r"^\d+\. .+$", answer, re.MULTILINE)


@pytest.fixture
def typed(environment: dict[str, str]) -> Answers:
    """Type lines into the menu; the input ends after them."""

    def answer(*lines: str, only: bool = False, **variables: str) -> Answered:
        keys = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
        screens = (BytesIO(), BytesIO())
        stdin = TextIOWrapper(BytesIO(keys), "utf-8", "replace")
        out, err = (TextIOWrapper(screen, "utf-8", newline="") for screen in screens)
        menu = Menu(Context(stdin, out, err, {**environment, **variables}))
        if only:
            menu.chosen["only"] = True
        code = menu.run()
        return Answered(code, *(screen.getvalue().decode() for screen in screens))

    return answer


@pytest.fixture
def own(own_catalog: OwnCatalog) -> dict[str, str]:
    """Variables that bring an own record."""
    return {"MHFIND_CATALOGS": str(own_catalog()), **IN_US}


# ---- The choices -------------------------------------------------------------------------------------------------


def test_the_choices_and_the_ways_out(typed: Answers) -> None:
    for last in ("q", "Q", "quit", "exit", " q "):
        answered = typed(last)
        assert (answered.code, answered.err) == (0, "")
        assert answered.prompts == [MAIN]
        assert answered.answers == ["Goodbye.\n"]
    assert (
        "1. Find help now\n2. Find a program\n3. Print a guide\n4. Check a number\n5. Make a referral sheet\nq. Quit\n"
        in answered.out
    )
    assert typed("b", "back", "q").prompts == [MAIN, MAIN, MAIN]


def test_the_end_of_input_is_a_way_out_everywhere(typed: Answers, own: dict[str, str]) -> None:
    way = ("2", "example line", "1", "y")
    for count in range(len(way) + 1):
        answered = typed(*way[:count], **own)
        assert answered.code == 0, count
        assert answered.out.endswith("Goodbye.\n"), count
    for lines in (("1",), ("2",), ("3",), ("4",)):
        assert typed(*lines).out.endswith("Goodbye.\n"), lines


def test_help_now(typed: Answers) -> None:
    answered = typed("1", "q", **IN_US)
    assert answered.prompts == [MAIN, MAIN]
    assert HELP in answered.answers[0]


def test_help_now_asks_for_the_country_once(typed: Answers) -> None:
    answered = typed("1", "america", "1", "q")
    assert answered.prompts == [MAIN, COUNTRY, MAIN, MAIN]
    assert "findahelpline.com" in answered.answers[0]
    assert HELP in answered.answers[1]
    assert HELP in answered.answers[2]
    assert typed("1", "", "q").prompts == [MAIN, COUNTRY, MAIN]


def test_find_show_and_print(typed: Answers, own: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "guide.txt"
    answered = typed("2", "example line", "1", "y", str(path), "example line", "1", "yes", "", "", "q", **own)
    once = [QUESTION, PICK, PAPER, FILE]
    assert answered.prompts == [MAIN, *once, *once, QUESTION, MAIN]
    _, found, shown, asked, kept, *_, printed, _, _ = answered.answers
    assert "1. Example Line" in found
    assert "Id: us-example-line" in shown
    assert asked == ""  # the name of a file is asked for before anything is printed
    assert kept == f"\n{fill(f'Written to {path}.', 79, break_long_words=False, break_on_hyphens=False)}\n"
    assert path.read_text("utf-8") == printed[1:]
    assert f"Call: {PHONE}" in printed
    assert HELP in printed
    assert answered.err == ""


def test_words_at_the_first_prompt_start_a_search(typed: Answers, own: dict[str, str]) -> None:
    answered = typed("example line", "1", "n", "", "zzyzx", "", "q", **own)
    # Nothing found: it is asked what to search for; Enter at that leads back to the choices.
    assert answered.prompts == [MAIN, PICK, PAPER, QUESTION, MAIN, QUESTION, MAIN]
    found, shown, *_, nothing, _, _ = answered.answers
    assert "1. Example Line" in found
    assert "Id: us-example-line" in shown
    assert 'Nothing found for "zzyzx"' in nothing
    asked = typed("grief", "Germany", "q")  # the country is asked for first, and the words are kept
    assert asked.prompts == [MAIN, COUNTRY, PICK_MORE]
    assert ' for "grief"\n' in asked.answers[1]


def test_find_again_and_again(typed: Answers, own: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    answered = typed("2", "example line", "", "zzyzx", "example line", "1", "n", "", "q", **own)
    assert answered.prompts == [MAIN, QUESTION, PICK, QUESTION, QUESTION, PICK, PAPER, QUESTION, MAIN]
    assert 'Nothing found for "zzyzx"' in answered.answers[3]
    monkeypatch.setattr(Menu, "search", lambda *_: [])
    rounds = 1200  # more than calls can be nested
    assert typed("2", *["grief"] * rounds, "", "q", **own).prompts.count(QUESTION) == rounds + 1


def many(path: Path, count: int, **changes: object) -> dict[str, str]:
    """Write an own catalog of `count` records that answer to "grief", and return the variables that use it."""
    records = [record(f"us-x-{number:02}", topics=["grief"], **changes) for number in range(count)]
    write_records(path / "own.json", *records)
    return {"MHFIND_CATALOGS": str(path / "own.json"), **IN_US}


def test_more_is_shown_and_the_numbers_fit_the_screen(typed: Answers, tmp_path: Path) -> None:
    answered = typed("2", "grief", "11", "m", "11", "M", "11", "", "", "q", only=True, **many(tmp_path, 11))
    picks = [PICK_MORE, PICK_MORE, PICK_MORE, PICK_MORE, PICK]
    assert answered.prompts == [MAIN, QUESTION, *picks, PAPER, QUESTION, MAIN]
    assert [len(numbered(answered.answers[place])) for place in (1, 3, 5)] == [5, 10, 11]
    # A number that is not on the screen yet is asked again.
    assert "Please type a number from 1 to 5, or b to go back." in answered.answers[2]
    assert "Please type a number from 1 to 10, or b to go back." in answered.answers[4]
    last = numbered(answered.answers[5])[-1]
    assert last == "11. Name of us-x-10"
    assert answered.answers[6].startswith("\nName of us-x-10\n")
    assert "Id: us-x-10\n" in answered.answers[6]


@pytest.mark.parametrize(("count", "prompt"), [(4, PICK), (5, PICK), (6, PICK_MORE)])
def test_more_is_offered_where_there_is_more(count: int, prompt: str, typed: Answers, tmp_path: Path) -> None:
    answered = typed("2", "grief", "m", "q", only=True, **many(tmp_path, count))
    assert answered.prompts == [MAIN, QUESTION, prompt, PICK]
    assert len(numbered(answered.answers[1])) == min(count, 5)
    again = "Please type a number from 1 to" in answered.answers[2]
    assert again == (prompt == PICK)
    assert len(numbered(answered.answers[2])) == (0 if again else 6)


def test_more_in_danger(typed: Answers, tmp_path: Path) -> None:
    answered = typed("2", f"grief, {DANGER}", "m", "6", "n", "", "q", only=True, **many(tmp_path, 7))
    assert answered.prompts == [MAIN, QUESTION, PICK_MORE, PICK, PAPER, QUESTION, MAIN]
    for answer, count in zip(answered.answers[1:3], (5, 7), strict=True):
        assert answer.startswith("\nHelp right now")
        assert len(numbered(answer)) == count
    name = numbered(answered.answers[2])[5].removeprefix("6. ")
    assert answered.answers[3].startswith(f"\n{name}\n")


def test_programs_of_single_regions_do_not_hide_more(typed: Answers, tmp_path: Path) -> None:
    variables = many(tmp_path, 9, serves=["US-OH"])
    records = json.loads((tmp_path / "own.json").read_text("utf-8"))
    abroad = [record(f"gb-{number}", serves=["GB"], topics=["grief"]) for number in range(6)]
    write_records(tmp_path / "own.json", *records, *abroad)
    answered = typed("2", "grief", "m", "6", "", "q", only=True, **variables)
    assert answered.prompts == [MAIN, QUESTION, PICK_MORE, PICK, PAPER, QUESTION]
    assert [len(numbered(answer)) for answer in answered.answers[1:3]] == [5, 6]
    assert "Id: gb-5\n" in answered.answers[3]


def test_a_number_is_that_of_the_program_that_has_it_on_screen(typed: Answers, tmp_path: Path) -> None:
    states = [
        record(f"us-{code}-x", serves=[f"US-{code.upper()}"], topics=["grief"]) for code in ("oh", "tx", "ny", "ca")
    ]
    abroad = record("gb-x", name="Abroad", serves=["GB"], topics=["grief"])
    write_records(tmp_path / "own.json", *states, abroad)
    answered = typed("2", "grief", "1", "", "", "q", only=True, MHFIND_CATALOGS=str(tmp_path / "own.json"), **IN_US)
    assert "1. Abroad" in answered.answers[1]  # those of the states are only counted
    assert "Id: gb-x" in answered.answers[2]


def test_the_country_is_asked_for_once(typed: Answers) -> None:
    answered = typed("2", "Germny", "germany", "grief", "b", "2", "", "q")
    assert answered.prompts == [MAIN, COUNTRY, COUNTRY, QUESTION, PICK_MORE, MAIN, QUESTION, MAIN]
    assert "Unknown country 'Germny': did you mean Germany" in answered.answers[1]
    assert typed("2", "", "", "2", "", "q").prompts == [MAIN, COUNTRY, QUESTION, MAIN, QUESTION, MAIN]


def test_a_written_guide(typed: Answers, tmp_path: Path) -> None:
    path = tmp_path / "guide.html"
    answered = typed("3", "1", str(path), "3", "1", str(path), "", "q", **IN_US)
    # A file that exists already is kept, and another name is asked for; Enter shows the guide in its place.
    assert answered.prompts == [MAIN, GUIDES, FILE, MAIN, GUIDES, FILE, FILE, MAIN]
    choice, asked, written, _, _, exists, shown, _ = answered.answers
    assert "1. Ask a healthcare provider\n2. Search an online directory\n" in choice
    assert "\n4. Peer support groups\n" in choice
    assert asked == ""
    assert one_line(written).startswith(f"Written to {path}. ")
    text = path.read_text("utf-8")
    assert text.startswith("<!doctype html>")
    assert HELP.removeprefix("Call: ") in text
    assert one_line(exists) == f"That did not work: {path} exists already."
    assert shown.startswith("\nAsk a healthcare provider\n")
    assert HELP in shown
    assert answered.err == ""


@pytest.mark.parametrize(("name", "begins"), [("g.md", "# "), ("g.TXT", "Search"), ("g.htm", "<!doctype")])
def test_the_ending_of_a_file_tells_its_format(
    name: str, begins: str, typed: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answered = typed("3", "2", name, "q", **IN_US)
    assert answered.prompts == [MAIN, GUIDES, FILE, MAIN]
    assert f"Written to {tmp_path / name}." in one_line(answered.answers[2])  # where it is, in full
    assert (tmp_path / name).read_text("utf-8").startswith(begins)


NO_FILES = ("guide", "guide.doc", "guide.json", "guide.txt.exe", ".txt", "/", "a\x00.txt", "\x1b[2J.txt", "y", "none")


def test_a_file_without_a_known_ending_is_asked_again(
    typed: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answered = typed("3", "2", *NO_FILES, "", "q", **IN_US)
    assert answered.prompts == [MAIN, GUIDES, *[FILE] * (len(NO_FILES) + 1), MAIN]
    again = "\nPlease type a name that ends in .html, .txt or .md, or press Enter.\n"
    assert answered.answers[2:-2] == [again] * len(NO_FILES)
    assert answered.answers[-2].startswith("\nSearch an online directory\n")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_can_not_be_written_is_asked_again(typed: Answers, tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    names = (tmp_path / "none/guide.txt", tmp_path / "folder.txt", tmp_path / f"{'x' * 300}.txt")
    answered = typed("3", "1", *map(str, names), "b", "q", **IN_US)
    assert answered.prompts == [MAIN, GUIDES, *[FILE] * 4, MAIN]
    for name, answer in zip(names, answered.answers[2:5], strict=True):
        assert one_line(answer).startswith(f"That did not work: {name}"), name
    assert "Written" not in answered.out
    assert [path.name for path in tmp_path.iterdir()] == ["folder.txt"]


def test_a_sheet_of_programs_chosen_by_numbers(typed: Answers, tmp_path: Path) -> None:
    path = tmp_path / "sheet.txt"
    answered = typed("5", "grief", "1, 3", "example line", "", "", "", str(path), "q", **IN_US)
    assert answered.prompts == [
        *(MAIN, SHEET, SHEET_NUMBERS, SHEET_MORE, SHEET_NUMBERS, SHEET_MORE, SHEET_TITLE, FILE, MAIN)
    ]
    _, found, chosen, *_ = answered.answers
    names = [line.split(". ", 1)[1] for line in numbered(found)]
    assert f"On the sheet:\n{names[0]}\n{names[2]}\n" in chosen
    text = path.read_text("utf-8")
    assert text.startswith("Places you can turn to\n")
    assert [name in text for name in names[:3]] == [True, False, True]


def test_a_sheet_whose_title_says_nothing(typed: Answers) -> None:
    answered = typed("5", "grief", "1", "", "y", "", "q", **IN_US, MHFIND_ORG="Example Grief Center")
    assert "Useful numbers\n==============\n" in answered.out
    assert "Example Grief Center" not in answered.out
    assert (
        "From Example Grief Center, "
        in typed("5", "grief", "1", "", "", "", "q", **IN_US, MHFIND_ORG="Example Grief Center").out
    )


def test_numbers_for_a_sheet_that_do_not_exist_are_asked_again(typed: Answers) -> None:
    for answer in ("9", "0", "1 9", "one", "-", "99999999999"):
        answered = typed("5", "grief", answer, "", "", "q", **IN_US)
        assert answered.prompts == [MAIN, SHEET, SHEET_NUMBERS, SHEET_NUMBERS, SHEET, MAIN], answer
        assert "Please type numbers from 1 to 5, such as 1 3, or press Enter." in answered.answers[2]


def test_check_a_number(typed: Answers, own: dict[str, str]) -> None:
    answered = typed("4", PHONE, "1-800-999-9999", "no number", "", "q", **own)
    assert answered.prompts == [MAIN, NUMBER, NUMBER, NUMBER, NUMBER, MAIN]
    assert f"Current: {PHONE}\nExample Line.\n(us-example-line)\n" in answered.answers[1]
    assert "Not in this catalog." in answered.answers[2]
    assert "That is no number and no web address." in answered.answers[3]


# ---- Whatever is typed -------------------------------------------------------------------------------------------

NONSENSE = (
    "0",
    "66",
    "99",
    "-1",
    "1.",
    "²",
    "٣",
    "9" * 5000,
    "x" * 10_000,
    "\x1b[2J\x1b[A",
    "\x00\x07",
    "心🙂",
    "\udcff",
    "--help",
    "[red]x[/red]",
    "'; DROP TABLE",
    "../..",
    "one",
)
WORDS = tuple(text for text in NONSENSE if any(letter.isalpha() for letter in text))
NUMBERS = tuple(text for text in NONSENSE if text not in WORDS)
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
# For each prompt what leads to it, and then back out of it.
WAYS = {
    COUNTRY: (("1",), ("",)),
    PICK: (("2", "US", "example line"), ("", "")),
    PICK_MORE: (("2", "US", "grief"), ("", "")),
    GUIDES: (("3",), ("",)),
    FILE: (("3", "1", "US"), ("",)),
    NUMBER: (("4",), ("",)),
}


@pytest.mark.parametrize("prompt", WAYS, ids=lambda prompt: prompt[:20])
def test_nonsense_is_asked_again(prompt: str, typed: Answers, own_catalog: OwnCatalog) -> None:
    there, back = WAYS[prompt]
    answered = typed(*there, *NONSENSE, *back, "q", MHFIND_CATALOGS=str(own_catalog()))
    assert answered.code == 0
    assert answered.prompts.count(prompt) > len(NONSENSE)
    assert answered.prompts[-1] == MAIN
    assert answered.out.endswith("Goodbye.\n")
    assert CONTROLS.search(answered.out) is None


def test_nonsense_at_the_first_prompt(typed: Answers, own: dict[str, str]) -> None:
    answered = typed(*NUMBERS, "6", "q", **own)
    assert answered.prompts == [MAIN] * (len(NUMBERS) + 2)
    again = "\nPlease type a number from 1 to 5, or q to quit.\n"
    assert [answer.startswith(again) for answer in answered.answers] == [True] * (len(NUMBERS) + 1) + [False]
    for text in WORDS:
        searched = typed(text, "b", "q", **own)
        assert (searched.code, searched.err) == (0, ""), ascii(text)
        assert searched.prompts in ([MAIN, ask, MAIN] for ask in (QUESTION, PICK, PICK_MORE)), ascii(text)
        assert CONTROLS.search(searched.out) is None, ascii(text)


def test_nonsense_is_a_question_too(typed: Answers, own: dict[str, str]) -> None:
    for text in NONSENSE:
        answered = typed("2", text, "b", "q", **own)
        assert answered.code == 0, ascii(text)
        assert CONTROLS.search(answered.out) is None, ascii(text)
    answered = typed("2", "x" * 10_000, "q", **own)
    assert "That did not work: " in answered.out
    assert "x" * 3000 not in answered.out


def test_empty_lines(typed: Answers) -> None:
    answered = typed(*[""] * 5, "q")
    assert answered.prompts == [MAIN] * 6
    assert answered.answers[0].startswith("\nPlease type a number from 1 to 5, or q to quit.\n")


DANGER = "i want to kill myself"


@pytest.mark.parametrize(
    ("prompt", "there"),
    [
        (MAIN, ()),
        (COUNTRY, ("1",)),
        (QUESTION, ("2", "US")),
        (PICK, ("2", "US", "example line")),
        (PICK, ("example line", "US")),
        (PICK_MORE, ("2", "US", "grief", "m")),
        (PAPER, ("2", "US", "example line", "1")),
        (FILE, ("2", "US", "example line", "1", "y")),
        (GUIDES, ("3",)),
        (FILE, ("3", "1", "US")),
        (NUMBER, ("4",)),
    ],
)
@pytest.mark.parametrize("text", [DANGER, f"{'so tired ' * 300}{DANGER}"], ids=["short", "long"])
def test_danger_is_answered_at_every_prompt(  # noqa: PLR0917
    prompt: str,
    there: tuple[str, ...],
    text: str,
    typed: Answers,
    own_catalog: OwnCatalog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    answered = typed(*there, text, MHFIND_CATALOGS=str(own_catalog()))
    *_, last, after = answered.prompts
    assert last == prompt
    assert after == (PICK_MORE if prompt == QUESTION and text == DANGER else prompt)  # it is asked again
    assert "Help right now" in answered.answers[-2]
    assert ("findahelpline.com" if "US" not in there else HELP) in answered.answers[-2]
    assert [path.name for path in tmp_path.iterdir()] == ["own.yaml"]  # an answer to "which file?" is not always a name


# ---- Broken surroundings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"country = ", b"colour = 1", b"\xff", b'catalogs = ["\\u0000"]'])
def test_broken_settings_are_told_once_and_passed_over(content: bytes, typed: Answers, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    answered = typed("2", "US", "grief", "1", "n", "", "1", "3", "1", "", "q", MHFIND_CONFIG=str(path))
    assert answered.code == 0
    assert answered.err.count("\n") == 1
    assert "Going on without settings." in answered.err
    assert "That did not work" not in answered.out
    assert HELP in answered.out
    assert "First step" in answered.out


@pytest.mark.parametrize("variable", ["MHFIND_COLOR", "MHFIND_LARGE_PRINT"])
def test_a_wrong_variable_is_told_once_and_passed_over(variable: str, typed: Answers) -> None:
    answered = typed("1", "US", "2", "grief", "1", "n", "", "3", "1", "", "4", PHONE, "", "q", **{variable: "purple"})
    assert answered.code == 0
    assert answered.err == f"mhfind: {variable} 'purple' is not known. Going on without settings.\n"
    assert "That did not work" not in answered.out
    assert HELP in answered.out
    assert "First step" in answered.out


@pytest.mark.parametrize("content", [None, "- nonsense", ""])
def test_a_broken_own_catalog_keeps_nobody_from_help(content: str | None, typed: Answers, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    if content is not None:
        path.write_text(content, "utf-8")
    answered = typed("1", "US", "2", "3", "4", DANGER, "q", MHFIND_CATALOGS=str(path))
    assert answered.code == 0
    assert answered.prompts == [MAIN, COUNTRY, MAIN, MAIN, MAIN, MAIN, MAIN]
    assert HELP in answered.answers[1]
    assert [("That did not work: " in one_line(answer)) for answer in answered.answers[2:5]] == [True] * 3
    assert HELP in answered.answers[5]


def test_a_country_that_does_not_exist(typed: Answers) -> None:
    answered = typed("2", "", "grief", "", "2", "Germany", "zzyzx", "", "q", MHFIND_COUNTRY="XX")
    assert answered.prompts == [MAIN, COUNTRY, QUESTION, QUESTION, MAIN, COUNTRY, QUESTION, QUESTION, MAIN]
    assert [("unknown country 'XX'" in answer) for answer in answered.answers] == [i in (0, 2, 4) for i in range(9)]
    assert 'Nothing found for "zzyzx"' in answered.answers[6]


def test_a_fault_is_one_line(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(TextIOWrapper):
        def isatty(self) -> bool:
            return True

    def fault(*arguments: object) -> None:
        raise RuntimeError("someone I know")

    monkeypatch.setattr("mhfind.cli.menu.Menu.check", fault)
    stdin, out, err = (Screen(BytesIO(content), "utf-8") for content in (b"4\n", b"", b""))
    assert run([], Context(stdin, out, err, environment)) == 70
    err.seek(0)
    message = err.read()
    assert message.startswith("mhfind: internal error (RuntimeError at ")
    assert "someone" not in message


# ---- What stands on the screen -----------------------------------------------------------------------------------

COMMAND = re.compile(r"(?<!\S)`?--\w|\bmhfind \w|(?<!\S)-[a-z]\b")
# Lines that lead through all choices, and to every message that a choice has.
EVERYWHERE = {
    "help without a country": ("1", "nowhere", ""),
    "help": ("1", "US"),
    "find": ("2", "US", "grief", "x", "m", "m", "1", "y", "x", ""),
    "find in all countries": ("2", "", "grief", "m", "1", "y", ""),
    "find nothing": ("2", "US", "zzyzx", "x" * 10_000, "griif", ""),
    "find nothing anywhere": ("2", "", "zzyzx", ""),
    "find in danger": ("2", "US", "i want to die", "m", "1", "n", "q"),
    "find by name": ("2", "US", "us-988-lifeline", "1", "y", ""),
    "words first": ("grief", "US", "m", "1", "y", ""),
    "guides": ("3", "x", "1", "US", "", "3", "2", "", "3", "3", ""),
    "guide in a file": ("3", "1", "US", "guide", "guide.txt", "3", "1", "guide.txt", "none/guide.txt", "b"),
    "guide without a country": ("3", "1", "", ""),
    "numbers": ("4", PHONE, "988", "1-800-999-9999", "no number", "x" * 10_000, ""),
    "danger": (DANGER, "1", DANGER, "", "3", DANGER, "b", "4", DANGER, ""),
    "sheet": ("5", "US", "grief", "9", "1 2", "sleep", "1", "", "", ""),
    "sheet of nothing": ("5", "", "zzyzx", "grief", "", ""),
    "nonsense": ("0", "66", "", "?"),
}


@pytest.mark.parametrize("way", EVERYWHERE)
@pytest.mark.parametrize("columns", ["40", "80"])
def test_no_text_names_a_command_and_no_row_is_too_wide(
    way: str, columns: str, typed: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answered = typed(*EVERYWHERE[way], COLUMNS=columns)
    assert answered.code == 0
    assert answered.err == ""
    assert [row for row in answered.rows if COMMAND.search(row)] == []
    # What is copied is not broken: an address, or a path.
    assert [row for row in answered.rows if len(row) > int(columns) and not re.search(r"://|/guide.txt|@", row)] == []
    assert answered.rows.count("Goodbye.") == 1


@pytest.mark.parametrize("variables", [{"MHFIND_REGION": "WA"}, {"MHFIND_COUNTRY": "XX"}, {"MHFIND_CATALOGS": "/none"}])
def test_a_hint_that_is_a_command_is_left_out(variables: dict[str, str], typed: Answers) -> None:
    answered = typed("2", "", "grief", "", "3", "1", "", "", "q", **variables)
    assert "That did not work: " in one_line(answered.out)
    assert [row for row in answered.rows if COMMAND.search(row)] == []


def test_prompts_are_wrapped(typed: Answers) -> None:
    for columns in (20, 40, 80):
        answered = typed(
            *("2", "", "grief", "1", "y", "", "", "3", "b", "4", "b", "5", "grief", "1", "", "", "b"),
            COLUMNS=str(columns),
        )
        assert set(answered.prompts) == set(PROMPTS) - {PICK}, columns
        for prompt in answered.prompts:
            assert wrapped(prompt, columns) in answered.out, (columns, prompt)


# ---- On a terminal -----------------------------------------------------------------------------------------------

SGR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("columns", [80, 40])
def test_on_a_terminal(mhfind: Program, own: dict[str, str], columns: int) -> None:
    terminal = Terminal(mhfind, columns=columns, env=own)
    first = (
        (MAIN, "1"),
        (MAIN, "2"),
        (QUESTION, "grief"),
        (PICK_MORE, "m"),
        (PICK_MORE, ""),
        (QUESTION, "example line"),
    )
    for prompt, text in (*first, (PICK, "1"), (PAPER, "y"), (FILE, "guide"), (FILE, "")):
        terminal.until(wrapped(prompt, columns))
        terminal.type(f"{text}\n")
    terminal.until(wrapped(QUESTION, columns))
    terminal.type(f"{DANGER}\n")
    assert HELP in SGR.sub("", terminal.until(wrapped(PICK_MORE, columns)))
    for text, prompt in (("b", MAIN), ("0", MAIN), ("nonsense", QUESTION), ("b", MAIN)):
        terminal.type(f"{text}\n")
        terminal.until(wrapped(prompt, columns))
    terminal.type("q\n")
    code, shown = terminal.end()
    plain = SGR.sub("", shown)
    assert code == 0
    assert shown.endswith("Goodbye.\n")
    assert SGR.search(shown)
    assert "\x1b" not in plain  # nothing moves the cursor or clears the screen
    assert "\r" not in shown
    assert f"Call: {PHONE}" in plain
    assert COMMAND.search(plain) is None
    rows = PROMPT.sub(lambda prompt: f"{prompt[0]}\n", plain).split("\n")  # what is typed may go on in a new row
    assert [row for row in rows if len(row) > columns and not re.search("://|@", row)] == []


def test_the_end_of_input_on_a_terminal(mhfind: Program) -> None:
    terminal = Terminal(mhfind)
    terminal.until(MAIN)
    terminal.type("\x04")  # Ctrl-D
    code, shown = terminal.end()
    assert (code, shown.endswith("Goodbye.\n")) == (0, True)


@pytest.mark.parametrize("way", [(), ("2",), ("2", "US")])
def test_ctrl_c(mhfind: Program, way: tuple[str, ...]) -> None:
    terminal = Terminal(mhfind)
    terminal.until(MAIN)
    for text, prompt in zip(way, (COUNTRY, QUESTION), strict=False):
        terminal.type(f"{text}\n")
        terminal.until(prompt)
    terminal.type("\x03")
    code, shown = terminal.end()
    assert code == 130
    assert "Traceback" not in shown


def test_a_terminal_that_goes_away(mhfind: Program) -> None:
    terminal = Terminal(mhfind)
    terminal.until(MAIN)
    os.close(terminal.screen)
    assert terminal.process.wait(timeout=30) in (0, 4, 141, -signal.SIGHUP)


def test_without_a_keyboard_or_a_screen_comes_help(mhfind: Program) -> None:
    done = mhfind()
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"Usage: mhfind")
    assert mhfind(input=b"1\n").stdout == done.stdout
    assert mhfind("crisis", *US).stdout != done.stdout
