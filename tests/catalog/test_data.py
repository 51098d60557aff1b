"""The project's own data: what no rule of one record can say, and what would harm someone if it were wrong."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import get_args

import phonenumbers
import pytest
import textstat
from babel import Locale
from conftest import ROOT
from phonenumbers import shortnumberinfo
from prose import prose

from mhfind import model
from mhfind.model import ANY, Contact, Program
from mhfind.numbers import comparison_key, dial_string
from mhfind.source.files import Bundle, read_bundle
from mhfind.texts import LANGUAGES

TYPES = get_args(model.Type)
DIALLED = ("call", "text", "whatsapp", "tty", "video")
WORLD = "WORLD"

# Numbers that are right, but newer than the numbering plans of the phonenumbers library.
DECLARED = {
    ("ad-177", "177"),
    ("ar-cas-135", "135"),
    ("bn-talian-harapan-145", "145"),
    ("bo-familia-segura", "800-11-30-40"),
    ("br-cvv-188", "188"),
    ("bt-pema-helpline", "1010"),
    ("bt-pema-helpline", "1098"),
    ("ci-143", "143"),
    ("cl-4141", "*4141"),
    ("cu-103", "103"),
    ("cy-hope-for-children-1466", "1466"),
    ("de-hilfetelefon-gewalt-gegen-frauen", "116 016"),
    ("do-811", "811"),
    ("ec-171-opcion-6", "171"),
    ("ee-hingehoiu-telefon-116123", "116 123"),
    ("ee-ohvriabi-kriisitelefon-116006", "116 006"),
    ("fj-child-helpline-1325", "1325"),
    ("fj-lifeline-1543", "1543"),
    ("ge-116006", "116 006"),
    ("gi-mental-health-crisis-111", "111"),
    ("gr-10306", "10306"),
    ("gr-klimaka-1018", "1018"),
    ("gy-915", "915"),
    ("hk-18111", "18111"),
    ("hn-telefono-de-la-esperanza", "150"),
    ("in-deaddiction-14446", "14446"),
    ("in-elder-line", "14567"),
    ("in-manas-1933", "1933"),
    ("in-ncw-helpline-14490", "14490"),
    ("in-tele-manas", "14416"),
    ("kg-111-children", "111"),
    ("kr-109", "109"),
    ("kz-111", "111"),
    ("lb-embrace-1564", "1564"),
    ("lc-203", "203"),
    ("lv-skalbes-116123", "116123"),
    ("mt-1579", "1579"),
    ("mw-child-helpline-116", "116"),
    ("mw-child-helpline-116", "393"),
    ("mw-drug-6600", "6600"),
    ("mw-gbv-5600", "5600"),
    ("na-gbv-106", "106"),
    ("na-lifeline-116", "116"),
    ("nl-113-zelfmoordpreventie", "113"),
    ("np-1166", "1166"),
    ("pa-linea-147", "147"),
    ("pe-linea-113", "113"),
    ("ph-ncmh-crisis-hotline", "1553"),
    ("pt-1411", "1411"),
    ("qa-16000", "16000"),
    ("ru-detskiy-telefon-doveriya", "124"),
    ("tn-1899", "1899"),
    ("tw-1925", "1925"),
    ("ua-2345-men", "2345"),
    ("ua-lifeline-7333", "7333"),
    ("uy-linea-vida", "*0767"),
    ("za-childline", "116"),
    ("za-gbv-command-centre", "*120*7867#"),
    ("za-tears", "*134*7355#"),
    ("zm-childline-116", "116"),
    ("zm-lifeline-933", "933"),
}
# Numbers of records that serve the whole world, published without the code of their country.
LOCAL = {("world-clubhouse-international", "212-582-0343")}
# Emergency numbers that the numbering plan of the package does not know yet; each with its page in data/crisis.yaml.
NEW_EMERGENCY = {
    "AM": {"112"},
    "AO": {"111"},
    "BF": {"112", "15"},
    "BL": {"112", "15", "17"},
    "CD": {"112"},
    "CI": {"185"},
    "CM": {"112"},
    "CW": {"912"},
    "DJ": {"21 35 09 62"},
    "DZ": {"1021", "1548"},
    "EH": {"150"},
    "ET": {"907"},
    "GA": {"177"},
    "GD": {"434"},
    "GF": {"112"},
    "GH": {"112"},
    "GI": {"999"},
    "GL": {"701448"},
    "GP": {"112"},
    "GT": {"122"},
    "HN": {"911"},
    "HT": {"116"},
    "IQ": {"911"},
    "KE": {"911"},
    "KG": {"112"},
    "KI": {"999"},
    "LA": {"1191", "1195"},
    "LK": {"1990"},
    "LY": {"1415"},
    "MA": {"150", "190"},
    "MF": {"112"},
    "MH": {"625 8666"},
    "MM": {"192"},
    "MR": {"101", "117"},
    "MZ": {"112"},
    "NA": {"112"},
    "NG": {"112"},
    "PA": {"104"},
    "PE": {"106"},
    "PG": {"112"},
    "PM": {"112"},
    "RS": {"192", "194"},
    "RW": {"912"},
    "SB": {"111"},
    "SL": {"117"},
    "SN": {"1515"},
    "SR": {"113"},
    "ST": {"113", "222 22 22"},
    "SX": {"911"},
    "SZ": {"977"},
    "TD": {"1212", "2020"},
    "TG": {"8200"},
    "TL": {"110"},
    "TM": {"002", "003"},
    "TT": {"811"},
    "UG": {"112"},
    "UY": {"105"},
    "UZ": {"102", "103", "112"},
    "VU": {"111", "115"},
    "WF": {"112"},
    "YT": {"17"},
    "ZM": {"992"},
}
# Places of ISO 3166-1 where nobody lives for good, and those for which no page with the emergency number was found, or
# pages contradict each other; and countries with programs but no line for everyone.
NOBODY = set("AQ BV GS HM IO TF UM".split())
NO_EMERGENCY = set("CC CG GM GN GQ KM KP NF PN SS TK".split())
NO_LINE = set("AL BA BG BO CY DK GE HR IR KE KG KZ ME MK MW NA RO RU SA TR TZ ZW".split())
# The line that people in danger are sent to first, as each country's own government names it.
MAIN_LINES = {"US": "988", "CA": "988", "GB": "116 123", "IE": "116 123", "AU": "13 11 14", "NZ": "1737", "IN": "14416"}


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return read_bundle(ROOT / "data")


@pytest.fixture(scope="module")
def programs(bundle: Bundle) -> tuple[Program, ...]:
    """All records that can be recommended."""
    return tuple(program for program in bundle.programs if program.status == "active")


# Names


def test_names_of_guides_programs_types_and_topics_never_collide(bundle: Bundle) -> None:
    """But for the guides of types, which bear their ids: `mhfind guide NAME` has one meaning for each name."""
    guides = {name.split("/")[1] for name in bundle.guides} - set(TYPES)
    topics = [term.id for term in bundle.vocabulary.topics]
    names = Counter([*guides, *(program.id for program in bundle.programs), *TYPES, *topics])
    assert [name for name, count in names.items() if count > 1] == []


def test_the_vocabulary_has_the_words_of_the_model_and_no_others(bundle: Bundle) -> None:
    lists = {
        "types": model.Type,
        "routes": model.Route,
        "payments": model.Payment,
        "channels": model.Channel,
        "access": model.Access,
    }
    words = {name: [term.id for term in getattr(bundle.vocabulary, name)] for name in lists}
    assert {name: sorted(ids) for name, ids in words.items()} == {
        name: sorted(get_args(kind)) for name, kind in lists.items()
    }


def test_every_way_in_and_every_type_has_a_guide(bundle: Bundle) -> None:
    assert {f"en/{name}" for name in (*get_args(model.Route), *TYPES)} <= set(bundle.guides)


def test_every_problem_has_a_program(bundle: Bundle, programs: tuple[Program, ...]) -> None:
    topics = {topic for program in programs for topic in program.topics}
    assert [term.id for term in bundle.vocabulary.topics if term.kind == "problem" and term.id not in topics] == []


# How much there is


def test_there_is_enough_to_choose_from(bundle: Bundle, programs: tuple[Program, ...]) -> None:
    assert len(programs) >= 45
    types = Counter(program.type for program in programs)
    assert [name for name in TYPES if types[name] < 5] == []
    assert sum(WORLD in program.serves for program in programs) >= 3
    gone = [program.id for program in bundle.programs if program.status == "retired" or program.former_contacts]
    assert len(gone) >= 6


def test_topics_say_what_a_program_is_for_and_not_everything_it_touches(bundle: Bundle) -> None:
    assert [program.id for program in bundle.programs if not 1 <= len(program.topics) <= 5] == []


# Days


def days(program: Program) -> Iterator[str]:
    """Yield the days that a record names, parts of days too."""
    yield from (day for day in (program.reread, program.retired_on) if day)
    yield from (source.page_date for source in program.sources if source.page_date)
    yield from (former.since for former in program.former_contacts if former.since)


def test_no_day_is_after_the_last_reading(bundle: Bundle) -> None:
    last = max(source.read for program in bundle.programs for source in program.sources)
    late = [(program.id, day) for program in bundle.programs for day in days(program) if day > last[: len(day)]]
    assert late == []


def test_crisis_records_were_read_twice(programs: tuple[Program, ...]) -> None:
    unread = [program.id for program in programs if program.crisis_line == "yes" and not program.reread]
    early = [
        program.id
        for program in programs
        if program.reread and program.reread < min(source.read for source in program.sources)
    ]
    assert (unread, early) == ([], [])


# Who answers in a crisis


def test_countries_have_emergency_numbers_and_first_answers(bundle: Bundle, programs: tuple[Program, ...]) -> None:
    served = {area.split("-")[0] for program in programs for area in program.serves} - {WORLD}
    answered = {answer.place.split("-")[0] for answer in bundle.crisis.answers if answer.kind == ANY}
    assert set(bundle.places.countries) - {one.country for one in bundle.crisis.emergency} == NOBODY | NO_EMERGENCY
    assert served - answered == NO_LINE
    assert WORLD in answered


@pytest.mark.parametrize("country", MAIN_LINES)
def test_the_main_crisis_line_answers_first(bundle: Bundle, programs: tuple[Program, ...], country: str) -> None:
    first = next(a.programs[0] for a in bundle.crisis.answers if (a.kind, a.place) == (ANY, country))
    (program,) = (program for program in programs if program.id == first)
    always = {contact.value for contact in program.contacts if (contact.channel, contact.hours) == ("call", "24/7")}
    assert MAIN_LINES[country] in always


def test_first_answers_can_be_reached_at_once(bundle: Bundle, programs: tuple[Program, ...]) -> None:
    reachable = {
        program.id
        for program in programs
        if WORLD in program.serves or any(contact.channel in {"call", "text", "chat"} for contact in program.contacts)
    }
    assert [answer for answer in bundle.crisis.answers if not set(answer.programs) <= reachable] == []


def test_emergency_numbers_are_those_of_the_country(bundle: Bundle) -> None:
    unknown: dict[str, set[str]] = {}
    for country in bundle.crisis.emergency:
        for number in country.numbers:
            known = shortnumberinfo.is_emergency_number(dial_string(number.value), country.country)
            if number.service != "medical-advice" and not known:
                unknown.setdefault(country.country, set()).add(number.value)
    assert unknown == NEW_EMERGENCY


# Numbers


def numbers(program: Program) -> Iterator[tuple[Contact, str]]:
    """Yield the contacts that are dialled, and what is dialled."""
    for contact in program.contacts:
        if contact.channel in DIALLED and not contact.value.startswith("http"):
            yield contact, contact.dial or dial_string(contact.value)


def plans(program: Program, contact: Contact) -> set[str]:
    """Return the countries whose numbering plan a number may belong to; none where the record serves the world."""
    areas = (*contact.reach, *program.serves)
    return {area.split("-")[0] for area in areas} - {WORLD}


def is_valid(dialled: str, country: str | None) -> bool:
    """Tell whether a number exists: in full in any country, or as a short code of `country`."""
    try:
        number = phonenumbers.parse(dialled, country)
    except phonenumbers.NumberParseException:
        return False
    short = country and shortnumberinfo.is_valid_short_number_for_region(number, country)
    return bool(short) or phonenumbers.is_valid_number(number)


def test_numbers_exist_in_the_numbering_plan(programs: tuple[Program, ...]) -> None:
    unknown = {
        (program.id, contact.value)
        for program in programs
        for contact, dialled in numbers(program)
        if not any(is_valid(dialled, country) for country in plans(program, contact) or (None,))
    }
    assert unknown - DECLARED - LOCAL == set()
    assert unknown == DECLARED | LOCAL, "a number is known now: take it from the list"


def test_no_former_number_is_given_out(bundle: Bundle, programs: tuple[Program, ...]) -> None:
    """Not in the same country: 1-800-SUICIDE is an old number in the United States, and a line of British Columbia."""
    current: dict[tuple[str, str], str] = {}
    for program in programs:
        for _, dialled in numbers(program):
            current |= {(country, comparison_key(dialled)): program.id for country in countries(program)}
    given = [
        (program.id, former.value, current[key])
        for program in bundle.programs
        for former in program.former_contacts
        for country in countries(program)
        if (key := (country, comparison_key(former.value))) in current
    ]
    assert given == []


def countries(program: Program) -> set[str]:
    return {area.split("-")[0] for area in program.serves}


def test_what_replaces_a_former_number_is_given_out(bundle: Bundle, programs: tuple[Program, ...]) -> None:
    current = {comparison_key(dialled) for program in programs for _, dialled in numbers(program)}
    names = {program.id for program in programs}
    addresses = {contact.value for program in programs for contact in program.contacts}
    lost = [
        (program.id, former.value, former.use)
        for program in bundle.programs
        for former in program.former_contacts
        if former.use
        and former.use not in names | addresses
        and (former.use.startswith("http") or comparison_key(former.use) not in current)
    ]
    assert lost == []


def test_every_contact_was_read_on_a_page_of_the_record(bundle: Bundle) -> None:
    missing = [
        (program.id, contact.value)
        for program in bundle.programs
        for contact in program.contacts
        if not set(contact.source) & {source.key for source in program.sources}
    ]
    assert missing == []


def test_no_contact_stands_twice_in_a_record(bundle: Bundle) -> None:
    def same(contact: Contact) -> tuple[object, ...]:
        return (contact.channel, contact.value, contact.then, contact.keyword, contact.label, contact.hours)

    twice = [program.id for program in bundle.programs if len({*map(same, program.contacts)}) < len(program.contacts)]
    assert twice == []


# Words


def test_summaries_read_at_grade_8_or_below(programs: tuple[Program, ...]) -> None:
    """Flesch-Kincaid grade; a program's own names count as one short word, since nobody can choose them."""
    hard = []
    for program in programs:
        text = program.summary or ""
        for name in sorted((program.name, program.organization, *program.also_known_as), key=len, reverse=True):
            text = text.replace(name, "It")
        if (grade := textstat.flesch_kincaid_grade(text)) > 8:
            hard.append((program.id, grade))
    assert hard == []
    assert textstat.flesch_kincaid_grade("Organizations coordinate comprehensive rehabilitation opportunities.") > 8


