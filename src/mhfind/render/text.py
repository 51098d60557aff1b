"""Plain text: for pipes, files and printers. Running text is wrapped; a contact's line never is.

`layout` yields each row with the block it belongs to, so that the view on a terminal is the same rows with styles.
"""

import re
from collections.abc import Iterator
from textwrap import TextWrapper

from mhfind.document import AnyBlock, Block, Document, Field, Heading, Items, Line, Paragraph
from mhfind.visible import visible

MIN_WIDTH = 20
RULE = 60
_MARKS = {"warning": "! ", "quote": "| ", "detail": "  "}
_WITHIN_NUMBER = re.compile(r"(?<=[\d)]) (?=[\d(])")
_HELD = "\ue000"  # stands for a blank at which no line may be broken

Row = tuple[str, "AnyBlock | None"]


def render(document: Document, width: int) -> str:
    """Return a document as plain text of at most `width` columns, but for contacts and numbers, which stay whole."""
    return "\n".join(row for row, _ in layout(document, width)) + "\n"


def layout(document: Document, width: int) -> list[Row]:
    """Return the rows of a document with the blocks they belong to; None for the title and for blank rows."""
    width = max(width, MIN_WIDTH)
    title = _wrap(document.title, width)
    rule = "=" * min(width, max(map(len, title)))
    rows: list[Row] = [*((row, None) for row in title), (rule, None), ("", None)]
    for block in document.blocks:
        for row, owner in _rows(block, width):
            if row or rows[-1][0]:  # never two blank rows together
                rows.append((row, owner))
    while not rows[-1][0]:
        rows.pop()
    return rows


def _rows(block: AnyBlock, width: int) -> Iterator[Row]:
    if isinstance(block, Block):
        yield from _boxed(block, width) if block.kind == "crisis" else _together(block, width)
        yield "", None
        return
    for row in _lines(block, width):
        yield row, block if row else None


def _together(block: Block, width: int) -> Iterator[Row]:
    for inner in block.blocks:
        yield from (row for row in _rows(inner, width) if row[0])


def _boxed(block: Block, width: int) -> Iterator[Row]:
    rule = "*" * min(width, RULE)
    yield rule, block
    for place, inner in enumerate(block.blocks):
        if place and isinstance(inner, Heading):
            yield "", None
        yield from (row for row in _rows(inner, width) if row[0])
    yield rule, block


def _lines(block: AnyBlock, width: int) -> Iterator[str]:
    match block:
        case Heading(text=text, level=2):
            words = _wrap(text, width)
            yield from ("", *words, "-" * min(width, max(map(len, words))))
        case Heading(text=text):
            yield from _wrap(text, width)
        case Paragraph(text=text, kind=kind):
            mark = _MARKS.get(kind, "")
            yield from (row for part in text.split("\n") for row in _wrap(part, width, mark, mark))
            if kind in ("plain", "quote"):
                yield ""
        case Items(items=items, numbered=numbered):
            for number, item in enumerate(items, 1):
                yield from _hanging(f"{number}. " if numbered else "- ", item, width)
            yield ""
        case Line():
            yield from contact_rows(block, width)
        case Field(label=label, text=text):
            yield from _hanging(f"{visible(label)}: ", text, width, indent=2)


def contact_rows(line: Line, width: int) -> list[str]:
    """Return a contact in one row, or in two or three where it is too narrow; the value is always whole."""
    label, value, after = visible(line.label), visible(line.value), visible(line.after)
    if len(label) + len(value) + len(after) + 2 <= width:
        return [f"{label}: {value}{after}"]
    rest = _wrap(after.removeprefix(", "), width, "  ", "  ") if after else []
    if len(label) + len(value) + 2 <= width:
        return [f"{label}: {value}", *rest]
    return [*_wrap(f"{label}:", width), f"  {value}", *rest]


def _hanging(start: str, text: str, width: int, indent: int | None = None) -> Iterator[str]:
    later = " " * min(len(start) if indent is None else indent, width // 2)
    for place, part in enumerate(text.split("\n")):
        yield from _wrap(part, width, later if place else start, later)


def _wrap(text: str, width: int, first: str = "", later: str = "") -> list[str]:
    """Return text wrapped to a width; words longer than that, and numbers written in groups, stay whole."""
    held = _WITHIN_NUMBER.sub(_HELD, visible(text))
    wrapper = TextWrapper(width, initial_indent=first, subsequent_indent=later)
    wrapper.break_long_words = wrapper.break_on_hyphens = False
    return [row.replace(_HELD, " ") for row in wrapper.wrap(held)] or [first.rstrip()]
