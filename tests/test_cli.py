"""The commands as people and scripts call them: help, suggestions, errors, files, prompts and batches."""

import inspect
import json
import os
import stat
import sysconfig
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import ASCII, ROOT, US, Inside, OwnCatalog, Program

from mhfind import __version__
from mhfind.cli import app
from mhfind.cli import catalog as catalog_commands
from mhfind.cli import config as config_commands


def every_command() -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield each command's words, its module and its line in the help of the group."""
    for name, (module, line) in app.COMMANDS.items():
        yield (name,), module, line
    for group, commands in (("catalog", catalog_commands.COMMANDS), ("config", config_commands.COMMANDS)):
        for name, (module, line) in commands.items():
            yield (group, name), module, line


COMMANDS = [words for words, _, _ in every_command()]


def joined(words: Sequence[str]) -> str:
    return " ".join(words)


# Help


def test_help_lines_are_those_of_the_commands() -> None:
    differing = []
    for words, module, line in every_command():
        loaded = import_module(f"mhfind.cli.{module}")
        function = getattr(loaded, "command", None) or loaded.app.registered_callback.callback
        first = (inspect.getdoc(function) or "").split("\n")[0]
        if first != line:
            differing.append((joined(words), line, first))
    assert not differing


@pytest.mark.parametrize("words", [(), *COMMANDS], ids=joined)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_helps(inside: Inside, words: tuple[str, ...], option: str) -> None:
    code, out, err = inside(*words, option)
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: {joined(('mhfind', *words))} ")
    assert out.endswith("\n")


def test_every_option_is_explained() -> None:
    root: Any = typer.main.get_command(app.app)
    silent = []
    for words in COMMANDS:
        command = root
        for word in words:
            command = command.get_command(None, word)
        silent += [
            (joined(words), parameter.name) for parameter in command.params if not (parameter.help or "").strip()
        ]
    assert not silent


def test_every_command_is_documented() -> None:
    reference = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert [joined(words) for words in COMMANDS if f"## `mhfind {joined(words)}`" not in reference] == []


def test_without_a_command_comes_help(inside: Inside) -> None:
    assert inside() == inside("--help")


def test_a_group_without_a_command_says_what_is_missing(inside: Inside) -> None:
    assert inside("catalog") == (2, "", "mhfind: a command is needed\n  see `mhfind catalog --help`\n")


def test_version(inside: Inside) -> None:
    assert inside("--version") == (0, f"mhfind {__version__}\n", "")


def test_the_module_and_the_script_are_the_same_program(mhfind: Program) -> None:
    script = Program(mhfind.environment, str(Path(sysconfig.get_path("scripts"), "mhfind")))
    as_module, as_script = mhfind("crisis", "--country", "US"), script("crisis", "--country", "US")
    assert as_module.returncode == as_script.returncode == 0
    assert as_module.stdout == as_script.stdout
    assert b"988" in as_script.stdout


# Suggestions: told, never followed


@pytest.mark.parametrize(
    ("arguments", "code", "suggestion"),
    [
        ("serch grief", 2, "did you mean `mhfind search`?"),
        ("catalog valdate", 2, "did you mean `mhfind catalog validate`?"),
        ("list --type terapy", 2, "did you mean therapy?"),
        ("list --topic griev", 2, "did you mean grief?"),
        ("list --tipe therapy", 2, "did you mean --type? see `mhfind list --help`"),
        ("list --audience veteren", 2, "did you mean veterans?"),
        ("show us-988-lifelin", 1, "did you mean us-988-lifeline?"),
        ("guide us-988-lifelin", 1, "did you mean us-988-lifeline?"),
        ("guide helthcare-provider", 1, "did you mean healthcare-provider?"),
        ("list --country Germny", 2, 'did you mean Germany ("DE")?'),
        ("search grief --region Ohoi", 2, 'did you mean Ohio ("US-OH")?'),
    ],
)
def test_a_near_miss_is_a_suggestion(inside: Inside, arguments: str, code: int, suggestion: str) -> None:
    found, out, err = inside(*arguments.split())
    assert (found, out) == (code, "")
    message, hint = err.splitlines()
    assert message.startswith("mhfind: ")
    assert hint.startswith(f"  {suggestion}")


