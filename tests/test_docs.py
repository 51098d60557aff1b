"""The documents say what is true: commands exist, outputs are real, shapes and constants are those of the program."""

import doctest
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree as ET

import pytest
import typer
import yaml
from conftest import pdf_can_be_made

from mhfind import Catalog, model, spelling
from mhfind.cli import app
from mhfind.cli import catalog as catalog_commands
from mhfind.cli import config as config_commands
from mhfind.config import Config
from mhfind.document import AnyBlock
from mhfind.errors import ExitCode
from mhfind.render import FORMATS, data

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src/mhfind"
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]
NAMES = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]

GROUPS = {"catalog": catalog_commands.COMMANDS, "config": config_commands.COMMANDS}
Inside = Callable[..., tuple[int, str, str]]


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def fenced(text: str, language: str) -> list[str]:
    """Return what stands in code blocks of a language, whatever follows it in the opening line."""
    return re.findall(rf"^```{language}\b[^\n]*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def section(text: str, title: str) -> str:
    """Return what stands under a heading, up to the next one of any level."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"there is no heading {title!r}"
    return found[1]


def rows(text: str, after: str = "") -> list[list[str]]:
    """Return the cells of the first table (below `after`), without its head; backquotes and escapes removed."""
    lines = text[text.index(after) :].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("|---"))
    table: list[list[str]] = []
    for line in lines[start + 1 :]:
        if not line.startswith("|"):
            break
        table.append([cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return table


# ---- What is generated -------------------------------------------------------------------------------------------


def test_generated_files_and_outputs_are_up_to_date(environment: dict[str, str]) -> None:
    command = [sys.executable, str(ROOT / "scripts/generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "run python scripts/generate.py"


def test_an_output_that_is_not_real_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from excerpts import refreshed

    before = "Text\n```console lines=2\n$ mhfind show us-988-lifeline\nsomething else\n```\nafter\n"
    title = "988 Suicide & Crisis Lifeline"
    shown = f"$ mhfind show us-988-lifeline\n{title}\n{'=' * len(title)}\n..."
    assert refreshed(before) == f"Text\n```console lines=2\n{shown}\n```\nafter\n"
    assert refreshed(refreshed(before)) == refreshed(before)


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        ("```console\n$ rm -r .\n```\n", "'rm -r .' in a console block is no mhfind command"),
        (
            '```console from="No such line"\n$ mhfind --version\n```\n',
            "no line of the output begins with 'No such line'",
        ),
    ],
)
def test_a_console_block_that_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch, block: str, complaint: str
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from excerpts import refreshed

    with pytest.raises(ValueError, match=re.escape(complaint)):
        refreshed(block)


CELL = 12.2  # the width of a letter in a picture


def lines_of(svg: str) -> list[str]:
    """Return the lines of text in a picture of a terminal, from its top to its bottom."""
    lines: dict[float, str] = {}
    for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314 - our own file
        if "clip-path" in text.attrib:  # the window's title has none
            x, y = float(text.attrib["x"]), float(text.attrib["y"])
            lines[y] = lines.get(y, "").ljust(round(x / CELL)) + (text.text or "").rstrip("\n")
    return [line.replace("\xa0", " ").rstrip() for _, line in sorted(lines.items())]


@pytest.mark.parametrize("name", ["search", "crisis"])
def test_pictures_show_every_line_whole(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from excerpts import output
    from screenshots import COMMANDS, screenshot

    svg = read(f"docs/images/{name}.svg")
    expected = [f"$ {COMMANDS[name]}", *output(COMMANDS[name], tmp_path)]
    assert len(expected) > 15
    assert lines_of(svg)[: len(expected)] == expected
    assert "".join(lines_of(svg)[len(expected) :]) == ""
    assert "http" not in re.sub(r"<text.*?</text>", "", svg.replace("http://www.w3.org/2000/svg", ""), flags=re.DOTALL)
    assert f"](docs/images/{name}.svg)" in read("README.md")
    assert screenshot(name, svg) is svg


def test_a_picture_that_is_out_of_date_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import screenshots

    fresh = read("docs/images/crisis.svg")
    mark = fresh.splitlines()[0]
    stale = fresh.replace(mark, mark.replace(mark[-70:-60], "0123456789"))
    assert stale != fresh
    for old in (stale, "", fresh.replace(mark, "")):
        drawn = screenshots.screenshot("crisis", old)
        assert (drawn != old, lines_of(drawn)) == (True, lines_of(fresh))
    monkeypatch.setattr(screenshots, "BACKGROUND", (0, 0, 0))
    assert screenshots.screenshot("crisis", fresh) != fresh


def test_a_picture_is_as_wide_as_its_longest_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from screenshots import drawn

    line = "Call: \x1b[1;32m" + "1234567890" * 12 + "\x1b[0m"
    assert lines_of(drawn("x", f"first\n{line}"))[:2] == ["first", "Call: " + "1234567890" * 12]


# ---- Commands and options ----------------------------------------------------------------------------------------


def commands() -> dict[str, Any]:
    """Return every command by its name ("catalog info")."""
    root: Any = typer.main.get_command(app.app)
    context = typer.Context(root)
    found = {name: root.get_command(context, name) for name in app.COMMANDS}
    for group, inner in GROUPS.items():
        for name in inner:
            found[f"{group} {name}"] = found[group].get_command(context, name)
    return found


def options(command: Any) -> set[str]:
    return {"-h", "--help"} | {option for parameter in command.params for option in parameter.opts if option[0] == "-"}


def calls(text: str) -> Iterator[str]:
    """Yield what follows `mhfind` wherever a document shows a call: in spans of code, at prompts, in scripts."""
    yield from re.findall(r"`(?:\.venv/bin/)?mhfind ([a-z-][^`]*)`", text)
    yield from re.findall(r"^\$ mhfind (.+)$", text, re.MULTILINE)
    for script in fenced(text, "sh"):
        yield from re.findall(r"bin/mhfind ([^&\n]+)", script)


def wrong_call(call: str, known: dict[str, Any]) -> str:
    """Return what is wrong with a call, or an empty text."""
    words = shlex.split(call.split(" | ", maxsplit=1)[0])
    if words[0] == "--language" and words[2:] in (["..."], ["COMMAND"]):  # before any command
        return ""
    words = words[2:] if words[0] == "--language" else words
    name = " ".join(words[:2]) if words[0] in GROUPS and len(words) > 1 else words[0]
    if name.startswith("-"):
        return "" if name in ("--help", "--version") else f"mhfind {call}: there is no {name}"
    if name not in known:
        return f"mhfind {call}: there is no command {name!r}"
    strange = [word for word in words if word[0] == "-" and word.split("=")[0] not in options(known[name])]
    return f"mhfind {call}: {name} has no {', '.join(strange)}" if strange else ""


def test_commands_in_documents_exist() -> None:
    known = commands()
    everything = [call for name in NAMES for call in calls(read(name))]
    assert len(everything) > 20
    assert [wrong for call in everything if (wrong := wrong_call(call, known))] == []
    assert wrong_call("serch panic", known) == "mhfind serch panic: there is no command 'serch'"
    assert wrong_call("show x --limit 3", known) == "mhfind show x --limit 3: show has no --limit"


def test_options_in_documents_exist() -> None:
    known = {option for command in commands().values() for option in options(command)} | {"--check", "--version"}
    named = {(name, option) for name in NAMES for option in re.findall(r"`(--?[a-z][a-z-]*)[ `]", read(name))}
    assert len(named) > 10
    assert sorted((name, option) for name, option in named if option not in known) == []


def test_the_reference_has_every_command_as_its_help_says(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    reference = read("docs/cli.md")
    inner = {group: [f"{group} {name}" for name in commands] for group, commands in GROUPS.items()}
    names = ["", *(name for command in app.COMMANDS for name in (command, *inner.get(command, ())))]
    titles = [f"mhfind {name}".strip() for name in names]
    assert re.findall(r"^## `(.*)`$", reference, re.MULTILINE) == titles
    for name, title in zip(names, titles, strict=True):
        assert inside(*name.split(), "--help") == (ExitCode.OK, fenced(section(reference, f"`{title}`"), "text")[0], "")
    assert "\x1b" not in reference


def test_exit_codes_and_variables_and_settings_are_complete() -> None:
    reference = read("docs/cli.md")
    assert [int(row[0]) for row in rows(section(reference, "Exit codes"))] == [int(code) for code in ExitCode]
    source = "".join(path.read_text("utf-8") for path in SRC.rglob("*.py"))
    used = set(re.findall(r"\bMHFIND_[A-Z_]+\b", source))
    documented = {name for row in rows(section(reference, "Environment variables")) for name in row[0].split("`, `")}
    others = {"NO_COLOR", "TERM", "COLUMNS", "LINES", "PAGER", "LC_ALL", "LC_MESSAGES", "LANG", "TZ"}
    assert used | others == documented
    assert [row[0] for row in rows(section(reference, "Settings"))] == list(Config.__struct_fields__)


def test_the_tests_of_manners_exist() -> None:
    table = rows(section(read("docs/cli.md"), "Manners"))
    assert len(table) == 12
    missing = []
    for complaint, _, guard in table:
        file, _, name = guard.partition("::")
        path = ROOT / "tests" / file
        if not path.is_file() or not re.search(rf"^def {name}\(", path.read_text("utf-8"), re.MULTILINE):
            missing.append((complaint, guard))
    assert missing == []


# ---- README and CONTRIBUTING -------------------------------------------------------------------------------------


def test_the_two_commands_for_a_fresh_machine() -> None:
    venv = "python3 -m venv .venv && .venv/bin/pip install -q "
    start = f'{venv}. && .venv/bin/mhfind search "panic attacks" --country US\n'
    develop = f'{venv}-e ".[dev]" && .venv/bin/pytest\n'
    assert fenced(read("README.md"), "sh") == [start, develop]
    assert develop in fenced(section(read("README.md"), "Development"), "sh")
    assert develop in fenced(read("CONTRIBUTING.md"), "sh")


def test_the_python_example_of_the_readme() -> None:
    (example,) = fenced(read("README.md"), "python")
    test = doctest.DocTestParser().get_doctest(example, {}, "README.md", None, None)
    failed, tried = doctest.DocTestRunner(verbose=False).run(test)
    assert (failed, tried) == (0, len(test.examples))
    assert tried > 3


def example_records() -> list[dict[str, Any]]:
    """Return the records that CONTRIBUTING.md shows, as YAML's own reader sees them."""
    return [record for block in fenced(read("CONTRIBUTING.md"), "yaml") for record in yaml.safe_load(block)]


def test_the_example_records_are_valid(tmp_path: Path, inside: Inside) -> None:
    path = tmp_path / "example.yaml"
    path.write_text("".join(fenced(read("CONTRIBUTING.md"), "yaml")), "utf-8")
    assert inside("catalog", "validate", str(path)) == (0, "2 records, no problems.\n", "")
    path.write_text(path.read_text("utf-8").replace("crisis_line: no", "crisis_line: maybe"), "utf-8")
    assert inside("catalog", "validate", str(path))[0] == ExitCode.CATALOG


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Program", ""),
        ("Contact", "contacts"),
        ("Address", "contacts.address"),
        ("FormerContact", "former_contacts"),
        ("Source", "sources"),
        ("Translation", "translations.es"),
    ],
)
def test_the_example_records_show_every_field(name: str, path: str) -> None:
    values: list[Any] = list(example_records())
    for step in path.split(".") if path else ():
        inner = [value[step] for value in values if step in value]
        values = [item for value in inner for item in (value if isinstance(value, list) else [value])]
    fields = set(getattr(model, name).__struct_fields__) - {"implied", "weekly"}  # derived, never written
    assert {key for value in values for key in value} == fields


