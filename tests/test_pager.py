"""The pager: long answers on a terminal, page by page, and never where it would be in the way."""

import os
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import US, Program, Terminal, contact, record, write_records

from mhfind import pager

LONG = ("list", "--limit", "0")
HEIGHT = 24


@pytest.fixture
def own(tmp_path: Path) -> tuple[str, ...]:
    """The options for a catalog whose list takes more than a screen."""
    records = [record(f"us-line-{number:02}", contacts=[contact(f"1-800-555-01{number:02}")]) for number in range(20)]
    return write_records(tmp_path / "own.json", *records)


Script = Callable[[str], str]


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Write a pager that runs lines of shell; return how to call it."""

    def write(lines: str) -> str:
        path = tmp_path / "pager.sh"
        path.write_text(f"{lines}\n", "utf-8")
        return f"sh {path}"

    return write


@pytest.fixture
def marking(script: Script) -> str:
    """A pager that marks each line that it shows."""
    return script("sed 's/^/paged: /'")


def marked(out: str) -> bool:
    """Tell whether all lines came through the marking pager; fail if only some did."""
    lines = out.splitlines()
    found = {line.startswith("paged: ") for line in lines}
    assert len(found) == 1, out
    return found.pop()


def run(
    mhfind: Program, *call: str, rows: int = HEIGHT, env: Mapping[str, str | None] | None = None
) -> tuple[int, str]:
    """Run a call on a terminal to its end."""
    return Terminal(mhfind, *call, rows=rows, env=env).end()


# ---- When --------------------------------------------------------------------------------------------------------


def test_only_what_is_taller_than_the_screen(mhfind: Program, own: tuple[str, ...], marking: str) -> None:
    environ = {"MHFIND_PAGER": marking}
    for call in (("list", "--limit", "1"), LONG):
        count = len(run(mhfind, *call, *own, "--no-pager")[1].splitlines())
        # The last row of the screen is for the prompt of the shell.
        paged = {rows: marked(run(mhfind, *call, *own, rows=rows, env=environ)[1]) for rows in (count + 1, count)}
        assert paged == {count + 1: False, count: True}, call


def test_the_text_is_the_same(mhfind: Program, own: tuple[str, ...], script: Script) -> None:
    bare = run(mhfind, *LONG, *own, "--no-pager")
    assert "\x1b[" in bare[1]  # in color
    assert run(mhfind, *LONG, *own, env={"MHFIND_PAGER": script("cat")}) == bare


@pytest.mark.parametrize(
    ("options", "variables"),
    [
        (("--no-pager",), {}),
        (("--format", "text"), {}),
        (("--format", "table"), {}),
        (("--format", "json"), {}),
        (("--format", "csv"), {}),
        ((), {"TERM": "dumb"}),
        ((), {"TERM": None}),
        ((), {"LINES": "0"}),
        ((), {"LINES": "1000"}),
        ((), {"MHFIND_PAGER": ""}),
        ((), {"MHFIND_PAGER": " "}),
        ((), {"MHFIND_PAGER": "sh 'open"}),
    ],
)
def test_no_pager(
    options: tuple[str, ...], variables: dict[str, str | None], mhfind: Program, own: tuple[str, ...], marking: str
) -> None:
    code, out = run(mhfind, *LONG, *own, *options, env={"MHFIND_PAGER": marking, "PAGER": marking, **variables})
    assert code == 0
    assert not marked(out)
    assert "us-line-19" in out


def test_no_pager_where_the_height_is_not_known(mhfind: Program, own: tuple[str, ...], marking: str) -> None:
    assert not marked(run(mhfind, *LONG, *own, rows=0, env={"MHFIND_PAGER": marking})[1])


def test_no_pager_without_a_keyboard_or_a_screen(
    mhfind: Program, own: tuple[str, ...], marking: str, tmp_path: Path
) -> None:
    environ = {"MHFIND_PAGER": marking, "TERM": "xterm-256color"}
    shell = Program(mhfind.environment, "sh", "-c")
    call = " ".join([*mhfind.command, *LONG, *own])
    assert not marked(run(shell, f"{call} < /dev/null", env=environ)[1])
    assert not marked(run(shell, f"{call} | cat", env=environ)[1])
    assert not marked(mhfind(*LONG, *own, env=environ).stdout.decode())
    path = tmp_path / "list.txt"
    assert run(mhfind, *LONG, *own, "-o", str(path), env=environ) == (0, "")
    assert not marked(path.read_text("utf-8"))


@pytest.mark.parametrize("call", [("crisis", *US), ("search", "I want to die", *US), ("crisis",)])
def test_nobody_in_danger_has_to_leave_a_pager(call: tuple[str, ...], mhfind: Program, marking: str) -> None:
    code, out = run(mhfind, *call, rows=3, env={"MHFIND_PAGER": marking})
    assert code == 0
    assert not marked(out)
    assert marked(run(mhfind, "search", "grief", *US, rows=3, env={"MHFIND_PAGER": marking})[1])


def test_help_when_nothing_is_found_goes_through_it_whole(mhfind: Program, marking: str) -> None:
    code, out = run(mhfind, "search", "zzyzx", *US, rows=3, env={"MHFIND_PAGER": marking})
    assert code == 1  # the pager doesn't change the exit code
    assert marked(out)


# ---- Which -------------------------------------------------------------------------------------------------------


def test_which_pager(mhfind: Program, own: tuple[str, ...], tmp_path: Path) -> None:
    settings = tmp_path / "config.toml"
    settings.write_text("pager = \"sed 's/^/settings: /'\"\n", "utf-8")
    every = {
        "MHFIND_PAGER": "sed 's/^/variable: /'",
        "MHFIND_CONFIG": str(settings),
        "PAGER": "sed 's/^/usual: /'",
    }
    for wanted, gone in (
        ("variable", ()),
        ("settings", ("MHFIND_PAGER",)),
        ("usual", ("MHFIND_PAGER", "MHFIND_CONFIG")),
    ):
        _, out = run(mhfind, *LONG, *own, env={**every, **dict.fromkeys(gone)})
        assert {line.split(": ")[0] for line in out.splitlines()} == {wanted}
    assert not out.startswith("settings")


def test_words_of_the_command_line() -> None:
    assert pager.command_of("less -R '-P a b'", {}) == ["less", "-R", "-P a b"]
    assert pager.command_of(None, {"PAGER": "most"}) == ["most"]
    assert pager.command_of("", {"PAGER": "most"}) == []
    assert pager.command_of(None, {}) == [pager.DEFAULT]


def test_the_pager_keeps_no_history_and_starts_nothing(mhfind: Program, own: tuple[str, ...], script: Script) -> None:
    wanted = ("LESSHISTFILE=-", "LESSHISTSIZE=0", "LESSSECURE=1")
    environ = {"MHFIND_PAGER": script("cat > /dev/null; env"), "LESSHISTFILE": "/tmp/history", "LESSSECURE": "0"}  # noqa: S108
    code, out = run(mhfind, *LONG, *own, env=environ)
    assert code == 0
    assert set(wanted) <= set(out.splitlines())
    assert "LESS=-RFX -PSpace for more, q to leave$" in out.splitlines()
    _, out = run(mhfind, *LONG, *own, env={**environ, "LESS": "-S"})
    assert {"LESS=-S", *wanted} <= set(out.splitlines())


def test_the_query_is_no_part_of_the_call(mhfind: Program, own: tuple[str, ...], script: Script) -> None:
    pager_script = script('cat > /dev/null; echo "called with: $*"; env')
    code, out = run(mhfind, "search", "Trained peers zyzzyva", "-n", "0", *own, env={"MHFIND_PAGER": pager_script})
    assert code == 0
    assert "called with: \n" in out
    assert "zyzzyva" not in out


# ---- When it goes wrong ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        "no-pager-of-this-name",
        "/",
        "{folder}/not-executable",
        "{folder}/no-program",
        "sh -c 'exit 126'",
    ],
)
def test_a_pager_that_does_not_start(broken: str, mhfind: Program, own: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "not-executable").write_text("cat\n", "utf-8")
    (tmp_path / "no-program").write_bytes(b"\x7fELF, or not")
    (tmp_path / "no-program").chmod(0o755)
    code, out = run(mhfind, *LONG, *own, env={"MHFIND_PAGER": broken.format(folder=tmp_path)})
    assert code == 0
    assert "us-line-00" in out
    assert "us-line-19" in out


@pytest.mark.parametrize("lines", ["exit 0", "exit 1", "head -3", "exec <&-; sleep 0.1", "kill $$"])
def test_a_pager_that_is_left_early(lines: str, mhfind: Program, catalog_of_3000: Path, script: Script) -> None:
    own = ("--catalog", str(catalog_of_3000), "--only")  # more than a pipe holds
    code, out = run(mhfind, *LONG, *own, env={"MHFIND_PAGER": script(lines)})
    assert code == 0
    assert len(out.splitlines()) == (3 if lines == "head -3" else 0)


def test_ctrl_c_is_the_pagers(mhfind: Program, own: tuple[str, ...], script: Script) -> None:
    waiting = "trap 'echo stopped; exit' INT; cat > /dev/null; echo ready; while :; do sleep 0.1; done"
    terminal = Terminal(mhfind, *LONG, *own, env={"MHFIND_PAGER": script(waiting)})
    terminal.until("ready")
    terminal.type("\x03")
    code, out = terminal.end()
    assert code == 0
    assert "stopped" in out
    # One that does not look after it ends, and mhfind with it, without a word.
    terminal = Terminal(mhfind, *LONG, *own, env={"MHFIND_PAGER": script("cat > /dev/null; echo ready; exec sleep 60")})
    terminal.until("ready")
    started = time.monotonic()
    terminal.type("\x03")
    code, out = terminal.end()
    assert (code, out.replace("^C", "").strip()) == (0, "ready")
    assert time.monotonic() - started < 30


def test_with_less(mhfind: Program, own: tuple[str, ...], tmp_path: Path) -> None:
    pytest.importorskip("pty")
    if not any(Path(folder, "less").exists() for folder in os.environ["PATH"].split(os.pathsep)):
        pytest.skip("less is not installed")
    terminal = Terminal(mhfind, *LONG, *own, env={"HOME": str(tmp_path), "PAGER": None})
    first = terminal.until("us-line-00")
    terminal.type("/us-line-17\n")
    terminal.until("us-line-17")
    terminal.type("q")
    code, out = terminal.end()
    assert code == 0
    assert "20 programs" in first
    assert re.search("Traceback|ESC\\[", out) is None
    assert [path.name for path in tmp_path.iterdir() if "less" in path.name] == []  # no history
