"""Paper: in what format and on what page a document is laid out, and opening it in the browser to print it."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mhfind.document import Page
from mhfind.errors import ExitCode, MhfindError, OutputError, UsageError
from mhfind.render import DOCUMENTS
from mhfind.tongue import tr

if TYPE_CHECKING:
    from mhfind.cli.session import Session

Paper = Literal["", "letter", "a4"]
MIN_LINES = 20  # of a page of text
_LETTER = frozenset("US CA MX CL CO CR DO GT PA PH PR SV VE".split())  # countries whose printers hold Letter


def format_of(session: "Session") -> str:
    """Return the format of a document: that of a call, but one that can do what the call asks for.

    Raises OutputError for a PDF that would go to a terminal.
    """
    name = session.format if session.format in DOCUMENTS else "text"
    if session.chosen.get("open"):
        return name if name == "pdf" else "html"
    if name == "pdf" and session.chosen.get("output") is None and session.context.terminal:
        raise OutputError("a PDF can't be shown on a terminal", "name a file: -o FILE.pdf")
    return "text" if name == "table" and session.chosen.get("lines") else name


def page_of(session: "Session", name: str, *, fixed: bool) -> Page:
    """Return the page that a document of a format is laid out on. Raises UsageError for one that holds too little."""
    large = bool(session.chosen.get("large_print") or session.config.large_print)
    lines = session.chosen.get("lines") or 0
    if 0 < lines < MIN_LINES:
        raise UsageError(
            f"--lines {lines} is too little for a page", f"give {MIN_LINES} or more; most printers hold 60"
        )
    paper: Paper = session.chosen.get("paper") or (_paper_here(session) if name == "pdf" else "")
    return Page(session.context.width(fixed=fixed), large, lines, paper)


def _paper_here(session: "Session") -> Paper:
    """Return the size of paper that is usual at the place of a call, wherever that may be."""
    try:
        return usual_paper(session.place.country)
    except MhfindError:  # what is wrong with a place is told where it matters
        return usual_paper(None)


def usual_paper(country: str | None) -> Paper:
    """Return the size that printers of a country hold; A4 where it is not known.

    >>> usual_paper("US"), usual_paper("GB"), usual_paper(None)
    ('letter', 'a4', 'a4')
    """
    return "letter" if country in _LETTER else "a4"


def open_page(session: "Session", made: str | bytes, ending: str) -> ExitCode:
    """Open a page in the browser: the file of the call, or a new one in a folder that only this user can read."""
    import tempfile
    import webbrowser

    if session.chosen.get("output") is None:
        path = Path(tempfile.mkdtemp(prefix="page-"), f"page.{ending}")
        session.chosen["output"] = str(path)
        told = tr("the page is {path}; delete it when it is printed.").format(path=path)
        session.note(f"mhfind: {told}")
    session.write([made])
    if not webbrowser.open(Path(session.chosen["output"]).absolute().as_uri()):
        session.note(f"mhfind: {tr('no browser was found; open the file by hand.')}")
    return ExitCode.OK
