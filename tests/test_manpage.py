"""The man page: complete, letter by letter, and without a warning of the programs that read it."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from test_docs import ROOT, commands, options, read

from mhfind import __version__
from mhfind.config import Config
from mhfind.errors import ExitCode

PAGE = ROOT / "docs/mhfind.1"


@pytest.fixture
def manpage(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script that makes the page."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import manpage

    return manpage


def part(name: str, level: str = "SH") -> str:
    """Return what stands under a title of the page, with roff's escapes resolved."""
    found = re.search(rf"^\.{level} {re.escape(name)}\n(.*?)(?=^\.S[HS] |\Z)", plain(), re.MULTILINE | re.DOTALL)
    assert found, f"there is no {name!r}"
    return found[1]


def plain() -> str:
    """Return the page's source without fonts, and with letters for escapes."""
    text = re.sub(r"\\f[BIR]|\\&", "", read("docs/mhfind.1"))
    for escape, letter in ((r"\-", "-"), (r"\(aq", "'"), (r"\(ga", "`"), (r"\(ti", "~"), (r"\(ha", "^"), (r"\e", "\\")):
        text = text.replace(escape, letter)
    return text


@pytest.mark.parametrize(
    "command",
    [
        ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", str(PAGE)],
        ["groff", "-man", "-ww", "-Tutf8", "-Z", str(PAGE)],
        ["mandoc", "-T", "lint", "-W", "warning", str(PAGE)],
    ],
    ids=lambda command: command[0],
)
def test_is_read_without_a_warning(command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    environ = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MANWIDTH": "80"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    if command[0] == "mandoc":  # it warns on standard output; that there is no date is on purpose
        assert [line for line in done.stdout.splitlines() if "missing date" not in line] == []


def test_a_reader_sees_what_was_written() -> None:
    if shutil.which("man") is None:
        pytest.skip("man is not installed")
    environ = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MANWIDTH": "100", "MAN_KEEP_FORMATTING": ""}
    done = subprocess.run(["man", "-l", str(PAGE)], env=environ, capture_output=True, text=True, check=False)
    shown = done.stdout
    for text in (
        "mhfind completion bash > ~/.local/share/bash-completion/completions/mhfind",
        "mhfind guide us-988-lifeline -o guide.html",
        "-t, --type TYPE",
        "$PROFILE",
        "`fpath+=(~/.zfunc)`",
        f"mhfind {__version__}",
    ):
        assert text in shown


def test_has_the_usual_sections_in_their_order() -> None:
    usual = "NAME SYNOPSIS DESCRIPTION OPTIONS COMMANDS SETTINGS ENVIRONMENT FILES EXIT-STATUS EXAMPLES".split()
    titles = [title.replace(" ", "-") for title in re.findall(r"^\.SH (.+)$", read("docs/mhfind.1"), re.MULTILINE)]
    assert [title for title in titles if title in usual] == usual


def test_has_every_command_and_option() -> None:
    known = commands()
    names = {f"mhfind {name}": command for name, command in known.items()}
    assert re.findall(r"^\.SS (.+)$", plain(), re.MULTILINE) == [
        name for command in known if " " not in command for name in names if f"{name} ".startswith(f"mhfind {command} ")
    ]
    missing = {
        name: options(command) - set(re.findall(r"--?[a-z-]+", part(name, "SS"))) for name, command in names.items()
    }
    assert {name: found for name, found in missing.items() if found} == {}
    assert [name for name in names if name not in part("SYNOPSIS")] == []


def test_has_settings_variables_and_exit_codes() -> None:
    terms = {title: re.findall(r"^\.TP\n(.+)$", part(title), re.MULTILINE) for title in ("SETTINGS", "EXIT STATUS")}
    assert [term.split(" (")[0] for term in terms["SETTINGS"]] == list(Config.__struct_fields__)
    assert list(map(int, terms["EXIT STATUS"])) == list(ExitCode)
    assert {"MHFIND_COUNTRY", "MHFIND_CONFIG", "NO_COLOR"} <= set(re.findall(r"[A-Z_]{5,}", part("ENVIRONMENT")))


def test_examples_are_those_of_the_help() -> None:
    examples = re.findall(r"^mhfind .+$", part("EXAMPLES"), re.MULTILINE)
    assert len(examples) > 5
    assert [example for example in examples if example not in read("docs/cli.md").replace("\n  ", " ")] == []


def test_letters_that_mean_something_to_roff(manpage: ModuleType) -> None:
    assert manpage.escaped(r"a\b -x .TH") == r"a\eb \-x .TH"
    assert manpage.escaped(".TH\n'so x\nit's `~^") == "\\&.TH\n\\(aqso x\nit\\(aqs \\(ga\\(ti\\(ha"
    assert manpage.escaped("Téléphone 🙂") == r"T\[u00E9]l\[u00E9]phone \[u1F642]"


def test_notes_that_a_man_page_cannot_show_are_refused(manpage: ModuleType) -> None:
    shown = "\n".join(manpage._sections("## The place\n\n1. *Not* `.x`\n\n| a | b |\n|---|---|\n| `c` | d-e |\n"))
    assert shown == ".SH PLACE\n.IP 1. 4\nNot \\fB\\&.x\\fR\n.TP\n\\fBc\\fR\nd\\-e"
    with pytest.raises(ValueError, match="the notes hold a fence"):
        list(manpage._sections("```sh\nls\n```\n"))


def test_a_section_for_developers_is_left_out(manpage: ModuleType) -> None:
    assert manpage.without("## A\n\na\n\n## B\n\nb\n", "A") == "## B\n\nb\n"
    assert manpage.without("## A\n\na\n\n## B\n\nb\n", "B") == "## A\n\na\n\n"
    assert "## Manners" in read("docs/cli.md")
    assert "MANNERS" not in read("docs/mhfind.1")


def test_no_date_that_changes_by_itself() -> None:
    (title,) = re.findall(r"^\.TH .+$", read("docs/mhfind.1"), re.MULTILINE)
    assert title == f'.TH MHFIND 1 "" "mhfind {__version__}" "User Commands"'
    assert Path(PAGE).read_text("utf-8").isascii()
