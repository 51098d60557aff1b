"""What comes out stays whole and harmless, wherever it goes: terminals, pipes, files, spreadsheets, full disks."""

import csv
import html
import json
import os
import re
import subprocess
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

import pytest
from conftest import ASCII, CALLS, PHONE, SILENT, Inside, OwnCatalog, Program
from markdown_it import MarkdownIt

from mhfind.catalog import Catalog
from mhfind.cli.app import run
from mhfind.context import Context
from mhfind.render import FORMATS

SGR = re.compile(r"\x1b\[[0-9;]*m")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NAME = "name: Example Line"
SUMMARY = "summary: Trained peers who have been through hard times listen and talk with you."
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
# Every command that prints programs, with an own catalog of one record.
PRINTING = (
    "list",
    "show us-example-line",
    "search example line alliance --country US",
    "guide us-example-line",
    "export",
)
SPEAKING = ("", "--help", "--version", "search --help", *(call for call in CALLS if call not in SILENT))


def quoted(text: str) -> str:
    """Return text as a YAML scalar."""
    return json.dumps(text, ensure_ascii=False)


def words(text: str) -> str:
    """Return text on one line, as it is whatever the width."""
    return " ".join(text.split())


def on_terminal(
    mhfind: Program, *arguments: str, columns: int = 80, env: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run mhfind with both outputs on a terminal; return its exit code and what the terminal received."""
    pty, termios, tty = (pytest.importorskip(module) for module in ("pty", "termios", "tty"))
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, columns))
    tty.setraw(slave)  # what is received is what was written
    process = subprocess.Popen(
        [*mhfind.command, *arguments],
        env=mhfind.variables({"TERM": "xterm-256color", **(env or {})}),
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    received = b""
    try:
        while part := os.read(master, 65536):
            received += part
    except OSError:  # how Linux says that the terminal has no writer any more
        pass
    os.close(master)
    return process.wait(timeout=30), received.decode("utf-8")


# Row 1: terminal escapes


@pytest.mark.parametrize("escape", [r"\e[2J\e[1A", r"\a", r"\x9b2J", r"\x7f", r"\u202e8899", r"\b\b\b911"])
def test_a_catalog_with_escapes_is_refused(mhfind: Program, own_catalog: OwnCatalog, escape: str) -> None:
    path = own_catalog({NAME: f'name: "Line {escape}"'})
    code, received = on_terminal(mhfind, "list", "--catalog", str(path))
    assert code == 3
    assert f"{path}:3:3: us-example-line: name: " in received
    assert not CONTROL.search(SGR.sub("", received))


def test_a_query_with_escapes_is_shown_with_them_spelled_out(mhfind: Program) -> None:
    query = "grief \x1b[2J\x1b[1A\x07\x9b\x7f\u202e\U000e0041"
    code, received = on_terminal(mhfind, "search", query, "--country", "US")
    assert code == 0
    assert "<U+001B>[2J<U+001B>[1A<U+0007><U+009B><U+007F><U+202E><U+E0041>" in received
    assert not CONTROL.search(SGR.sub("", received))
    assert mhfind("search", query).stdout.count(b"\x1b") == 0


@pytest.mark.parametrize(
    "call",
    [
        "{}",
        "catalog {}",
        "list --{}",
        "list {}",
        "list --type {}",
        "list --limit {}",
        "list --country {}",
        "list --catalog {}",
        "list -o {}/{}",
        "show {}",
        "guide {}",
        "search --batch {}",
        "catalog validate {}",
        "catalog format {}",
    ],
)
def test_errors_show_escapes_spelled_out(inside: Inside, call: str) -> None:
    arguments = [part.replace("{}", "\x1b[2J\u202ex\nmhfind: all is well") for part in call.split()]
    for options in ((), ("--format", "json")):
        code, out, err = inside(*arguments, *options)
        assert code in (1, 2, 3, 4)
        assert not CONTROL.search(out + err)
        assert "\nmhfind: all is well" not in out + err


def test_variables_with_escapes_are_spelled_out(inside: Inside) -> None:
    for variable in ("MHFIND_COUNTRY", "MHFIND_REGION", "MHFIND_TODAY", "MHFIND_CONFIG", "TZ", "LANG", "COLUMNS"):
        code, out, err = inside("list", **{variable: "\x1b[2J"})
        assert code in (0, 2), variable
        assert not CONTROL.search(out + err), variable


# Row 4: markup of any kind is text

MARKUP = (
    "Call 988 [press 1 for veterans]",
    "[red]Line[/red] [/quiet] [link=x]y[/link]",
    ":smile: **bold** _it_ `code` ~~gone~~",
    '<script>alert(1)</script>"><img onerror=x>',
    "&amp; &#60; \\[x\\] | a | b | $x$",
    "1. Line # ## - + > =",
    "${HOME} %s %(x)s {0} {x!r} \\n \\033[2J",
    '=HYPERLINK("http://x","y")',
)


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_is_shown_as_it_is(inside: Inside, own_catalog: OwnCatalog, markup: str) -> None:
    own = ("--catalog", str(own_catalog({NAME: f"name: {quoted(markup)}"})), "--only")
    lacking = []
    for call in PRINTING:
        for form in ("text", "table", "md", "html", "json", "csv"):
            if call.startswith("guide") and form == "csv":
                continue
            code, out, err = inside(*call.split(), *own, "--format", form)
            shown = {
                "table": lambda text: words(SGR.sub("", text)),
                "md": lambda text: html.unescape(re.sub("<[^>]*>", "", MarkdownIt().render(text))),
                "html": lambda text: html.unescape(re.sub("<[^>]*>", "", text)),
                "json": lambda text: " ".join(strings(json.loads(text))),
                "csv": lambda text: " ".join(cell for row in csv.reader(StringIO(text)) for cell in row),
            }.get(form, words)(out)
            if (code, err) != (0, "") or words(markup) not in words(shown):
                lacking.append((call, form, code, err, shown[:300]))
    assert not lacking


def strings(value: Any) -> list[str]:
    """Return every text within a JSON value."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


# Rows 23 and 24: narrow terminals, pipes and color


@pytest.mark.parametrize("columns", [1, 20, 40])
def test_contacts_are_whole_on_a_narrow_terminal(inside: Inside, catalog: Catalog, columns: int) -> None:
    programs = catalog.programs().programs
    ids = [program.id for program in programs]
    code, out, _ = inside("show", *ids, COLUMNS=str(columns))
    cut = [
        contact.value
        for program in programs
        for contact in program.contacts
        if f": {contact.value}" not in out and f"\n  {contact.value}" not in out
    ]
    assert (code, cut) == (0, [])


@pytest.mark.parametrize("call", PRINTING[1:3])
def test_the_width_of_the_terminal_wraps_text_and_no_contact(
    mhfind: Program, own_catalog: OwnCatalog, call: str
) -> None:
    own = ("--catalog", str(own_catalog()), "--only")
    code, received = on_terminal(mhfind, *call.split(), *own, columns=40)
    rows = SGR.sub("", received).split("\n")
    assert code == 0
    assert f"Call: {PHONE}" in rows
    assert [row for row in rows if len(row) > 40 and "http" not in row] == []
    assert words("Trained peers who have been through hard times listen and talk with you.") in words("\n".join(rows))


@pytest.mark.parametrize("call", SPEAKING)
def test_a_pipe_gets_plain_text(inside: Inside, call: str) -> None:
    _, out, err = inside(
        *call.split(), TERM="xterm-256color", COLORTERM="truecolor", FORCE_COLOR="1", CLICOLOR_FORCE="1"
    )
    rows = (out + err).split("\n")
    assert [row for row in rows if "\x1b" in row or row != row.rstrip() or re.search("[\u2500-\u257f]", row)] == []


def test_nothing_is_cut_short(inside: Inside, own_catalog: OwnCatalog) -> None:
    long = " ".join(f"word{number}" for number in range(20)) + " " + "x" * 40
    own = ("--catalog", str(own_catalog({NAME: f"name: {long}"})), "--only")
    for call in PRINTING:
        _, out, _ = inside(*call.split(), *own)
        assert long in words(out), call
        assert "…" not in out, call


@pytest.mark.parametrize(
    ("variables", "options", "styled"),
    [
        ({}, (), True),
        ({"NO_COLOR": "1"}, (), False),
        ({"NO_COLOR": ""}, (), True),
        ({"TERM": "dumb"}, (), False),
        ({}, ("--color", "never"), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ({}, ("--format", "text"), False),
    ],
)
def test_color_is_for_terminals_that_want_it(
    mhfind: Program, variables: dict[str, str], options: tuple[str, ...], styled: bool
) -> None:
    code, received = on_terminal(mhfind, "crisis", "--country", "US", *options, env=variables)
    assert code == 0
    assert bool(SGR.search(received)) == styled
    assert "Call: 988" in SGR.sub("", received)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "pdf"])  # no terminal gets one
