"""Files become nodes, or one problem with its line: what is hostile, broken or clever in a file ends here."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mhfind.source.paths import shown
from mhfind.source.reader import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_LINE,
    MAX_NODES,
    Problem,
    UnreadableError,
    read_file,
    read_json,
    read_yaml,
)

LAUGHS = "a: &a [lol, lol]\n" + "".join(
    f"{name}: &{name} [*{old}, *{old}]\n" for old, name in zip("abcdefgh", "bcdefghi", strict=True)
)

# The bytes of a file, and the problem it is told.
UNREADABLE_YAML = (
    (LAUGHS.encode(), "own.yaml:1:4: an anchor (&...) stands here - remove it; anchors are not allowed"),
    (b"- a: b\n- *a\n", "own.yaml:2:3: alias *a - write the value out; aliases are not allowed"),
    (b"- a: b\n  <<: *a\n", "own.yaml:2:7: alias *a - write the value out; aliases are not allowed"),
    (b"- !!python/object/apply:os.system [exit]\n", "own.yaml:1:3: tag 'tag:yaml.org,2002:python/object/apply:os.system' - remove it; tags are not allowed"),
    (b"- !!str 988\n", "own.yaml:1:3: tag 'tag:yaml.org,2002:str' - remove it; tags are not allowed"),
    (b"- !x 988\n", "own.yaml:1:3: tag '!x' - remove it; tags are not allowed"),
    (b"- ! 988\n", "own.yaml:1:3: tag '!' - remove it; tags are not allowed"),
    (b"- " * 400 + b"a", f"own.yaml:1:35: nested deeper than {MAX_DEPTH} levels - records are at most five levels deep"),
    (b"[\n" * 100_000, f"own.yaml:18:1: nested deeper than {MAX_DEPTH} levels - records are at most five levels deep"),
    (b"{a: " * 4000, f"own.yaml:1:66: nested deeper than {MAX_DEPTH} levels - records are at most five levels deep"),
    (b"- " * 30_000, "own.yaml:1:1: a line of 60,000 characters - keep lines under 20,000 characters"),
    (b"- a\n# " + b"x" * MAX_LINE + b"\n", "own.yaml:2:1: a line of 20,002 characters - keep lines under 20,000 characters"),
    (b"- id: a\n  phone: b\n  phone: c\n", "own.yaml:3:3: 'phone' stands twice (first on line 2) - keep one of the two"),
    (b"- {a: b, 'a': c}\n", "own.yaml:1:10: 'a' stands twice (first on line 1) - keep one of the two"),
    (b"- ? [a]\n  : b\n", "own.yaml:1:5: a field name must be a plain word - quote the value if it begins with { or ["),
    (b"- phone: {{number}}\n", "own.yaml:1:11: a field name must be a plain word - quote the value if it begins with { or ["),
    (b"- a\n---\n- b\n", "own.yaml:2:1: a second document begins here - keep one document a file; remove the '---'"),
    (b"", "own.yaml:1:1: the file is empty - a catalog holds at least one record"),
    (b"# nothing\n\n", "own.yaml:3:1: the file is empty - a catalog holds at least one record"),
    (b"\xef\xbb\xbf", "own.yaml:1:1: the file is empty - a catalog holds at least one record"),
    (b"- a\n" * 6 + b"- caf\xe9\n", "own.yaml:7:6: byte 0xe9 is not UTF-8 - save the file as UTF-8"),
    ("- a\n".encode("utf-16"), "own.yaml:1:1: byte 0xff is not UTF-8 - save the file as UTF-8"),
    (b"- \xed\xa0\x80\n", "own.yaml:1:3: byte 0xed is not UTF-8 - save the file as UTF-8"),
    (b"- id: a\n\tname: b\n", "own.yaml:2:1: not readable as YAML: found a tab character that violates indentation - indent with spaces, not tabs"),
    (b"- id: a\n  name: b: c\n", "own.yaml:2:10: not readable as YAML: mapping values are not allowed in this context - check quotes, colons and indentation"),
    (b"- id: 'a\n- b\n", "own.yaml:3:1: not readable as YAML: found unexpected end of stream - check quotes, colons and indentation"),
    (b"- a\n b: c\n", "own.yaml:2:3: not readable as YAML: mapping values are not allowed in this context - check quotes, colons and indentation"),
    (b"- a\n- b\x1b[2J\n", "own.yaml:2:4: control character U+001B - remove it; type the text again"),
    (b"- a\x00\n", "own.yaml:1:4: control character U+0000 - remove it; type the text again"),
    ("- a\n- b\u2028- c\n".encode(), "own.yaml:2:4: control character U+2028 - remove it; type the text again"),
    ("- é\u0085- c\n".encode(), "own.yaml:1:4: control character U+0085 - remove it; type the text again"),
    ("- \x9b2J\n".encode(), "own.yaml:1:3: control character U+009B - remove it; type the text again"),
)  # fmt: skip

UNREADABLE_JSON = (
    (b"", "own.json:1:1: not readable as JSON: Expecting value - check quotes, commas and brackets"),
    (b'[{"id": "a",\n "name": b}]', "own.json:2:10: not readable as JSON: Expecting value - check quotes, commas and brackets"),
    (b'[{"value": 0123}]', "own.json:1:13: not readable as JSON: Expecting ',' delimiter - check quotes, commas and brackets"),
    (b'[{"a": "b", "c": "d", "a": "e"}]', "own.json:1:1: 'a' stands twice in one object - write strings, lists and objects only, each field once"),
    (b'[{"a": true}]', "own.json:1:1: true is not text - write strings, lists and objects only, each field once"),
    (b'[{"a": null}]', "own.json:1:1: null is not text - write strings, lists and objects only, each field once"),
    (b'[{"a": NaN}]', "own.json:1:1: NaN is not text - write strings, lists and objects only, each field once"),
    (b"[" * 20 + b"]" * 20, f"own.json:1:1: nested deeper than {MAX_DEPTH} levels - write strings, lists and objects only, each field once"),
    (b"[" * 100_000 + b"]" * 100_000, f"own.json:1:1: nested deeper than {MAX_DEPTH} levels - write strings, lists and objects only, each field once"),
    (b"[" + b"1," * MAX_NODES + b"1]", f"own.json:1:1: more than {MAX_NODES:,} values - split the file into several catalogs"),
    (b'["\xff"]', "own.json:1:3: byte 0xff is not UTF-8 - save the file as UTF-8"),
)  # fmt: skip


# Files that can be read, and what they hold.
READABLE = (
    ("- a\n", ["a"]),
    ("\ufeff- a\n", ["a"]),
    ("---\n- a\n...\n", ["a"]),
    ("%YAML 1.1\n---\n- a\n", ["a"]),
    ("- id: a\r\n  name: b\r\n", [{"id": "a", "name": "b"}]),
    ("- a\n  - b\n - c\n", ["a - b - c"]),
    ("- NO\n- 024\n- 9:00\n- +1\n- ~\n-\n- ''\n", ["NO", "024", "9:00", "+1", "~", "", ""]),
    ('- "\\x1b\\u202e"\n', ["\x1b\u202e"]),
    ("- <<: {a: b}\n", [{"<<": {"a": "b"}}]),
    ("- |\n  a # b\n- >-\n  c\n  d\n", ["a # b\n", "c d"]),
    ("- 行 👩‍👩‍👧 e\u0301\n", ["行 👩‍👩‍👧 e\u0301"]),
)


def told(path: Path, content: bytes) -> str:
    """Return the problem of a file, or nothing if it can be read."""
    path.write_bytes(content)
    try:
        read_file(path)
    except UnreadableError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("name", "rows"), [("own.yaml", UNREADABLE_YAML), ("own.json", UNREADABLE_JSON)])
def test_unreadable_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, rows: tuple[tuple[bytes, str], ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    answers = [(content[:60], expected, told(tmp_path / name, content)) for content, expected in rows]
    assert [answer for answer in answers if answer[1] != answer[2]] == []


@pytest.mark.parametrize(("text", "expected"), READABLE)
def test_readable_files(tmp_path: Path, text: str, expected: object) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(text.encode())
    assert read_file(path).plain() == expected


def test_without_libyaml_the_same_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mhfind.source.reader._Loader", yaml.SafeLoader)
    assert [content[:60] for content, _ in UNREADABLE_YAML if not told(tmp_path / "own.yaml", content)] == []
    for text, expected in READABLE:
        assert read_yaml(text.removeprefix("\ufeff"), "x").plain() == expected


def test_a_file_has_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "own.yaml"
    assert told(path, b'- "' + b"x" * MAX_BYTES + b'"') == (
        "own.yaml:1:1: larger than 32 MiB - split it into several files"
    )
    monkeypatch.setattr("mhfind.source.reader.MAX_NODES", 1000)
    assert told(path, b"- a\n" * 999) == ""
    assert told(path, b"- a\n" * 1000) == (
        f"own.yaml:1000:3: more than {MAX_NODES:,} values - split the file into several catalogs"
    )


def test_what_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.yaml").mkdir()
    answers = {}
    for name in ("folder.yaml", "missing.yaml", "n" * 300):
        with pytest.raises(UnreadableError) as caught:
            read_file(Path(name))
        answers[name] = str(caught.value)
    assert answers == {
        "folder.yaml": "folder.yaml:1:1: Is a directory - check the path",
        "missing.yaml": "missing.yaml:1:1: No such file or directory - check the path",
        "n" * 300: f"{'n' * 300}:1:1: File name too long - check the path",
    }


def test_json_is_read_by_the_ending_of_the_name(tmp_path: Path) -> None:
    path = tmp_path / "OWN.JSON"
    path.write_text('[{"name": "\\ud83d\\ude00", "value": "024"}]', "utf-8")
    assert read_file(path).plain() == [{"name": "😀", "value": "024"}]


def test_json_on_one_long_line_is_fine() -> None:
    names = ["x" * 100] * 1000
    assert read_json(json.dumps(names), "x").plain() == names


def test_nodes_know_their_place() -> None:
    node = read_yaml("# one\n- id: a\n  list: [b,\n    c]\n", "x")
    assert node.find((0, "list", 1)) == (4, 5)
    assert node.find((0, "list")) == (3, 3)
    assert node.find((0, "missing", 3)) == (2, 3)


def test_a_path_is_shown_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "a" / "b.yaml") == "a/b.yaml"
    assert shown(Path("a/../b.yaml")) == "b.yaml"
    assert shown(tmp_path.parent) == str(tmp_path.parent)


def test_a_problem_is_told_in_one_line() -> None:
    problem = Problem("a.yaml", 1, 2, "us-a\nb", "x\ny", "what", "fix")
    assert str(problem) == "a.yaml:1:2: us-a b: x y: what - fix"


@settings(deadline=None)
@given(st.text(st.sampled_from("ab09:-?#'\"[]{},&*!|>%@`~\n\t \\\x1b\u2028é"), max_size=60))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    line, fix = 1, "none needed"
    try:
        read_yaml(text, "x.yaml")
    except UnreadableError as error:
        line, fix = error.problem.line, error.problem.fix
    assert 1 <= line <= text.count("\n") + 2
    assert fix


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_quoted_text_keeps_every_character(text: str) -> None:
    escaped = "".join(f"\\U{ord(letter):08x}" for letter in text)
    assert read_yaml(f'- "{escaped}"', "x.yaml").plain() == [text]
    assert read_json(json.dumps([text]), "x.json").plain() == [text]
