"""Crisis first: the signals, the doors behind them, and the copy that can't break."""

from pathlib import Path

import msgspec
import pytest
import yaml
from conftest import Inside

from mhfind import Catalog
from mhfind.compile import fallback_module
from mhfind.crisis import Doors, Fallback, built_in_rules
from mhfind.danger import Phrases, Rules, compile_rules
from mhfind.model import Program
from mhfind.query import Place
from mhfind.source.files import read_bundle

ROOT = Path(__file__).parents[1]
FALSE_ALARMS = 0.03  # of ordinary questions: a false alarm only shows a box, a miss may harm


def opened(doors: Doors) -> tuple[object, ...]:
    """Return doors with their programs read."""
    programs = {key: msgspec.json.decode(raw, type=Program) for key, raw in doors.programs.items()}
    return doors.dangers, doors.answers, doors.emergency, programs


def test_the_built_in_copy_is_the_catalog(catalog: Catalog) -> None:
    written = (ROOT / "src/mhfind/_fallback.py").read_text("utf-8")
    assert written == fallback_module(read_bundle(ROOT / "data")), "run scripts/generate.py"
    assert opened(Fallback.load().doors) == opened(catalog.doors)
    assert built_in_rules() == catalog.rules


def cases() -> list[dict[str, object]]:
    found: list[dict[str, object]] = yaml.safe_load((ROOT / "tests/danger.yaml").read_text("utf-8"))
    return found


def test_every_signal_is_found(catalog: Catalog) -> None:
    missed = []
    for case in cases():
        found = {signal.kind for signal in catalog.search(str(case["q"])).understood.signals}
        wanted = case["kinds"]
        assert isinstance(wanted, list)
        if not set(wanted) <= found:
            missed.append((case["q"], wanted, found))
    assert not missed


def test_ordinary_questions_stay_quiet(catalog: Catalog) -> None:
    ordinary = [str(case["q"]) for case in cases() if not case["kinds"]]
    alarmed = [query for query in ordinary if catalog.search(query).understood.signals]
    assert len(ordinary) >= 300
    assert len(alarmed) <= FALSE_ALARMS * len(ordinary), alarmed


def test_every_country_has_help_and_names_it(catalog: Catalog) -> None:
    """A line of the country, or else the worldwide directories; a line of the country never stands beside those."""
    for country in sorted(catalog.gazetteer.countries):
        programs = catalog.help(Place(country)).programs
        worldwide = [program.serves == ("WORLD",) for program in programs]
        assert programs, country
        assert all(worldwide) or not any(worldwide), country


def test_a_place_without_an_answer_gets_the_directories(catalog: Catalog) -> None:
    worldwide = ["world-find-a-helpline", "world-befrienders-worldwide"]
    assert [program.id for program in catalog.help(Place("AQ")).programs] == worldwide
    assert [program.id for program in catalog.help(Place()).programs] == worldwide


def test_poison_is_not_the_suicide_line(catalog: Catalog) -> None:
    results = catalog.search("my son drank bleach", country="US")
    assert results.understood.signals[0].kind == "overdose"
    assert results.help.emergency_leads
    assert results.help.programs[0].id == "us-poison-help"


def rules(**phrases: list[str]) -> Rules:
    kinds = {kind: found for kind, found in phrases.items() if kind != "unless"}
    return compile_rules({"en": Phrases(kinds, phrases.get("unless", []), {"me": ["me", "myself"]})})


@pytest.mark.parametrize(
    ("phrase", "query", "found"),
    [
        ("want to die", "i want to die", "want to die"),
        ("want|wish to die", "i wish to die", "wish to die"),
        ("overdos*", "an overdosed friend", "overdosed"),
        ("kill <me>", "kill myself", "kill myself"),
        ("take my own? life", "take my life", "take my life"),
        ("take my own? life", "take my own life", "take my own life"),
        ("end ... life", "end my whole life", "end my whole life"),
        ("end ... life", "end one two three four life", None),
        ("want to die", "want to diet", None),
    ],
)
def test_phrases(phrase: str, query: str, found: str | None) -> None:
    signals = rules(suicide=[phrase]).signals(query.split(), {})
    assert [signal.phrase for signal in signals] == ([found] if found else [])


def test_what_is_not_meant_so_hides_a_signal_only_where_it_stands() -> None:
    both = rules(suicide=["suicid*"], unless=["suicide squad"])
    assert not both.signals("suicide squad".split(), {})
    assert both.signals("suicide squad made me suicidal".split(), {})


def test_a_typing_error_does_not_hide_a_signal() -> None:
    signals = rules(suicide=["suicid*"]).signals(["sucidal"], {"sucidal": "suicidal"})
    assert [(signal.kind, signal.phrase) for signal in signals] == [("suicide", "sucidal")]


@pytest.mark.parametrize("phrase", ["", "... x", "x ...", "x? y", "<nobody> x", "Kill", "a&b"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"must begin|is not a word|no group"):
        rules(suicide=[phrase])


def test_doors_survive_json() -> None:
    doors = Fallback.load().doors
    assert opened(msgspec.json.decode(msgspec.json.encode(doors), type=Doors)) == opened(doors)


@pytest.mark.parametrize(
    "query",
    [
        *("i want to kil myself", "kll myself", "i want to killmyself", "wantto die", "endmylife", "i wanna dieee"),
        "word " * 80 + "i want to kil myslef",
        "i want to k\u200bill myself",
    ],
)
def test_short_joined_and_late_typing_errors_do_not_hide_a_signal(catalog: Catalog, query: str) -> None:
    assert "suicide" in [signal.kind for signal in catalog.search(query).understood.signals]


def test_an_own_catalog_does_not_change_the_first_answers(catalog: Catalog, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "- {id: us-988-lifeline, status: retired, retired_on: 2026, reason: Gone., name: Gone, organization: Nobody,"
        " type: crisis, topics: [suicide], serves: [US],"
        " sources: [{key: a, url: 'https://example.org/', by: other, read: 2026-11-23, method: archived-page}]}\n"
    )
    assert Catalog.open(own).help(Place("US")) == catalog.help(Place("US"))


def test_a_kind_of_danger_has_its_own_directory_where_no_country_is_known(catalog: Catalog) -> None:
    assert catalog.search("he hits me").help.programs[0].id == "world-lila-help"


def test_people_with_a_line_of_their_own_see_it_first(catalog: Catalog) -> None:
    def first(query: str) -> list[str]:
        return [program.id for program in catalog.search(query, country="US").help.programs]

    assert first("suicidal veteran")[0] == "us-veterans-crisis-line"
    assert "us-trans-lifeline" in first("trans kid wants to die")
    assert first("suicidal") == ["us-988-lifeline", "us-crisis-text-line"]
    assert "us-988-lifeline" in first("suicidal veteran")


@pytest.mark.parametrize(
    "call",
    [
        "crisis --contry US",
        "crisis --country US --limit 3",
        "search i want to die --contry US",
        "Crisis",
        "i want to die",
    ],
)
def test_a_slip_in_the_options_keeps_nobody_from_help(inside: Inside, call: str) -> None:
    code, out, err = inside(*call.split(), MHFIND_COUNTRY="US")
    assert code == 2
    assert err.startswith("mhfind: ")
    assert "Call: 988" in out


def test_a_slip_in_the_options_of_an_ordinary_search_is_only_told(inside: Inside) -> None:
    code, out, err = inside("search", "grief", "--contry", "US")
    assert (code, out) == (2, "")
    assert "did you mean --country?" in err
