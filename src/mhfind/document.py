"""A printable document as a value: a title and blocks, before any format. Builders make it, renderers print it.

Blocks hold plain text only; how a heading or a box looks is the renderer's business. A text that is not in the language
of its document has a `language`, a BCP 47 tag.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from mhfind import tongue
from mhfind.tongue import Passage

Kind = Literal["plain", "quote", "note", "detail", "warning"]  # of a paragraph


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading within a document; the title itself is level 1."""

    text: str
    level: Literal[2, 3] = 2
    language: str | UnsetType = UNSET


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """Running text that may be wrapped. `detail`: belongs to the line above it."""

    text: str
    kind: Kind = "plain"
    language: str | UnsetType = UNSET


class Items(msgspec.Struct, frozen=True, tag="items"):
    """A list of texts, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False
    language: str | UnsetType = UNSET


class Line(msgspec.Struct, frozen=True, tag="line"):
    """`label: value`, where the value is printed whole: never wrapped, cut or changed.

    `after`: needed with it (", then press 1"); `href`: where it leads.
    """

    label: str
    value: str
    after: str = ""
    href: str = ""


class Field(msgspec.Struct, frozen=True, tag="field"):
    """`label: text`, where the text may be wrapped; a `language` is that of the text."""

    label: str
    text: str
    language: str | UnsetType = UNSET


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
    """A title and blocks.

    `language`: BCP 47 tag of its words, which is that of the language in force where the document is made;
    `title_language`: that of its title, if it is another.
    """

    title: str
    blocks: tuple[AnyBlock, ...]
    language: str = msgspec.field(default_factory=tongue.current)
    title_language: str | UnsetType = UNSET


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
    return Document(first.title, (*first.blocks, *blocks), first.language, first.title_language)


def paragraph(passage: Passage, kind: Kind = "plain") -> Paragraph:
    """Return a passage as a paragraph."""
    return Paragraph(passage.text, kind, passage.language or UNSET)


def paragraphs(kind: Kind, *passages: Passage) -> list[Paragraph]:
    """Return passages as a paragraph; those of another language as one of its own, and none of empty ones."""
    return [Paragraph(text, kind, language or UNSET) for text, language in _joined(passages)]


def fields(label: str, *passages: Passage) -> list[Field]:
    """Return passages as a field; those of another language as one of its own, and none of empty ones."""
    return [Field(label, text, language or UNSET) for text, language in _joined(passages)]


def _joined(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Yield passages, those of one language that follow one another as one; empty ones are left out."""
    told = (passage for passage in passages if passage.text)
    for language, run in groupby(told, lambda passage: passage.language):
        yield Passage(" ".join(passage.text for passage in run), language)


def in_language(block: AnyBlock, language: str) -> AnyBlock:
    """Return a block whose texts are in a language."""
    if isinstance(block, Block):
        return Block(tuple(in_language(inner, language) for inner in block.blocks), block.kind)
    if isinstance(block, Heading | Paragraph | Items | Field):
        return msgspec.structs.replace(block, language=language)
    return block


def marked(document: Document, mark: Callable[[str], str]) -> Document:
    """Return a document whose texts in other languages end with a mark, made from their tags: " (in English)".

    Of texts of one language that follow one another, only the first is marked. Each field is: its label stands between.
    """
    title = document.title + (mark(document.title_language) if document.title_language else "")
    return Document(title, tuple(_marked(document.blocks, mark)), document.language)


def _marked(blocks: Iterable[AnyBlock], mark: Callable[[str], str]) -> Iterator[AnyBlock]:
    before: str | UnsetType = UNSET  # the language of the text before
    for block in blocks:
        language: str | UnsetType = UNSET
        if isinstance(block, Block):
            yield Block(tuple(_marked(block.blocks, mark)), block.kind)
        elif isinstance(block, Field) and block.language:
            yield Field(block.label, block.text + mark(block.language))
        elif isinstance(block, Heading | Paragraph | Items) and block.language:
            language = block.language
            yield block if language == before else _with_mark(block, mark(language))
        else:
            yield block
        before = language


def _with_mark(block: Heading | Paragraph | Items, mark: str) -> AnyBlock:
    if isinstance(block, Items):
        return Items((f"{block.items[0]}{mark}", *block.items[1:]), block.numbered)
    return msgspec.structs.replace(block, text=block.text + mark, language=UNSET)
