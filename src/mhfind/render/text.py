"""Plain text: for pipes, files and printers. Running text is wrapped; a contact's line never is.

`layout` yields each row with the block it belongs to, so that the view on a terminal is the same rows with styles.
Large print has short rows, no rules and no boxes, and a label stands above what it labels.
"""

from collections.abc import Iterator
from itertools import chain

from mhfind.document import (
    AnyBlock,
    Blank,
    Block,
    Document,
    Field,
    Heading,
    Items,
    Line,
    Page,
    Paragraph,
    Part,
    marked,
)
from mhfind.render.columns import columns, wrap
from mhfind.texts import in_language
from mhfind.visible import visible

MIN_WIDTH = 20
LARGE_WIDTH = 40  # columns of large print at most
RULE = 60
_INDENT = "  "
_MARKS = {"warning": "! ", "quote": "| ", "detail": _INDENT}

Row = tuple[str, "AnyBlock | None"]


def render(document: Document, page: Page) -> str:
    """Return a document as plain text of the width of a page, but for contacts and numbers, which stay whole.

    For a page with a number of lines, form feeds divide it into pages.
    """
    if page.lines:
        from mhfind.render.paging import paged

        return paged(_parts(marked(document, in_language), _fitted(page)), page.lines)
    return "\n".join(row for row, _ in layout(document, page)) + "\n"


def layout(document: Document, page: Page) -> list[Row]:
    """Return the rows of a document with the blocks they belong to; None for the title and for blank rows."""
    page, document = _fitted(page), marked(document, in_language)
    title = [(row, None) for row in (*_titled(document.title, page, "="), "")]
    rows: list[Row] = []
    for row, owner in chain(title, *(_rows(block, page) for block in document.blocks)):
        if row or not rows or rows[-1][0]:  # never two blank rows together
            rows.append((row, owner))
    while not rows[-1][0]:
        rows.pop()
    return rows


def _fitted(page: Page) -> Page:
    """Return a page of a width that rows can have."""
    return Page(max(min(page.width, LARGE_WIDTH) if page.large_print else page.width, MIN_WIDTH), page.large_print)


def _parts(document: Document, page: Page) -> list[list[list[Row]]]:
    """Return the rows of each part of a document, in runs that belong on one page: a heading and what follows it."""
    parts: list[list[list[Row]]] = [[[(row, None) for row in (*_titled(document.title, page, "="), "")]]]
    leads = True  # whether the last block wants the next one on its page
    for block in document.blocks:
        rows = list(_rows(block, page))
        if isinstance(block, Part):
            parts.append([rows])
        elif leads or (isinstance(block, Paragraph) and block.kind == "detail"):
            parts[-1][-1] += rows
        else:
            parts[-1].append(rows)
        leads = isinstance(block, (Heading, Part)) or (isinstance(block, Paragraph) and block.text.endswith(":"))
    return parts


def _titled(text: str, page: Page, rule: str) -> list[str]:
    """Return a title or heading with a rule as wide as itself below it; in large print with a blank row."""
    words = _wrap(text, page)
    return [*words, "" if page.large_print else rule * min(page.width, max(map(columns, words)))]


def _rows(block: AnyBlock, page: Page) -> Iterator[Row]:
    if isinstance(block, Block):
        yield from _boxed(block, page) if block.kind == "crisis" else _together(block, page)
        yield "", None
        return
    for row in _lines(block, page):
        yield row, block if row else None


def _together(block: Block, page: Page) -> Iterator[Row]:
    for inner in block.blocks:
        yield from (row for row in _rows(inner, page) if row[0])


def _boxed(block: Block, page: Page) -> Iterator[Row]:
    rule = "" if page.large_print else "*" * min(page.width, RULE)
    yield rule, block
    for place, inner in enumerate(block.blocks):
        if place and isinstance(inner, Heading):
            yield "", None
        yield from (row for row in _rows(inner, page) if row[0])
    yield rule, block


def _lines(block: AnyBlock, page: Page) -> Iterator[str]:
    match block:
        case Heading(text=text, level=2):
            yield from ("", *_titled(text, page, "-"))
        case Heading(text=text):
            yield from _wrap(text, page)
        case Paragraph(text=text, kind=kind):
            mark = _MARKS.get(kind, "")
            yield from (row for part in text.split("\n") for row in _wrap(part, page, mark, mark))
            if kind in ("plain", "quote"):
                yield ""
        case Items(items=items, numbered=numbered):
            for number, item in enumerate(items, 1):
                yield from _hanging(f"{number}. " if numbered else "- ", item, page)
            yield ""
        case Line():
            yield from contact_rows(block, page)
        case Blank():
            yield from (*_blank_rows(block, page), "")
        case Part(title=title):
            yield from ("", "", *_titled(title, page, "="), "")
        case Field(label=label, text=text) if page.large_print:
            yield from _wrap(f"{label}:", page)
            yield from _hanging(_INDENT, text, page)
        case Field(label=label, text=text):
            yield from _hanging(f"{visible(label)}: ", text, page, indent=2)


def _blank_rows(blank: Blank, page: Page) -> Iterator[str]:
    """Yield a label and lines to write on; every second row is left free for the hand."""
    for number in range(blank.lines):
        yield from _wrap(f"{blank.label}:", page) if blank.label and not number else [""]
        yield "_" * min(page.width, RULE)


def contact_rows(line: Line, page: Page) -> list[str]:
    """Return a contact in one row, or in two or three where it is too narrow; the value is always whole."""
    label, value, after = visible(line.label), visible(line.value), visible(line.after)
    in_one = 0 if page.large_print else page.width
    if columns(f"{label}: {value}{after}") <= in_one:
        return [f"{label}: {value}{after}"]
    rest = _wrap(after.removeprefix(", "), page, _INDENT, _INDENT) if after else []
    if columns(f"{label}: {value}") <= in_one:
        return [f"{label}: {value}", *rest]
    return [*_wrap(f"{label}:", page), f"{_INDENT}{value}", *rest]


def _hanging(start: str, text: str, page: Page, indent: int | None = None) -> Iterator[str]:
    later = " " * min(columns(start) if indent is None else indent, page.width // 2)
    for place, part in enumerate(text.split("\n")):
        yield from _wrap(part, page, later if place else start, later)


def _wrap(text: str, page: Page, first: str = "", later: str = "") -> list[str]:
    """Return text, with what is unseen made visible, as rows of the width of a page."""
    return wrap(visible(text), page.width, first, later)
