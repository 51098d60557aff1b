"""A printable document as a value: a title and blocks, before any format. Builders make it, renderers print it.

Blocks hold plain text only; how a heading or a box looks is the renderer's business.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading within a document; the title itself is level 1."""

    text: str
    level: Literal[2, 3] = 2


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """Running text that may be wrapped. `detail`: belongs to the line above it."""

    text: str
    kind: Literal["plain", "quote", "note", "detail", "warning"] = "plain"


class Items(msgspec.Struct, frozen=True, tag="items"):
    """A list of texts, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False


class Line(msgspec.Struct, frozen=True, tag="line"):
    """`label: value`, where the value is printed whole: never wrapped, cut or changed.

    `after`: needed with it (", then press 1"); `href`: where it leads.
    """

    label: str
    value: str
    after: str = ""
    href: str = ""


class Field(msgspec.Struct, frozen=True, tag="field"):
    """`label: text`, where the text may be wrapped."""

    label: str
    text: str


class Blank(msgspec.Struct, frozen=True, tag="blank"):
    """Lines to write on by hand, the first of them after the label, if there is one."""

    label: str
    lines: int = 1


class Block(msgspec.Struct, frozen=True, tag="block"):
    """What belongs together and should stay on one page: a program, or the crisis box."""

    blocks: "tuple[Heading | Paragraph | Items | Line | Field | Blank | Block | Part, ...]"
    kind: Literal["plain", "crisis"] = "plain"


class Part(msgspec.Struct, frozen=True, tag="part"):
    """What follows begins on a new page, under a title of its own."""

    title: str


AnyBlock = Heading | Paragraph | Items | Line | Field | Blank | Block | Part


class Document(msgspec.Struct, frozen=True):
    """A title and blocks. `language`: BCP 47 tag of its words."""

    title: str
    blocks: tuple[AnyBlock, ...]
    language: str = "en"


class Page(msgspec.Struct, frozen=True):
    """How a document is laid out.

    `width` in columns for running text; `large_print` for weak eyes; `lines` a page of plain text has, 0 for text
    without pages; `paper` of HTML and PDF, where an empty text leaves it to the printer.
    """

    width: int = 80
    large_print: bool = False
    lines: int = 0
    paper: Literal["", "letter", "a4"] = ""


def joined(documents: Sequence[Document]) -> Document:
    """Return documents as one: the first keeps its title, the others' titles become headings."""
    first, *others = documents
    blocks = [block for other in others for block in (Heading(other.title, 2), *other.blocks)]
    return Document(first.title, (*first.blocks, *blocks), first.language)
