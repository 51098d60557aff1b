"""One renderer per format. Documents become text, a styled terminal view or Markdown; values become data.

A document format is `(Document, width) -> str`; the registry imports a format only when it is asked for.
"""

from collections.abc import Callable
from importlib import import_module

from mhfind.document import Document

DOCUMENTS = {"text": "text", "table": "table", "md": "markdown"}
DATA = ("json", "jsonl", "csv", "tsv", "yaml", "sms")
ENDINGS = {
    ".md": "md",
    ".json": "json",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".yaml": "yaml",
    ".yml": "yaml",
}  # of files to write
FORMATS = (*DOCUMENTS, *DATA)


def document_renderer(name: str) -> Callable[[Document, int], str]:
    """Return the renderer of a document format."""
    render: Callable[[Document, int], str] = import_module(f"mhfind.render.{DOCUMENTS[name]}").render
    return render
