"""`mhfind catalog ...` as contributors and scripts call it, with good, bad and hostile catalogs."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import OWN, ROOT, Inside, OwnCatalog, Program

from mhfind.source.canonical import canonical_text
from mhfind.source.paths import record_files
from mhfind.source.reader import Problem, read_yaml

BROKEN = OWN.replace("status: active", "status: actve").replace("name: Example Line", "nmae: Example Line")
BROKEN_LINES = [
    "own.yaml:1:3: us-example-line: name is missing - add `name: ...`",
    "own.yaml:2:3: us-example-line: status: 'actve' is not known - did you mean \"active\"?",
    "own.yaml:3:3: us-example-line: nmae: unknown field - see `mhfind catalog schema`",
]
GIBIBYTE = 2**30


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in the folder of the test, so that problems show short paths."""
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str) -> str:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return name


# validate


def test_a_good_catalog_has_no_problems(inside: Inside) -> None:
    assert inside("catalog", "validate", write("own.yaml", OWN)) == (0, "1 record, no problems.\n", "")


def test_the_project_has_no_problems(inside: Inside) -> None:
    code, out, err = inside("catalog", "validate")
    assert (code, err) == (0, "")
    assert out.endswith(" records, no problems.\n")


def test_every_problem_is_a_line_with_file_line_and_column(inside: Inside) -> None:
    code, out, err = inside("catalog", "validate", write("own.yaml", BROKEN))
    assert (code, out.splitlines(), err) == (3, BROKEN_LINES, "")


def test_the_same_lines_stop_a_search(inside: Inside) -> None:
    code, out, err = inside("search", "grief", "--catalog", write("own.yaml", BROKEN), "--only")
    assert (code, out) == (3, "")
    assert err.splitlines() == [
        *BROKEN_LINES,
        "mhfind: 3 problems in the catalog",
        "  correct the lines named, then try again",
    ]


def test_problems_as_json(inside: Inside) -> None:
    code, out, err = inside("catalog", "validate", write("own.yaml", BROKEN), "--format", "json")
    answer = json.loads(out)
    assert (code, err, answer["format"], answer["records"]) == (3, "", "mhfind.problems/1", 0)
    assert [str(Problem(**problem)) for problem in answer["problems"]] == BROKEN_LINES
    assert answer["problems"][1] == {
        "file": "own.yaml",
        "line": 2,
        "column": 3,
        "record": "us-example-line",
        "path": "status",
        "what": "'actve' is not known",
        "fix": 'did you mean "active"?',
    }


def test_no_problems_as_json(inside: Inside) -> None:
    code, out, _ = inside("catalog", "validate", write("own.yaml", OWN), "--format", "json")
    assert (code, json.loads(out)) == (0, {"format": "mhfind.problems/1", "records": 1, "problems": []})


@pytest.mark.parametrize("form", ["jsonl", "csv", "tsv"])
def test_problems_have_no_other_data_format(inside: Inside, form: str) -> None:
    code, out, err = inside("catalog", "validate", write("own.yaml", OWN), "--format", form)
    assert (code, out) == (2, "")
    assert f"this command does not write {form}" in err


def test_several_files_are_one_catalog(inside: Inside) -> None:
    first, second = write("one.yaml", OWN), write("two.yaml", OWN)
    code, out, _ = inside("catalog", "validate", first, second)
    assert (code, out) == (
        3,
        "two.yaml:1:3: us-example-line: id: stands twice (first in one.yaml:1) - ids are never reused\n",
    )


def test_records_of_several_files_may_name_each_other_and_those_of_the_project(inside: Inside) -> None:
    paused = OWN.replace("us-example-line", "us-other-line").replace(
        "status: active", "status: paused\n  replaced_by: [us-example-line, us-988-lifeline]"
    )
    code, out, _ = inside("catalog", "validate", write("one.yaml", paused), write("two.yaml", OWN))
    assert (code, out) == (0, "2 records, no problems.\n")


def plain_own() -> Any:
    """Return the own catalog as bare texts, lists and mappings."""
    return read_yaml(OWN, "own.yaml").plain()


def test_a_folder_is_read_whole(inside: Inside) -> None:
    for number, name in enumerate(("a.yaml", "b.yml", "programs.yaml", "programs/ca.yaml")):
        write(f"own/{name}" if "/" not in name else name, OWN.replace("us-example-line", f"us-line-{number}"))
    shutil.move("programs", "own/programs")
    record = plain_own()[0]
    write("own/c.json", json.dumps([{**record, "id": "us-line-9"}]))
    write("own/.hidden.yaml", "not a list")
    write("own/README.md", "not a catalog")
    assert inside("catalog", "validate", "own") == (0, "5 records, no problems.\n", "")


