"""The menu of bare `mhfind`: whatever is typed, it answers or asks again, line after line."""

import os
import re
import signal
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from conftest import PHONE, US, OwnCatalog, Program, Terminal, record, write_records

from mhfind.cli.app import run
from mhfind.cli.menu import Menu
from mhfind.context import Context

MAIN = "Type a number, then press Enter: "
COUNTRY = "Which country? Type its name, or Enter to skip: "
QUESTION = "What is going on? Say it in any words (b: back, q: quit): "
PICK = "Type a number to see all about a program, or Enter to search again (b: back, q: quit): "
PAPER = "Do you want a guide to print for it? Type y for yes, or Enter for no: "
FILE = "To keep it in a file, type a name such as guide.txt, or Enter for no: "
GUIDES = "Type a number (b: back, q: quit): "
NUMBER = "Type the number as it is written (b: back, q: quit): "
PROMPTS = (MAIN, COUNTRY, QUESTION, PICK, PAPER, FILE, GUIDES, NUMBER)
HELP = "Call: 988"
IN_US = {"MHFIND_COUNTRY": "US"}

Answers = Callable[..., "Answered"]


class Answered:
    """What a menu said to what was typed: the exit code, the answers, each after its prompt, and the messages."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        parts = re.split("(" + "|".join(map(re.escape, PROMPTS)) + ")", out)
        self.prompts = parts[1::2]
        self.answers = parts[2::2]


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
    assert "1. Find help now\n2. Find a program\n3. Print a guide\n4. Check a number\nq. Quit\n" in answered.out
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
    answered = typed("2", "example line", "1", "y", str(path), "", "q", **own)
    assert answered.prompts == [MAIN, QUESTION, PICK, PAPER, FILE, QUESTION, MAIN]
    _, found, shown, guide, kept, *_ = answered.answers
    assert "1. Example Line" in found
    assert "Id: us-example-line" in shown
    assert f"Call: {PHONE}" in guide
    assert kept == f"\nWritten to {path}.\n"
    assert path.read_text("utf-8") in guide + "\n"
    assert HELP in path.read_text("utf-8")


def test_find_again_and_again(typed: Answers, own: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    answered = typed("2", "example line", "", "zzyzx", "example line", "1", "n", "", "q", **own)
    assert answered.prompts == [MAIN, QUESTION, PICK, QUESTION, QUESTION, PICK, PAPER, QUESTION, MAIN]
    assert 'Nothing found for "zzyzx"' in answered.answers[3]
    monkeypatch.setattr(Menu, "search", lambda *_: [])
    rounds = 1200  # more than calls can be nested
    assert typed("2", *["grief"] * rounds, "", "q", **own).prompts.count(QUESTION) == rounds + 1


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
    assert answered.prompts == [MAIN, COUNTRY, COUNTRY, QUESTION, PICK, MAIN, QUESTION, MAIN]
    assert "Unknown country 'Germny': did you mean Germany" in answered.answers[1]
    assert typed("2", "", "", "2", "", "q").prompts == [MAIN, COUNTRY, QUESTION, MAIN, QUESTION, MAIN]


def test_a_written_guide(typed: Answers, tmp_path: Path) -> None:
    path = tmp_path / "guide.html"
    answered = typed("3", "2", str(path), "3", "2", str(path), "q", **IN_US)
    assert answered.prompts == [MAIN, GUIDES, FILE, MAIN, GUIDES, FILE, MAIN]
    assert "1. Community centers" in answered.answers[0]
    assert HELP in answered.answers[1]
    assert path.read_text("utf-8").startswith("<!doctype html>")
    before = path.read_bytes()
    assert f"{path} exists already" in answered.err
    assert "Written" not in answered.answers[5]
    assert path.read_bytes() == before


def test_check_a_number(typed: Answers, own: dict[str, str]) -> None:
    answered = typed("4", PHONE, "1-800-999-9999", "no number", "", "q", **own)
    assert answered.prompts == [MAIN, NUMBER, NUMBER, NUMBER, NUMBER, MAIN]
    assert "A number of Example Line (us-example-line)." in answered.answers[1]
    assert "It is not in this catalog." in answered.answers[2]


# ---- Whatever is typed -------------------------------------------------------------------------------------------

NONSENSE = (
    "0",
    "5",
    "99",
    "-1",
    "1.",
    "one",
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
)
# For each prompt what leads to it, and then back out of it.
WAYS = {
    MAIN: ((), ()),
    COUNTRY: (("1",), ("",)),
    PICK: (("2", "US", "example line"), ("", "")),
    GUIDES: (("3",), ("",)),
    NUMBER: (("4",), ("",)),
}


@pytest.mark.parametrize("prompt", WAYS, ids=lambda prompt: prompt[:20])
def test_nonsense_is_asked_again(prompt: str, typed: Answers, own_catalog: OwnCatalog) -> None:
    there, back = WAYS[prompt]
    answered = typed(*there, *NONSENSE, "", *back, "q", MHFIND_CATALOGS=str(own_catalog()))
    assert answered.code == 0
    assert answered.prompts.count(prompt) > len(NONSENSE)
    assert answered.out.endswith("Goodbye.\n")
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", answered.out) is None


def test_nonsense_is_a_question_too(typed: Answers, own: dict[str, str]) -> None:
    for text in NONSENSE:
        answered = typed("2", text, "b", "q", **own)
        assert answered.code == 0, ascii(text)
        assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", answered.out) is None, ascii(text)
    answered = typed("2", "x" * 10_000, "q", **own)
    assert "That did not work: " in answered.out
    assert "x" * 3000 not in answered.out


def test_empty_lines(typed: Answers) -> None:
    answered = typed(*[""] * 5, "q")
    assert answered.prompts == [MAIN] * 6
    assert answered.answers[0].startswith("\nPlease type a number from 1 to 4, or q to quit.\n")


DANGER = "i want to kill myself"


@pytest.mark.parametrize(
    ("prompt", "there"),
    [
        (MAIN, ()),
        (COUNTRY, ("1",)),
        (QUESTION, ("2", "US")),
        (PICK, ("2", "US", "example line")),
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
    assert after == (PICK if prompt == QUESTION and text == DANGER else prompt)  # it is asked again
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
    assert [("That did not work: " in answer) for answer in answered.answers[2:5]] == [True] * 3
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


# ---- On a terminal -----------------------------------------------------------------------------------------------

SGR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("columns", [80, 40])
def test_on_a_terminal(mhfind: Program, own: dict[str, str], columns: int) -> None:
    terminal = Terminal(mhfind, columns=columns, env=own)
    for prompt, text in ((MAIN, "1"), (MAIN, "2"), (QUESTION, "example line"), (PICK, "1"), (PAPER, "n")):
        terminal.until(prompt)
        terminal.type(f"{text}\n")
    terminal.until(QUESTION)
    terminal.type(f"{DANGER}\n")
    assert HELP in SGR.sub("", terminal.until(PICK))
    for text, prompt in (("b", MAIN), ("nonsense", MAIN)):
        terminal.type(f"{text}\n")
        terminal.until(prompt)
    terminal.type("q\n")
    code, shown = terminal.end()
    assert code == 0
    assert shown.endswith("Goodbye.\n")
    assert SGR.search(shown)
    assert "\x1b" not in SGR.sub("", shown)  # nothing moves the cursor or clears the screen
    assert "\r" not in shown
    assert f"Call: {PHONE}" in SGR.sub("", shown)


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
