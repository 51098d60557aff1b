"""The one written form of records: nothing is lost, and writing it again changes nothing."""

import json
import re
from pathlib import Path

import pytest
import yaml
from conftest import OWN, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from mhfind.errors import CatalogError
from mhfind.model import Contact, Program
from mhfind.source.canonical import canonical_text
from mhfind.source.paths import record_files
from mhfind.source.reader import UnreadableError, read_file, read_yaml

MESSY = """\
---
- {id: us-b, name: NO, summary: 'He said: "9:00" # not a comment', min_age: 018}
- sources: [{read: 2026-11-23, url: https://example.org/#a, key: site}]
  note: >-
    Two lines
    become one.

    And a second paragraph.
  contacts:
    - source: [site]
      value: 024
      hours: 24/7
      channel: call
    - {value: +1 800 555 0100, channel: call, hours: Mo-Fr 9:00-17:00, then: press 1}
  languages: [no, en]
  name: Línea 行 👩‍👩‍👧 e\u0301
  crisis_line: yes
  translations: {es: {first_step: Llame., summary: 'Sí'}}
  id: us-a
  x_unknown: 0x1F
"""
# The form that MESSY has when it is written.
TIDY = """\
- id: us-a
  name: Línea 行 👩‍👩‍👧 e\u0301
  crisis_line: yes
  languages: ["no", en]
  translations:
    es:
      summary: Sí
      first_step: Llame.
  contacts:
  - {channel: call, value: "024", hours: "24/7", source: [site]}
  - {channel: call, value: "+1 800 555 0100", then: "press 1", hours: "Mo-Fr 9:00-17:00"}
  sources:
  - {key: site, url: "https://example.org/#a", read: 2026-11-23}
  note: |-
    Two lines become one.
    And a second paragraph.
  x_unknown: "0x1F"

- id: us-b
  name: "NO"
  min_age: 018
  summary: 'He said: "9:00" # not a comment'

# 2 records. The end.
"""

ENDING = "# 1 records. The end.\n"


