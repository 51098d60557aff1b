"""Markdown: for documents that are edited or turned into other formats. Catalog text is escaped."""

import re
from collections.abc import Iterator, Sequence

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
from mhfind.texts import in_language
from mhfind.visible import visible

# Characters that CommonMark could read as markup; escaping them is always allowed. `-`, `.` and `#` only begin blocks.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&!$])")
_BLOCK_START = re.compile(r"^(\s*)([-+#=]|\d+[.)])")
_RULE = r"\_" * 40  # to write on


def render(document: Document, page: Page) -> str:
    """Return a document as Markdown. `page` has no meaning: Markdown is laid out by what shows it."""
    document = marked(document, in_language)
    return "\n".join([f"# {escape(document.title)}", "", *_blocks(document.blocks)]).rstrip("\n") + "\n"


def escape(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", visible(text).replace("\n", " "))


def _paragraph(text: str) -> str:
    return _BLOCK_START.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", escape(text))


def _blocks(blocks: Sequence[AnyBlock]) -> Iterator[str]:
    """Yield the lines of blocks, with a blank line between them but within one list."""
    for place, block in enumerate(blocks):
        if place and not (_is_item(block) and _is_item(blocks[place - 1])):
            yield ""
        yield from _block(block)


def _is_item(block: AnyBlock) -> bool:
    return isinstance(block, (Line, Field)) or (isinstance(block, Paragraph) and block.kind == "detail")


def _block(block: AnyBlock) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            yield f"{'#' * level} {escape(text)}"
        case Paragraph(text=text, kind=kind):
            words = _paragraph(text)
            yield {"quote": f"> {words}", "warning": f"**{words}**", "detail": f"  - {words}"}.get(kind, words)
        case Items(items=items, numbered=numbered):
            for number, item in enumerate(items, 1):
                yield f"{number}. {_paragraph(item)}" if numbered else f"- {_paragraph(item)}"
        case Line(label=label, value=value, after=after):
            yield f"- {escape(label)}: {_code(value)}{escape(after)}"
        case Field(label=label, text=text):
            yield f"- {escape(label)}: {escape(text)}"
        case Blank(label=label, lines=lines):
            yield from [f"{escape(label)}:", ""] if label else []
            yield "\n\n".join([_RULE] * lines)
        case Part(title=title):
            yield from ("---", "", f"# {escape(title)}")
        case Block(blocks=blocks, kind="crisis"):
            yield from (f"> {line}".rstrip() for line in _blocks(blocks))
        case Block(blocks=blocks):
            yield from _blocks(blocks)


def _code(value: str) -> str:
    """Return a value as a code span: shown letter by letter."""
    shown = visible(value)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if "`" in shown else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
