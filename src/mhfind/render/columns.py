"""Columns: how wide a text is on a terminal, and where a row of it may end.

A Chinese character takes two columns, a combining mark none. Texts in Latin letters, which nearly all are, never need
the tables of wcwidth, which take 40 ms to import.
"""

import re

# What may take more or less than one column: all but Latin letters and the usual dashes and quotes.
_UNEVEN = re.compile("[^ -\u02ff\u2010-\u2027]")
# Blanks at which a row may end: not a single one within a number written in groups.
_BLANKS = re.compile(r"( {2,}|(?<![\d)]) | (?![\d(]))")
# Thai, Lao, Burmese and Khmer are written without blanks between words. So are Chinese and Japanese, which are wide.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def columns(text: str) -> int:
    """Return how many columns a text of one row takes."""
    if text.isascii() or not _UNEVEN.search(text):
        return len(text)
    from wcwidth import width

    return width(text, control_codes="ignore")


def wrap(text: str, width: int, first: str = "", later: str = "") -> list[str]:
    """Return text as rows of at most `width` columns; `first` begins the first row, `later` each other one.

    Numbers written in groups stay whole, and so do words that are too long for a row. Only a long run of writing that
    has no blanks between words is broken, between characters.
    """
    rows = []
    room = width - max(columns(first), columns(later))
    start, content, used = first, "", columns(first)
    for gap, word in _words(text.replace("\n", " ")):
        for place, piece in enumerate(_pieces(word, room)):
            blanks, taken = ("", 0) if place else (gap, len(gap))
            taken += columns(piece)
            if content and used + taken > width:
                rows.append(start + content)
                start, content, used = later, piece, columns(later) + columns(piece)
            else:
                content += blanks + piece
                used += taken
    return [*rows, start + content] if content else [first.rstrip()]


def _words(text: str) -> list[tuple[str, str]]:
    """Return the words of a text, each with the blanks before it."""
    parts = ["", *_BLANKS.split(text)]
    return [(gap, word) for gap, word in zip(parts[::2], parts[1::2], strict=True) if word]


def _pieces(word: str, room: int) -> list[str]:
    """Return a word as what has to stay whole: itself, or the pieces of a run of more than `room` columns."""
    if not _UNEVEN.search(word) or columns(word) <= room:
        return [word]
    from wcwidth import iter_graphemes

    pieces: list[str] = []
    loose = True
    for cluster in iter_graphemes(word):  # a character with all that combines with it
        before, loose = loose, _is_loose(cluster)
        if before or loose or not pieces:
            pieces.append(cluster)
        else:
            pieces[-1] += cluster
    return pieces


def _is_loose(cluster: str) -> bool:
    """Tell whether a row may end on either side of a character; digits keep together."""
    return not cluster[0].isdigit() and (columns(cluster) > 1 or bool(_UNSPACED.match(cluster)))
