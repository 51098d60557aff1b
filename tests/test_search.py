"""How results are found and ordered: the rules of docs/ranking.md, on the real catalog."""

import pytest

from mhfind import Catalog
from mhfind.errors import UsageError
from mhfind.query import Filters, Place, Query
from mhfind.results import Results


def ids(results: Results) -> list[str]:
    return [hit.program.id for hit in results.hits]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("us-988-lifeline", "us-988-lifeline"),
        ("988", "us-988-lifeline"),
        ("988 Suicide and Crisis Lifeline", "us-988-lifeline"),
        ("National Suicide Prevention Lifeline", "us-988-lifeline"),
        ("741741", "us-crisis-text-line"),
        ("text HOME to 741-741", "us-crisis-text-line"),
        ("crisistextline", "us-crisis-text-line"),
        ("1800 273 8255", "us-988-lifeline"),
        ("the trevor project", "us-trevor-project"),
        ("Trevor Hotline", "us-trevor-project"),
        ("al anon", "us-al-anon"),
        ("whats the number for AA", "us-alcoholics-anonymous"),
        ("NAMI", "us-nami-helpline"),
    ],
)
def test_a_name_a_number_or_an_id_comes_first(catalog: Catalog, query: str, first: str) -> None:
    assert ids(catalog.search(query, country="US"))[0] == first


def test_topics_lead_and_say_so(catalog: Catalog) -> None:
    results = catalog.search("my daughter stopped eating", country="US")
    assert results.hits[0].program.topics[0] == "eating-disorders"
    why = results.hits[0].why[0]
    assert (why.field, why.term, why.matched, why.kind) == ("topics", "stopped eating", "eating-disorders", "topic")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("anxeity", "anxiety"), ("depressoin", "depression"), ("greif", "grief"), ("alchohol", "alcohol")],
)
def test_a_misspelt_word_finds_the_same(catalog: Catalog, typed: str, meant: str) -> None:
    results = catalog.search(typed, country="US")
    assert results.understood.corrected == {typed: meant}
    assert ids(results)[:5] == ids(catalog.search(meant, country="US"))[:5]


@pytest.mark.parametrize("tongue", ["en", "es"])
def test_a_known_word_is_never_corrected(catalog: Catalog, tongue: str) -> None:
    words = list(catalog.index.all_words(tongue=tongue))
    for start in range(0, len(words), 40):
        results = catalog.ask(Query(" ".join(words[start : start + 40])[:2000]))
        assert results.understood.corrected == {}


def test_a_retired_name_leads_to_what_replaced_it(catalog: Catalog) -> None:
    results = catalog.search("NEDA hotline", country="US")
    retired = catalog.get("us-neda-helpline")
    assert retired
    assert results.retired == (retired,)
    assert ids(results)[: len(retired.replaced_by)] == list(retired.replaced_by)
    assert results.hits[0].why[0].kind == "retired"
    assert "us-neda-helpline" not in ids(catalog.search("NEDA hotline", limit=0, country="US"))


def test_a_former_number_says_that_it_is_one(catalog: Catalog) -> None:
    hit = catalog.search("1-800-273-TALK", country="US").hits[0]
    assert (hit.program.id, hit.why[0].kind) == ("us-988-lifeline", "former-number")


def test_filters_of_one_field_mean_or_and_of_different_fields_and(catalog: Catalog) -> None:
    one = set(ids(catalog.search("anxiety", type=["online"], limit=0, country="US")))
    other = set(ids(catalog.search("anxiety", type=["therapy"], limit=0, country="US")))
    assert one
    assert other
    assert set(ids(catalog.search("anxiety", type=["online", "therapy"], limit=0, country="US"))) == one | other
    narrow = catalog.search("anxiety", type=["online"], topic=["anxiety"], limit=0, country="US")
    assert all("anxiety" in hit.program.topics for hit in narrow.hits)
    assert set(ids(narrow)) <= one


def test_an_explicit_country_filters_and_an_implied_one_ranks(catalog: Catalog) -> None:
    for hit in catalog.search("depression", country="GB", limit=0).hits:
        assert {area.split("-")[0] for area in hit.program.serves} & {"GB", "WORLD"}
    implied = catalog.ask(Query("depression", place=Place("GB", None, "timezone"), limit=0))
    near = [bool({area.split("-")[0] for area in hit.program.serves} & {"GB", "WORLD"}) for hit in implied.hits]
    assert all(near[:10])
    assert not all(near)


