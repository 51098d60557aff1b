"""The view on a terminal, in color. The only module that imports rich; data reaches it as text, never as markup."""

from collections.abc import Iterator
from io import StringIO

from rich.console import Console
from rich.text import Text

from mhfind.document import AnyBlock, Block, Document, Field, Heading, Line, Paragraph
from mhfind.render import text as plain
from mhfind.render.visible import visible

_PARAGRAPHS = {"note": "dim", "detail": "dim", "warning": "bold yellow", "quote": "italic", "plain": ""}


def render(document: Document, width: int) -> str:
    """Return a document with ANSI styles, laid out like the plain text. Contacts stay whole at any width."""
    out = StringIO()
    console = Console(
        file=out, force_terminal=True, color_system="standard", legacy_windows=False, no_color=False, _environ={}
    )
    for row in _document(document, max(width, plain.MIN_WIDTH)):
        # soft_wrap leaves lines to the terminal: rich neither wraps, cuts nor pads what is laid out already
        console.print(row, soft_wrap=True, markup=False, emoji=False, highlight=False)
    return out.getvalue()


def _document(document: Document, width: int) -> Iterator[Text]:
    for row in plain.wrapped(document.title, width):
        yield Text(row, style="bold underline")
    yield Text()
    for block in document.blocks:
        yield from _block(block, width)


def _block(block: AnyBlock, width: int) -> Iterator[Text]:
    match block:
        case Block(blocks=blocks, kind="crisis"):
            rule = Text("*" * min(width, plain.RULE), style="bold red")
            yield rule
            for inner in blocks:
                yield from (row for row in _block(inner, width) if row.plain)
            yield from (rule, Text())
        case Block(blocks=blocks):
            for inner in blocks:
                yield from (row for row in _block(inner, width) if row.plain)
            yield Text()
        case Heading(level=level):
            yield from (Text(row, style="bold cyan" if level == 2 else "bold") for row in plain.rows(block, width))
        case Paragraph(kind=kind):
            yield from (Text(row, style=_PARAGRAPHS[kind]) for row in plain.rows(block, width))
        case Line(value=value):
            for row in plain.rows(block, width):
                line = Text(row)
                if (start := row.find(visible(value))) >= 0:
                    line.stylize("bold green", start, start + len(visible(value)))
                yield line
        case Field(label=label):
            for number, row in enumerate(plain.rows(block, width)):
                line = Text(row)
                if number == 0:
                    line.stylize("dim", 0, len(label) + 1)
                yield line
        case _:
            yield from map(Text, plain.rows(block, width))
