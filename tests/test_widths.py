"""Rows measured in columns: wide, combining and joined characters, at any width and in large print."""

import re
from textwrap import TextWrapper

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import iter_graphemes, width

from mhfind.document import AnyBlock, Block, Document, Field, Heading, Items, Line, Page, Paragraph
from mhfind.render import markdown, table, text
from mhfind.render.columns import columns, wrap
from mhfind.visible import visible

ANSI = re.compile(r"\x1b\[[0-9;]*m")
WIDTHS = (20, 40, 80, 200)
PHONE = "1-800-555-0100"
COMBINED = "e" + "\u0301" * 300  # one letter, and one column
FAMILY = "👩‍👩‍👧‍👦"
SAMPLES = {
    "Chinese": "你不必独自面对。请拨打1-800-555-0100或发短信给我们的志愿者他们每天二十四小时都在这里倾听你的心声",
    "emoji": " ".join([FAMILY, "🏳️‍🌈", "👍🏽"] * 12) + FAMILY * 30,
    "Thai": "คุณไม่ได้อยู่คนเดียวเราพร้อมรับฟังคุณตลอดยี่สิบสี่ชั่วโมงโทรหาเราได้ทุกเมื่อที่คุณต้องการความช่วยเหลือ",
    "combining": f"One letter of 300 marks {COMBINED} and one {COMBINED}word more than that",
    "Arabic": "لست وحدك. نحن هنا للاستماع إليك في أي وقت من النهار أو الليل، وكل ما تقوله يبقى بيننا",
    "Korean": "혼자가 아닙니다. 언제든지 전화하거나 문자를 보내 주세요",
}
BLOCKS: tuple[AnyBlock, ...] = tuple(
    block
    for sample in SAMPLES.values()
    for block in (
        Heading(sample, 2),
        Block((Heading(sample, 3), Paragraph(sample, "warning"), Line(sample, PHONE, f", then {sample}")), "crisis"),
        Items((sample, sample), numbered=True),
        Field("Cost", sample),
        Block((Paragraph(sample, "note"), Line("Call", PHONE), Paragraph(sample, "detail"))),
    )
)
DOCUMENT = Document(" ".join(SAMPLES.values()), BLOCKS)


def pressed(words: str) -> str:
    """Return text without any blanks and without what marks its place in a row."""
    return re.sub(r"\s", "", words)


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("wide", WIDTHS)
def test_no_row_is_wider_than_its_page(wide: int, large_print: bool) -> None:
    room = min(wide, text.LARGE_WIDTH) if large_print else wide
    rows = text.render(DOCUMENT, Page(wide, large_print)).splitlines()
    assert [row for row in rows if width(row) > room and PHONE not in row] == []
    assert max(map(width, rows)) > room - 3  # and the width is used


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("wide", WIDTHS)
def test_nothing_is_lost_and_numbers_are_whole(wide: int, large_print: bool) -> None:
    rendered = text.render(DOCUMENT, Page(wide, large_print))
    lost = [name for name, sample in SAMPLES.items() if pressed(rendered).count(pressed(sample)) < 5]
    assert lost == []
    assert rendered.count(PHONE) >= 2 * len(SAMPLES) + 5  # the contacts, and the number within the Chinese text
    clusters = {cluster for sample in SAMPLES.values() for cluster in iter_graphemes(sample)}
    shown = {cluster for row in rendered.splitlines() for cluster in iter_graphemes(row)}
    assert [cluster for cluster in shown - clusters if not cluster.isascii()] == []  # none is cut apart


@pytest.mark.parametrize("large_print", [False, True])
def test_the_terminal_view_has_the_same_rows(large_print: bool) -> None:
    page = Page(40, large_print)
    rows = [row.rstrip() for row in ANSI.sub("", table.render(DOCUMENT, page)).splitlines()]
    assert rows == [row.rstrip() for row in text.render(DOCUMENT, page).splitlines()]


def test_latin_letters_and_usual_punctuation_take_one_column() -> None:
    letters = [*map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x300), *range(0x2010, 0x2028)))]
    seen = [letter for letter in letters if visible(letter) == letter]
    assert [letter for letter in seen if width(letter) != 1 or columns(letter) != 1] == []


