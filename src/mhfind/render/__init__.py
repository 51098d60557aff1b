"""One renderer per format. Documents become text, a styled terminal view, Markdown or HTML; values become data.

A document format is `(Document, Page) -> str`, or bytes for PDF; the registry imports a format only when it is asked
for.
"""

from collections.abc import Callable
from importlib import import_module

from mhfind.document import Document, Page

DOCUMENTS = {"text": "text", "table": "table", "md": "markdown", "html": "html", "pdf": "pdf"}
DATA = ("json", "jsonl", "csv", "tsv", "yaml", "sms")
# Endings of files to write, with their formats.
ENDINGS = {
    ".htm": "html",
    ".yml": "yaml",
    **{f".{name}": name for name in ("md", "html", "pdf", *DATA) if name != "sms"},
}
FORMATS = (*DOCUMENTS, *DATA)


def document_renderer(name: str) -> Callable[[Document, Page], str | bytes]:
    """Return the renderer of a document format."""
    render: Callable[[Document, Page], str | bytes] = import_module(f"mhfind.render.{DOCUMENTS[name]}").render
    return render
