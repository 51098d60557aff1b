"""PDF, made from the HTML page by WeasyPrint: an extra, and the only module that imports it."""

from typing import NoReturn

from mhfind.document import Document, Page
from mhfind.errors import OutputError
from mhfind.render import html

_OTHERWISE = "or write HTML and print that from a browser: -o FILE.html"


def render(document: Document, page: Page) -> bytes:
    """Return a document as a PDF with tags for screen readers. Raises OutputError where WeasyPrint can't be used."""
    try:
        from weasyprint import HTML
    except ImportError as error:
        hint = f'install it: pip install "mhfind[pdf]"; {_OTHERWISE}'
        raise OutputError("a PDF needs WeasyPrint, which is not installed", hint) from error
    except OSError as error:  # it is there, but a library of the system is not
        hint = f"install Pango, as the README says under PDF; {_OTHERWISE}"
        raise OutputError("a PDF needs the library Pango, which was not found", hint) from error
    made: bytes = HTML(string=html.render(document, page), url_fetcher=_no_request).write_pdf(pdf_tags=True)
    return made


def _no_request(url: str, *_: object) -> NoReturn:
    """Refuse to fetch anything: a page needs nothing but itself."""
    raise ValueError(f"{url} is not fetched")