def test_the_signs_of_danger_phrases_are_those_that_can_be_read() -> None:
    from mhfind.danger import Phrases, compile_rules

    words = {row[0].replace("\\", "") for row in rows(section(read("CONTRIBUTING.md"), "Add a danger signal"))}
    assert words == {"overdose", "overdos*", "want|wish", "<took>", "whole?", "..."}
    phrases = Phrases({"overdose": ["overdos* want|wish <took> whole? ... overdose"]}, groups={"took": ["ate"]})
    assert len(compile_rules({"en": phrases}).rules) == 1


# ---- Formats -----------------------------------------------------------------------------------------------------

TYPES: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "whole number": lambda value: type(value) is int,
    "number": lambda value: type(value) in (int, float),
    "true or false": lambda value: isinstance(value, bool),
    "record": lambda value: isinstance(value, dict),
    "state": lambda value: set(value) == {"state", "opens"} and value["state"] in ("open", "closed", "unknown"),
    "list of flags": lambda value: all(set(flag) == {"note", "on"} for flag in value),
    "list of texts": lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
    "list of pairs": lambda value: all(len(item) == 2 for item in value),
    "list of blocks": lambda value: all("type" in item for item in value),
    "map of texts": lambda value: all(isinstance(item, str) for item in value.values()),
    "map of lists": lambda value: all(isinstance(item, list) for item in value.values()),
    "map of numbers": lambda value: all(type(item) is int for item in value.values()),
    "map of records": lambda value: all(isinstance(item, dict) for item in value.values()),
}

