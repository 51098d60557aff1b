"""HTML: one page that needs nothing else, for browsers and printers. The only module that imports jinja2.

Jinja escapes every value, and what is unseen is made visible before. The page allows itself one style, by its hash, and
nothing more: no script, image, frame or request.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mhfind.document import AnyBlock, Block, Document, Field, Heading, Line, Page, Paragraph, Part
from mhfind.tongue import tr
from mhfind.visible import visible

_LINK = re.compile(r"(?:https?://|tel:|sms:|mailto:)[!-~]+", re.IGNORECASE)

Node = dict[str, Any]  # a block as the template takes it, with its `type`


def render(document: Document, page: Page) -> str:
    """Return a document as an HTML page; its width is the reader's, large print is 18 points."""
    environment = _environment()
    parted = any(isinstance(block, Part) for block in document.blocks)
    footer = tr("Page {page}") if parted else tr("Page {page} of {pages}")
    style = environment.get_template("style.css").render(
        large_print=page.large_print,
        paper=page.paper,
        footer=Markup(_counting(footer)),  # noqa: S704 - words of our own, in quotes
    )
    return environment.get_template("page.html").render(
        title=document.title,
        language=document.language,
        title_language=document.title_language or "",
        parts=list(_Outline().parts(document.blocks)),
        style=Markup(style),  # noqa: S704 - our own file, without a value in it
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
    )


def _counting(text: str) -> str:
    """Return a text with numbers of pages as CSS takes it: "Page {page}" -> `"Page " counter(page)`."""
    parts = re.split(r"[{}]", text.replace('"', "'").replace("\\", "/"))
    return " ".join(f"counter({part})" if place % 2 else f'"{part}"' for place, part in enumerate(parts) if part)


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("mhfind.render"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _shown(value: object) -> object:
    """Return a value of the template as it is to be escaped; the template's own parts are finished."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


class _Outline:
    """Turns blocks into parts, and keeps the levels of headings without a gap: h3 stands below an h2 only."""

    def __init__(self) -> None:
        self.sections = False

    def parts(self, blocks: Sequence[AnyBlock]) -> Iterator[Node]:
        """Yield parts, with neighbouring contacts and fields as one list."""
        for is_entry, run in groupby(blocks, _is_entry):
            if is_entry:
                yield {"type": "entries", "entries": list(_entries(run))}
            else:
                yield from map(self._part, run)

    def _part(self, block: AnyBlock) -> Node:
        if isinstance(block, Block):
            return {"type": "block", "kind": block.kind, "parts": list(self.parts(block.blocks))}
        part: Node = {"language": "", **msgspec.to_builtins(block)}
        if isinstance(block, Heading):
            self.sections |= block.level == 2
            part["tag"] = f"h{block.level if self.sections else 2}"
        elif isinstance(block, Paragraph) and block.kind == "plain" and block.text.endswith(":"):
            part["kind"] = "lead"  # it stays on the page of what it announces
        return part


def _is_entry(block: AnyBlock) -> bool:
    return isinstance(block, (Line, Field)) or (isinstance(block, Paragraph) and block.kind == "detail")


def _entries(run: Iterable[AnyBlock]) -> Iterator[Node]:
    """Yield contacts and fields, each with the details that follow it; details alone are an entry too."""
    entry: Node | None = None
    for block in run:
        if isinstance(block, Paragraph):
            entry = entry or {"type": "details", "details": []}
            entry["details"].append({"text": block.text, "language": block.language or ""})
            continue
        if entry:
            yield entry
        entry = {"language": "", **msgspec.to_builtins(block), "details": []}
        if isinstance(block, Line):
            entry["href"] = link(block)
    if entry:
        yield entry


def link(line: Line) -> str:
    """Return where a contact leads, or an empty text if that is nowhere that a page may lead."""
    target = line.href or (line.value if line.value.lower().startswith("http") else "")
    return target if _LINK.fullmatch(target) else ""