def test_prose_does_not_repeat_phone_numbers(bundle: Bundle) -> None:
    long_number = re.compile(r"\+?\d[\d ().-]{6,}\d")
    assert [
        (place, match.group())
        for place, text in prose(bundle)
        if not place.startswith(("en/", "es/")) and (match := long_number.search(text))
    ] == []


def test_records_whose_name_on_paper_could_harm_are_sensitive(programs: tuple[Program, ...]) -> None:
    open_ones = [
        program.id
        for program in programs
        if program.topics[0] in {"domestic-violence", "sexual-assault"} and program.sensitive != "yes"
    ]
    assert open_ones == []


def test_a_value_rests_on_its_own_page_or_on_two_others(programs: tuple[Program, ...]) -> None:
    """Count hosts, not pages: two copies on one site are one source. A number given again in a record counts once."""
    weak = []
    for program in programs:
        sources = {source.key: source for source in program.sources}
        support: dict[str, set[str]] = {}
        for contact in program.contacts:
            if contact.channel in {"call", "text", "tty", "whatsapp", "email"}:
                used = [sources[key] for key in contact.source]
                own = {"own page"} if any(source.by != "other" for source in used) else set()
                hosts = {source.url.split("/")[2] for source in used}
                support.setdefault(contact.value, set()).update(own or hosts)
        weak += [(program.id, value) for value, found in support.items() if found != {"own page"} and len(found) < 2]
    assert weak == []


def test_a_program_rests_on_its_own_page_or_on_two_others(programs: tuple[Program, ...]) -> None:
    weak = [
        program.id
        for program in programs
        if all(source.by == "other" for source in program.sources)
        and len({source.url.split("/")[2] for source in program.sources}) < 2
    ]
    assert weak == []


# Names

# Where CLDR's name of a country or a language is not the one that people here would write, or there is none.
OWN_NAMES = {"CD", "CG", "GS", "HK", "HM", "MM", "MO", "PS", "TR"}
OWN_LANGUAGES = {"bn", "mi", "oj", *("ase", "asf", "bfi", "gsg", "nzs")}


def test_countries_and_languages_have_the_names_of_cldr(bundle: Bundle) -> None:
    def spelled(name: str) -> str:
        return name.replace("&", "and").replace("St. ", "Saint ").replace(" the ", " ")

    cldr = Locale("en")
    countries = {code: name for code, name in bundle.places.countries.items() if code not in OWN_NAMES}
    assert {c: n for c, n in countries.items() if spelled(n) != spelled(cldr.territories[c])} == {}
    assert {
        tag: name for tag, name in LANGUAGES.items() if tag not in OWN_LANGUAGES and name != cldr.languages[tag]
    } == {}