BAD = "- id: us-bad\n  name: [\n"
WRONG = "- {id: us-wrong, status: active, name: Wrong}\n"

SAMPLES: dict[str, list[list[str]]] = {
    "mhfind.results/1": [
        ["search", "panic atacks, I want to die", "--type", "peer-support", "--country", "US", "--limit", "5"],
        ["search", "988 LGBTQ+ Youth Specialized Services"],
    ],
    "mhfind.programs/1": [["list", "--limit", "2"], ["show", "us-988-lifeline"]],
    "mhfind.crisis/1": [
        ["crisis", "--country", "IN"],
        ["crisis"],
        ["search", "I want to die", "--country", "US", "--catalog", "nothing.yaml"],
    ],
    "mhfind.check/1": [["check", "1-800-273-8255"], ["check", "1-888-555-0100"]],
    "mhfind.guide/1": [["guide"], ["guide", "online-directory"], ["guide", "us-988-lifeline"]],
    "mhfind.sheet/1": [["sheet", "us-988-lifeline", "--worker"]],
    "mhfind.vocabulary/1": [["types"], ["topics"], ["audiences"]],
    "mhfind.info/1": [["catalog", "info"]],
    "mhfind.gaps/1": [["catalog", "info", "--gaps"], ["catalog", "info", "--gaps", "--country", "NZ"]],
    "mhfind.translations/1": [["catalog", "info", "--translations"]],
    "mhfind.stale/1": [["catalog", "stale", "--country", "DE"], ["catalog", "stale", "--as-of", "2027-06-01"]],
    "mhfind.settings/1": [["config", "show"]],
    "mhfind.flags/1": [["flag"]],
    "mhfind.problems/1": [["catalog", "validate", "wrong.yaml"]],
    "mhfind.error/1": [["show", "nothing"], ["list", "--catalog", "wrong.yaml"], ["list", "--catalog", "bad.yaml"]],
}


