"""Wishes said in words: what is understood, that they rank and never hide, and how they are undone."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mhfind import Catalog
from mhfind.query import Place, Query
from mhfind.results import Results

QUERIES = Path(__file__).parents[1] / "benchmarks" / "queries" / "wishes.jsonl"
US = Place("US", None, "option")


def wishes(results: Results) -> dict[str, list[str]]:
    return {kind: list(values) for kind, values in results.understood.wishes.items()}


def ids(results: Results) -> list[str]:
    return [hit.program.id for hit in results.hits]


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("depression spanish", {"language": ["es"]}),
        ("free grief group", {"payment": ["free"], "type": ["peer-support"]}),
        ("anxiety text line", {"channel": ["text"]}),
        ("someone to talk to at night", {"channel": ["call"], "open": ["always"]}),
        ("alcohol help open now", {"open": ["now"]}),
        ("warmline in Ohio", {"channel": ["call"], "region": ["US-OH"]}),
        ("grief near 43004", {"region": ["US-OH"]}),
        ("grief in OH", {"region": ["US-OH"]}),
        ("my 15yo is sad", {"age": ["15"]}),
        ("my wife drinks too much", {"who": ["family"]}),
        ("necesito ayuda para mi ansiedad", {"language": ["es"]}),
        (
            "queer therapist spanish sliding scale",
            {"language": ["es"], "payment": ["sliding-scale"], "type": ["therapy"]},
        ),
        ("panic attacks", {}),
        ("victoria is sad", {}),  # a region of Australia, and a name
    ],
)
def test_what_is_understood(catalog: Catalog, query: str, understood: dict[str, list[str]]) -> None:
    found = wishes(catalog.ask(Query(query, place=US)))
    assert {kind: found.get(kind) for kind in understood} == understood
    assert understood or not found


def test_most_wishes_of_other_people_are_understood(catalog: Catalog) -> None:
    """Queries written by someone who had not seen the thesaurus; a few ask for what no list of phrases can hold."""
    wanted = understood = 0
    for row in map(json.loads, QUERIES.read_text("utf-8").splitlines()):
        found = wishes(catalog.ask(Query(row["q"], place=US, limit=1)))
        pairs = [(kind, value) for kind, values in row["wishes"].items() for value in values]
        wanted += len(pairs)
        understood += sum(value in found.get(kind, ()) for kind, value in pairs)
    assert wanted >= 150
    assert understood / wanted >= 0.9


def test_they_rank_and_hide_nothing(catalog: Catalog) -> None:
    plain = catalog.ask(Query("depression", place=US, limit=0))
    wished = catalog.ask(Query("depression, free, in Ohio, by text", place=US, limit=0))
    assert set(ids(plain)) <= set(ids(wished))
    first = wished.hits[0]
    assert {reason.field for reason in first.why if reason.kind == "wish"} & {"payment", "channel", "region"}


def test_a_region_said_in_words_leads_and_is_told(catalog: Catalog) -> None:
    results = catalog.ask(Query("mental health help in Ohio", place=US))
    assert "US-OH" in results.hits[0].program.serves
    assert any(reason.matched == "US-OH" for reason in results.hits[0].why)
    assert results.query.place == US


def test_a_country_said_in_words_brings_its_lines_in_a_crisis(catalog: Catalog) -> None:
    somewhere = catalog.ask(Query("my friend in Canada wants to die"))
    assert somewhere.help.programs[0].id == "ca-988"
    asked = catalog.ask(Query("my friend in Canada wants to die", place=US))
    assert asked.help.programs[0].id == "us-988-lifeline"


def test_wishes_alone_find_programs(catalog: Catalog) -> None:
    results = catalog.ask(Query("spanish", place=US))
    spoken = [{*hit.program.languages, *(t for c in hit.program.contacts for t in c.languages)} for hit in results.hits]
    assert all("es" in tongues for tongues in spoken[:5])


def test_literal_takes_the_words_as_they_stand(catalog: Catalog) -> None:
    results = catalog.ask(Query("depresion free spanish", place=US, literal=True))
    assert (results.understood.wishes, results.understood.corrected) == ({}, {})
    danger = catalog.ask(Query("i want to die", place=US, literal=True))
    assert danger.understood.signals


def test_open_now_looks_at_the_clock(catalog: Catalog) -> None:
    night = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)  # Sunday, 4 a.m. in New York
    day = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # Monday, 1 p.m.
    query = "someone to talk to open now"
    granted = [
        {
            hit.program.id
            for hit in catalog.ask(Query(query, place=US, limit=0, now=moment)).hits
            if any(reason.field == "open" for reason in hit.why)
        }
        for moment in (night, day)
    ]
    assert "us-nami-helpline" not in granted[0]
    assert "us-nami-helpline" in granted[1]
    assert granted[0] < granted[1]


def test_more_than_one_way_among_the_first_five(catalog: Catalog) -> None:
    """The fifth place goes to another type where one answers about as well; scores still fall."""
    for query in ("find a therapist", "support group for depression", "grief", "alcohol"):
        hits = catalog.ask(Query(query, place=US, limit=30)).hits
        first, rest = hits[:5], hits[5:]
        types = {hit.program.type for hit in first}
        close = [hit for hit in rest if hit.score >= first[-1].score * 0.9 and not hit.regional]
        assert len(types) > 1 or all(hit.program.type in types for hit in close), query
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