@pytest.mark.parametrize("call", [("catalog", "validate"), ("catalog", "format"), ("list", "--only", "--catalog")])
def test_a_folder_without_catalogs_is_told(inside: Inside, call: tuple[str, ...]) -> None:
    write("empty/README.md", "not a catalog")
    answer = inside(*call, "empty")
    assert answer == (3, "", "mhfind: empty: the folder holds no catalog\n  name a .yaml file\n")


def test_a_json_catalog_is_the_same_catalog(inside: Inside) -> None:
    record = plain_own()
    path = write("own.json", json.dumps(record))
    assert inside("catalog", "validate", path) == (0, "1 record, no problems.\n", "")
    shown = [inside("list", "--only", "--catalog", name) for name in (path, write("own.yaml", OWN))]
    assert shown[0] == shown[1]
    record[0]["status"] = "actve"
    code, out, _ = inside("catalog", "validate", write("own.json", json.dumps(record)))
    assert (code, out) == (
        3,
        "own.json:1:1: us-example-line: status: 'actve' is not known - did you mean \"active\"?\n",
    )


def test_problems_can_be_written_to_a_file(inside: Inside) -> None:
    code, out, _ = inside("catalog", "validate", write("own.yaml", BROKEN), "-o", "problems.txt")
    assert (code, out) == (3, "")
    assert Path("problems.txt").read_text("utf-8").splitlines() == BROKEN_LINES


def test_a_problem_cannot_steer_the_terminal(inside: Inside) -> None:
    path = write("own.yaml", '- "\\e[2J\\nx": 1\n  id: "\\u202eus-a\\n"\n')
    answers = [inside("catalog", "validate", path), inside("list", "--catalog", path)]
    for code, out, err in answers:
        assert code == 3
        assert "<U+001B>[2J x: unknown field" in out + err
        assert all(letter.isprintable() or letter == "\n" for letter in out + err)


# Hostile and broken catalogs: what is in the file, and what it is told, by both ways in.

