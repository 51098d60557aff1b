"""Bad records, each with the exact complaint that its contributor gets. A rule without a bad record here is no rule."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import OWN

from mhfind.catalog import Catalog
from mhfind.model import Program
from mhfind.source import rules
from mhfind.source.files import inspect_own
from mhfind.source.reader import Problem, read_yaml
from mhfind.source.walker import convert

# The records that stand beside the one that is read.
BESIDE = {"us-newer-line": "active", "us-older-line": "retired"}

RETIRED = """\
- id: us-closed-line
  status: retired
  retired_on: 2023-06
  reason: The program has ended.
  replaced_by: [us-newer-line]
  name: Closed Line
  organization: Example Alliance
  type: crisis
  topics: [loneliness]
  serves: [US]
  former_contacts:
    - {value: "1-800-555-0137", channel: call, kind: closed, since: 2023-06, still_works: no, use: us-newer-line, source: [news]}
  sources:
    - {key: news, url: "https://example.org/news", by: other, read: 2026-11-23, method: archived-page}
"""

TEXT = '{channel: text, value: "55501", keyword: HELLO, '
CALL = '{channel: call, value: "1-800-555-0100", '
SUMMARY = "summary: Trained peers who have been through hard times listen and talk with you."
LANGUAGES = "  languages: [en, es]"
PLAIN_HOURS = (
    'only plain weekly hours can be kept: days, each with times ("Mo-Su" alone means round the clock), or "24/7";'
    " put the rest into hours_text"
)

# What is changed in OWN, to what, and the complaints (without the file's name).
BAD = (
    # fields
    ("  organization:", "  sumary: Hello.\n  organization:", '4:3: us-example-line: sumary: unknown field - did you mean "summary"?'),
    ("  organization:", '  phnoe: "988"\n  organization:', "4:3: us-example-line: phnoe: unknown field - see `mhfind catalog schema`"),
    (TEXT, '{channel: text, valeu: "55501", ', '15:7: us-example-line: contacts[1]: value is missing - add `value: ...`\n15:23: us-example-line: contacts[1].valeu: unknown field - did you mean "value"?'),
    ("  name: Example Line\n", "", "1:3: us-example-line: name is missing - add `name: ...`"),
    (", read: 2026-11-23", "", "17:7: us-example-line: sources[0]: read is missing - add `read: ...`"),
    (LANGUAGES, "  implied: [grief]", "10:3: us-example-line: implied: is filled in by mhfind - remove the field"),
    ("keyword: HELLO", "weekly: []", "15:39: us-example-line: contacts[1].weekly: is filled in by mhfind - remove the field"),
    # words that are not known
    ("status: active", "status: actve", "2:3: us-example-line: status: 'actve' is not known - did you mean \"active\"?"),
    ("crisis_line: no", "crisis_line: false", "8:3: us-example-line: crisis_line: 'false' is not known - use one of: no, yes"),
    ("channel: text", "channel: sms", "15:8: us-example-line: contacts[1].channel: 'sms' is not known - use one of: call, chat, email, text, tty, video, visit, web, whatsapp"),
    # lists and mappings
    ("topics: [loneliness, depression]", "topics: depression", "6:3: us-example-line: topics: must be a list - write `[a, b]`, or one `- item` a line"),
    ("topics: [loneliness, depression]", "topics: []", "6:3: us-example-line: topics: is empty - problems only, the main one first; 1 to 5"),
    ("name: Example Line", "name: [Example, Line]", "3:3: us-example-line: name: must be one value, not a list or a mapping - write plain text"),
    ("name: Example Line", "name: {en: Example Line}", "3:3: us-example-line: name: must be one value, not a list or a mapping - write plain text"),
    (LANGUAGES, "  translations: espanol", "10:3: us-example-line: translations: must be a mapping - write `key: value` lines"),
    (LANGUAGES, "  translations: {French: {summary: Bonjour.}}", "10:18: us-example-line: translations.French: 'French' does not fit - write a BCP 47 tag such as en, es or ase"),
    (LANGUAGES, "  translations: {es: {sumary: Hola.}}", '10:23: us-example-line: translations.es.sumary: unknown field - did you mean "summary"?'),
    (f'{TEXT}hours: "24/7", reach: [US], source: [site]}}', '"55501"', "15:7: us-example-line: contacts[1]: must be a mapping of fields - write `field: value` lines"),
    (OWN, "- 988\n", "1:3: must be a mapping of fields - write `field: value` lines"),
    # ages
    (LANGUAGES, "  min_age: young", "10:3: us-example-line: min_age: 'young' is not a whole number from 0 to 120 - write digits only, or remove the field"),
    (LANGUAGES, "  min_age: 130", "10:3: us-example-line: min_age: '130' is not a whole number from 0 to 120 - write digits only, or remove the field"),
    (LANGUAGES, "  min_age: 018", "10:3: us-example-line: min_age: '018' is not a whole number from 0 to 120 - write digits only, or remove the field"),
    # texts
    (LANGUAGES, "  area_note:", "10:3: us-example-line: area_note: is empty - remove the field, or say something; absent means not known"),
    (LANGUAGES, "  area_note: ~", "10:3: us-example-line: area_note: is empty - remove the field, or say something; absent means not known"),
    (LANGUAGES, "  access: null", "10:3: us-example-line: access: is empty - remove the field, or say something; absent means not known"),
    ("organization: Example Alliance", 'organization: ""', "4:3: us-example-line: organization: is empty - remove the field, or say something; absent means not known"),
    ("name: Example Line", 'name: "Example Line "', "3:3: us-example-line: name: begins or ends with a blank or a line break - remove it (in YAML: >- or |-, not > or |)"),
    ("  summary: ", "  summary: |\n    ", "11:3: us-example-line: summary: begins or ends with a blank or a line break - remove it (in YAML: >- or |-, not > or |)"),
    (SUMMARY, f"summary: {'Peers listen. ' * 50}They do.", "11:3: us-example-line: summary: has 708 characters - say it in at most 600"),
    ("name: Example Line", 'name: "Example\\nLine"', "3:3: us-example-line: name: 'Example\\nLine' does not fit - write one line of text"),
    ("name: Example Line", "name: Example\u200b Line", "3:3: us-example-line: name: invisible character U+200B (zero width space) - remove it; type the text again"),
    ("name: Example Line", 'name: "Example\\e[2J Line"', "3:3: us-example-line: name: invisible character U+001B (control character) - remove it; type the text again"),
    ('"1-800-555-0100"', '"1-800\u202e-555-0100"', "14:23: us-example-line: contacts[0].value: invisible character U+202E (right-to-left override) - remove it; type the text again\n14:23: us-example-line: contacts[0].value: '1-800\\u202e-555-0100' does not fit - write plain ASCII characters"),
    ('"55501"', '"555\\u200b01"', "15:23: us-example-line: contacts[1].value: invisible character U+200B (zero width space) - remove it; type the text again\n15:23: us-example-line: contacts[1].value: '555\\u200b01' does not fit - write plain ASCII characters"),
    ('"55501"', '"５５５０１"', "15:23: us-example-line: contacts[1].value: '５５５０１' does not fit - write plain ASCII characters"),
    ("keyword: HELLO", "keyword: Olá", "15:39: us-example-line: contacts[1].keyword: 'Olá' does not fit - write plain ASCII characters"),
    # patterns
    ("id: us-example-line", "id: US_example", "1:3: US_example: id: 'US_example' does not fit - write <country>-<slug> or world-<slug>, in small letters, digits and hyphens"),
    (LANGUAGES, "  languages: [English]", "10:15: us-example-line: languages[0]: 'English' does not fit - write a BCP 47 tag such as en, es or ase"),
    ("serves: [US]", "serves: [usa]", "9:12: us-example-line: serves[0]: 'usa' does not fit - write a code such as US or US-OH, or WORLD"),
    ("topics: [loneliness, depression]", "topics: [Loneliness]", "6:12: us-example-line: topics[0]: 'Loneliness' does not fit - write small letters, digits and hyphens"),
    ("reread: 2026-11-23", "reread: yesterday", "18:3: us-example-line: reread: 'yesterday' does not fit - write a day as YYYY-MM-DD"),
    ("page_date: 2025-06", "page_date: June 2025", "17:87: us-example-line: sources[0].page_date: 'June 2025' does not fit - write YYYY, YYYY-MM or YYYY-MM-DD"),
    ('url: "https://example.org/line"', "url: example.org/line", "17:19: us-example-line: sources[0].url: 'example.org/line' does not fit - write a web address, from https:// on"),
    ("timezone: America/New_York", "timezone: (ET)", "14:76: us-example-line: contacts[0].timezone: '(ET)' does not fit - write IANA time zone"),
    ("keyword: HELLO", 'dial: "555 01"', "15:39: us-example-line: contacts[1].dial: '555 01' does not fit - write keypad characters; required when the value has letters"),
    # completeness
    (f"  {SUMMARY}\n", "", "1:3: us-example-line: summary is missing - add `summary: ...`"),
    ('  first_step: Call and say, "I\'d like to talk to someone."\n', "", "1:3: us-example-line: first_step is missing - add `first_step: ...`"),
    ("  payment: [free]\n", "", "1:3: us-example-line: payment is missing - add `payment: [free]` or the like; `cost_note` where no source says"),
    ("status: active", "status: active\n  retired_on: 2026-01", "3:3: us-example-line: retired_on: is for paused and retired records - remove it, or change the status"),
    ("status: active", "status: active\n  replaced_by: [us-newer-line]", "3:3: us-example-line: replaced_by: is for paused and retired records - remove it, or change the status"),
    ("status: active", "status: retired\n  retired_on: 2026-01\n  reason: It ended.", "15:3: us-example-line: contacts: a retired record has contacts - move them to former_contacts"),
    # identity
    ("id: us-example-line", "id: xx-example-line", "1:3: xx-example-line: id: 'xx' is no country - begin with an ISO 3166-1 code in lower case, or world-"),
    ("id: us-example-line", "id: gb-example-line", "1:3: gb-example-line: id: begins with 'gb', but serves US - make them agree"),
    ("id: us-example-line", "id: world-example-line", "1:3: world-example-line: id: begins with 'world', but serves US - make them agree"),
    ("status: active", "status: paused\n  replaced_by: [us-newer-lines]", "3:17: us-example-line: replaced_by[0]: there is no record 'us-newer-lines' - did you mean \"us-newer-line\"?"),
    ("status: active", "status: paused\n  replaced_by: [us-older-line]", "3:17: us-example-line: replaced_by[0]: 'us-older-line' is retired itself - name the program to go to now"),
    # the vocabulary and places
    ("[loneliness, depression]", "[lonelines]", "6:12: us-example-line: topics[0]: unknown topic 'lonelines' - did you mean \"loneliness\"?"),
    ("[loneliness, depression]", "[xylophones]", "6:12: us-example-line: topics[0]: unknown topic 'xylophones' - see data/vocabulary.yaml"),
    ("[loneliness, depression]", "[loneliness, veterans]", "6:24: us-example-line: topics[1]: 'veterans' says for whom - name the problem here, and the people in audiences"),
    ("[loneliness, depression]", "[loneliness, depression, anxiety, panic, grief, stress]", "6:3: us-example-line: topics: 6 topics - keep the 5 that it is for"),
    (LANGUAGES, "  audiences: [veteran]", "10:15: us-example-line: audiences[0]: unknown audience 'veteran' - did you mean \"veterans\"?"),
    ("serves: [US]", "serves: [US, UK]", "9:16: us-example-line: serves[1]: 'UK' is no country of ISO 3166-1 - did you mean \"GB\"?"),
    ("serves: [US]", "serves: [US, EU]", "9:16: us-example-line: serves[1]: 'EU' is no country of ISO 3166-1 - write a code such as US, or WORLD"),
    ("serves: [US]", "serves: [US-OI]", "9:12: us-example-line: serves[0]: 'US-OI' is no region of ISO 3166-2 - write a code such as US-OH"),
    # twice
    (LANGUAGES, "  languages: [en, es, en]", "10:23: us-example-line: languages[2]: 'en' stands twice - remove one"),
    ("type: peer-support", "type: peer-support\n  other_types: [online, peer-support]", "6:3: us-example-line: other_types: 'peer-support' is the type already - remove it here"),
    # sense
    ("type: peer-support", "type: crisis", "8:3: us-example-line: crisis_line: a crisis service answers people in crisis - write `crisis_line: yes`"),
    (LANGUAGES, "  min_age: 25\n  max_age: 24", "10:3: us-example-line: min_age: 25 is above max_age 24 - swap or correct them"),
    (", read: 2026-11-23", ", read: 2024-99-99", "17:69: us-example-line: sources[0].read: '2024-99-99' is no date - write YYYY-MM-DD, a day of the calendar"),
    ("page_date: 2025-06", "page_date: 2025-13", "17:87: us-example-line: sources[0].page_date: '2025-13' is no date - write YYYY-MM-DD, a day of the calendar"),
    ("reread: 2026-11-23", "reread: 2026-02-30", "18:3: us-example-line: reread: '2026-02-30' is no date - write YYYY-MM-DD, a day of the calendar"),
    ("status: active", "status: paused\n  retired_on: 2026-02-30", "3:3: us-example-line: retired_on: '2026-02-30' is no date - write YYYY-MM-DD, a day of the calendar"),
    # sources
    ("  reread:", '    - {key: site, url: "https://example.org/a", by: first-party, read: 2026-11-23, method: called}\n  reread:', "18:7: us-example-line: sources[1]: 'site' stands twice - give each source its own key"),
    (f'{TEXT}hours: "24/7", reach: [US], source: [site]', f'{TEXT}hours: "24/7", reach: [US], source: [sites]', "15:92: us-example-line: contacts[1].source[0]: there is no source 'sites' - did you mean \"site\"?"),
    (f'{TEXT}hours: "24/7", reach: [US], source: [site]', f'{TEXT}hours: "24/7", reach: [US], source: []', "15:83: us-example-line: contacts[1].source: is empty - name the source at which this value was read"),
    ("confirms: [summary, payment, languages]", "confirms: [summary, prices]", "17:150: us-example-line: sources[0].confirms[1]: 'prices' is no field - name fields of the record"),
    # values of contacts
    (TEXT, '{channel: chat, value: "example.org/chat", ', "15:23: us-example-line: contacts[1].value: 'example.org/chat' is no web address - write it from https:// on"),
    (TEXT, '{channel: web, value: "javascript:alert(1)", ', "15:22: us-example-line: contacts[1].value: 'javascript:alert(1)' is no web address - write it from https:// on"),
    (TEXT, '{channel: email, value: "help at example.org", ', "15:24: us-example-line: contacts[1].value: 'help at example.org' is no e-mail address - write name@example.org"),
    (TEXT, '{channel: visit, value: "12 Main St", ', "15:7: us-example-line: contacts[1]: address is missing - a visit needs `address: {street: ..., city: ...}`"),
    (TEXT, '{channel: video, value: "by appointment", ', "15:24: us-example-line: contacts[1].value: 'by appointment' is no number to dial - write the number as published"),
    ('"55501"', '"call us"', "15:23: us-example-line: contacts[1].value: 'call us' is no number to dial - write the number as published"),
    ('"55501"', '"5"', "15:23: us-example-line: contacts[1].value: '5' is no number to dial - write the number as published"),
    ('"1-800-555-0100"', '"1-800-555-HELP"', '14:7: us-example-line: contacts[0]: dial is missing - the value has letters; add the digits (`dial: "18005554357"`?)'),
    ('"1-800-555-0100"', '"1-800-555-HELP", dial: "18005554358"', "14:48: us-example-line: contacts[0].dial: 18005554358 is not what '1-800-555-HELP' spells (18005554357) - read the source again"),
    ('"1-800-555-0100"', '"1-800-555-HELP", dial: "1800555435"', "14:48: us-example-line: contacts[0].dial: 1800555435 is not what '1-800-555-HELP' spells (18005554357) - read the source again"),
    ('"1-800-555-0100"', '"1-800-555-0100", dial: "18005550101"', "14:48: us-example-line: contacts[0].dial: 18005550101 differs from '1-800-555-0100' - remove it; it is made from the value"),
    ('"1-800-555-0100"', '"1-800-555-0100", keyword: HELLO', "14:48: us-example-line: contacts[0].keyword: only texts have a keyword - use `then` for a menu step"),
    ("timezone: America/New_York, reach: [US]", "timezone: America/New_York, reach: [UK]", "14:112: us-example-line: contacts[0].reach[0]: 'UK' is no country of ISO 3166-1 - did you mean \"GB\"?"),
    # hours
    ("America/New_York", "America/NewYork", "14:76: us-example-line: contacts[0].timezone: unknown time zone 'America/NewYork' - did you mean \"America/New_York\"?"),
    (", timezone: America/New_York", "", "14:7: us-example-line: contacts[0]: timezone is missing - hours need the zone they are meant in (`timezone: America/New_York`)"),
    ('"Mo-Fr 09:00-21:00"', '"9am-5pm"', f"14:48: us-example-line: contacts[0].hours: '9am-5pm': {PLAIN_HOURS} - example: \"Mo-Fr 09:00-17:00, Sa 10:00-14:00\""),
    ('"Mo-Fr 09:00-21:00"', '"Mo-Fr 09:00-61:00"', "14:48: us-example-line: contacts[0].hours: 'Mo-Fr 09:00-61:00': there is no such time - example: \"Mo-Fr 09:00-17:00, Sa 10:00-14:00\""),
)  # fmt: skip

# The same for the retired record.
BAD_RETIRED = (
    ("  retired_on: 2023-06\n", "", "1:3: us-closed-line: retired_on is missing - a retired record says retired_on"),
    ("  reason: The program has ended.\n", "", "1:3: us-closed-line: reason is missing - a retired record says reason"),
    ("[news]", "[newspaper]", "12:124: us-closed-line: former_contacts[0].source[0]: there is no source 'newspaper' - did you mean \"news\"?"),
    ("since: 2023-06", "since: 2023-00", "12:62: us-closed-line: former_contacts[0].since: '2023-00' is no date - write YYYY-MM-DD, a day of the calendar"),
    ("kind: closed", "kind: gone", "12:48: us-closed-line: former_contacts[0].kind: 'gone' is not known - use one of: closed, misprint, replaced, undialable"),
    ("use: us-newer-line", "use: us-newer-lime", "12:95: us-closed-line: former_contacts[0].use: there is no record 'us-newer-lime' - did you mean \"us-newer-line\"?"),
)  # fmt: skip

# What is changed in OWN, to what, where nothing is wrong with it.
GOOD = (
    ("name: Example Line", "name: NO"),
    ("name: Example Line", "name: Línea de Ejemplo 行 👩‍👩‍👧 नमस्ते"),
    ("name: Example Line", 'name: "Call 988 [press 1 for veterans]"'),
    ("status: active", "status: paused\n  reason: It moves house.\n  replaced_by: [us-newer-line]"),
    ("id: us-example-line", "id: us-oh-example-line"),
    ("serves: [US]", "serves: [US, GB-SCT, NG-LA]"),
    ("serves: [US]", "serves: [WORLD]"),
    ("  payment: [free]", "  cost_note: The pages we read do not say what it costs."),
    (LANGUAGES, "  languages: [zh-Hant, es-419, ase, en-US]"),
    (LANGUAGES, "  min_age: 0\n  max_age: 120"),
    (LANGUAGES, "  translations: {es: {summary: Escuchan.}}"),
    (LANGUAGES, "  translations: {fr: {summary: Bonjour.}, zh-Hant: {bring: '-'}}"),
    ("type: peer-support\n  topics: [loneliness, depression]\n  payment: [free]\n  crisis_line: no", "type: crisis\n  topics: [suicide]\n  payment: [free]\n  crisis_line: yes"),
    ("page_date: 2025-06", "page_date: 2024-02-29"),
    ("page_date: 2025-06", "page_date: 2025"),
    ('"55501"', '"024"'),
    ('"55501"', "9:00"),
    ('"55501"', "+1 (800) 555-0100"),
    ('"1-800-555-0100"', '"1-800-555-HELP", dial: "18005554357"'),
    ('"1-800-555-0100"', '"1-800-555-0100", dial: "18005550100"'),
    (TEXT, '{channel: video, value: "https://example.org/vp", '),
    (TEXT, '{channel: video, value: "1-800-555-0101", '),
    (TEXT, "{channel: email, value: first.last+help@mail.example.co.uk, "),
    (TEXT, '{channel: visit, value: "12 Main St", address: {street: 12 Main St, city: Athens, region: OH}, '),
    ('"Mo-Fr 09:00-21:00"', '"Mo-Fr 09:00-12:00,13:00-21:00; Sa 10:00-14:00; PH off"'),
)  # fmt: skip


def problems_of(text: str, catalog: Catalog, folder: Path) -> list[Problem]:
    path = folder / "own.yaml"
    path.write_text(text, "utf-8")
    return inspect_own([path], catalog.vocabulary, catalog.gazetteer, BESIDE)[1]


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} must stand once in the record"
    return text.replace(old, new)


def every_bad_record() -> Iterable[tuple[str, str]]:
    yield from ((changed(OWN, old, new), expected) for old, new, expected in BAD)
    yield from ((changed(RETIRED, old, new), expected) for old, new, expected in BAD_RETIRED)


def test_the_records_that_bad_ones_are_made_from_are_good(catalog: Catalog, tmp_path: Path) -> None:
    assert problems_of(OWN, catalog, tmp_path) == []
    assert problems_of(RETIRED, catalog, tmp_path) == []


def test_bad_records(catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    failures = []
    for text, expected in every_bad_record():
        told = [str(problem) for problem in problems_of(text, catalog, tmp_path)]
        wanted = [f"own.yaml:{line}" for line in expected.split("\n")]
        if told != wanted:
            failures.append("\n".join(["", "expected", *wanted, "but got", *told]))
    assert not failures, "\n".join(failures)


def test_good_records(catalog: Catalog, tmp_path: Path) -> None:
    problems = [(new, *problems_of(changed(OWN, old, new), catalog, tmp_path)) for old, new in GOOD]
    assert [found for found in problems if len(found) > 1] == []


def test_every_rule_has_a_bad_record(catalog: Catalog) -> None:
    places = frozenset({*catalog.gazetteer.countries, *catalog.gazetteer.regions})
    world = rules.World(catalog.vocabulary, places, BESIDE)
    nodes = (read_yaml(text, "own.yaml").value for text, _ in every_bad_record())
    programs = [convert(item, Program)[0] for node in nodes for item in node if not isinstance(item, str)]
    broken = {rule for rule in rules.RULES for program in programs if program and list(rule(program, world))}
    assert [rule.__name__ for rule in rules.RULES if rule not in broken] == []


def test_a_record_with_many_faults_is_told_all_of_them_at_once(catalog: Catalog, tmp_path: Path) -> None:
    text = OWN.replace("active", "open").replace("[US]", "[usa]").replace("  name: Example Line\n", "")
    told = {(problem.line, problem.path, problem.what) for problem in problems_of(text, catalog, tmp_path)}
    assert told == {
        (1, "", "name is missing"),
        (2, "status", "'open' is not known"),
        (8, "serves[0]", "'usa' does not fit"),
        (13, "contacts[0].reach[0]", "'usa' does not fit"),
        (14, "contacts[1].reach[0]", "'usa' does not fit"),
    }


def test_a_record_with_endless_faults_is_told_enough_of_them(catalog: Catalog, tmp_path: Path) -> None:
    topics = ",\n    ".join(f"no-such-topic-{number}" for number in range(5000))
    text = changed(OWN, "[loneliness, depression]", f"[{topics}]")
    assert len(problems_of(text, catalog, tmp_path)) == 1000


def test_no_record_is_told_of_one_that_could_not_be_read(catalog: Catalog, tmp_path: Path) -> None:
    other = OWN.replace("us-example-line", "us-other-line").replace(
        "status: active", "status: paused\n  replaced_by: [us-example-line]"
    )
    told = [
        problem.path
        for problem in problems_of(changed(OWN, "crisis_line: no", "crisis_line: maybe") + other, catalog, tmp_path)
    ]
    assert told == ["crisis_line"]


def test_an_id_stands_once(catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert list(map(str, problems_of(OWN + OWN, catalog, tmp_path))) == [
        "own.yaml:19:3: us-example-line: id: stands twice (first in own.yaml:1) - ids are never reused"
    ]
