"""Flags: notes of the user, kept in a private file and shown with a program ever after, but never on paper."""

import csv
import json
import os
import stat
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from conftest import ASCII, TODAY, Inside, OwnCatalog, Program

KEY = "us-example-line"
NOTE = "disconnected when I called"
SHOWN = f"! You flagged this on 23 Nov 2026: {NOTE}"
needs_rights = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")


@pytest.fixture
def flags(tmp_path: Path) -> Path:
    """The file of flags."""
    return tmp_path / "private/flags.jsonl"


@pytest.fixture
def call(inside: Inside, own_catalog: OwnCatalog, flags: Path) -> Inside:
    """Run a command with one own record, and with a file of flags of its own."""
    own = ("--catalog", str(own_catalog()), "--only")

    def run(*arguments: str, stdin: bytes = b"", **variables: str) -> tuple[int, str, str]:
        return inside(*arguments, *own, stdin=stdin, **{"MHFIND_FLAGS": str(flags), **variables})

    return run


def lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


# ---- To flag, to list, to remove ---------------------------------------------------------------------------------


def test_a_flag_is_kept_listed_and_removed(call: Inside, flags: Path) -> None:
    assert "There are none." in call("flag")[1]
    code, out, err = call("flag", KEY, f"  {NOTE}\n ")
    assert (code, out) == (0, "")
    assert f"Flagged {KEY}." in err
    assert call("flag", KEY.upper(), "busy")[0] == 0
    assert lines(flags) == [{"id": KEY, "note": note, "on": TODAY} for note in (NOTE, "busy")]
    code, out, err = call("flag")
    assert (code, err) == (0, "")
    assert f"{KEY}: {NOTE} (23 Nov 2026)\n{KEY}: busy (23 Nov 2026)" in out
    listed = json.loads(call("flag", "--format", "json")[1])
    assert listed == {"format": "mhfind.flags/1", "flags": lines(flags)}
    assert call("flag", KEY, "--remove") == (0, "", f"2 flags of {KEY} removed.\n")
    assert flags.read_text("utf-8") == ""
    assert call("flag", KEY, "--remove") == (1, "", f"0 flags of {KEY} removed.\n")


def test_removing_leaves_the_flags_of_others_and_lines_that_are_none(call: Inside, flags: Path) -> None:
    call("flag", KEY, NOTE)
    others = '{"id":"us-other","note":"x","on":"2026-01-01"}\nnonsense\n'
    with flags.open("a", encoding="utf-8") as stream:
        stream.write(others)
    assert call("flag", KEY, "--remove")[2].startswith("1 flag of")
    assert flags.read_text("utf-8") == others


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((KEY, NOTE, "--remove"), 2, "give a note or --remove, not both"),
        ((KEY, ""), 2, "the note has 0 characters"),
        ((KEY, " \n\t "), 2, "the note has 0 characters"),
        ((KEY, "x" * 301), 2, "the note has 301 characters"),
        (("us-example-lin", NOTE), 1, f"did you mean {KEY}?"),
        (("us-example-lin", "--remove"), 1, f"did you mean {KEY}?"),
        (("\udcff", NOTE), 1, "there is no program"),
    ],
)
def test_what_can_not_be_flagged(
    arguments: tuple[str, ...], code: int, message: str, call: Inside, flags: Path
) -> None:
    found, out, err = call("flag", *arguments)
    assert (found, out) == (code, "")
    assert message in err
    assert not flags.exists()


def test_a_note_may_be_several_words_and_an_id_alone_shows_its_flags(call: Inside, flags: Path) -> None:
    assert call("flag", KEY)[1] == "Flags\n=====\n\nThere are none.\n"
    assert call("flag", KEY, "disconnected", "when", "I", "called")[0] == 0
    assert [flag["note"] for flag in lines(flags)] == ["disconnected when I called"]
    assert "disconnected when I called" in call("flag", KEY)[1]


def test_the_longest_note(call: Inside, flags: Path) -> None:
    assert call("flag", KEY, "心" * 300)[0] == 0
    assert [flag["note"] for flag in lines(flags)] == ["心" * 300]


# ---- Where flags are shown ---------------------------------------------------------------------------------------

SHOWING = (("list",), ("search", "example line"), ("show", KEY), ("export",))


