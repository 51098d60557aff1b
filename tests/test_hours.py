"""Opening hours: what is compiled, what is refused because it could be misread, and what is open when."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mhfind.hours import ALWAYS, DAY, WEEK, compile_hours, is_open

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
NEW_YORK = ZoneInfo("America/New_York")

NOT_PLAIN = (
    'only plain weekly hours can be kept: days, each with times ("Mo-Su" alone means round the clock), or "24/7"; '
    "put the rest into hours_text"
)
REPLACES = '";" replaces hours given before for its days, and the night before; use "," to add hours'


def at(text: str) -> datetime:
    """Return a time of the week that begins on Monday, 16 November 2026: at("Sa 01:00")."""
    day, clock = text.split()
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, 16 + DAYS.index(day), hour, minute)  # noqa: DTZ001 - wall-clock time


def times(*spans: str) -> tuple[tuple[int, int], ...]:
    """Return the minutes of spans: times("Mo 09:00 8h")."""
    found = []
    for span in spans:
        day, clock, length = span.split()
        hour, minute = map(int, clock.split(":"))
        start = DAYS.index(day) * DAY + hour * 60 + minute
        found.append((start, start + round(float(length.removesuffix("h")) * 60)))
    return tuple(found)


@pytest.mark.parametrize(
    ("expression", "week"),
    [
        ("24/7", ALWAYS),
        ("Mo-Su 00:00-24:00", ALWAYS),
        ("24/7; PH off", ALWAYS),
        ("Mo,We 09:00-17:00", times("Mo 09:00 8h", "We 09:00 8h")),
        ("Mo-Tu 9:00-17:30", times("Mo 09:00 8.5h", "Tu 09:00 8.5h")),
        ("Sa-Mo 10:00-12:00", times("Mo 10:00 2h", "Sa 10:00 2h", "Su 10:00 2h")),
        ("Mo 08:00-12:00,13:00-17:00", times("Mo 08:00 4h", "Mo 13:00 4h")),
        ("Mo 08:00-12:00, 13:00-17:00", times("Mo 08:00 4h", "Mo 13:00 4h")),
        ("Mo 09:00-17:00, Sa 10:00-14:00", times("Mo 09:00 8h", "Sa 10:00 4h")),
        ("Mo 09:00-17:00; Sa 10:00-14:00", times("Mo 09:00 8h", "Sa 10:00 4h")),
        ("Mo 09:00-17:00; PH off", times("Mo 09:00 8h")),
        ("Mo,PH 09:00-17:00", times("Mo 09:00 8h")),
        ("Mo 09:00-12:00, Mo 11:00-15:00", times("Mo 09:00 6h")),
        ("Fr 22:00-06:00", times("Fr 22:00 8h")),
        ("Fr 22:00-30:00", times("Fr 22:00 8h")),
        ("Su 22:00-06:00", times("Su 22:00 8h")),
        ("Su 22:00-24:00, Mo 00:00-06:00", times("Su 22:00 8h")),
        ("Mo-Th 18:00-02:00, Mo 00:00-06:00", times("Mo 00:00 6h", "Mo 18:00 8h", "Tu 18:00 8h", "We 18:00 8h", "Th 18:00 8h")),
        ("Sa-Su 00:00-24:00, Mo 00:00-06:00", times("Sa 00:00 54h")),
    ],
)  # fmt: skip
def test_what_is_compiled(expression: str, week: tuple[tuple[int, int], ...]) -> None:
    assert compile_hours(expression) == week


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        # open round the clock, though it hardly means to be
        ("Mo-Su", NOT_PLAIN),
        ("Mo-Fr 09:00-17:00, Sa", NOT_PLAIN),
        ("Mo, We 09:00-17:00", NOT_PLAIN),
        ("Mo-Fr, 09:00-17:00", NOT_PLAIN),
        ("open", NOT_PLAIN),
        # not every week
        ("Apr-Sep Mo-Fr 09:00-17:00", NOT_PLAIN),
        ("Mo-Fr 09:00-17:00; Aug off", NOT_PLAIN),
        ("Mo-Fr 09:00-17:00; Dec 25 off", NOT_PLAIN),
        ("2026 Mo-Fr 09:00-17:00", NOT_PLAIN),
        ("week 1-53/2 Mo 09:00-17:00", NOT_PLAIN),
        ("Mo[2] 19:00-21:00", NOT_PLAIN),
        ("SH Mo 09:00-17:00", NOT_PLAIN),
        ("easter off", NOT_PLAIN),
        # nobody knows when
        ("sunrise-sunset", NOT_PLAIN),
        ("Mo-Fr 09:00+", NOT_PLAIN),
        ("Mo-Fr 09:00-17:00 unknown", NOT_PLAIN),
        ('Mo-Fr 09:00-17:00 || "by appointment"', NOT_PLAIN),
        ("Mo-Fr 10:00-16:00/01:30", NOT_PLAIN),
        # a day off that would leave the tail of its own night
        ("Mo-Th 18:00-02:00; We off", NOT_PLAIN),
        # a later rule replaces hours
        ("Mo-Th 18:00-02:00; Mo 00:00-06:00", REPLACES),
        ("Mo-Fr 09:00-12:00; Fr 14:00-16:00", REPLACES),
        ("09:00-17:00; Sa 10:00-12:00", REPLACES),
        ("Mo-Th 18:00-02:00; Fr 18:00-24:00", REPLACES),
        ("Fr 09:00-17:00; Sa 10:00-14:00; Fr 20:00-22:00", REPLACES),
        # not readable
        ("9am-5pm", NOT_PLAIN),
        ("Monday 09:00-17:00", NOT_PLAIN),
        ("mo-fr 09:00-17:00", NOT_PLAIN),
        ("Mo-Fr 09:00–17:00", NOT_PLAIN),
        ("Mo-Fr 0900-1700", NOT_PLAIN),
        ("Mo-Fr 09:00-17:00;", NOT_PLAIN),
        ("Mo-Fr 09:00-17:00\n", NOT_PLAIN),
        ("", NOT_PLAIN),
        ("Mo-Fr 09:00-17:60", "there is no such time"),
        ("Mo-Fr 25:00-26:00", "there is no such time"),
        # never
        ("PH off", "this is never open"),
        ("PH 09:00-17:00", "this is never open"),
    ],
)
def test_what_is_refused(expression: str, reason: str) -> None:
    with pytest.raises(ValueError) as caught:
        compile_hours(expression)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("expression", "inside", "outside"),
    [
        ("24/7", ["Mo 00:00", "We 12:00", "Su 23:59"], []),
        ("Mo-Fr 09:00-17:00", ["Mo 09:00", "Fr 16:59"], ["Mo 08:59", "Mo 17:00", "Sa 12:00"]),
        ("Fr 22:00-06:00", ["Fr 22:00", "Fr 23:59", "Sa 00:00", "Sa 01:00", "Sa 05:59"], ["Fr 01:00", "Fr 21:59", "Sa 06:00", "Sa 22:00"]),
        ("Su 22:00-06:00", ["Su 22:00", "Su 23:59", "Mo 00:00", "Mo 05:59"], ["Su 05:00", "Su 21:59", "Mo 06:00", "Mo 22:00"]),
        ("Sa 18:00-48:00", ["Sa 18:00", "Su 12:00", "Su 23:59"], ["Mo 00:00", "Sa 17:59"]),
        ("Mo-Sa 00:00-24:00, Su 12:00-24:00", ["Mo 00:00", "Sa 23:59", "Su 12:00"], ["Su 00:00", "Su 11:59"]),
        ("Mo-Th 18:00-02:00, Mo 00:00-06:00", ["Mo 05:59", "Mo 18:00", "Fr 01:59"], ["Mo 06:00", "Mo 17:59", "Fr 02:00"]),
    ],
)  # fmt: skip
def test_what_is_open_when(expression: str, inside: list[str], outside: list[str]) -> None:
    week = compile_hours(expression)
    assert [moment for moment in inside if not is_open(week, at(moment))] == []
    assert [moment for moment in outside if is_open(week, at(moment))] == []


def test_hours_are_those_of_the_clock_on_the_wall_when_clocks_change() -> None:
    night = compile_hours("Su 01:00-03:00")
    early = compile_hours("Su 00:00-01:30")
    # In spring there is no 02:30: one minute after 01:59 it is 03:00, and the night has ended.
    spring = [datetime(2026, 3, 8, 6, 59, tzinfo=UTC) + timedelta(minutes=minute) for minute in (0, 1)]
    assert [is_open(night, moment.astimezone(NEW_YORK)) for moment in spring] == [True, False]
    assert is_open(night, datetime(2026, 3, 8, 2, 30, tzinfo=NEW_YORK))
    # In autumn 01:30 comes twice; both are as open, or as closed, as 01:30 is.
    autumn = [datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK, fold=fold) for fold in (0, 1)]
    assert autumn[0].utcoffset() != autumn[1].utcoffset()
    assert [is_open(night, moment) for moment in autumn] == [True, True]
    assert [is_open(early, moment) for moment in autumn] == [False, False]


spans = st.tuples(
    st.integers(0, 6), st.integers(0, 6), st.integers(0, 23), st.sampled_from((0, 15, 30)), st.integers(1, 23)
)


@settings(deadline=None)
@given(st.lists(spans, min_size=1, max_size=4), st.integers(0, WEEK - 1))
def test_open_is_what_any_of_the_spans_says(rules: list[tuple[int, int, int, int, int]], minute: int) -> None:
    def says(first: int, last: int, hour: int, past: int, length: int) -> bool:
        days = {(first + step) % 7 for step in range((last - first) % 7 + 1)}
        starts = (day * DAY + hour * 60 + past for day in days)
        return any((minute - start) % WEEK < length * 60 for start in starts)

    expression = ", ".join(
        f"{DAYS[first]}-{DAYS[last]} {hour:02}:{past:02}-{(hour + length) % 24:02}:{past:02}"
        for first, last, hour, past, length in rules
    )
    week = compile_hours(expression)
    moment = at("Mo 00:00") + timedelta(minutes=minute)
    assert is_open(week, moment) == any(says(*rule) for rule in rules)
    assert all(start < WEEK and start < end for start, end in week)
    assert all(end < start for (_, end), (start, _) in pairwise(week))