LAUGHS = "a: &a [lol, lol]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{old}'] * 9)}]\n" for old, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "right-to-left phone": (
        lambda: OWN.replace("1-800-555-0100", "\u202e5528-372-008-1").encode(),
        "own.yaml:14:23: us-example-line: contacts[0].value: invisible character U+202E (right-to-left override) - remove it; type the text again",
    ),
    "invisible digit": (
        lambda: OWN.replace("55501", "98\u200b8").encode(),
        "own.yaml:15:23: us-example-line: contacts[1].value: invisible character U+200B (zero width space) - remove it; type the text again",
    ),
    "escape sequence": (
        lambda: OWN.replace("Example Line", '"\\e[2J\\e[1A"').encode(),
        "own.yaml:3:3: us-example-line: name: invisible character U+001B (control character) - remove it; type the text again",
    ),
    "alias bomb": (
        LAUGHS.encode,
        "own.yaml:1:4: an anchor (&...) stands here - remove it; anchors are not allowed",
    ),
    "deep nesting": (
        lambda: b"- " * 30_000,
        "own.yaml:1:1: a line of 60,000 characters - keep lines under 20,000 characters",
    ),
    "deep nesting on many lines": (
        lambda: b"".join(b" " * depth + b"-\n" for depth in range(5_000)),
        "own.yaml:18:18: nested deeper than 16 levels - records are at most five levels deep",
    ),
    "deep brackets": (
        lambda: b"[\n" * 1_000_000,
        "own.yaml:18:1: nested deeper than 16 levels - records are at most five levels deep",
    ),
    "50 MB scalar": (
        lambda: b'- "' + b"x" * 50_000_000 + b'"',
        "own.yaml:1:1: larger than 32 MiB - split it into several files",
    ),
    "20 MB comment": (
        lambda: b"# " + b"x" * 20_000_000 + b"\n" + OWN.encode(),
        "own.yaml:1:1: a line of 20,000,002 characters - keep lines under 20,000 characters",
    ),
    "endless problems": (
        lambda: b"- a\n" * 100_000,
        "own.yaml:1:3: must be a mapping of fields - write `field: value` lines",
    ),
    "key twice": (
        lambda: OWN.replace("  type:", "  name: Other Line\n  type:").encode(),
        "own.yaml:5:3: 'name' stands twice (first on line 3) - keep one of the two",
    ),
    "contact key twice": (
        lambda: OWN.replace('value: "55501"', 'value: "55501", value: "55502"').encode(),
        "own.yaml:15:39: 'value' stands twice (first on line 15) - keep one of the two",
    ),
    "no day of the calendar": (
        lambda: OWN.replace("reread: 2026-11-23", "reread: 2024-99-99").encode(),
        "own.yaml:18:3: us-example-line: reread: '2024-99-99' is no date - write YYYY-MM-DD, a day of the calendar",
    ),
    "latin-1": (
        lambda: OWN.replace("[free]", "[caf\xe9]").encode("latin-1"),
        "own.yaml:7:16: byte 0xe9 is not UTF-8 - save the file as UTF-8",
    ),
    "tab": (
        lambda: OWN.replace("  name:", "\tname:").encode(),
        "own.yaml:3:1: not readable as YAML: found a tab character that violates indentation - indent with spaces, not tabs",
    ),
    "cut off": (
        lambda: OWN.encode()[: len(OWN) * 60 // 100],
        "own.yaml:15:1: not readable as YAML: did not find expected ',' or '}' - check quotes, colons and indentation",
    ),
    "empty": (lambda: b"", "own.yaml:1:1: the file is empty - a catalog holds at least one record"),
    "only a comment": (
        lambda: b"# my catalog\n",
        "own.yaml:2:1: the file is empty - a catalog holds at least one record",
    ),
    "no records": (lambda: b"[]\n", "own.yaml:1:1: holds no record - a catalog holds at least one record"),
    "no list": (
        lambda: b"us-example-line:\n  name: Example\n",
        "own.yaml:1:1: must be a list of records - begin each record with `- id: ...`",
    ),
    "unknown field": (
        lambda: OWN.replace("summary:", "sumary:").encode(),
        'own.yaml:11:3: us-example-line: sumary: unknown field - did you mean "summary"?',
    ),
    "code": (
        lambda: b"- !!python/object/apply:os.system ['touch ran']\n",
        "own.yaml:1:3: tag 'tag:yaml.org,2002:python/object/apply:os.system' - remove it; tags are not allowed",
    ),
}  # fmt: skip


