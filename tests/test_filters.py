"""Filters: what passes them, on `search`, `list` and `export` alike. All but the last part uses own catalogs alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Inside, contact, record, write_records

from mhfind.catalog import Catalog
from mhfind.cli.options import FILTERS

WORDS = "Trained peers listen"  # of the summary of every record here
SITE = contact("https://example.org", "web")
MOMENT = {"MHFIND_TODAY": "2026-11-23T12:00"}  # a Monday
# Programs named by what is different about them; the names don't say it.
RECORDS = {
    "plain": record("us-plain", languages=None),
    "therapy": record("us-therapy", type="therapy", other_types=["online"]),
    "grief": record("us-grief", topics=["loneliness", "grief"]),
    "veterans": record("us-veterans", audiences=["veterans"]),
    "youth": record("us-youth", min_age=13, max_age=17),
    "elders": record("us-elders", min_age=60),
    "spanish": record("us-spanish", languages=["en", "es"]),
    "chinese": record("us-chinese", languages=["zh-Hant"]),
    "medicaid": record("us-medicaid", payment=["medicaid", "sliding-scale"]),
    # The text line is in English, only the phone line is in Spanish.
    "mixed": record("us-mixed", contacts=[contact(languages=["es"]), contact("55501", "text", languages=["en"])]),
    "chat": record("us-chat", languages=["es"], contacts=[SITE, contact("https://example.org/chat", "chat")]),
    "route": record("us-route", opens=["community-center"]),
    "line": record("us-line", crisis_line="yes"),
    "consent": record("us-consent", emergency_services="with-consent"),
    "never": record("us-never", emergency_services="no"),
    "sent": record("us-sent", emergency_services="yes"),
    "night": record("us-night", contacts=[contact(hours="Mo-Su 22:00-06:00", timezone="America/New_York")]),
    "always": record("us-always", contacts=[contact(hours="24/7")]),
}
IDS = {fields["id"]: name for name, fields in RECORDS.items()}
# Without hours, a program may be open at any time; without ages, it is for all ages.
TIMELESS = set(RECORDS) - {"night"}
AGELESS = set(RECORDS) - {"youth", "elders"}

CASES: list[tuple[str, set[str]]] = [
    ("--type therapy", {"therapy"}),
    ("--type online", {"therapy"}),  # other types count too
    ("-t therapy -t peer-support", set(RECORDS)),
    ("--topic grief", {"grief"}),
    ("--topic GRIEF --topic anxiety", {"grief"}),
    ("--topic loneliness --topic grief", set(RECORDS)),
    ("--topic grief --type therapy", set()),
    ("--audience veterans", {"veterans"}),
    ("--age 12", AGELESS),
    ("--age 13", AGELESS | {"youth"}),
    ("--age 17", AGELESS | {"youth"}),
    ("--age 18", AGELESS),
    ("--age 60", AGELESS | {"elders"}),
    ("--age 0", AGELESS),
    ("--age 120", AGELESS | {"elders"}),
    ("--language es", {"spanish", "mixed", "chat"}),
    ("--language Spanish", {"spanish", "mixed", "chat"}),
    ("--language SPANISH", {"spanish", "mixed", "chat"}),
    ("--language zh", {"chinese"}),
    ("--language Chinese", {"chinese"}),
    ("--language zh-Hant", {"chinese"}),
    ("--language zh-hant", {"chinese"}),
    ("--language zh-Hans", set()),
    ("--language es-MX", set()),  # the records say es, which is more than es-MX
    ("--language z", {"error"}),
    ("--language zh --language es", {"chinese", "spanish", "mixed", "chat"}),
    ("--payment medicaid", {"medicaid"}),
    ("--payment sliding-scale --payment donation", {"medicaid"}),
    ("--channel text", {"mixed"}),
    ("--channel chat --channel text", {"mixed", "chat"}),
    ("--channel text --language en", {"mixed"}),
    ("--channel text --language es", set()),  # both have to be true of one contact
    ("--channel call --language es", {"mixed", "spanish"}),
    ("--channel chat --language es", {"chat"}),
    ("--route community-center", {"route"}),
    ("--crisis-line", {"line"}),
    ("--no-emergency-services", {"consent", "never"}),
    ("--open-now", TIMELESS),
    ("--at 23:00", TIMELESS),
    ("--at 23:00 --country US --region Ohio", TIMELESS),
    ("--at 3:30am", set(RECORDS)),  # 22:30 in New York
    ("--at 23:00 --channel text", {"mixed"}),
    ("--at 23:00 --channel chat --language es", {"chat"}),
]


@pytest.fixture
def own(tmp_path: Path) -> tuple[str, ...]:
    """The options that use the records alone."""
    return write_records(tmp_path / "own.json", *RECORDS.values())


def names(out: str) -> set[str]:
    """Return which records are in a JSON answer."""
    return {IDS[found["program"]["id"]] for found in json.loads(out)["results"]}


def calls(options: str) -> dict[str, list[str]]:
    """Return the calls that have to find the same programs."""
    return {
        "list": ["list", "--limit", "0", *options.split()],
        "export": ["export", *options.split()],
        "search": ["search", WORDS, "--limit", "0", *options.split()],
    }


def test_every_filter_passes_the_same_programs_everywhere(own: tuple[str, ...], inside: Inside) -> None:
    wrong = []
    for options, wanted in CASES:
        for name, call in calls(options).items():
            code, out, err = inside(*call, *own, "--format", "json", **MOMENT)
            found = names(out) if out else {"error"}
            if found != wanted or code != (2 if "error" in wanted else 0 if wanted else 1):
                wrong.append((name, options, code, found ^ wanted, err))
    assert wrong == []


def test_every_filter_has_a_case() -> None:
    used = {word for options, _ in CASES for word in options.split() if word.startswith("--")} | {"--limit"}
    assert {f"--{name.replace('_', '-')}" for name in FILTERS} <= used


def test_the_limit(own: tuple[str, ...], inside: Inside) -> None:
    count = len(RECORDS)
    for call, usual in ((["list"], 10), (["search", WORDS], 10), (["export"], count)):
        for option, shown in ((), usual), (("--limit", "3"), 3), (("-n", "0"), count), (("--limit", "999"), count):
            _, out, _ = inside(*call, *option, *own, "--format", "json")
            answer = json.loads(out)
            assert (answer["total"], len(answer["results"])) == (count, shown), (call, option)
    assert "3 of 18 shown. For all: --limit 0" in inside("list", "--limit", "3", *own)[1]


@pytest.mark.parametrize(
    ("option", "suggestion"),
    [
        ("--type terapy", "did you mean therapy?"),
        ("--type zzz", "`mhfind types` lists them"),
        ("--topic greif", "did you mean grief?"),
        ("--topic zzz", "`mhfind topics` lists them"),
        ("--audience veteran", "did you mean veterans?"),
        ("--language Spanich", "did you mean Spanish?"),
        ("--language q9", "write a name or a tag: Spanish, es"),
        ("--payment medicade", "did you mean medicaid?"),
        ("--payment zzz", "use one of: free, "),
        ("--channel txt", "did you mean text?"),
        ("--route comunity-center", "did you mean community-center?"),
        ("--at lunchtime", 'such as "Sat 23:00"'),
    ],
)
def test_an_unknown_value_is_told_with_a_suggestion(
    option: str, suggestion: str, own: tuple[str, ...], inside: Inside
) -> None:
    for name, call in calls(option).items():
        code, out, err = inside(*call, *own)
        assert (code, out) == (2, ""), name
        assert suggestion in err, name


@pytest.mark.parametrize("option", ["--age -1", "--age 121", "--age old", "--age 17.5", "--limit -1"])
def test_a_number_out_of_range_is_told(option: str, own: tuple[str, ...], inside: Inside) -> None:
    for name, call in calls(option).items():
        assert inside(*call, *own)[:2] == (2, ""), name


def test_filters_are_told_in_json(own: tuple[str, ...], inside: Inside) -> None:
    options = (
        "--type therapy --type Peer-Support --topic grief --audience veterans --route community-center --payment free"
        " --channel text --language Spanish --age 17 --crisis-line --no-emergency-services"
    )
    _, out, _ = inside("search", WORDS, *options.split(), "--at", "Sat 23:00", *own, "--format", "json", **MOMENT)
    assert json.loads(out)["query"]["filters"] == {
        "type": ["therapy", "peer-support"],
        "topic": ["grief"],
        "audience": ["veterans"],
        "route": ["community-center"],
        "payment": ["free"],
        "channel": ["text"],
        "language": ["es"],
        "age": ["17"],
        "crisis_line": ["yes"],
        "no_emergency_services": ["yes"],
        "open_at": ["2026-11-28T23:00Z"],
    }
    assert json.loads(inside("search", WORDS, *own, "--format", "json")[1])["query"]["filters"] == {}


def test_when_nothing_passes_it_says_which_filter_to_drop(own: tuple[str, ...], inside: Inside) -> None:
    code, out, _ = inside("search", WORDS, "--topic", "grief", "--type", "therapy", *own)
    assert code == 1
    assert "Without --topic: 1 found." in out
    assert "Without --type: 1 found." in out
    assert "findahelpline.com" in out  # who answers now, all the same


def test_a_way_that_was_asked_for_stands_first(own: tuple[str, ...], inside: Inside) -> None:
    _, out, _ = inside("list", "--channel", "chat", *own)
    assert out.index("https://example.org/chat") < out.index("Website: https://example.org")


@pytest.mark.parametrize("query", ["I want to die", "he hit me again"])
def test_danger_obeys_no_filter(query: str, inside: Inside, own: tuple[str, ...]) -> None:
    usual = json.loads(inside("search", query, "--country", "US", "--format", "json")[1])
    pinned = [hit["program"]["id"] for hit in usual["results"] if hit["pinned"]]
    assert pinned
    for options, _ in CASES:
        if options == "--language z" or "--region" in options:  # an error, and a place of its own
            continue
        code, out, _ = inside("search", query, *options.split(), "--country", "US", "-n", "1", *own, "--format", "json")
        answer = json.loads(out)
        assert code == 0, options
        assert [hit["program"]["id"] for hit in answer["results"] if hit["pinned"]] == pinned, options
        assert sum(not hit["pinned"] for hit in answer["results"]) <= 1, options


# ---- Programs of single regions ----------------------------------------------------------------------------------

STATES = ("OH", "TX", "NY", "CA")
Regional = Callable[[int], tuple[str, ...]]


@pytest.fixture
def regional(tmp_path: Path) -> Regional:
    """Write a catalog: a national program whose words fit least, a worldwide one, and some of single states."""

    def write(count: int) -> tuple[str, ...]:
        local: list[dict[str, Any]] = [
            record(f"us-{state.lower()}-warmline", name=f"{state} Warmline", serves=[f"US-{state}"], topics=["grief"])
            for state in STATES[:count]
        ]
        national = record("us-z-national", topics=["loneliness", "anxiety", "grief"])
        world = record("world-z", serves=["WORLD"], topics=["loneliness", "anxiety", "grief"])
        return write_records(tmp_path / f"regional-{count}.json", *local, national, world)

    return write


ASKS = (("list", "--topic", "grief"), ("search", "grief"))
NOTE = "4 of them serve single states or regions (Peer support groups: 4)."


@pytest.mark.parametrize("call", ASKS)
def test_many_regional_programs_become_one_line(call: tuple[str, ...], regional: Regional, inside: Inside) -> None:
    _, out, _ = inside(*call, "--country", "US", *regional(4))
    plain = " ".join(out.split())
    assert f"2 of 6 shown. {NOTE} For those of one, add --region NAME; for all, --limit 0." in plain
    assert "Warmline" not in plain
    assert "Name of us-z-national" in plain
    assert plain.startswith("6 programs")


@pytest.mark.parametrize("call", ASKS)
def test_few_regional_programs_are_shown(call: tuple[str, ...], regional: Regional, inside: Inside) -> None:
    _, out, _ = inside(*call, "--country", "US", *regional(3))
    assert out.count("Warmline") == 3
    assert "serve single states" not in out


@pytest.mark.parametrize("call", ASKS)
def test_all_regional_programs_on_request_and_as_data(
    call: tuple[str, ...], regional: Regional, inside: Inside
) -> None:
    own = regional(4)
    everywhere = [
        inside(*call, "--country", "US", "--limit", "0", *own)[1],
        inside(*call, "--country", "US", *own, "--format", "csv")[1],
        inside("export", "--topic", "grief", "--country", "US", *own)[1],
    ]
    assert [out.count(" Warmline\n") + out.count(" Warmline,") for out in everywhere] == [4, 4, 4]
    answer = json.loads(inside(*call, "--country", "US", *own, "--format", "json")[1])
    assert [hit["program"]["id"] for hit in answer["results"]][:2] == ["us-z-national", "world-z"]
    assert len(answer["results"]) == 6
    assert answer.get("regional", {"peer-support": 4}) == {"peer-support": 4}


@pytest.mark.parametrize("call", ASKS)
def test_a_region_that_is_known_has_its_own_programs_and_no_line(
    call: tuple[str, ...], regional: Regional, inside: Inside
) -> None:
    for place in (("--region", "Ohio"), ("--country", "US", "--region", "OH")):
        _, out, _ = inside(*call, *place, *regional(4))
        assert "OH Warmline" in out
        assert "TX Warmline" not in out
        assert "serve single states" not in out


def test_a_regional_program_that_is_named_stands_first(regional: Regional, inside: Inside) -> None:
    own = regional(4)
    _, out, _ = inside("search", "TX Warmline", "--country", "US", *own)
    assert "1. TX Warmline" in out
    answer = json.loads(inside("search", "TX Warmline", "--country", "US", *own, "--format", "json")[1])
    assert answer["results"][0]["program"]["id"] == "us-tx-warmline"


def test_a_country_that_is_implied_collapses_too(regional: Regional, inside: Inside) -> None:
    own = regional(4)
    for call in ASKS:
        assert NOTE in " ".join(inside(*call, *own, MHFIND_COUNTRY="US")[1].split()), call
        assert "serve single" not in inside(*call, *own)[1], call  # nobody's country is known


def test_the_bundled_catalog_has_what_filters_ask_for(catalog: Catalog) -> None:
    wanted = {"type": "crisis", "topic": "grief", "audience": "veterans", "channel": "text", "language": "es"}
    assert [name for name, value in wanted.items() if not catalog.programs(**{name: value}).total] == []  # type: ignore[arg-type]