def leaves(value: Any, known: set[str], path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield paths ("results[].rank") and values, down to what a document describes or to what is single."""
    if path in known:
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, known, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, known, f"{path}[]")
    else:
        yield path, value


def fits(value: Any, kind: str) -> bool:
    return (value is None and kind.endswith(" or null")) or TYPES[kind.removesuffix(" or null")](value)


def compare(values: list[Any], table: list[list[str]]) -> list[str]:
    """Return the differences between objects and the table of their keys."""
    types = {row[0]: row[1] for row in table}
    found = [leaf for value in values for leaf in leaves(value, set(types))]
    paths = {path for path, _ in found}
    differences = [f"{path} is not documented" for path in sorted(paths - set(types))]
    differences += [f"{path} is documented, but not there" for path in sorted(set(types) - paths)]
    wrong = {(path, types[path]) for path, value in found if path in types and not fits(value, types[path])}
    return differences + [f"{path} is not always {kind}" for path, kind in sorted(wrong)]


@pytest.mark.parametrize("name", SAMPLES)
def test_keys_and_types_of_a_format(name: str, inside: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.yaml").write_text(BAD, "utf-8")
    Path("wrong.yaml").write_text(WRONG, "utf-8")
    values, own = [], {"MHFIND_FLAGS": str(tmp_path / "flags.jsonl")}
    assert inside("flag", "us-988-lifeline", "sample", **own)[0] == 0
    for arguments in SAMPLES[name]:
        _, out, err = inside(*arguments, "--format", "json", **own)
        values.append(json.loads(err if name == "mhfind.error/1" else out))
    assert {value["format"] for value in values} == {name}
    assert compare(values, rows(section(read("docs/formats.md"), name))) == []


def test_a_difference_of_keys_or_types_is_seen() -> None:
    table = [["a", "text", ""], ["b[].c", "whole number or null", ""], ["d", "text", ""]]
    assert compare([{"a": 1, "b": [{"c": 2}, {"c": None, "e": 3}]}], table) == [
        "b[].e is not documented",
        "d is documented, but not there",
        "a is not always text",
    ]


def test_every_format_is_documented() -> None:
    source = "".join((SRC / "render" / name).read_text("utf-8") for name in ("data.py", "report.py"))
    written = set(re.findall(r'"(mhfind\.[a-z]+/\d)"', source))
    documented = re.findall(r"^## (mhfind\.[a-z]+/\d)$", read("docs/formats.md"), re.MULTILINE)
    assert written == set(documented) == set(SAMPLES)


def test_keys_and_types_of_records(inside: Inside) -> None:
    text = read("docs/formats.md")
    programs = [entry["program"] for entry in json.loads(inside("export", "--format", "json")[1])["results"]]
    programs += [
        json.loads(inside("show", "us-988-lgbtq-youth-option", "--format", "json")[1])["results"][0]["program"]
    ]
    parts: dict[str, list[Any]] = {"Program": programs}
    parts |= {
        name: [item for program in programs for item in program[key]]
        for name, key in (("Contact", "contacts"), ("FormerContact", "former_contacts"), ("Source", "sources"))
    }
    differences = {name: compare(values, rows(section(text, name))) for name, values in parts.items()}
    assert {name: found for name, found in differences.items() if found} == {}


@pytest.mark.parametrize("name", ["Program", "Contact", "Address", "FormerContact", "Source", "Translation"])
def test_records_have_the_fields_of_the_model(name: str) -> None:
    documented = [row[0].removesuffix("[]") for row in rows(section(read("docs/formats.md"), name))]
    fields: tuple[str, ...] = getattr(model, name).__struct_fields__
    assert documented == [field for field in fields if field != "note"]


def test_blocks_have_the_fields_of_documents() -> None:
    table = rows(read("docs/formats.md"), after="A block is one of these")
    fields = [
        (str(kind.__struct_config__.tag), field) for kind in get_args(AnyBlock) for field in kind.__struct_fields__
    ]
    assert [(row[0], row[1]) for row in table] == fields


@pytest.mark.parametrize(("kind", "columns"), [("program", data.PROGRAM_COLUMNS), ("contact", data.CONTACT_COLUMNS)])
def test_columns_of_csv_and_tsv(kind: str, columns: tuple[str, ...], inside: Inside) -> None:
    table = rows(section(read("docs/formats.md"), "CSV and TSV"), after=f"`--rows {kind}`")
    assert tuple(row[0] for row in table) == columns
    for form, separator in (("csv", ","), ("tsv", "\t")):
        _, out, _ = inside("show", "us-988-lifeline", "--format", form, "--rows", kind)
        assert out.splitlines()[0] == separator.join(columns)


ANSWERING = {
    "search": ["panic", "--limit", "1"],
    "list": ["--limit", "1"],
    "show": ["us-988-lifeline"],
    "crisis": [],
    "check": ["988"],
    "guide": [],
    "sheet": ["us-988-lifeline"],
    "types": [],
    "topics": [],
    "audiences": [],
    "flag": [],
    "export": ["--limit", "1"],
    "catalog info": [],
    "config show": [],
}


def test_formats_are_made_by_the_commands_named(inside: Inside) -> None:
    text = read("docs/formats.md")
    answering = re.findall(r"`([a-z ]+)`", text[text.index('"All that answer" are') :].split("\n\n")[0])
    assert answering == list(ANSWERING)
    documented: dict[str, set[str]] = {}
    for names, _, by in rows(text):
        for name in names.split("`, `"):
            documented[name] = set(ANSWERING) if by.startswith("all that answer") else set(by.split("`, `"))
    made = {
        form: {name for name, arguments in ANSWERING.items() if _makes(inside, name, arguments, form)}
        for form in FORMATS
    }
    assert documented == made


def _makes(inside: Inside, name: str, arguments: list[str], form: str) -> bool:
    if form == "pdf" and not pdf_can_be_made():
        return True  # it can't be made here
    code, out, _ = inside(*name.split(), *arguments, "--format", form)
    assert code in (ExitCode.OK, ExitCode.USAGE), (name, form, code)
    return code == ExitCode.OK and bool(out)


# ---- Ranking and architecture ------------------------------------------------------------------------------------


def test_constants_of_ranking() -> None:
    table = rows(section(read("docs/ranking.md"), "The numbers"))
    documented = {row[0]: float(row[1]) for row in table}
    assert len(documented) == len(table)
    real = {}
    for name in documented:
        module, _, constant = name.partition(".")
        real[name] = float(getattr(import_module(f"mhfind.{module}"), constant))
    assert documented == real
    for module in ("search", "evidence", "scoring"):
        source = (SRC / f"{module}.py").read_text()
        own = {name for line in re.findall(r"(?m)^([A-Z][A-Z_, ]+) = ", source) for name in line.split(", ")}
        values = vars(import_module(f"mhfind.{module}"))
        numeric = {f"{module}.{name}" for name in own if isinstance(values[name], int | float)}
        assert numeric == {name for name in documented if name.startswith(f"{module}.")}


def test_what_ranking_says_in_words(catalog: Catalog) -> None:
    text = read("docs/ranking.md")
    assert (spelling._SHORTEST, spelling._LIKE) == (4, 0.75)
    assert spelling.nearest("kitten", {"kittenings": 1, "mitten": 1, "kitt": 1}) == "mitten"
    assert "one wrong letter in a word of four to seven letters and two from eight on" in " ".join(text.split())
    signals = re.findall(r'"([^"]+)"', section(text, "First of all: danger").split(")")[0])
    assert len(signals) == 3
    assert [words for words in signals if not catalog.search(words).understood.signals] == []


def test_architecture_names_every_module() -> None:
    files = (path.relative_to(SRC).with_suffix("") for path in SRC.rglob("*.py"))
    modules = {".".join(part for part in path.parts if part != "__init__") for path in files} - {""}
    named = [row[0] for row in rows(section(read("docs/architecture.md"), "Modules"))]
    assert sorted(named) == sorted(modules)


def test_architecture_explains_every_dependency() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    text = section(read("docs/architecture.md"), "Dependencies")
    extras = project["optional-dependencies"]
    own, *tools = extras["dev"]
    assert own == "mhfind[documents,pdf,verify]"
    optional = sorted(extras["documents"] + extras["pdf"] + extras["verify"])
    for wanted, after in ((project["dependencies"], ""), (optional, "Some commands"), (tools, "For development")):
        names = [re.split(r"[^\w-]", requirement)[0] for requirement in wanted]
        assert [row[0] for row in rows(text, after)] == names


# ---- All documents -----------------------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """Return the anchors of headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", NAMES)
def test_relative_links_lead_somewhere(name: str) -> None:
    broken = []
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", read(name)):
        file, _, anchor = link.partition("#")
        target = (ROOT / name).parent / file if file else ROOT / name
        if not target.exists() or (anchor and anchor not in anchors(target.read_text("utf-8"))):
            broken.append(link)
    assert broken == []


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), {ROOT / "README.md"}
    while waiting:
        path = waiting.pop()
        reached.add(path)
        links = re.findall(r"\]\(([^)#\s]+\.md)", path.read_text("utf-8"))
        waiting |= {(path.parent / link).resolve() for link in links if "://" not in link} - reached
    assert [path for path in DOCUMENTS if path not in reached] == []


