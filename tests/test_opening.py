"""Hours: what a time means, who is open then, and what is said of those that are not."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from conftest import Inside, Program, contact, record, write_records
from hypothesis import given, settings
from hypothesis import strategies as st

from mhfind.catalog import Catalog
from mhfind.conditions import reachable
from mhfind.errors import UsageError
from mhfind.hours import compile_hours
from mhfind.model import Program as Record
from mhfind.moment import local, minute_of_week, parse_moment, zone
from mhfind.opening import Opening, fits, opening
from mhfind.query import Filters

NEW_YORK, TOKYO = "America/New_York", "Asia/Tokyo"
NO_FILTERS = Filters()


def utc(text: str) -> datetime:
    """Return a moment in UTC: `utc("2026-11-23 12:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def said(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


# ---- What a time means -------------------------------------------------------------------------------------------

NOON = local(utc("2026-11-23 17:00"), NEW_YORK)  # Monday 12:00 in New York
MEANT = {  # in UTC, five hours later than in New York
    "13:00": "2026-11-23 18:00",
    "12:00": "2026-11-23 17:00",  # this very minute
    "11:59": "2026-11-24 16:59",
    "noon": "2026-11-23 17:00",
    "midnight": "2026-11-24 05:00",
    "0:00": "2026-11-24 05:00",
    "9 pm": "2026-11-24 02:00",
    "9pm": "2026-11-24 02:00",
    "9 p.m.": "2026-11-24 02:00",
    "9:30 PM": "2026-11-24 02:30",
    "9.30pm": "2026-11-24 02:30",
    "12 am": "2026-11-24 05:00",
    "12 pm": "2026-11-23 17:00",
    "Sat 23:00": "2026-11-29 04:00",
    "Sat 11pm": "2026-11-29 04:00",
    "  SATURDAY,  11 pm ": "2026-11-29 04:00",
    "sat. 23.00": "2026-11-29 04:00",
    "Mon 13:00": "2026-11-23 18:00",
    "Mon 11:00": "2026-11-30 16:00",
    "Tues noon": "2026-11-24 17:00",
    "thurs midnight": "2026-11-26 05:00",
    "Sun 0:30": "2026-11-29 05:30",
    "2026-12-24 18:00": "2026-12-24 23:00",
    "2026-12-24T18:00": "2026-12-24 23:00",
    "2026-12-24 6 pm": "2026-12-24 23:00",
    "2026-07-04 12:00": "2026-07-04 16:00",  # past, and in summer time
}
NO_TIMES = (
    "",
    " ",
    "24:00",
    "25:00",
    "12:60",
    "Sat",
    "Saturday",
    "tomorrow",
    "13 pm",
    "0 am",
    "Sat Sun 9 pm",
    "Saturn 9 pm",
    "Sat 24:00",
    "9 pm Sat",
    "-1:00",
    "1:2:3",
    "2026-12-24",
    "2026-13-01 12:00",
    "2026-02-30 12:00",
    "0001-01-01 00:00",
    "9999-12-31 23:59",
    "1969-12-31 12:00",
    "12:00\x1b[2J",
    "9" * 5000,
    "\udcff",
)


def test_what_times_mean() -> None:
    found = {text: said(parse_moment(text, NOON)) for text in MEANT}
    assert {text: moment for text, moment in found.items() if moment != MEANT[text]} == {}


@pytest.mark.parametrize("text", NO_TIMES, ids=lambda text: ascii(text)[:30])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(UsageError, match=r"is no time|there is no time") as raised:
        parse_moment(text, NOON)
    assert "Sat 23:00" in raised.value.hint


def test_a_bare_hour_may_be_morning_or_evening() -> None:
    with pytest.raises(UsageError, match="'8' may be morning or evening") as raised:
        parse_moment("8", NOON)
    assert raised.value.hint == "write 8:00, 8 am or 8 pm"


def test_when_clocks_change() -> None:
    spring, autumn = (local(utc(f"{day} 12:00"), NEW_YORK) for day in ("2026-03-07", "2026-10-31"))
    assert said(parse_moment("Sun 2:30", spring)) == "2026-03-08 07:30"  # 3:30, since 2:30 does not come
    assert said(parse_moment("Sun 1:30", autumn)) == "2026-11-01 05:30"  # the first of two
    assert said(parse_moment("Sun 3:30", autumn)) == "2026-11-01 08:30"


@settings(deadline=None)
@given(now=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), minute=st.integers(0, 24 * 60 - 1))  # noqa: DTZ001
def test_a_time_is_the_next_one(now: datetime, minute: int) -> None:
    moment = now.replace(tzinfo=UTC)
    found = parse_moment(f"{minute // 60}:{minute % 60:02}", moment)
    assert moment - timedelta(minutes=1) < found < moment + timedelta(days=1)
    assert (found.hour, found.minute) == divmod(minute, 60)


def test_zones() -> None:
    assert [zone(name) for name in ("garbage", "UTC+25", "../../etc/passwd", "/etc/passwd", "America", "", "\0")] == [
        None
    ] * 7
    assert zone(TOKYO) is not None
    assert local(utc("2026-11-23 12:00"), TOKYO).hour == 21
    assert minute_of_week("garbage", 0) is None
    assert minute_of_week(None, 0) == 0


# ---- Who is open -------------------------------------------------------------------------------------------------


def program(hours: str | None, place: str | None = NEW_YORK, channel: str = "call") -> Record:
    """Return a program with one contact."""
    weekly = compile_hours(hours) if hours else None
    one = contact("988", channel, hours=hours, timezone=place, weekly=weekly)
    return msgspec.convert(record("us-x", contacts=[one]), Record)


OPEN = (  # hours in New York, a moment in UTC, and until when it is closed: empty for open
    ("Fr 22:00-06:00", "2026-11-21 06:00", ""),  # Saturday 01:00: the night belongs to Friday
    ("Fr 22:00-06:00", "2026-11-21 10:59", ""),
    ("Fr 22:00-06:00", "2026-11-21 11:00", "2026-11-28 03:00"),
    ("Fr 22:00-06:00", "2026-11-20 06:00", "2026-11-21 03:00"),  # Friday 01:00 belongs to Thursday
    ("Su 22:00-06:00", "2026-11-23 06:00", ""),  # Monday 01:00, over the end of the week
    ("Su 22:00-06:00", "2026-11-23 11:00", "2026-11-30 03:00"),
    ("Mo 09:00-17:00", "2026-11-23 13:59", "2026-11-23 14:00"),
    ("Mo 09:00-17:00", "2026-11-23 14:00", ""),
    ("Mo 09:00-17:00", "2026-11-23 22:00", "2026-11-30 14:00"),
    # 8 March 2026: 2:30 does not come. 7:30 UTC is 3:30 on the wall.
    ("Su 02:00-04:00", "2026-03-08 07:30", ""),
    ("Su 02:00-03:00", "2026-03-08 07:30", "2026-03-15 06:00"),
    ("Su 04:00-05:00", "2026-03-08 06:30", "2026-03-08 08:00"),  # half an hour after 1:30 it is 3:00
    # 1 November 2026: 1:30 comes twice.
    ("Su 01:00-02:00", "2026-11-01 05:30", ""),
    ("Su 01:00-02:00", "2026-11-01 06:30", ""),
    ("Su 01:45-05:00", "2026-11-01 05:30", "2026-11-01 05:45"),
    ("Su 01:45-05:00", "2026-11-01 06:30", "2026-11-01 06:45"),
    ("Su 02:00-05:00", "2026-11-01 05:30", "2026-11-01 07:00"),
    ("24/7", "2026-11-01 05:30", ""),
)


def test_who_is_open_when() -> None:
    wrong = []
    for hours, moment, opens in OPEN:
        found = opening(program(hours), NO_FILTERS, utc(moment))
        if found != (Opening("closed", utc(opens)) if opens else Opening("open")):
            wrong.append((hours, moment, found))
    assert wrong == []


@pytest.mark.parametrize(
    ("hours", "place", "channel", "state"),
    [
        (None, NEW_YORK, "call", "unknown"),
        ("Mo 09:00-17:00", None, "call", "unknown"),
        ("Mo 09:00-17:00", "garbage", "call", "unknown"),
        ("24/7", None, "call", "open"),
        ("Mo 09:00-17:00", NEW_YORK, "call", "closed"),
        ("24/7", None, "web", "unknown"),  # a page is always there, but nobody answers it
        ("24/7", None, "email", "unknown"),
    ],
)
def test_what_is_not_known(hours: str | None, place: str | None, channel: str, state: str) -> None:
    assert opening(program(hours, place, channel), NO_FILTERS, utc("2026-11-24 12:00")).state == state


ZONES = (
    NEW_YORK,
    TOKYO,
    "America/Los_Angeles",
    "America/St_Johns",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # its clocks change by half an hour
    "Europe/London",
    "Pacific/Auckland",
)
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def random_hours(chance: random.Random) -> str:
    """Return spans of full hours on days, some over midnight."""
    spans = []
    for day in chance.sample(DAYS, chance.randint(1, 3)):
        start, length = chance.randint(0, 23), chance.randint(2, 12)
        spans.append(f"{day} {start:02}:00-{(start + length) % 24:02}:00")
    return ", ".join(spans)


def random_contact(chance: random.Random) -> dict[str, object]:
    hours = chance.choice((None, "24/7", *(random_hours(chance) for _ in range(4))))
    known = {"hours": hours, "timezone": chance.choice(ZONES)} if hours else {}
    channel = chance.choice(("call", "text", "email"))
    value = "help@example.org" if channel == "email" else "1-800-555-0100"
    return contact(value, channel, languages=chance.choice((["en"], ["es"], ["en", "es"])), **known)


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A catalog of programs with one to three contacts at random hours in random zones."""
    chance = random.Random(45)  # noqa: S311 - the same week every time
    path = tmp_path_factory.mktemp("weeks") / "own.json"
    records = [
        record(f"us-line-{number:03}", contacts=[random_contact(chance) for _ in range(chance.randint(1, 3))])
        for number in range(150)
    ]
    write_records(path, *records)
    return Catalog.open(path, only=True)


CHANGES = [utc(text) for text in ("2026-03-08 07:00", "2026-11-01 06:00", "2026-03-29 01:00", "2026-04-04 15:00")]
moments = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.builds(
        lambda change, minutes: change + timedelta(minutes=minutes), st.sampled_from(CHANGES), st.integers(-90, 90)
    ),
)
asked = st.builds(
    lambda channel, language: Filters(channel=channel, language=language),
    st.sampled_from(((), ("call",), ("text", "email"))),
    st.sampled_from(((), ("es",))),
)


@settings(deadline=None, max_examples=60)
@given(moment=moments, filters=asked)
def test_the_database_and_the_record_agree(weeks: Catalog, moment: datetime, filters: Filters) -> None:
    index = weeks.index
    numbers = index.numbers()
    sure, possible = (set(index.numbers([reachable(filters, moment, certain=certain)])) for certain in (True, False))
    for number, one in zip(numbers, index.programs(numbers), strict=True):
        found = opening(one, filters, moment)
        fitting = any(fits(way, one, filters) for way in one.contacts)
        assert (number in sure) == (found.state == "open"), one.id
        assert (number in possible) == (fitting and found.state != "closed"), one.id
        if found.state == "closed":
            assert found.opens is not None
            assert moment < found.opens < moment + timedelta(days=8), one.id
            assert opening(one, filters, found.opens).state == "open", one.id
            before = max(moment, found.opens - timedelta(minutes=1))
            assert opening(one, filters, before).state == "closed", one.id
        else:
            assert found.opens is None


# ---- What is said ------------------------------------------------------------------------------------------------

MONDAY = {"MHFIND_TODAY": "2026-11-23T17:00"}  # 12:00 in New York, Tuesday 02:00 in Tokyo
WORDS = "Trained peers listen"


@pytest.fixture
def own(tmp_path: Path) -> tuple[str, ...]:
    """Programs whose hours are told by their names."""
    return write_records(
        tmp_path / "own.json",
        record("us-a-unknown", name="Unknown Hours", contacts=[contact()]),
        record("us-b-days", name="Daytime Talk", contacts=[contact(hours="Mo-Fr 09:00-17:00", timezone=NEW_YORK)]),
        record("us-c-nights", name="Nighttime Talk", contacts=[contact(hours="Mo-Su 22:00-06:00", timezone=NEW_YORK)]),
        record("us-d-always", name="Round Clock", contacts=[contact(hours="24/7")]),
        record("us-e-site", name="Reading Room", contacts=[contact("https://example.org", "web")]),
    )


def found(out: str) -> list[tuple[str, str, str | None]]:
    """Return the programs of a JSON answer, each with its state and when it opens."""
    return [(hit["program"]["name"], hit["open"]["state"], hit["open"]["opens"]) for hit in json.loads(out)["results"]]


CALLS = (("list", "-n", "0"), ("search", WORDS, "-n", "0"), ("export",))


@pytest.mark.parametrize("call", CALLS)
def test_open_now(call: tuple[str, ...], own: tuple[str, ...], inside: Inside) -> None:
    noon = [("Daytime Talk", "open", None), ("Round Clock", "open", None), ("Unknown Hours", "unknown", None)]
    night = [("Nighttime Talk", "open", None), *noon[1:]]
    for day, wanted in (("2026-11-23T17:00", noon), ("2026-11-24T04:30", night), ("2026-11-23", noon[1:])):
        _, out, _ = inside(*call, "--open-now", *own, "--format", "json", MHFIND_TODAY=day)
        assert found(out) == wanted, day
    assert all(hit["open"] is None for hit in json.loads(inside(*call, *own, "--format", "json")[1])["results"])


def test_at_is_a_time_where_the_user_is(own: tuple[str, ...], inside: Inside) -> None:
    answers = {}
    for zone_name in (NEW_YORK, TOKYO, f":{TOKYO}", "UTC"):
        _, out, _ = inside("list", "--at", "Tue 12:00", *own, "--format", "json", TZ=zone_name, **MONDAY)
        answers[zone_name] = found(out)[0][0]
    # Noon in Tokyo is 22:00 the day before in New York.
    assert answers == {
        NEW_YORK: "Daytime Talk",
        TOKYO: "Nighttime Talk",
        f":{TOKYO}": "Nighttime Talk",
        "UTC": "Round Clock",
    }


def test_two_times_at_once_are_refused(own: tuple[str, ...], inside: Inside) -> None:
    code, out, err = inside("list", "--open-now", "--at", "23:00", *own)
    assert (code, out) == (2, "")
    assert "--open-now and --at ask for two times" in err


def test_the_moment_asked_for_is_told(own: tuple[str, ...], inside: Inside) -> None:
    out = " ".join(inside("list", "--at", "Sat 23:00", *own, TZ=NEW_YORK, **MONDAY)[1].split())
    assert "Asked for: open on Sat 28 Nov 2026, 23:00 (America/New_York)." in out


@pytest.mark.parametrize(
    "zone_name", ["garbage", "UTC+25", "UTC-25", "../../etc/passwd", ":/etc/passwd", "", "EST5EDT"]
)
def test_any_time_zone_will_do_for_hours(mhfind: Program, own: tuple[str, ...], zone_name: str) -> None:
    for options in (("--open-now",), ("--at", "Sat 23:00"), ("--at", "2026-12-24 18:00")):
        done = mhfind("list", *options, *own, env={"TZ": zone_name})
        assert (done.returncode, done.stderr) == (0, b""), options
        assert b"Round Clock" in done.stdout
        assert b"passwd" not in done.stdout


@pytest.mark.parametrize("call", CALLS)
def test_unknown_hours_come_last_with_a_word(call: tuple[str, ...], own: tuple[str, ...], inside: Inside) -> None:
    _, out, _ = inside(*call, "--open-now", *own, **MONDAY)
    assert out.index("Round Clock") < out.index("Unknown Hours") < out.index("! Hours not known: call to check.")
    assert out.count("Hours not known") == 1
    assert "On a public holiday, call to check." in out
    assert "Hours not known" not in inside(*call, *own, **MONDAY)[1]


def test_a_closed_program_that_is_named_is_shown_with_when_it_opens(own: tuple[str, ...], inside: Inside) -> None:
    call = ("search", "Nighttime Talk", "--open-now", "--country", "US", *own)
    code, out, _ = inside(*call, **MONDAY)
    assert code == 0
    assert "! Closed then: opens in 10 h." in out
    assert "Meanwhile, day and night, 988 Suicide & Crisis Lifeline:\nCall: 988" in out
    _, data, _ = inside(*call, "--format", "json", **MONDAY)
    assert found(data)[0] == ("Nighttime Talk", "closed", "2026-11-24T03:00Z")
    _, cells, _ = inside(*call, "--format", "csv", **MONDAY)
    assert ",closed until 2026-11-24T03:00Z," in cells


def test_a_program_without_hours_that_is_named(own: tuple[str, ...], inside: Inside) -> None:
    _, out, _ = inside("search", "Reading Room", "--open-now", *own, **MONDAY)
    assert "! Hours not known: look to check." in out


def test_when_nothing_is_open(tmp_path: Path, inside: Inside) -> None:
    nights = record("us-nights", name="Late", contacts=[contact(hours="Mo-Su 22:00-06:00", timezone=NEW_YORK)])
    own = write_records(tmp_path / "nights.json", nights)
    code, out, _ = inside("search", WORDS, "--open-now", "--country", "US", *own, **MONDAY)
    assert code == 1
    for line in ("Nothing found", "Call: 988", "Late\n! Closed then: opens in 10 h.", "At other times: 1 found."):
        assert line in out
    listed = "0 programs\n==========\n\n- At other times: 1 found.\n"
    assert inside("list", "--open-now", *own, **MONDAY)[:2] == (1, listed)
    assert inside("export", "--open-now", *own, **MONDAY)[0] == 1


def test_a_line_of_another_language_does_not_count(tmp_path: Path, inside: Inside) -> None:
    spanish = contact(languages=["es"], hours="Mo-Fr 18:00-20:00", timezone=NEW_YORK)
    own = write_records(tmp_path / "two.json", record("us-two", contacts=[contact(hours="24/7"), spanish]))
    for options, code in (((), 0), (("--language", "en"), 0), (("--language", "es"), 1), (("--channel", "text"), 1)):
        assert inside("list", "--open-now", *options, *own, **MONDAY)[0] == code, options


def test_no_hours_for_those_who_are_in_danger(inside: Inside) -> None:
    for night in ("2026-11-24T08:00", "2026-12-25T12:00"):
        _, out, _ = inside("search", "I want to die", "--open-now", "--country", "US", MHFIND_TODAY=night)
        assert out.index("Call: 988") < 1500


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "9999-12-31T23:59", "1969-12-31"])
def test_a_day_out_of_all_bounds_is_told(day: str, own: tuple[str, ...], inside: Inside) -> None:
    assert inside("list", "--open-now", *own, MHFIND_TODAY=day)[:2] == (2, "")
