"""Completion: what is offered at the cursor of a line, in each shell; and that nothing is ever told there."""

import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import Inside, Program
from test_docs import commands

from mhfind.catalog import Catalog
from mhfind.cli.completion import SCRIPTS, suggestions
from mhfind.errors import ExitCode

Complete = Callable[..., list[str]]
# Options whose value is the user's own: a file, a number.
FREE = {
    "--catalog",
    "--output",
    "--batch",
    "--limit",
    "--age",
    "--at",
    "--folder",
    "--state",
    "--write",
    "--as-of",
    "--crisis-days",
    "--days",
    "--lines",
    "--notes",
    "--org",
    "--search",
    "--title",
}


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for PATH with `mhfind` in it, and with a script for each shell."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "mhfind"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m mhfind "$@"\n', "utf-8")
    program.chmod(0o755)
    for shell, script in SCRIPTS.items():
        (folder / f"{shell}.script").write_text(script, "utf-8")
    return folder


@pytest.fixture(scope="module")
def variables(environment: dict[str, str], installed: Path, bin_folder: Path) -> dict[str, str]:
    """Variables of a shell that finds the installed program."""
    path = f"{bin_folder}:{environment['PATH']}"
    return {**environment, "PATH": path, "PYTHONPATH": str(installed), "TERM": "dumb", "ZDOTDIR": str(bin_folder)}


