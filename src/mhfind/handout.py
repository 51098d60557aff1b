"""Handouts: files as text in which every character knows its line and column. HTML, DOCX and PDF are read too."""

from bisect import bisect_right
from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import msgspec

from mhfind.errors import UsageError

MAX_BYTES = 64 * 1024 * 1024
EDITABLE = ("", ".txt", ".text", ".md", ".markdown", ".csv", ".tsv")  # endings of files that can be corrected
_HTML = (".html", ".htm", ".xhtml")
_LIBRARIES = {".docx": "docx", ".pdf": "pypdf"}
_INLINE = {"a", "abbr", "b", "bdi", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u", "wbr"}
_SILENT = {"script", "style", "template"}


class Handout(msgspec.Struct, frozen=True):
    """A text to check, and where each part of it stands: (offset, line, column) of parts, in order.

    `pages`: offsets at which pages begin; where there are any, lines count from the top of a page.
    """

    name: str
    text: str
    parts: tuple[tuple[int, int, int], ...]
    pages: tuple[int, ...] = ()

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of a character, from 1 on."""
        start, line, column = self.parts[bisect_right(self.parts, (offset, 1 << 62, 0)) - 1]
        return line, column + offset - start

    def page(self, offset: int) -> int | None:
        """Return the page that a character is on, where there are pages."""
        return bisect_right(self.pages, offset) if self.pages else None


def text_handout(name: str, text: str) -> Handout:
    """Return plain text as a handout."""
    parts, start = [], 0
    for number, line in enumerate(text.splitlines(keepends=True) or [""], 1):
        parts.append((start, number, 1))
        start += len(line)
    return Handout(name, text, tuple(parts))


def read_handout(path: Path) -> Handout:
    """Read a file. Raises UsageError for one that can't be read, or that is no text."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "check the path and its permissions") from error
    return handout_of(str(path), data)


def handout_of(name: str, data: bytes) -> Handout:
    """Return the content of a file as a handout. Raises UsageError for what is too large, or no text."""
    if len(data) > MAX_BYTES:
        raise UsageError(f"{name}: is larger than {MAX_BYTES >> 20} MB", "check it in parts")
    ending = Path(name).suffix.lower()
    if ending in _LIBRARIES:
        return _document(name, data, ending)
    text = decoded(data)
    if "\0" in text:
        raise UsageError(f"{name}: is no text", "save it as text, Markdown, CSV or HTML; DOCX and PDF can be read too")
    return _html_handout(name, text) if ending in _HTML else text_handout(name, text)


def decoded(data: bytes) -> str:
    """Return bytes as text: UTF-8, UTF-16 with its mark, or else the letters of Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


class _Page(HTMLParser):
    """What an HTML page shows, and the numbers and addresses of its links, in pieces with line and column."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self.parts: list[tuple[int, int, int]] = []
        self.length = 0
        self.silent = 0
        self.links: list[tuple[str, int, int]] = []  # they come last, so that they don't stand between words

    def put(self, text: str) -> None:
        """Add text that stands where the parser is."""
        line, column = self.getpos()
        for piece in text.splitlines(keepends=True):
            self.parts.append((self.length, line, column + 1))
            self.pieces.append(piece)
            self.length += len(piece)
            line, column = line + 1, 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Note a link before its words; what is no part of a line ends the line."""
        self.silent += tag in _SILENT
        if tag not in _INLINE:
            self.put("\n")
        link = dict(attrs).get("href") if tag == "a" else None
        if link and link.lower().startswith(("http", "tel:", "sms:", "www.")):
            line, column = self.getpos()
            self.links.append((unescape(link), line, column + 1))

    def handle_endtag(self, tag: str) -> None:
        """End a line where a block ends."""
        self.silent -= tag in _SILENT and self.silent > 0
        if tag not in _INLINE:
            self.put("\n")

    def handle_data(self, data: str) -> None:
        """Note what is shown."""
        if not self.silent:
            self.put(data)

    def handle_entityref(self, name: str) -> None:
        """Note a character that is named."""
        self.put(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        """Note a character that is numbered."""
        self.put(unescape(f"&#{name};"))


def _html_handout(name: str, text: str) -> Handout:
    page = _Page()
    page.feed(text)
    page.close()
    for link, line, column in page.links:
        page.parts += [(page.length, line, column), (page.length + 1, line, column)]
        page.pieces.append(f"\n{link}\n")
        page.length += len(link) + 2
    return Handout(name, "".join(page.pieces), tuple(page.parts) or ((0, 1, 1),))


def _document(name: str, data: bytes, ending: str) -> Handout:
    """Return the text of a DOCX or PDF file. Raises UsageError for a damaged one, and where the library is missing."""
    if find_spec(_LIBRARIES[ending]) is None:
        raise UsageError(
            f"{name}: reading {ending[1:].upper()} needs another library", "pip install 'mhfind[documents]'"
        )
    try:
        pages = _docx_pages(data) if ending == ".docx" else _pdf_pages(data)
    except Exception as error:  # the libraries raise whatever a damaged file makes them
        raise UsageError(f"{name}: can't be read as {ending[1:].upper()}", "save it again, or as text") from error
    parts, starts, start = [], [], 0
    for page in pages:
        starts.append(start)
        for number, line in enumerate(page.splitlines(keepends=True), 1):
            parts.append((start, number, 1))
            start += len(line)
        start += 1
    return Handout(name, "\n".join(pages), tuple(parts) or ((0, 1, 1),), tuple(starts) if ending == ".pdf" else ())


def _docx_pages(data: bytes) -> list[str]:
    """Return the words of a DOCX file: paragraphs, tables, headers and footers."""
    from docx import Document

    document = Document(BytesIO(data))
    edges = [part for section in document.sections for part in (section.header, section.footer)]
    lines = []
    for part in (document, *edges):
        for block in part.iter_inner_content():
            rows = (
                [[cell.text for cell in row.cells] for row in block.rows] if hasattr(block, "rows") else [[block.text]]
            )
            lines += [" | ".join(dict.fromkeys(row)) for row in rows]
    return ["\n".join(lines)]


def _pdf_pages(data: bytes) -> list[str]:
    from pypdf import PdfReader

    return [page.extract_text() or "" for page in PdfReader(BytesIO(data)).pages]