@pytest.mark.parametrize("name", NAMES)
def test_files_that_are_named_exist(name: str) -> None:
    named = re.findall(r"`((?:data|docs|schema|scripts|src|tests|\.ci)/[\w./-]*)`", read(name))
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_documents_speak_of_this_project_alone(name: str) -> None:
    text = read(name)
    written = re.sub(r"^```console.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)  # outputs name real pages
    hosts = set(re.findall(r"https?://([\w.-]+)", written))
    assert hosts <= {"example.org", "news.example.com", "just.systems"}
    assert re.findall(r"(?<![\w.~/:])/(?!dev/null)[a-z]+/\S*", text) == []  # a path of one machine
    assert re.findall(r"\b(?:TODO|FIXME|TBD|XXX)\b", text) == []
    assert [number for number, line in enumerate(text.split("\n"), 1) if line != line.rstrip()] == []


def test_the_countries_of_the_first_version(inside: Inside) -> None:
    held = set(json.loads(inside("catalog", "info", "--format", "json")[1])["areas"]) - {"WORLD"}
    names = yaml.safe_load(read("data/places.yaml"))["countries"]
    text = section(read("CHANGELOG.md"), "0.1.0")
    named = {code for code, name in names.items() if re.search(rf"\b{re.escape(name)}\b", text)}
    assert named <= held
    assert f"in {len(held - named)} more countries" in " ".join(text.split())