def shell_or_skip(name: str) -> str:
    """Return the path of a shell; skip the test where there is none."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def offered(line: str) -> list[str]:
    """Return the values offered at the end of a line; a space at its end begins a new word."""
    *words, last = line.split(" ")
    return [value for value, _ in suggestions(words, last)]


# ---- What is offered ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("catalog")  # it is compiled, so that there is something to offer
def test_lines() -> None:
    expected = {
        "sho": ["show"],
        "sh": ["show", "sheet"],
        "catalog f": ["format"],
        "show us-988-": ["us-988-lgbtq-youth-option", "us-988-lifeline"],
        "show us-988-lifeline us-nami-h": ["us-nami-helpline"],
        "show US-988-LIFE": [],
        "guide onl": ["online", "online-directory"],
        "guide grie": ["grief"],
        "guide us-988-life": ["us-988-lifeline"],
        "guide community-center us-": [],
        "list --topic grie": ["grief"],
        "list --topic=grie": ["--topic=grief"],
        "show x=us-988": [],
        "list --topic = grie": ["grief"],
        "list --topic =": [],
        "list --audience vet": ["veterans"],
        "list -t th": ["therapy"],
        "search panic attacks --type p": ["peer-support"],
        "search 'my wife --ty": ["--type"],
        "search pan": [],
        "crisis --country I": ["ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT"],
        "crisis --country i": ["id", "ie", "il", "im", "in", "io", "iq", "ir", "is", "it"],
        "crisis --region US-O": ["US-OH", "US-OK", "US-OR"],
        "crisis --region us-oh": ["us-oh"],
        "list --rows ": ["program", "contact"],
        "list --color a": ["auto", "always"],
        "list --format j": ["json", "jsonl"],
        "list --limit ": [],
        "list --catalog ": [],
        "catalog schema --form ": ["source", "output"],
        "catalog validate ": [],
        "completion z": ["zsh"],
        "--ver": ["--version"],
        "--version --he": ["--help"],
    }
    expected["list --topic ="] = offered("list --topic ")  # as bash splits `--topic=`
    found = {line: offered(line) for line in expected}
    assert {line: values for line, values in found.items() if sorted(values) != sorted(expected[line])} == {}
    assert len(found["list --topic ="]) > 40


@pytest.mark.usefixtures("catalog")
def test_before_a_first_letter_only_countries_that_have_programs() -> None:
    assert {"US", "GB", "CA"} <= set(offered("list --country "))
    assert "AQ" not in offered("list --country ")
    assert "AQ" in offered("list --country A")


def test_values_come_with_what_they_mean(catalog: Catalog) -> None:
    assert suggestions(["show"], "us-988-lifel") == [("us-988-lifeline", "988 Suicide & Crisis Lifeline")]
    assert suggestions(["list", "--region"], "US-OH") == [("US-OH", "Ohio")]
    assert suggestions([], "cris") == [("crisis", "Show who to call, text or chat with right now.")]
    labels = catalog.vocabulary.labels("topics")
    assert suggestions(["list", "--topic"], "") == list(labels.items())


@pytest.mark.usefixtures("catalog")
def test_every_command_and_option_is_offered() -> None:
    known = commands()
    assert sorted(offered("")) == sorted(name for name in known if " " not in name)
    missing: dict[str, set[str]] = {}
    for name, command in known.items():
        options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
        missing[name] = {*options, "--help"}.difference(offered(f"{name} --"))
    assert {name: options for name, options in missing.items() if options} == {}


@pytest.mark.usefixtures("catalog")
def test_every_value_that_is_one_of_a_list_is_offered() -> None:
    """A new option gets `autocompletion=`, or a place in FREE."""
    taking = {
        f"{name} {parameter.opts[0]}"
        for name, command in commands().items()
        for parameter in command.params
        if parameter.opts[0].startswith("--") and not parameter.is_flag and parameter.opts[0] not in FREE
    }
    assert len(taking) > 30
    assert [line for line in sorted(taking) if not offered(f"{line} ")] == []


# ---- The protocol ------------------------------------------------------------------------------------------------


def test_as_a_script_asks(mhfind: Program, catalog: Catalog) -> None:
    asked = {
        ("0", "sho"): b"show\tShow everything about programs, with sources and dates.\n",
        ("1", "show", "us-988-lifel"): b"us-988-lifeline\t988 Suicide & Crisis Lifeline\n",
        ("2", "list", "--rows"): b"program\t\ncontact\t\n",
        ("1", "list", "--rows=c", "--topic"): b"--rows=contact\t\n",
        ("2", "list", "--rows", ""): b"program\t\ncontact\t\n",
        ("1", "search", "panic"): b"",
        ("1", "serch"): b"",
        ("1", "serch", "--"): b"",
    }
    for (finished, *words), answer in asked.items():
        done = mhfind(*words, env={"_MHFIND_COMPLETE": finished})
        assert (done.returncode, done.stdout, done.stderr) == (0, answer, b""), words


@pytest.mark.parametrize("finished", ["", "complete_bash", "1.5"])
def test_a_wrong_question_gets_no_answer(mhfind: Program, finished: str) -> None:
    done = mhfind("list", "--rows", env={"_MHFIND_COMPLETE": finished})
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


ASKED = {"_MHFIND_COMPLETE": "1"}
BROKEN_SURROUNDINGS: dict[str, Mapping[str, str | None]] = {
    "no home": {"HOME": None, "XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None},
    "a cache that can't be": {"XDG_CACHE_HOME": "/dev/null"},
    "a cache not made yet": {"XDG_CACHE_HOME": "{tmp}/empty"},
    "settings that are none": {"MHFIND_CONFIG": "{tmp}/broken.toml", "XDG_CACHE_HOME": "/dev/null"},
    "a day that is none": {"MHFIND_TODAY": "someday", "XDG_CACHE_HOME": "/dev/null"},
    "a place that is none": {"MHFIND_COUNTRY": "Atlantis", "XDG_CACHE_HOME": "/dev/null"},
}


@pytest.mark.parametrize("name", BROKEN_SURROUNDINGS)
def test_broken_surroundings_are_never_told(mhfind: Program, tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.toml").write_text("country = [", "utf-8")
    env = {key: value and value.format(tmp=tmp_path) for key, value in BROKEN_SURROUNDINGS[name].items()}
    ids = mhfind("show", "us-", env={**env, **ASKED})
    assert (ids.returncode, ids.stdout, ids.stderr) == (0, b"", b"")
    assert not list(tmp_path.rglob("*.index")), "a Tab must not compile"
    command = mhfind("show", env={**env, "_MHFIND_COMPLETE": "0"})
    assert (command.returncode, command.stdout.partition(b"\t")[0], command.stderr) == (0, b"show", b"")


def test_settings_are_not_read(mhfind: Program, catalog: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("country = [", "utf-8")
    done = mhfind("show", "us-988-lifel", env={"MHFIND_CONFIG": str(path), **ASKED})
    assert (done.stdout.partition(b"\t")[0], done.stderr) == (b"us-988-lifeline", b"")


@pytest.mark.parametrize("damage", ["cut", "garbage", "empty", "gone"])
def test_a_damaged_index_is_never_told(
    mhfind: Program, installed: Path, tmp_path: Path, environment: dict[str, str], damage: str
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(installed, copy)
    index = copy / "mhfind/_bundled/catalog.index"
    whole = index.read_bytes()
    contents = {"cut": whole[: len(whole) // 2], "garbage": b"garbage" * 1000, "empty": b"", "gone": None}
    content = contents[damage]
    if content is None:
        index.unlink()
    else:
        index.write_bytes(content)
    done = mhfind("show", "us-988-lifel", env={"PYTHONPATH": str(copy), **ASKED})
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_compiled_catalog_in_the_cache_is_used_and_a_damaged_one_left_alone(mhfind: Program, tmp_path: Path) -> None:
    env = {"XDG_CACHE_HOME": str(tmp_path)}
    assert mhfind("topics", env=env).returncode == 0
    assert mhfind("show", "us-988-lifel", env={**env, **ASKED}).stdout.startswith(b"us-988-lifeline\t")
    (index,) = tmp_path.rglob("*.index")
    index.write_bytes(b"garbage")
    done = mhfind("show", "us-988-lifel", env={**env, **ASKED})
    assert (done.returncode, done.stdout, done.stderr, index.read_bytes()) == (0, b"", b"", b"garbage")


def test_nobody_listens(mhfind: Program) -> None:
    with Path("/dev/full").open("wb") as full:
        done = mhfind("list", env={"_MHFIND_COMPLETE": "0"}, stdout=full)
    assert (done.returncode, done.stderr) == (0, b"")
    closed = mhfind("list", env={"_MHFIND_COMPLETE": "0"}, prepare=lambda: os.close(1))
    assert (closed.returncode, closed.stderr) == (0, b"")


# ---- The command -------------------------------------------------------------------------------------------------


def test_the_command_prints_the_script(inside: Inside) -> None:
    assert {shell: inside("completion", shell) for shell in SCRIPTS} == {
        shell: (ExitCode.OK, script, "") for shell, script in SCRIPTS.items()
    }
    code, out, error = inside("completion", "fsh")
    assert (code, out) == (ExitCode.USAGE, "")
    assert error == "mhfind: there is no completion for 'fsh'\n  did you mean fish?\n"


def test_the_command_is_no_second_root() -> None:
    root: Any = typer.main.get_command(__import__("mhfind.cli.app", fromlist=["app"]).app)
    assert not hasattr(root.get_command(typer.Context(root), "completion"), "commands_by_name")


# ---- The shells --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_accepts_its_script(shell: str, bin_folder: Path) -> None:
    command = [shell_or_skip(shell), "-n", str(bin_folder / f"{shell}.script")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_in_bash(variables: dict[str, str], bin_folder: Path) -> None:
    """bash splits a line at `=`, and keeps quotes."""
    lines = {
        "mhfind sho": ["show"],
        "mhfind show us-988-lifel": ["us-988-lifeline"],
        "mhfind list --topic = gri": ["grief"],
        "mhfind list --color =": ["auto", "always", "never"],
        "mhfind search '\"my daughter' --typ": ["--type"],
        "mhfind search '$(touch broken)' '`touch broken`' --typ": ["--type"],
        "mhfind list --region us-oh": ["us-oh"],
        "mhfind search pan": [],
        "~/mhfind completion zs": ["zsh"],
    }
    (Path(variables["HOME"]) / "mhfind").unlink(missing_ok=True)
    (Path(variables["HOME"]) / "mhfind").symlink_to(bin_folder / "mhfind")
    for line, expected in lines.items():
        quoted = f"'{line[:8]}'{line[8:]}" if line.startswith("~") else line
        script = (
            f"source {bin_folder}/bash.script; COMP_WORDS=({quoted}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1));"
            ' _mhfind "${COMP_WORDS[0]}"; [[ ${#COMPREPLY[@]} == 0 ]] || printf "%s\\n" "${COMPREPLY[@]}"'
        )
        command = [shell_or_skip("bash"), "--norc", "-c", script]
        done = subprocess.run(
            command, env=variables, cwd=variables["HOME"], capture_output=True, text=True, check=False
        )
        assert (done.stdout.splitlines(), done.stderr) == (expected, ""), line
    assert not (Path(variables["HOME"]) / "broken").exists()


def test_in_fish(variables: dict[str, str], bin_folder: Path) -> None:
    (bin_folder / "a file.yaml").touch()
    lines = {
        "mhfind sho": ["show\tShow everything about programs, with sources and dates."],
        "mhfind show us-988-lifel": ["us-988-lifeline\t988 Suicide & Crisis Lifeline"],
        "mhfind list --rows=c": ["--rows=contact"],
        "mhfind search 'my daughter' --typ": ["--type\tProgram type; see `mhfind types`. May be repeated."],
        f"mhfind list --catalog {bin_folder}/a": [f"{bin_folder}/a file.yaml"],
    }
    for line, expected in lines.items():
        script = f'source {bin_folder}/fish.script; complete --do-complete "{line}"'
        done = subprocess.run(
            [shell_or_skip("fish"), "-c", script], env=variables, capture_output=True, text=True, check=False
        )
        assert ([text.rstrip("\t") for text in done.stdout.splitlines()], done.stderr) == (expected, ""), line


def typed(argv: list[str], environ: dict[str, str], setup: str, line: str, wanted: str) -> str:
    """Type a line into an interactive shell after `setup`; return what it shows up to `wanted`, or in 20 seconds."""
    child, terminal = pytest.importorskip("pty").fork()
    if child == 0:
        os.execve(argv[0], argv, environ)  # noqa: S606 - a shell under test
    try:
        os.write(terminal, f"{setup}; echo set-''up\n".encode())
        until(terminal, "set-up")
        os.write(terminal, line.encode())
        return until(terminal, wanted)
    finally:
        os.close(terminal)
        os.waitpid(child, 0)


def until(terminal: int, wanted: str, seconds: float = 20) -> str:
    """Return what a terminal shows up to a text, or up to a deadline."""
    shown, deadline = b"", time.monotonic() + seconds
    while wanted.encode() not in shown and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.1)[0]:
            shown += os.read(terminal, 65536)
    return shown.decode("utf-8", "replace")


INTERACTIVE = {
    "bash": (["--norc", "--noprofile", "-i"], "source {folder}/bash.script"),
    "zsh": (["-f", "-i"], "autoload -Uz compinit; compinit -u -D; source {folder}/zsh.script"),
    "zsh, loaded by name": (
        ["-f", "-i"],
        "cp {folder}/zsh.script {folder}/_mhfind; fpath+=({folder}); autoload -Uz compinit; compinit -u -D",
    ),
}


@pytest.mark.parametrize("name", INTERACTIVE)
@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("mhfind show us-988-lifel\t", "us-988-lifeline"),
        ("mhfind list --color=alw\t", "--color=always"),
        ("mhfind search 'my daughter' --typ\t", "--type"),
        ("mhfind cata\t", "mhfind catalog"),
    ],
)
def test_typed_into_a_shell(variables: dict[str, str], bin_folder: Path, name: str, line: str, wanted: str) -> None:
    options, setup = INTERACTIVE[name]
    argv = [shell_or_skip(name.split(",", maxsplit=1)[0]), *options]
    assert wanted in typed(argv, {**variables, "PS1": "$ "}, setup.format(folder=bin_folder), line, wanted)


def test_in_powershell() -> None:
    """Read as text only: PowerShell is not at hand where this was written."""
    script = SCRIPTS["powershell"]
    assert "Register-ArgumentCompleter -Native -CommandName mhfind" in script
    assert script.count("$env:_MHFIND_COMPLETE") == 3
    assert [script.count(one) == script.count(other) for one, other in ("()", "{}", "[]")] == [True] * 3
    assert script.isascii()