def test_a_region_brings_its_country_and_the_world(catalog: Catalog) -> None:
    for hit in catalog.search("domestic violence", region="Scotland", limit=0).hits:
        assert set(hit.program.serves) & {"GB-SCT", "GB", "WORLD"}
    assert ids(catalog.search("he hits me", region="GB-SCT"))[0] == "gb-scotland-domestic-abuse-helpline"


def test_a_program_named_exactly_is_shown_from_elsewhere(catalog: Catalog) -> None:
    assert ids(catalog.search("13 11 14", country="US"))[0] == "au-lifeline"
    assert ids(catalog.search("beyondblue", country="US"))[0] == "au-beyond-blue"


def test_danger_pins_help_whatever_the_filters(catalog: Catalog) -> None:
    results = catalog.search("i want to kill myself", type=["online"], topic=["gambling"], limit=1, country="US")
    pinned = [hit for hit in results.hits if hit.pinned]
    assert [hit.program.id for hit in pinned] == ["us-988-lifeline", "us-crisis-text-line"]
    assert [hit.rank for hit in results.hits] == list(range(1, len(results.hits) + 1))
    assert len(results.hits) - len(pinned) <= 1
    assert results.total == len(
        [
            hit
            for hit in catalog.ask(Query(results.query.text, results.query.filters, results.query.place, 0)).hits
            if not hit.pinned
        ]
    )


def test_each_danger_has_its_own_door(catalog: Catalog) -> None:
    doors = {
        "he hits me": "us-ndvh",
        "i took too many pills": "us-poison-help",
        "i was raped": "us-rainn",
        "someone is hurting a child": "us-childhelp",
        "i want to die": "us-988-lifeline",
    }
    assert {query: ids(catalog.search(query, country="US"))[0] for query in doors} == doors


def test_a_crisis_line_does_not_lead_for_an_ordinary_question(catalog: Catalog) -> None:
    for query in (
        "anxiety",
        "cant sleep",
        "my husband wants a divorce",
        "free therapist",
        "grief",
        "adhd",
        "panic attacks",
    ):
        assert catalog.search(query, country="US").hits[0].program.type != "crisis", query


def test_a_program_for_others_does_not_lead(catalog: Catalog) -> None:
    for query in ("trauma", "depression", "therapist"):
        assert not catalog.search(query, country="US").hits[0].program.audiences, query
    assert "veterans" in catalog.search("vet with nightmares", country="US").hits[0].program.audiences


def test_there_are_three_options_for_every_topic_or_the_catalog_has_none(catalog: Catalog) -> None:
    for term in catalog.vocabulary.topics:
        assert catalog.search(term.label, country="US").total >= 3, term.id


def test_nothing_is_found_for_no_words(catalog: Catalog) -> None:
    for query in ("", "   ", "the", "!?", "zzyzx"):
        results = catalog.search(query, country="US")
        assert (results.total, results.hits) == (0, ()), query


def test_queries_are_values() -> None:
    one = Query("panic", Filters(type=("therapy",)), Place("US", None, "option"))
    assert one == Query("panic", Filters(type=("therapy",)), Place("US", None, "option"))
    assert str(one) == '"panic" --type therapy --country US'


def test_more_options_never_weaken_an_answer(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    def scores() -> dict[str, float]:
        results = catalog.search("therapist", country="NZ", type=["therapy"], limit=0)
        return {hit.program.id: hit.score for hit in results.hits}

    filled = scores()
    monkeypatch.setattr("mhfind.search.OPTIONS", 0)
    alone = scores()
    assert all(filled[key] >= score for key, score in alone.items())


def test_filters_take_ids_and_labels_in_any_case(catalog: Catalog) -> None:
    assert catalog.filters(type="Peer Support", topic=["GRIEF"]) == Filters(type=("peer-support",), topic=("grief",))
    with pytest.raises(UsageError, match="unknown topic") as caught:
        catalog.filters(topic="greif")
    assert caught.value.hint == "did you mean grief?"


def test_a_list_begins_with_the_place_that_is_implied(catalog: Catalog) -> None:
    programs = catalog.listing(Filters(type=("crisis",)), Place("US", None, "environment"), 5).programs
    assert all("US" in program.serves for program in programs)