@pytest.mark.parametrize("command", SHOWING, ids=lambda command: command[0])
def test_flags_are_shown_with_their_program(command: tuple[str, ...], call: Inside) -> None:
    before = call(*command)[1]
    assert "flagged" not in before
    call("flag", KEY, NOTE)
    call("flag", KEY, "busy")
    for form in ("text", "table", "md", "html"):
        out = call(*command, "--format", form)[1]
        assert NOTE in out, form
        assert out.index(NOTE) < out.index("busy"), form
    assert SHOWN in call(*command)[1]
    answer = json.loads(call(*command, "--format", "json")[1])
    wanted = [{"note": NOTE, "on": TODAY}, {"note": "busy", "on": TODAY}]
    assert [found["flags"] for found in answer["results"]] == [wanted]
    line = json.loads(call(*command, "--format", "jsonl")[1])
    assert line["flags"] == wanted
    for rows in ("program", "contact"):
        table = csv.DictReader(StringIO(call(*command, "--format", "csv", "--rows", rows)[1]))
        assert {row["flags"] for row in table} == {f"{TODAY} {NOTE}; {TODAY} busy"}


def test_no_flag_on_what_is_passed_on(call: Inside) -> None:
    bare = {form: call("show", KEY, "--format", form)[1] for form in ("sms", "yaml")}
    guides = {form: call("guide", KEY, "--format", form)[1] for form in ("text", "md", "html", "json")}
    call("flag", KEY, NOTE)
    assert {form: call("show", KEY, "--format", form)[1] for form in bare} == bare
    assert {form: call("guide", KEY, "--format", form)[1] for form in guides} == guides


def test_the_guide_of_a_flagged_program_tells_the_worker(call: Inside, tmp_path: Path) -> None:
    assert call("guide", KEY)[2] == ""
    call("flag", KEY, NOTE)
    told = f"mhfind: you flagged {KEY} on 23 Nov 2026: {NOTE}\n"
    for name in (KEY, KEY.upper()):
        code, out, err = call("guide", name)
        assert (code, err) == (0, told)
        assert NOTE not in out
    path = tmp_path / "guide.html"
    assert call("guide", KEY, "-o", str(path)) == (0, "", told)
    assert NOTE not in path.read_text("utf-8")
    assert call("guide", "healthcare-provider")[2] == call("guide")[2] == ""


# ---- The file ----------------------------------------------------------------------------------------------------


def test_nobody_else_can_read_it(call: Inside, flags: Path) -> None:
    before = os.umask(0)
    try:
        call("flag", KEY, NOTE)
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (flags.parent, flags)]
        call("flag", KEY, "--remove")
        modes.append(stat.S_IMODE(flags.stat().st_mode))
    finally:
        os.umask(before)
    assert modes == [0o700, 0o600, 0o600]


def test_the_usual_place(inside: Inside, tmp_path: Path) -> None:
    call = ("flag", "us-988-lifeline", NOTE)
    for variables, place in (
        ({"XDG_DATA_HOME": str(tmp_path / "data")}, tmp_path / "data/mhfind/flags.jsonl"),
        ({"XDG_DATA_HOME": "", "HOME": str(tmp_path)}, tmp_path / ".local/share/mhfind/flags.jsonl"),
        ({"MHFIND_FLAGS": str(tmp_path / "named.jsonl")}, tmp_path / "named.jsonl"),
    ):
        assert inside(*call, **variables)[0] == 0
        assert len(lines(place)) == 1


def test_without_a_home_there_are_no_flags(inside: Inside) -> None:
    nowhere = {"HOME": "", "XDG_DATA_HOME": ""}
    code, out, err = inside("flag", "us-988-lifeline", NOTE, **nowhere)
    assert (code, out) == (4, "")
    assert "there is no home folder to keep flags in" in err
    assert "name a file with MHFIND_FLAGS" in err
    assert inside("flag", **nowhere)[::2] == (0, "")
    assert inside("flag", "us-988-lifeline", "--remove", **nowhere)[0] == 1
    assert inside("show", "us-988-lifeline", **nowhere)[::2] == (0, "")


def a_folder(path: Path) -> None:
    path.mkdir(parents=True)


def below_a_file(path: Path) -> None:
    path.parent.write_text("", "utf-8")