def formatted(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return canonical_text(path)


def test_one_form_for_all(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    assert formatted(path, MESSY) == TIDY
    assert formatted(path, TIDY) == TIDY


def test_values_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    before = {str(record["id"]): record for record in plain(MESSY)}
    after = plain(formatted(path, MESSY))
    assert [record["id"] for record in after] == sorted(before)
    assert all(before[str(record["id"])] == record for record in after)


def plain(text: str) -> list[dict[str, object]]:
    records = read_yaml(text, "x.yaml").plain()
    assert isinstance(records, list)
    return records


def test_another_reader_of_yaml_finds_texts_where_records_have_texts(tmp_path: Path) -> None:
    values = ["024", "NO", "9:00", "+18005550100", "1e3", "~", "null", "2026-11-23", "=", "<<", "0x1F", "1_000", ".inf"]
    text = formatted(tmp_path / "own.yaml", f"- also_known_as: {json.dumps(values)}\n")
    assert yaml.safe_load(text) == [{"also_known_as": values}]


def test_fields_are_in_the_order_of_the_model(tmp_path: Path) -> None:
    text = formatted(tmp_path / "own.yaml", OWN)
    (record,) = plain(text)
    assert list(record) == [name for name in Program.__struct_fields__ if name in record]
    contacts = record["contacts"]
    assert isinstance(contacts, list)
    assert list(contacts[0]) == [name for name in Contact.__struct_fields__ if name in contacts[0]]


def test_the_first_line_stays_and_the_last_is_written_anew(tmp_path: Path) -> None:
    text = "# Shelters of Franklin County\n- {id: us-a}\n- {id: us-b}\n# 7 records. The end.\n"
    assert formatted(tmp_path / "own.yaml", text) == (
        "# Shelters of Franklin County\n\n- id: us-a\n\n- id: us-b\n\n# 2 records. The end.\n"
    )
    assert formatted(tmp_path / "own.yaml", f"{ENDING}- id: us-a\n") == f"- id: us-a\n\n{ENDING}"


def test_a_new_file_of_the_project_gets_its_schema(tmp_path: Path) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "programs.schema.json").write_text("{}", "utf-8")
    (tmp_path / "data" / "programs").mkdir(parents=True)
    first = {
        name: formatted(tmp_path / name, "- id: us-a\n").split("\n")[0]
        for name in ("data/programs.yaml", "data/programs/ca.yaml")
    }
    assert first == {
        "data/programs.yaml": "# yaml-language-server: $schema=../schema/programs.schema.json",
        "data/programs/ca.yaml": "# yaml-language-server: $schema=../../schema/programs.schema.json",
    }


@pytest.mark.parametrize(
    ("text", "line", "comment"),
    [
        ("- id: us-a\n# to do\n", 2, "# to do"),
        ("- id: us-a # new\n", 1, "# new"),
        ("# one\n\n# two\n- id: us-a\n", 3, "# two"),
        ("- id: us-a\n  note: 'a # b' # c\n", 2, "# c"),
        ("- id: us-a\n  note: |  # c\n    a # b\n", 2, "# c"),
        ("- id: us-a\n  note: |\n    a # b\n  # c\n", 4, "# c"),
        ("- id: us-a\n  topics: [a, # c\n    b]\n", 2, "# c"),
        ("- id: us-a\n# 1 records. The end?\n", 2, "# 1 records. The end?"),
    ],
)
def test_a_comment_is_never_lost(tmp_path: Path, text: str, line: int, comment: str) -> None:
    path = tmp_path / "own.yaml"
    with pytest.raises(CatalogError) as caught:
        formatted(path, text)
    assert caught.value.message == f"{path}:{line}: a comment would be lost: {comment}"
    assert caught.value.hint == "move what it says into the record's `note` field, then run this again"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("own.yaml", "id: us-a\n", "must be a list of records"),
        ("own.json", '[{"id": "us-a"}]', "only YAML has a canonical form"),
        ("own.yaml", '- note: "a\\u2028b"\n', "can't be written in canonical form: control character U+2028"),
        ("own.yaml", "- note: |\n" + f"    {'word ' * 2000}end\n" * 3 + "  id: us-a\n", None),
        (
            "own.yaml",
            "- note: >\n" + f"    {'word ' * 2000}\n" * 3,
            "can't be written in canonical form: a line of 30,0",
        ),
    ],
)
def test_what_has_no_canonical_form_is_left_alone(tmp_path: Path, name: str, text: str, message: str | None) -> None:
    if message is None:
        assert plain(formatted(tmp_path / name, text)) == plain(text)
        return
    with pytest.raises(CatalogError, match=re.escape(message)):
        formatted(tmp_path / name, text)


def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="alias"):
        formatted(tmp_path / "own.yaml", "- *a\n")


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"], include_characters="\n"), max_size=30)
records = st.fixed_dictionaries(
    {"id": st.from_regex(r"\Aus-[a-z]{1,5}\Z")},
    optional={
        **dict.fromkeys(("name", "note", "summary", "min_age", "reread", "unknown: #"), words),
        "topics": st.lists(words, max_size=3),
        "contacts": st.lists(
            st.dictionaries(st.sampled_from(("value", "channel", "hours", "then", "x")), words), max_size=3
        ),
        "translations": st.dictionaries(st.sampled_from(("es", "zh-Hant")), st.dictionaries(st.just("summary"), words)),
    },
)


@settings(deadline=None)
@given(st.lists(records, min_size=1, max_size=3, unique_by=lambda record: str(record["id"])))
def test_any_values_are_kept(tmp_path_factory: pytest.TempPathFactory, values: list[dict[str, object]]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    source = json.dumps(values, ensure_ascii=False)
    text = formatted(path, re.sub("[^ -~]", lambda match: f"\\U{ord(match.group()):08x}", source))
    assert plain(text) == sorted(values, key=lambda record: str(record["id"]))
    assert formatted(path, text) == text


def test_the_records_of_the_project_are_in_canonical_form() -> None:
    different = [path.name for path in record_files(ROOT / "data") if canonical_text(path) != path.read_text("utf-8")]
    assert different == [], "run `mhfind catalog format`"


def test_reading_the_canonical_text_gives_the_same_records(tmp_path: Path) -> None:
    path = ROOT / "data" / "programs.yaml"
    assert read_yaml(canonical_text(path), "x.yaml").plain() == read_file(path).plain()
