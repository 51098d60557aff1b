"""Plain text: for pipes, files and printers. Running text is wrapped; a contact's line never is."""

from collections.abc import Iterator
from textwrap import TextWrapper

from mhfind.document import AnyBlock, Block, Document, Field, Heading, Items, Line, Paragraph
from mhfind.render.visible import visible

MIN_WIDTH = 20
RULE = 60
_MARKS = {"warning": "! ", "quote": "| ", "detail": "  "}


def render(document: Document, width: int) -> str:
    """Return a document as plain text of at most `width` columns, but for contacts, which stay whole."""
    width = max(width, MIN_WIDTH)
    title = wrapped(document.title, width)
    rule = "=" * min(width, max(map(len, title), default=0))
    lines = [*title, rule, ""]
    for block in document.blocks:
        lines += rows(block, width)
    return "\n".join(lines).rstrip("\n") + "\n"


def rows(block: AnyBlock, width: int) -> Iterator[str]:
    """Yield the lines of one block."""
    match block:
        case Heading(text=text, level=level):
            words = wrapped(text, width)
            yield from ("", *words, "-" * min(width, max(map(len, words)))) if level == 2 else words
        case Paragraph(text=text, kind=kind):
            mark = _MARKS.get(kind, "")
            for part in text.split("\n"):
                yield from wrapped(part, width, mark)
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
        case Block(blocks=blocks, kind=kind):
            yield from _boxed(blocks, kind, width)


def _boxed(blocks: tuple[AnyBlock, ...], kind: str, width: int) -> Iterator[str]:
    rule = ["*" * min(width, RULE)] if kind == "crisis" else []
    yield from rule
    yield from (line for block in blocks for line in rows(block, width) if line)
    yield from (*rule, "")


def contact_rows(line: Line, width: int) -> list[str]:
    """Return a contact in one row, or in two or three where it is too narrow; the value is always whole."""
    label, value, after = visible(line.label), visible(line.value), visible(line.after)
    if len(label) + len(value) + len(after) + 2 <= width:
        return [f"{label}: {value}{after}"]
    rest = [f"  {after.removeprefix(', ')}"] if after else []
    if len(label) + len(value) + 2 <= width:
        return [f"{label}: {value}", *rest]
    return [*wrapped(f"{label}:", width), f"  {value}", *rest]


def wrapped(text: str, width: int, mark: str = "") -> list[str]:
    """Return text wrapped to a width; words longer than that stay whole."""
    shown = visible(text)
    return _wrap(shown, width, initial_indent=mark, subsequent_indent=mark) or [mark.rstrip()]


def _hanging(start: str, text: str, width: int, indent: int | None = None) -> list[str]:
    later = " " * min(len(start) if indent is None else indent, width // 2)
    parts = visible(text).split("\n")
    lines = _wrap(parts[0], width, initial_indent=start, subsequent_indent=later) or [start.rstrip()]
    for part in parts[1:]:
        lines += _wrap(part, width, initial_indent=later, subsequent_indent=later)
    return lines


def _wrap(text: str, width: int, initial_indent: str, subsequent_indent: str) -> list[str]:
    wrapper = TextWrapper(
        width,
        initial_indent=initial_indent,
        subsequent_indent=subsequent_indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.wrap(text)