def a_loop(path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(path)


@pytest.mark.parametrize("damage", [a_folder, below_a_file, a_loop])
def test_a_file_that_can_not_be_written(damage: Callable[[Path], None], call: Inside, flags: Path) -> None:
    damage(flags)
    code, out, err = call("flag", KEY, NOTE)
    assert (code, out) == (4, "")
    assert err.startswith(f"mhfind: {flags}: ")
    assert call("flag", KEY, "--remove")[0] in (1, 4)
    code, out, err = call("list")
    assert code == 0
    assert "Example Line" in out
    assert len(err.splitlines()) <= 1


@needs_rights
def test_a_folder_that_can_not_be_written(call: Inside, flags: Path) -> None:
    flags.parent.mkdir(mode=0o500)
    assert call("flag", KEY, NOTE)[0] == 4
    flags.parent.chmod(0)
    assert call("flag", KEY, "--remove")[0] == 4
    assert call("list")[0] == 0
    flags.parent.chmod(0o700)


def test_a_full_disk(inside: Inside) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    code, _, err = inside("flag", "us-988-lifeline", NOTE, MHFIND_FLAGS="/dev/full")
    assert code == 4
    assert err.startswith("mhfind: /dev/full: No space left")


BROKEN = (
    b"nonsense",
    b"{}",
    b'{"id": "us-x"}',
    b'{"id": "us-x", "note": "", "on": "2026-11-23"}',
    b'{"id": "us-x", "note": "x", "on": "today"}',
    b'{"id": 5, "note": "x", "on": "2026-11-23"}',
    b'{"id": "us-x", "note": "\xff", "on": "2026-11-23"}',
    b"\x00",
    b"[" * 5000,
)


def test_lines_that_are_no_flags_are_told_and_passed_over(call: Inside, flags: Path) -> None:
    call("flag", KEY, NOTE)
    good = flags.read_bytes()
    flags.write_bytes(b"\n".join(BROKEN) + b"\n\n  \r\n" + good)
    wanted = [f"mhfind: {flags}:{n}: this line is no flag; correct or remove it" for n in range(1, len(BROKEN) + 1)]
    for command in (*SHOWING, ("flag",)):
        code, out, err = call(*command)
        assert (code, err.splitlines()) == (0, wanted), command
        assert NOTE in out
    assert call("crisis")[2] == ""


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_file_that_an_editor_left(end: bytes, call: Inside, flags: Path) -> None:
    call("flag", KEY, NOTE)
    flags.write_bytes(flags.read_bytes().rstrip() + end)
    call("flag", KEY, "busy")
    code, out, err = call("flag")
    assert (code, err) == (0, "")
    assert NOTE in out
    assert "busy" in out


def test_a_link_stays_a_link(call: Inside, flags: Path, tmp_path: Path) -> None:
    flags.parent.mkdir()
    flags.symlink_to(tmp_path / "elsewhere.jsonl")
    call("flag", KEY, NOTE)
    assert call("flag", KEY, "--remove")[0] == 0
    assert flags.is_symlink()
    assert (tmp_path / "elsewhere.jsonl").read_text("utf-8") == ""


def test_two_at_once(mhfind: Program, flags: Path) -> None:
    notes = [f"note {number} {'x' * 200}" for number in range(12)]
    environ = {"MHFIND_FLAGS": str(flags)}
    running = [mhfind.start("flag", "us-988-lifeline", note, env=environ) for note in notes]
    ends = [(process.communicate(timeout=60), process.returncode)[1] for process in running]
    assert ends == [0] * len(notes)
    assert sorted(flag["note"] for flag in lines(flags)) == sorted(notes)


# ---- Notes that are no plain words -------------------------------------------------------------------------------


def test_a_note_on_one_line(call: Inside, flags: Path) -> None:
    call("flag", KEY, "first\nsecond\r\n\tthird\u2028fourth")
    assert [flag["note"] for flag in lines(flags)] == ["first second third fourth"]


@pytest.mark.parametrize("markup", ["[red]bold[/red]", "<b>x</b>", "**x**", "{{ x }}", "=1+1", "%s", ":smile:"])
def test_markup_is_shown_as_it_is(markup: str, call: Inside) -> None:
    call("flag", KEY, markup)
    for form in ("text", "table"):
        assert f"23 Nov 2026: {markup}" in call("show", KEY, "--format", form)[1]
    assert "<b>x</b>" not in call("show", KEY, "--format", "html")[1]
    assert f",{TODAY} {markup}\r\n" in call("show", KEY, "--format", "csv")[1]


def test_escapes_are_spelled_out(call: Inside) -> None:
    note = "\x1b[2J\u202e988\x07\x9b"
    assert call("flag", KEY, note)[0] == 0
    shown = "<U+001B>[2J<U+202E>988<U+0007><U+009B>"
    for command in (*SHOWING, ("flag",)):
        assert shown in call(*command)[1], command
    assert shown in call("guide", KEY)[2]
    escaped = call("show", KEY, "--format", "json")[1]
    assert "\\u001b[2J\\u202e988" in escaped
    assert not set(escaped) & set(note[:1] + "\u202e\x07\x9b")


def test_bytes_that_are_no_text(mhfind: Program, flags: Path) -> None:
    done = mhfind("flag", "us-988-lifeline", b"caf\xff", env={**ASCII, "MHFIND_FLAGS": str(flags)})
    assert done.returncode == 0
    assert [flag["note"] for flag in lines(flags)] == ["caf?"]