def limits() -> None:
    """Let a process use 10 s of the processor and 1 GiB of memory; more ends it with a signal or an error."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    resource.setrlimit(resource.RLIMIT_AS, (GIBIBYTE, GIBIBYTE))


@pytest.mark.skipif(os.name != "posix", reason="limits of processes are those of POSIX")
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_catalogs_are_told_what_is_wrong(inside: Inside, mhfind: Program, kind: str) -> None:
    content, expected = HOSTILE[kind]
    Path("own.yaml").write_bytes(content())
    code, out, err = inside("catalog", "validate", "own.yaml")
    assert (code, err) == (3, "")
    assert expected in out.splitlines()
    listed = mhfind("list", "--catalog", "own.yaml", "--only", prepare=limits)
    assert (listed.returncode, listed.stdout) == (3, b"")
    assert listed.stderr.decode().splitlines()[:-2] == out.splitlines()
    assert not Path("ran").exists()


@pytest.mark.skipif(os.name != "posix", reason="limits of processes are those of POSIX")
def test_a_hostile_catalog_does_not_keep_crisis_lines_away(mhfind: Program, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_bytes(b"- " * 30_000)
    answer = mhfind("crisis", "--country", "US", "--catalog", "own.yaml", cwd=tmp_path, prepare=limits)
    assert answer.returncode == 0
    assert b"988" in answer.stdout


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ('"1-800-555-0100"', "024", "024"),
        ('"1-800-555-0100"', "0123", "0123"),
        ('"1-800-555-0100"', "+18005550100", "+18005550100"),
        ('"1-800-555-0100"', "9:00", "9:00"),
        ('"1-800-555-0100"', "1_800_555", "1_800_555"),
        ("name: Example Line", "name: NO", "NO"),
        ("name: Example Line", "name: 1e3", "1e3"),
        ("name: Example Line", "name: Call 988 [press 1 for veterans]", "Call 988 [press 1 for veterans]"),
        ("keyword: HELLO", "keyword: yes", "Text yes to: 55501"),
        ("organization: Example Alliance", "organization: 2026-11-23", "2026-11-23"),
    ],
)
def test_values_are_shown_as_they_stand_in_the_file(
    inside: Inside, own_catalog: OwnCatalog, old: str, new: str, shown: str
) -> None:
    path = str(own_catalog({old: new}))
    code, out, err = inside("show", "us-example-line", "--catalog", path, "--only")
    assert (code, err) == (0, "")
    assert shown in out
    _, out, _ = inside("show", "us-example-line", "--catalog", path, "--only", "--format", "json")
    assert shown.removeprefix("Text ").removesuffix(" to: 55501") in texts(json.loads(out))


def texts(value: Any) -> list[str]:
    """Return every text in a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    return [text for item in value for text in texts(item)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", ["programs.yaml", "programs/nz.yaml", "crisis.yaml", "vocabulary.yaml"])
def test_data_that_is_cut_off_is_refused(inside: Inside, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    shutil.copytree(ROOT / "data", "data")
    whole = Path("data", name).read_bytes()
    Path("data", name).write_bytes(whole[: len(whole) * 60 // 100])
    monkeypatch.setattr("mhfind.compiled.SOURCE", Path("data").resolve())
    code, out, _ = inside("catalog", "validate")
    assert code == 3
    assert f"data/{name}:" in out
    code, _, err = inside("list")
    assert code == 3
    assert f"data/{name}:" in err
    code, out, _ = inside("crisis", "--country", "NZ")
    assert code == 0
    assert "1737" in out


# format


def test_format_writes_and_says_so_once(inside: Inside) -> None:
    path = write("own.yaml", OWN)
    assert inside("catalog", "format", "--check", path) == (
        3,
        "",
        "own.yaml: is not in canonical form\nmhfind: 1 file(s) not in canonical form\n  run `mhfind catalog format`\n",
    )
    assert Path(path).read_text("utf-8") == OWN
    assert inside("catalog", "format", path) == (0, "", "own.yaml: written\n")
    assert Path(path).read_text("utf-8") == canonical_text(Path(path)) != OWN
    assert inside("catalog", "format", path) == (0, "", "")
    assert inside("catalog", "format", "--check", path) == (0, "", "")
    assert inside("catalog", "validate", path)[0] == 0


def test_a_file_with_a_comment_is_left_alone_and_so_are_the_others(inside: Inside) -> None:
    write("own/a.yaml", OWN)
    write("own/b.yaml", OWN.replace("  status:", "  # to do\n  status:"))
    code, out, err = inside("catalog", "format", "own")
    assert (code, out) == (3, "")
    assert err == (
        "mhfind: own/b.yaml:2: a comment would be lost: # to do\n"
        "  move what it says into the record's `note` field, then run this again\n"
    )
    assert Path("own/a.yaml").read_text("utf-8") == OWN


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("own.json", "[]", "mhfind: own.json: only YAML has a canonical form"),
        ("own.yaml", "- *a", "own.yaml:1:3: alias *a - write the value out; aliases are not allowed"),
        ("own.yaml", "a: b", "mhfind: own.yaml: must be a list of records"),
    ],
)
def test_what_cannot_be_formatted(inside: Inside, name: str, text: str, told: str) -> None:
    code, out, err = inside("catalog", "format", write(name, text))
    assert (code, out, err.splitlines()[0]) == (3, "", told)
    assert Path(name).read_text("utf-8") == text


def test_the_project_is_formatted(inside: Inside) -> None:
    assert inside("catalog", "format", "--check") == (0, "", "")


# schema


def schema(form: str) -> Any:
    name = {"source": "programs", "output": "output"}[form]
    return json.loads((ROOT / "schema" / f"{name}.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("form", ["source", "output"])
def test_schemas_are_valid_and_those_of_the_repository(inside: Inside, form: str) -> None:
    code, out, err = inside("catalog", "schema", "--form", form)
    assert (code, err, json.loads(out)) == (0, "", schema(form))
    jsonschema.Draft202012Validator.check_schema(schema(form))


def test_the_source_schema_is_the_default(inside: Inside) -> None:
    assert inside("catalog", "schema") == inside("catalog", "schema", "--form", "source")


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors do: version 1.2, where days are texts, and `yes` and `no` are words."""


EditorLoader.yaml_implicit_resolvers = {}
for kind, pattern, first in (
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", "true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(f"^(?:{pattern})$"), first)


def as_editors_read(text: str) -> Any:
    return yaml.load(text, Loader=EditorLoader)  # noqa: S506 - it makes nothing but plain values


def test_records_fit_the_source_schema_as_editors_read_them() -> None:
    validator = jsonschema.Draft202012Validator(schema("source"))
    failures = [
        f"{path.name}: {error.json_path}: {error.message}"
        for path in record_files(ROOT / "data")
        for error in validator.iter_errors(as_editors_read(path.read_text("utf-8")))
    ]
    assert failures == []
    assert validator.is_valid(as_editors_read(OWN))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Example Line", "nmae: Example Line"),
        ("status: active", "status: actve"),
        ("status: active", "status: retired"),
        ("serves: [US]", "serves: [usa]"),
        ("summary:", "cost_note:"),
        ("  payment: [free]\n", ""),
        ("topics: [loneliness, depression]", "topics: []"),
        ("languages: [en, es]", "min_age: 130"),
        ("languages: [en, es]", "area_note:"),
        ("languages: [en, es]", "implied: [grief]"),
        ('"55501"', "55501"),
        ("page_date: 2025-06", "page_date: June"),
    ],
)
def test_the_source_schema_finds_what_validate_finds(
    inside: Inside, own_catalog: OwnCatalog, old: str, new: str
) -> None:
    validator = jsonschema.Draft202012Validator(schema("source"))
    path = own_catalog({old: new})
    assert not validator.is_valid(as_editors_read(path.read_text("utf-8")))
    bare = new == "55501"  # an editor says that quotes are missing; mhfind reads every scalar as text
    assert inside("catalog", "validate", str(path))[0] == (0 if bare else 3)


def test_every_field_of_the_source_schema_says_whether_it_is_needed() -> None:
    silent = [
        f"{name}.{field}"
        for name, component in schema("source")["$defs"].items()
        for field, told in component["properties"].items()
        if told["description"].startswith("(required) ") != (field in component.get("required", []))
        or not told["description"].startswith(("(required) ", "(optional) "))
    ]
    assert silent == []


def test_output_fits_the_output_schema(inside: Inside) -> None:
    validator = jsonschema.Draft202012Validator(schema("output"))
    ids = [
        line.split(": ")[1]
        for path in record_files(ROOT / "data")
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("- id: ")
    ]
    code, out, _ = inside("show", *ids, "--format", "json")
    programs = [result["program"] for result in json.loads(out)["results"]]
    assert (code, sorted(program["id"] for program in programs)) == (0, sorted(ids))
    failures = [
        f"{program['id']}: {error.json_path}: {error.message}"
        for program in programs
        for error in validator.iter_errors(program)
    ]
    assert failures == []
    assert [program["id"] for program in programs if "note" in program] == []


# info


def test_gaps_of_a_country(inside: Inside) -> None:
    """A program of one's own fills a gap: its type, its topic, its audience, its line."""
    one = "- {id: tv-line, " + OWN.split("{", 1)[1] if OWN.startswith("- {") else OWN
    write("own.yaml", one.replace("us-", "tv-").replace("[US]", "[TV]"))
    lacking = json.loads(inside("catalog", "info", "--gaps", "--country", "TV", "--format", "json")[1])
    filled = json.loads(
        inside("catalog", "info", "--gaps", "--country", "TV", "--format", "json", "--catalog", "own.yaml")[1]
    )
    assert lacking["no_program"] == ["TV"]
    assert (filled["no_program"], filled["no_emergency_number"]) == ([], [])
    assert "peer-support" not in filled["types"]["TV"]
    assert set(filled["topics"]) <= set(lacking["topics"])


def test_gaps_of_all_countries(inside: Inside) -> None:
    code, out, _ = inside("catalog", "info", "--gaps")
    assert code == 0
    assert "No emergency number (17): Antarctica" in out
    assert "Austria: Peer support groups" in out


def test_info_counts_what_was_read(inside: Inside) -> None:
    _, out, _ = inside("catalog", "info", "--format", "json")
    before = json.loads(out)
    code, out, _ = inside("catalog", "info", "--format", "json", "--catalog", write("own.yaml", OWN))
    after = json.loads(out)
    assert code == 0
    assert after["records"]["active"] == before["records"]["active"] + 1
    assert after["types"]["peer-support"] == before["types"]["peer-support"] + 1
    assert after["areas"]["US"] == before["areas"]["US"] + 1