def test_a_place_that_does_not_exist_gets_a_suggestion_and_crisis_help(inside: Inside) -> None:
    code, out, err = inside("crisis", "--country", "Germny")
    assert (code, "findahelpline.com" in out) == (2, True)
    assert 'did you mean Germany ("DE")?' in err


@pytest.mark.parametrize(
    ("arguments", "code", "hint"),
    [
        ("qqqq", 2, "`mhfind --help` lists them"),
        ("catalog qqqq", 2, "`mhfind catalog --help` lists them"),
        ("list --type qqqq", 2, "`mhfind types` lists them"),
        ("list --topic qqqq", 2, "`mhfind topics` lists them"),
        ("list --audience qqqq", 2, "`mhfind audiences` lists them"),
        ("show qqqq", 1, "`mhfind search` finds ids"),
        ("list --limit few", 2, "see `mhfind list --help`"),
        ("list --qqqq therapy", 2, "see `mhfind list --help`"),
        ("catalog info extra", 2, "see `mhfind catalog info --help`"),
    ],
)
def test_other_mistakes_lead_to_a_command_that_helps(inside: Inside, arguments: str, code: int, hint: str) -> None:
    found, out, err = inside(*arguments.split())
    assert (found, out) == (code, "")
    assert err.splitlines()[1].startswith(f"  {hint}")


@pytest.mark.parametrize(
    "arguments",
    ["--format yml", "--color blue", "--rows line", "--limit -1", "--only"],
)
def test_values_out_of_range_are_usage_errors(inside: Inside, arguments: str) -> None:
    code, out, err = inside("list", *arguments.split())
    assert (code, out) == (2, "")
    assert err.startswith("mhfind: ")


def test_a_format_that_a_command_does_not_make_is_told(inside: Inside) -> None:
    code, out, err = inside("types", "--format", "csv")
    assert (code, out) == (2, "")
    assert err == "mhfind: this command does not write csv\n  use one of: text, table, md, html, pdf, json\n"


# Errors for scripts


@pytest.mark.parametrize("wish", ["--format json", "--format=json", "-f json", "-fjson", "--format jsonl", "-fjsonl"])
@pytest.mark.parametrize(
    ("arguments", "code", "name"),
    [("show qqqq", 1, "not-found"), ("list --type terapy", 2, "usage"), ("list --limit few", 2, "usage")],
)
def test_errors_are_json_where_json_was_asked_for(
    inside: Inside, wish: str, arguments: str, code: int, name: str
) -> None:
    found, out, err = inside(*arguments.split(), *wish.split())
    assert (found, out) == (code, "")
    value = json.loads(err)
    assert list(value) == ["format", "error"]
    assert value["format"] == "mhfind.error/1"
    assert list(value["error"]) == ["code", "message", "hint", "exit_code", "problems"]
    assert (value["error"]["code"], value["error"]["exit_code"]) == (name, code)
    assert "\n" not in value["error"]["message"]


def test_problems_of_a_catalog_are_in_the_json_error(inside: Inside, own_catalog: OwnCatalog) -> None:
    path = own_catalog({"status: active": "status: activ", "serves: [US]": "serves: [USA]"})
    code, out, err = inside("list", "--format", "json", "--catalog", str(path))
    problems = json.loads(err)["error"]["problems"]
    assert (code, out) == (3, "")
    assert len(problems) == 2
    assert all(f"{path.name}:" in problem for problem in problems)


def test_json_errors_are_utf8_in_any_locale(mhfind: Program, own_catalog: OwnCatalog) -> None:
    own = own_catalog({"id: us-example-line": "id: Línea"})
    done = mhfind("list", "--catalog", str(own), "--format", "json", env=ASCII)
    assert done.returncode == 3
    assert "'Línea' does not fit" in json.loads(done.stderr.decode("utf-8"))["error"]["problems"][0]


