"""Plain text in pages for line printers: form feeds between them, and nothing split that belongs together."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from mhfind.tongue import tr

FORM_FEED = "\f"
FOOT = 2  # rows at the bottom of a page: a blank one and the number of the page

Row = tuple[str, object]  # what is printed, and what it belongs to
Run = Sequence[Row]  # rows that stay on one page if one can hold them


def paged(parts: Iterable[Iterable[Run]], lines: int) -> str:
    """Return parts of a document as pages of fewer than `lines` rows each; every part has its own page numbers.

    A printer that holds `lines` rows feeds the paper itself after the last one; a form feed there would cost a sheet.
    """
    room = lines - 1 - FOOT
    return FORM_FEED.join(text for part in parts for text in _numbered(_pages(part, room), room))


def _numbered(pages: list[list[str]], room: int) -> Iterable[str]:
    for number, rows in enumerate(pages, 1):
        footer = tr("Page {page} of {pages}").format(page=number, pages=len(pages))
        filled = [*rows, *[""] * (room - len(rows)), "", footer]
        yield "\n".join(filled) + "\n"


def _pages(runs: Iterable[Run], room: int) -> list[list[str]]:
    """Return the rows of each page. A page begins with a row that is not blank, and has no two blank ones together."""
    pages: list[list[str]] = [[]]
    for run in runs:
        for piece in _pieces(run, room):
            needed = len(piece) - (piece[-1] == "")
            if pages[-1] and len(pages[-1]) + needed > room:
                pages.append([])
            for row in piece:
                if row or (pages[-1] and pages[-1][-1]):
                    pages[-1].append(row)
    if not pages[-1]:
        pages.pop()
    return [_without_end(page) for page in pages]


def _pieces(run: Run, room: int) -> list[list[str]]:
    """Return a run as one piece, or what is longer than a page as the rows of each thing in it."""
    if len(run) <= room:
        return [[row for row, _ in run]] if run else []
    owned = ([row for row, _ in rows] for _, rows in groupby(run, key=lambda row: id(row[1])))
    return [piece[start : start + room] for piece in owned for start in range(0, len(piece), room)]


def _without_end(page: list[str]) -> list[str]:
    while page and not page[-1]:
        page.pop()
    return page
