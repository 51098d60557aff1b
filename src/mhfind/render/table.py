"""The view on a terminal: the rows of the plain text, in color. The only module that imports rich.

Data reaches rich as text, never as markup, and in rows that are laid out already.
"""

from io import StringIO

from rich.console import Console
from rich.text import Text

from mhfind.document import AnyBlock, Block, Document, Field, Heading, Line, Page, Paragraph
from mhfind.render.text import layout
from mhfind.visible import visible

_PARAGRAPHS = {"note": "dim", "detail": "dim", "warning": "bold yellow", "quote": "italic", "plain": ""}


def render(document: Document, page: Page) -> str:
    """Return a document with ANSI styles. Contacts stay whole at any width."""
    out = StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", legacy_windows=False, _environ={})
    for number, (row, block) in enumerate(layout(document, page)):
        # soft_wrap: rich neither wraps, cuts nor pads
        console.print(_styled(row, block, number == 0), soft_wrap=True, markup=False, emoji=False, highlight=False)
    return out.getvalue()


def _styled(row: str, block: AnyBlock | None, is_title: bool) -> Text:
    line = Text(row, style=_style(block, is_title))
    if isinstance(block, Line):
        start = row.find(visible(block.value))
        if start >= 0:
            line.stylize("bold green", start, start + len(visible(block.value)))
    elif isinstance(block, Field) and row.startswith(f"{visible(block.label)}:"):
        line.stylize("dim", 0, len(visible(block.label)) + 1)
    return line


def _style(block: AnyBlock | None, is_title: bool) -> str:
    match block:
        case Block():
            return "bold red"
        case Heading(level=level):
            return "bold cyan" if level == 2 else "bold"
        case Paragraph(kind=kind):
            return _PARAGRAPHS[kind]
        case _:
            return "bold" if is_title else ""
