"""What people and scripts type: bytes that are no text, endless queries, query syntax, nothing at all."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import US, Inside, OwnCatalog, Program

NO_TEXT = b"\xff\xfe"


def ids(inside: Inside, query: str) -> list[str]:
    """Return the ids of the programs that a query finds."""
    _, out, _ = inside("search", "--format", "json", "--limit", "0", *US, "--", query)
    return [hit["program"]["id"] for hit in json.loads(out)["results"]]


# Row 19: arguments that are not UTF-8


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (("show", NO_TEXT), 1),
        (("guide", NO_TEXT), 1),
        ((NO_TEXT,), 2),
        (("list", b"--\xff"), 2),
        (("list", "--type", NO_TEXT), 2),
        (("list", "--country", NO_TEXT), 2),
        (("list", "--region", NO_TEXT), 2),
        (("list", "--limit", NO_TEXT), 2),
        (("search", "--batch", NO_TEXT), 2),
        (("list", "--catalog", NO_TEXT), 3),
        (("catalog", "validate", NO_TEXT), 3),
    ],
    ids=str,
)
def test_arguments_may_be_any_bytes(inside: Inside, call: Sequence[str | bytes], code: int) -> None:
    arguments = [os.fsdecode(argument) for argument in call]
    found, out, err = inside(*arguments)
    assert found == code
    assert out + err
    _, out, err = inside(*arguments, "--format", "json")
    assert json.loads(out or err)["format"] in ("mhfind.error/1", "mhfind.problems/1")


def test_queries_may_be_any_bytes(inside: Inside) -> None:
    codes = {"": 1, "grief": 0, "I want to die": 0}
    for query, code in codes.items():
        found, out, err = inside("search", f"{query}{os.fsdecode(NO_TEXT)}", *US)
        assert (found, err) == (code, ""), query
        assert "<U+DCFF><U+DCFE>" in out


def test_a_process_may_be_given_any_bytes(mhfind: Program) -> None:
    done = mhfind("list", "--type", NO_TEXT)
    assert done.returncode == 2
    assert b"unknown type '" in done.stderr
    done.stderr.decode("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="file systems elsewhere want names that are text")
def test_names_of_files_may_be_any_bytes(mhfind: Program, own_catalog: OwnCatalog, tmp_path: Path) -> None:
    catalog, output = bytes(tmp_path) + b"/\xff.yaml", bytes(tmp_path) + b"/\xfe.txt"
    own_catalog().rename(os.fsdecode(catalog))
    done = mhfind("list", "--catalog", catalog, "--only", "-o", output)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert Path(os.fsdecode(output)).read_text("utf-8").startswith("1 program\n")


# Row 20: length


@pytest.mark.parametrize("query", ["a" * 10_000, "grief " * 2000, "1 " * 5000, "\u0301" * 10_000, "(" * 2001])
def test_an_endless_query_is_refused_at_once(mhfind: Program, query: str) -> None:
    done = mhfind("search", query, timeout=10)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == f"mhfind: the query has {len(query):,} characters\n  say it in at most 2,000\n".encode()


@pytest.mark.parametrize("query", ["a" * 2000, "grief " * 333, "1" * 2000, "e" + "\u0301" * 1999, "deprsion x" * 200])
def test_the_longest_query_is_answered_at_once(mhfind: Program, query: str) -> None:
    assert mhfind("search", query, timeout=10).returncode in (0, 1)


def test_danger_is_seen_in_an_endless_query(mhfind: Program) -> None:
    done = mhfind("search", "I want to die. " * 8000, *US, timeout=10)
    assert done.returncode == 0
    assert done.stderr.startswith(b"mhfind: the query has 120,000 characters. ")
    assert b"Call: 988\n" in done.stdout


def test_an_endless_line_is_no_query(mhfind: Program) -> None:
    done = mhfind("search", "--ask", input=b"a" * 5_000_000, timeout=10)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"the query has 5,000,000 characters" in done.stderr


def test_a_line_of_a_batch_that_can_not_be_answered_does_not_stop_the_others(inside: Inside) -> None:
    code, out, _ = inside("search", "--batch", "-", stdin=b"grief\n" + b"a" * 3000 + b"\ntrauma\n")
    formats = [json.loads(line)["format"] for line in out.splitlines()]
    assert code == 2
    assert formats == ["mhfind.results/1", "mhfind.error/1", "mhfind.results/1"]


def test_a_value_may_be_given_many_times(inside: Inside) -> None:
    many = ["--topic", "grief"] * 5000
    assert inside("list", *many) == inside("list", "--topic", "grief")
    assert inside("list", *["--type", "crisis", "--type", "online"] * 5000)[0] == 0


@pytest.mark.parametrize("number", ["0", "1", "9" * 30, "00"])
def test_any_number_is_a_limit(inside: Inside, number: str) -> None:
    assert inside("list", "--limit", number)[0] == 0
    assert inside("search", "grief", "--limit", number)[0] == 0


# Row 21: query syntax means nothing


@pytest.mark.parametrize(
    ("query", "bare"),
    [
        ("O'Brien", "obrien"),
        ("24/7", "24 7"),
        ("co-occurring", "co occurring"),
        ("C++", "c"),
        ('"open', "open"),
        ('"grief" OR "loss"', "grief or loss"),
        ("grief AND NOT loss", "grief and not loss"),
        ("NEAR(grief loss, 2)", "near grief loss 2"),
        ("grief -loss", "grief loss"),
        ("names:grief", "names grief"),
        ("grief*", "grief"),
        ("^grief", "grief"),
        ("{grief} [loss]", "grief loss"),
        ("grief; DROP TABLE program; --", "grief drop table program"),
        ("%grief_%", "grief"),
        ("grief\\", "grief"),
        ("grief\x00loss", "grief loss"),
        ("--help grief", "help grief"),
        ("  grief\t\n loss ", "grief loss"),
    ],
)
def test_query_syntax_is_read_as_its_words(inside: Inside, query: str, bare: str) -> None:
    assert ids(inside, query) == ids(inside, bare)


@pytest.mark.parametrize("query", ["!!!", "()", '"""', "心", "🙂", "\u200b", "the of and", "\x1b"])
def test_a_query_without_words_finds_nothing_and_still_helps(inside: Inside, query: str) -> None:
    code, out, err = inside("search", query, *US)
    assert (code, err) == (1, "")
    assert "Try one or two plain words" in out
    assert "Call: 988" in out


# Row 22: nothing


@pytest.mark.parametrize("query", ["", " ", "\t\n", "\u3000"])
def test_an_empty_query_is_a_usage_error(inside: Inside, query: str) -> None:
    assert inside("search", query) == (
        2,
        "",
        'mhfind: the query is empty\n  for example: mhfind search "panic attacks"\n',
    )


def test_empty_values_are_told(inside: Inside) -> None:
    for option in ("--type", "--topic", "--audience", "--catalog", "--format"):
        code, out, err = inside("list", option, "")
        assert (code, out) == (2, ""), option
        assert err.startswith("mhfind: "), option
    assert inside("list", "-o", "")[0] == 4
    assert inside("show", "")[0] == inside("guide", "")[0] == 1


def test_an_empty_place_is_no_place(inside: Inside) -> None:
    nowhere = inside("list", "--country", "", "--region", "")
    assert nowhere == inside("list")
    assert inside("list", MHFIND_COUNTRY="", MHFIND_REGION="") == nowhere