def test_errors_are_text_otherwise(inside: Inside) -> None:
    _, _, err = inside("show", "json", "--format", "text")
    assert err.startswith("mhfind: there is no program 'json'\n  ")


# -o FILE


def test_output_goes_to_the_file_alone(inside: Inside, tmp_path: Path) -> None:
    path = tmp_path / "programs.txt"
    code, out, err = inside("list", "--country", "US", "-o", str(path))
    assert (code, out, err) == (0, "", "")
    assert path.read_text("utf-8") == inside("list", "--country", "US")[1]


@pytest.mark.parametrize("form", ["text", "md", "json", "jsonl", "csv", "tsv"])
def test_a_file_has_the_bytes_of_the_stream(
    mhfind: Program, own_catalog: OwnCatalog, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "programs"
    own = own_catalog({"name: Example Line": "name: Línea 心"})
    arguments = ("list", "--only", "--catalog", str(own), "--format", form)
    assert mhfind(*arguments, "-o", str(path), env=ASCII).returncode == 0
    assert path.read_bytes() == mhfind(*arguments).stdout
    assert "Línea 心".encode() in path.read_bytes()


@pytest.mark.parametrize(
    ("ending", "form"), [("md", "md"), ("JSON", "json"), ("csv", "csv"), ("txt", "text"), ("", "text")]
)
def test_the_ending_of_a_file_names_its_format(inside: Inside, tmp_path: Path, ending: str, form: str) -> None:
    path = tmp_path / f"programs.{ending}"
    assert inside("list", "-o", str(path)) == (0, "", "")
    assert path.read_bytes().decode("utf-8") == inside("list", "--format", form)[1]


def test_an_existing_file_is_kept_without_force(inside: Inside, tmp_path: Path) -> None:
    path = tmp_path / "programs.txt"
    path.write_text("mine", "utf-8")
    code, out, err = inside("list", "-o", str(path))
    assert (code, out) == (4, "")
    assert err == f"mhfind: {path} exists already\n  choose another name, or add --force to replace it\n"
    assert path.read_text("utf-8") == "mine"
    assert inside("list", "-o", str(path), "--force")[0] == 0
    assert path.read_text("utf-8") == inside("list")[1]


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_new_file_has_the_usual_mode_and_a_replaced_one_keeps_its_own(inside: Inside, tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    old.write_text("", "utf-8")
    old.chmod(0o640)
    mask = os.umask(0o027)
    try:
        assert inside("crisis", "-o", str(new))[0] == inside("crisis", "-o", str(old), "--force")[0] == 0
    finally:
        os.umask(mask)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (new, old)] == [0o640, 0o640]


@pytest.mark.skipif(os.name != "posix", reason="links are of POSIX")
def test_a_link_stays_a_link(inside: Inside, tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old", "utf-8")
    link.symlink_to(target)
    assert inside("crisis", "-o", str(link), "--force")[0] == 0
    assert link.is_symlink()
    assert target.read_text("utf-8") == inside("crisis")[1]


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="there is no /dev/stdout")  # noqa: PTH110
def test_a_device_is_written_to(mhfind: Program) -> None:
    done = mhfind("crisis", "-o", "/dev/stdout")
    assert (done.returncode, done.stdout) == (0, mhfind("crisis").stdout)
    assert mhfind("crisis", "-o", os.devnull).returncode == 0


def test_nothing_is_left_beside_the_file(inside: Inside, tmp_path: Path) -> None:
    names = ["programs.txt", "n" * 250]  # a name so long that one made from it would be too long
    for name in names:
        assert inside("list", "-o", str(tmp_path / name))[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


# --ask


def test_ask_reads_the_query_at_a_prompt(inside: Inside) -> None:
    code, out, err = inside("search", "--ask", "--country", "US", stdin=b"panic attacks\nmore\n")
    assert (code, out) == inside("search", "panic attacks", "--country", "US")[:2]
    assert err == "What are you looking for? "


@pytest.mark.parametrize("typed", [b"", b"\n", b"  \n"])
def test_ask_wants_an_answer(inside: Inside, typed: bytes) -> None:
    code, out, err = inside("search", "--ask", stdin=typed)
    assert (code, out) == (2, "")
    assert "mhfind: the query is empty\n" in err


def test_ask_takes_bytes_that_are_no_text(mhfind: Program) -> None:
    done = mhfind("search", "--ask", "--country", "US", input=b"grief \xff\xfe\n", env={"PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 0
    assert b'for "grief ' in done.stdout


@pytest.mark.parametrize("arguments", ["", "grief --ask", "grief --batch -", "--ask --batch -"])
def test_there_is_one_way_to_ask(inside: Inside, arguments: str) -> None:
    code, out, err = inside("search", *arguments.split())
    assert (code, out) == (2, "")
    assert err.startswith("mhfind: give a query, or --ask alone, or --batch alone\n")


# --batch


def batch(inside: Inside, lines: bytes, *options: str) -> list[dict[str, Any]]:
    """Return the answers to lines of queries."""
    code, out, err = inside("search", "--batch", "-", *options, stdin=lines)
    assert (code, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def texts(answers: list[dict[str, Any]]) -> list[str]:
    return [answer["query"]["text"] for answer in answers]


def test_batch_answers_each_line_in_order(inside: Inside) -> None:
    answers = batch(inside, b"grief\npanic\ni want to die\n", *US)
    assert texts(answers) == ["grief", "panic", "i want to die"]
    assert {answer["format"] for answer in answers} == {"mhfind.results/1"}
    assert [answer["crisis"]["detected"] for answer in answers] == [False, False, True]
    assert answers[0] == json.loads(inside("search", "grief", *US, "--format", "json")[1])


def test_a_blank_line_is_an_empty_query(inside: Inside) -> None:
    answers = batch(inside, b"\ngrief\n\n  \n")
    assert [text.strip() for text in texts(answers)] == ["", "grief", "", ""]
    assert [answer["total"] > 0 for answer in answers] == [False, True, False, False]


@pytest.mark.parametrize(
    ("lines", "queries"),
    [
        (b"", []),
        (b"grief", ["grief"]),
        (b"grief\r\npanic\r\n", ["grief", "panic"]),
        (b"\xef\xbb\xbfgrief\n", ["grief"]),
        (b"grief \xff\xfe\npanic\n", ["grief \ufffd\ufffd", "panic"]),
        (b"a\x00b\n\x1b[2J\n", ["a\x00b", "\x1b[2J"]),
        ("a\x0cb\x85c\u2028d\n".encode(), ["a\x0cb\x85c\u2028d"]),
    ],
)
def test_batch_takes_any_bytes(inside: Inside, lines: bytes, queries: list[str]) -> None:
    assert texts(batch(inside, lines)) == queries


def test_batch_reads_and_writes_files(inside: Inside, tmp_path: Path) -> None:
    queries, answers = tmp_path / "queries.txt", tmp_path / "answers.jsonl"
    queries.write_text("grief\ntrauma\n", "utf-8")
    assert inside("search", "--batch", str(queries), "-o", str(answers)) == (0, "", "")
    assert texts([json.loads(line) for line in answers.read_text("utf-8").splitlines()]) == ["grief", "trauma"]


def test_batch_is_utf8_in_any_locale(mhfind: Program) -> None:
    done = mhfind("search", "--batch", "-", input="Café 心\n".encode(), env=ASCII)
    assert texts([json.loads(done.stdout.decode("utf-8"))]) == ["Café 心"]


def test_a_batch_is_json_lines_only(inside: Inside) -> None:
    assert inside("search", "--batch", "-", "--format", "csv", stdin=b"grief\n")[:2] == (2, "")


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_a_batch_that_can_not_be_read_is_named(inside: Inside, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    code, out, err = inside("search", "--batch", str(path))
    assert (code, out) == (2, "")
    assert err.startswith(f"mhfind: {path}: ")