def test_a_rule_is_as_wide_as_its_title() -> None:
    title = "心理援助 Línea"
    rendered = text.render(Document(title, (Heading(COMBINED, 2), Paragraph("x"))), Page())
    assert rendered.splitlines() == [title, "=" * 14, "", COMBINED, "-", "x"]


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("自殺予防 いのちの電話", ["自殺予防", "いのちの電話"]),  # a word that fits a row is not broken
        ("ab 自殺予防いのちの電話です", ["ab 自殺予防いの", "ちの電話です"]),
        ("請致電1-800-555-0100求助", ["請致電", "1-800-555-0100求", "助"]),
        ("請致電１８００５５５求助", ["請致電", "１８００５５５求", "助"]),
        ("tél (800) 555 0100 x", ["tél", "(800) 555 0100 x"]),
        ("Unübertrefflichkeitsbeweis ü", ["Unübertrefflichkeitsbeweis", "ü"]),
    ],
)
def test_where_a_row_ends(words: str, rows: list[str]) -> None:
    assert wrap(words, 16) == rows


@settings(deadline=None)
@given(
    words=st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="()0123456789"))),
    gap=st.sampled_from((" ", "  ", " - ")),
    first=st.sampled_from(("", "- ", "Cost: ")),
    room=st.integers(20, 80),
)
def test_ascii_is_wrapped_as_ever(words: list[str], gap: str, first: str, room: int) -> None:
    wrapper = TextWrapper(room, initial_indent=first, subsequent_indent="  ")
    wrapper.break_long_words = wrapper.break_on_hyphens = False
    text_of_words = gap.join(words).strip()
    assert wrap(text_of_words, room, first, "  ") == (wrapper.wrap(text_of_words) or [first.rstrip()])


@settings(deadline=None)
@given(
    words=st.text(st.sampled_from(f"{''.join(SAMPLES.values())}\u200d\ufe0f🇺🇸🇬🇧가각क्षि ａ１ a1 ")),
    room=st.integers(20, 60),
)
def test_any_mixture_fits_and_loses_nothing(words: str, room: int) -> None:
    rows = wrap(words, room)
    assert pressed("".join(rows)) == pressed(words)
    unbreakable = max((columns(word) for word in re.findall(r"[^\W\u3040-\u9fff]+\S*", words)), default=0)
    assert [row for row in rows if width(row) > max(room, unbreakable)] == []


# Large print


LARGE = Document(
    "Help right now",
    (
        Block((Heading("Lifeline", 3), Line("Call", "988", ", then press 1")), "crisis"),
        Heading("Good to know"),
        Field("Cost", "Free. Your phone company may charge for a call, as for any other."),
        Line("Chat", "https://example.org/a/very/long/address/of/a/chat/that/stays/whole"),
    ),
)


def test_large_print_has_short_rows_no_boxes_and_labels_above() -> None:
    assert text.render(LARGE, Page(80, large_print=True)).splitlines() == [
        "Help right now",
        "",
        "Lifeline",
        "Call:",
        "  988",
        "  then press 1",
        "",
        "Good to know",
        "",
        "Cost:",
        "  Free. Your phone company may charge",
        "  for a call, as for any other.",
        "Chat:",
        "  https://example.org/a/very/long/address/of/a/chat/that/stays/whole",
    ]


def test_large_print_is_no_wider_than_asked_for() -> None:
    rows = text.render(LARGE, Page(24, large_print=True)).splitlines()
    assert "  Free. Your phone" in rows
    assert [row for row in rows if len(row) > 24 and "https" not in row] == []


def test_large_print_keeps_the_colors_of_labels_and_values() -> None:
    rendered = table.render(LARGE, Page(80, large_print=True))
    assert "  \x1b[1;32m988\x1b[0m\n" in rendered
    assert "\x1b[2mCost:\x1b[0m\n" in rendered


def test_markdown_is_the_same_on_any_page() -> None:
    assert markdown.render(LARGE, Page(20, large_print=True)) == markdown.render(LARGE, Page())