@pytest.mark.parametrize("call", ["show us-988-lifeline", "list --country DE --limit 3"])
def test_a_format_is_the_same_on_and_off_a_terminal(mhfind: Program, form: str, call: str) -> None:
    arguments = [*call.split(), "--format", form]
    if form == "sms" and call.startswith("list"):
        pytest.skip("a message is for one program")
    code, received = on_terminal(mhfind, *arguments, columns=120)
    assert code == 0
    assert received == mhfind(*arguments).stdout.decode("utf-8")
    assert received == mhfind(*arguments, env={**ASCII, "TERM": "dumb"}).stdout.decode("utf-8")


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("sms", "pdf")])
def test_every_format_tells_the_id(inside: Inside, own_catalog: OwnCatalog, form: str) -> None:
    own = ("--catalog", str(own_catalog()), "--only", "--format", form)
    for call in (("list",), ("search", "example line"), ("show", "us-example-line"), ("export",)):
        code, out, _ = inside(*call, *own)
        assert code == 0, call
        assert "us-example-line" in out, call


# Row 25: locales


@pytest.mark.parametrize(
    "locale", [ASCII, {"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "cp437:strict"}], ids=str
)
def test_any_locale_will_do(mhfind: Program, own_catalog: OwnCatalog, locale: dict[str, str | None]) -> None:
    own = ("--catalog", str(own_catalog({NAME: "name: Línea 心"})), "--only")
    done = mhfind("list", *own, env=locale)
    assert (done.returncode, done.stderr) == (0, b"")
    assert PHONE.encode() in done.stdout
    assert b"\\u5fc3" in done.stdout
    for form in ("json", "csv"):
        assert "Línea 心" in mhfind("list", *own, "--format", form, env=locale).stdout.decode("utf-8")


# Rows 26 to 28: outputs that are full, closed or no longer read


def answer_to(stream: TextIO | None, call: str, environment: dict[str, str]) -> tuple[int, str]:
    """Answer a call on a stream; return the exit code and the first line of the error."""
    errors = StringIO()
    code = run(call.split(), Context(None, stream, errors, environment))
    return code, errors.getvalue().split("\n")[0]


@needs_full
@pytest.mark.parametrize("call", SPEAKING)
def test_a_full_disk_is_an_output_error(environment: dict[str, str], call: str) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        code, told = answer_to(full, call, environment)
    assert code == 4
    assert "standard output: No space left on device" in told or "--format" in call


@pytest.mark.parametrize("call", SPEAKING)
def test_a_closed_output_is_an_output_error(environment: dict[str, str], call: str) -> None:
    code, told = answer_to(None, call, environment)
    assert code == 4
    assert "standard output is closed" in told or "--format" in call


@needs_full
@pytest.mark.parametrize("call", ["--help", "list", "export --format json"])
def test_a_process_tells_that_its_output_is_full_or_closed(mhfind: Program, call: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = mhfind(*call.split(), stdout=full)
    assert done.returncode == 4
    assert b"standard output: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr
    done = mhfind(*call.split(), stdout=subprocess.DEVNULL, prepare=lambda: os.close(1))
    assert done.returncode == 4
    assert b"standard output is closed" in done.stderr


def test_an_output_that_can_not_be_written_to_is_an_output_error(mhfind: Program) -> None:
    with Path(os.devnull).open("rb") as reading:
        done = mhfind("crisis", stdout=reading)
    assert done.returncode == 4
    assert done.stderr.startswith(b"mhfind: standard output: ")


@pytest.mark.parametrize("call", ["list", "search zzyzx", "list --type terapy"])
def test_a_closed_error_output_changes_nothing(mhfind: Program, call: str) -> None:
    closed, usual = mhfind(*call.split(), prepare=lambda: os.close(2)), mhfind(*call.split())
    assert (closed.returncode, closed.stdout) == (usual.returncode, usual.stdout)


@needs_full
@pytest.mark.parametrize("call", ["crisis", "search I want to die"])
def test_a_full_error_output_does_not_stop_crisis_help(mhfind: Program, call: str) -> None:
    def fill_errors() -> None:
        os.dup2(os.open("/dev/full", os.O_WRONLY), 2)

    done = mhfind(*call.split(), env={"MHFIND_COUNTRY": "XX"}, prepare=fill_errors)
    assert done.returncode == 0
    assert b"findahelpline.com" in done.stdout


def test_closed_input_is_no_input(mhfind: Program) -> None:
    assert mhfind("list", prepare=lambda: os.close(0)).returncode == 0
    assert mhfind("search", "--batch", "-", prepare=lambda: os.close(0)).returncode == 0
    asked = mhfind("search", "--ask", prepare=lambda: os.close(0))
    assert (asked.returncode, asked.stdout) == (2, b"")
    assert b"Traceback" not in asked.stderr


def test_all_streams_may_be_closed(mhfind: Program) -> None:
    def close_all() -> None:
        for number in range(3):
            os.close(number)

    assert mhfind("list", prepare=close_all).returncode == 4


@pytest.mark.parametrize("form", ["text", "csv"])
def test_a_reader_that_leaves_ends_it_quietly(mhfind: Program, catalog_of_3000: Path, form: str) -> None:
    with mhfind.start("export", "--catalog", str(catalog_of_3000), "--only", "--format", form) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        code = process.wait(timeout=60)
    assert first
    assert (code, errors) == (141, b"")


# Rows 30 and 31: files


def test_a_file_is_replaced_whole_or_not_at_all(mhfind: Program, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / "programs.md"
    path.write_text("mine", "utf-8")
    done = mhfind(
        *("export", "--format", "md", "-o", str(path), "--force"),
        env={"PYTHONDONTWRITEBYTECODE": "1"},  # it would be cut off, for all that run later
        prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (16 * 512, 16 * 512)),
    )
    assert done.returncode == 4
    assert done.stderr.startswith(f"mhfind: {path}: File too large\n".encode())
    assert path.read_text("utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_ctrl_c_leaves_no_half_written_file(environment: dict[str, str], tmp_path: Path) -> None:
    at_the_worst_moment = """
import os, signal
os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGINT)
from mhfind.cli import main
main()
"""
    path = tmp_path / "programs.txt"
    python = Program({**environment, "XDG_CACHE_HOME": "/dev/null"}, *Program(environment).command[:1], "-c")
    done = python(at_the_worst_moment, "crisis", "-o", str(path))
    assert (done.returncode, done.stderr) == (130, b"")
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.read_text("utf-8").startswith("Help right now\n")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("", "is a folder"),
        ("missing/programs.txt", "No such file or directory"),
        ("file/programs.txt", "Not a directory"),
        ("n" * 300, "File name too long"),
    ],
)
def test_a_target_that_can_not_be_written_is_named(inside: Inside, tmp_path: Path, target: str, reason: str) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    path = tmp_path / target
    code, out, err = inside("list", "-o", str(path), "--force")
    assert (code, out) == (4, "")
    assert err.split("\n")[0].startswith(f"mhfind: {path}")
    assert reason in err
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_named(inside: Inside, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    code, _, err = inside("list", "-o", str(folder / "programs.txt"))
    assert code == 4
    assert err.startswith(f"mhfind: {folder / 'programs.txt'}: Permission denied\n")


# Rows 32, 33 and 35: data


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_cell_is_a_formula(inside: Inside, own_catalog: OwnCatalog, start: str, form: str) -> None:
    formula = f'{start}HYPERLINK("http://x","y")'
    fields = {field: f"{field}: {quoted(formula)}" for field in ("name", "organization", "cost_note")}
    own = own_catalog(
        {
            NAME: fields["name"],
            "organization: Example Alliance": f"{fields['organization']}\n  {fields['cost_note']}",
            "keyword: HELLO": f'label: {quoted(formula)}, then: {quoted(formula)}, keyword: "+HI"',
        }
    )
    for kind in ("program", "contact"):
        _, out, _ = inside("list", "--catalog", str(own), "--only", "--format", form, "--rows", kind)
        rows = list(csv.reader(StringIO(out, newline=""), "excel" if form == "csv" else "excel-tab", strict=True))
        assert f"'{formula}" in rows[1]
        assert [
            cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        ] == []


@pytest.mark.parametrize("kind", ["program", "contact"])
def test_csv_keeps_to_its_standard(inside: Inside, own_catalog: OwnCatalog, kind: str) -> None:
    odd = 'A "quoted", 心, semi; and | bar'
    own = own_catalog({NAME: f"name: {quoted(odd)}", "organization: Example Alliance": "organization: ',,,'"})
    code, out, _ = inside("export", "--catalog", str(own), "--format", "csv", "--rows", kind)
    rows = list(csv.reader(StringIO(out, newline=""), strict=True))
    assert code == 0
    assert {len(row) for row in rows} == {len(rows[0])}
    assert out.count("\r\n") >= len(rows)
    assert re.search(r"(?<!\r)\n", re.sub('"[^"]*"', "", out)) is None
    names = [dict(zip(rows[0], row, strict=True))["name"] for row in rows[1:]]
    assert odd in names


def test_lines_within_a_cell_stay_within_it(inside: Inside, own_catalog: OwnCatalog) -> None:
    text = 'One line.\nAnother, "quoted".'
    own = own_catalog({SUMMARY: f"summary: {quoted(text)}"})
    code, out, _ = inside("list", "--catalog", str(own), "--only", "--format", "csv")
    header, row = csv.reader(StringIO(out, newline=""), strict=True)
    assert code == 0
    assert dict(zip(header, row, strict=True))["summary"] == text


def test_json_keeps_every_contact_as_text(inside: Inside, catalog: Catalog) -> None:
    code, out, _ = inside("export", "--format", "json")
    value = json.loads(out)
    programs = catalog.programs().programs
    assert (code, value["total"]) == (0, len(programs))
    found = [[contact["value"] for contact in result["program"]["contacts"]] for result in value["results"]]
    assert found == [[contact.value for contact in program.contacts] for program in programs]
    lines = inside("export", "--format", "jsonl")[1].splitlines()
    assert [json.loads(line)["program"] for line in lines] == [result["program"] for result in value["results"]]


def test_json_escapes_what_a_terminal_would_act_on(inside: Inside) -> None:
    query = "grief \x00\x1b[2J\x7f\x9b\u200b\u202e\u2028\ufeff\U000e0041 心 \U0001f469\u200d\U0001f467"
    for form in ("json", "jsonl"):
        _, out, _ = inside("search", query, "--format", form)
        assert not CONTROL.search(out)
        assert not re.search("[\u200b\u2028\ufeff\U000e0041]", out)
    assert json.loads(inside("search", query, "--format", "json")[1])["query"]["text"] == query


# Rows 49 and 50: any script, and texts that are slow to lay out

TEXTS = {
    "CJK": "心の電話 24時間 0120-783-556 電話してください。" * 3,
    "Thai": "สายด่วนสุขภาพจิต โทรหาเราได้ตลอด",
    "emoji": "Talk 👩\u200d👩\u200d👧\u200d👦 with us 🏳️\u200d🌈 1️⃣",
    "Hebrew and Arabic": "קו סיוע خط المساعدة 988",
    "combining marks": "Line e" + "\u0301" * 300 + " 988",
}


@pytest.mark.parametrize("script", list(TEXTS))
def test_any_script_is_whole(inside: Inside, own_catalog: OwnCatalog, script: str) -> None:
    text = TEXTS[script]
    own = ("--catalog", str(own_catalog({SUMMARY: f"summary: {quoted(text)}"})), "--only")
    for call in PRINTING:
        for options in ((), ("--color", "always")):
            code, out, _ = inside(*call.split(), *own, *options, COLUMNS="40")
            plain = SGR.sub("", out)
            assert code == 0
            assert text.replace(" ", "") in plain.replace("\n", "").replace(" ", ""), (call, options)
            assert f"Call: {PHONE}\n" in plain, (call, options)


@pytest.mark.parametrize("character", ["1", "<", "a "])
def test_endless_texts_are_refused_and_long_ones_laid_out_at_once(
    mhfind: Program, own_catalog: OwnCatalog, character: str
) -> None:
    endless = own_catalog({SUMMARY: f"summary: {quoted((character * 16_000)[:16_000] + 'x')}"})
    done = mhfind("list", "--catalog", str(endless), timeout=10)
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"us-example-line: summary: has 16001 characters" in done.stderr
    long = own_catalog({SUMMARY: f"summary: {quoted((character * 500)[:499] + 'x')}"})
    for form in ("table", "md"):
        assert mhfind("list", "--catalog", str(long), "--only", "--format", form, timeout=10).returncode == 0


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii", "utf-8"])
def test_any_encoding_of_the_terminal_holds_the_numbers(
    mhfind: Program, own_catalog: OwnCatalog, encoding: str
) -> None:
    path = own_catalog({"name: Example Line": "name: Línea de ayuda 自殺"})
    call = ("--catalog", str(path), "--only")
    for command in (("show", "us-example-line"), ("list",), ("search", "línea")):
        done = mhfind(*command, *call, env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
        assert (done.returncode, done.stderr) == (0, b"")
        assert "1-800-555-0100" in done.stdout.decode(encoding)
    done = mhfind("list", *call, "--format", "json", env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert "自殺" in done.stdout.decode("utf-8")
