"""Markdown: for documents that are edited or turned into other formats. Catalog text is escaped."""

import re
from collections.abc import Iterator

from mhfind.document import AnyBlock, Block, Document, Field, Heading, Items, Line, Paragraph
from mhfind.render.visible import visible

# Characters that CommonMark could read as markup; escaping them is always allowed. `-`, `.` and `#` only begin blocks.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&!$])")
_BLOCK_START = re.compile(r"^(\s*)([-+#=]|\d+[.)])")


def render(document: Document, width: int) -> str:
    """Return a document as Markdown. `width` has no meaning: Markdown is wrapped by what shows it."""
    lines = [f"# {escape(document.title)}", ""]
    for block in document.blocks:
        lines += _block(block)
    return "\n".join(lines).rstrip("\n") + "\n"


def escape(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", visible(text).replace("\n", " "))


def _paragraph(text: str) -> str:
    return _BLOCK_START.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", escape(text))


def _block(block: AnyBlock) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            yield from (f"{'#' * level} {escape(text)}", "")
        case Paragraph(text=text, kind=kind):
            mark = "> " if kind == "quote" else ""
            words = _paragraph(text)
            yield from (mark + (f"**{words}**" if kind == "warning" else words), "")
        case Items(items=items, numbered=numbered):
            for number, item in enumerate(items, 1):
                yield f"{number}. {_paragraph(item)}" if numbered else f"- {_paragraph(item)}"
            yield ""
        case Line(label=label, value=value, after=after):
            yield from (f"- {escape(label)}: {_code(value)}{escape(after)}", "")
        case Field(label=label, text=text):
            yield from (f"- {escape(label)}: {escape(text)}", "")
        case Block(blocks=blocks, kind=kind):
            lines = [line for inner in blocks for line in _block(inner)]
            yield from (f"> {line}".rstrip() for line in lines[:-1]) if kind == "crisis" else lines
            yield ""


def _code(value: str) -> str:
    """Return a value as a code span: shown letter by letter."""
    shown = visible(value)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if "`" in shown else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
