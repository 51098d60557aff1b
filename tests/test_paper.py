"""What comes out of a printer: pages of text, PDF, and HTML printed by a browser (the checklist is docs/paper.md)."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import ASCII, Inside, Program, Terminal, pdf_can_be_made

from mhfind.catalog import Catalog
from mhfind.cli.paper import MIN_LINES
from mhfind.document import Blank, Block, Document, Heading, Items, Line, Page, Paragraph, Part
from mhfind.render import html, text

US = ("--country", "US")
IDS = ("us-nami-helpline", "us-988-lifeline", "us-maternal-mental-health-hotline", "us-ndvh")
INCH = 72.0  # points
POPPLER = ("pdftotext", "pdfinfo", "pdftohtml")
needs_pdf = pytest.mark.skipif(
    not pdf_can_be_made() or not all(map(shutil.which, POPPLER)),
    reason="WeasyPrint with Pango makes a PDF, and poppler-utils read it",
)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_chromium = pytest.mark.skipif(not CHROMIUM or not shutil.which("pdftotext"), reason="there is no Chromium")


def tool(*command: str) -> str:
    """Return what a program prints."""
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")


def pages_of(path: Path) -> list[str]:
    """Return the text of each page of a PDF, each word one blank from the next."""
    return [" ".join(page.split()) for page in tool("pdftotext", "-layout", str(path), "-").split("\f")[:-1]]


# ---- Pages of text -----------------------------------------------------------------------------------------------


def long(count: int) -> Document:
    """Return a document of so many programs."""
    blocks = [
        Block((Heading(f"Program {number}", 3), Paragraph("It helps. " * 20), Line("Call", f"1-800-555-01{number:02}")))
        for number in range(count)
    ]
    return Document("Title", (Paragraph("Text."), Heading("Programs"), *blocks, Part("More"), Items(("One.", "Two."))))


@pytest.mark.parametrize("lines", [20, 33, 60, 66])
@pytest.mark.parametrize("large", [False, True])
def test_pages_of_text(lines: int, large: bool) -> None:
    printed = text.render(long(30), Page(lines=lines, large_print=large))
    sheets = printed.split("\f")
    assert len(sheets) > 3
    assert [sheet.count("\n") for sheet in sheets] == [lines - 1] * len(sheets)  # the feed takes what is left
    assert [
        number for number, sheet in enumerate(sheets) if sheet.startswith("\n") or "\n\n\n\nP" in sheet[:-400]
    ] == []
    *first, last = sheets
    feet = [sheet.splitlines()[-1] for sheet in sheets]
    assert feet == [*(f"Page {number} of {len(first)}" for number in range(1, len(first) + 1)), "Page 1 of 1"]
    assert last.startswith("More\n")
    for number in range(30):
        (page,) = (sheet for sheet in sheets if f"Program {number}\n" in sheet)
        assert f"1-800-555-01{number:02}" in page, number
    (page,) = (sheet for sheet in sheets if "Programs\n" in sheet)
    assert "Program 0\n" in page  # no heading is the last of a page


def test_what_is_longer_than_a_page_is_split_between_the_things_in_it() -> None:
    block = Block(tuple(Line("Call", f"1-800-555-{number:04}") for number in range(100)))
    rows = [
        row for sheet in text.render(Document("T", (block,)), Page(lines=20)).split("\f") for row in sheet.splitlines()
    ]
    assert [row for row in rows if row.startswith("Call")] == [f"Call: 1-800-555-{number:04}" for number in range(100)]


def test_text_without_pages_has_no_form_feed() -> None:
    assert "\f" not in text.render(long(30), Page())


def test_pages_for_a_line_printer(inside: Inside) -> None:
    code, out, err = inside("sheet", *IDS, *US, "--worker", "--lines", "60", "--color", "always")
    assert (code, err) == (0, "")
    assert out.count("\f") == out.count("Page ") - 1 > 1
    assert "\x1b" not in out
    assert "\f" in inside("guide", "cost", *US, "--lines", "40")[1]
    code, _, err = inside("guide", "cost", "--lines", str(MIN_LINES - 1))
    assert (code, err.split("\n")[0]) == (2, f"mhfind: --lines {MIN_LINES - 1} is too little for a page")


def test_lines_to_write_on() -> None:
    document = Document("T", (Blank("When"), Blank("", 2)))
    assert text.render(document, Page(width=30)).split("\n")[3:] == ["When:", "_" * 30, "", "_" * 30, "", "_" * 30, ""]
    page = html.render(document, Page())
    assert page.count('<span class="line"></span>') == 3
    assert '<span class="label">When:</span>' in page


# ---- PDF ---------------------------------------------------------------------------------------------------------

FORMS = {
    "letter": ("--paper", "letter"),
    "a4": ("--paper", "a4"),
    "letter, large": ("--paper", "letter", "--large-print"),
    "a4, large": ("--paper", "a4", "--large-print"),
}
SIZES = {"letter": (612, 792), "a4": (595, 842)}


@pytest.fixture(scope="module")
def sheets(mhfind: Program, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same sheet, with a page for the worker, in each form."""
    folder = tmp_path_factory.mktemp("sheets")
    made = {}
    for form, options in FORMS.items():
        made[form] = folder / f"{form}.pdf"
        done = mhfind("sheet", *IDS, *US, "--worker", "--notes", "4", *options, "-o", str(made[form]))
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    return made


def words_on(path: Path) -> list[list[tuple[float, float, str]]]:
    """Return for each page the words with their left and right edges, in points; without the number of the page."""
    found = []
    for page in tool("pdftotext", "-bbox", str(path), "-").split("<page ")[1:]:
        words = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">([^<]+)<', page)
        foot = next(place for place in range(len(words) - 1, -1, -1) if words[place][2] == "Page")
        found.append([(float(left), float(right), word) for left, right, word in words[:foot]])
    return found


@needs_pdf
@pytest.mark.parametrize("form", FORMS)
def test_the_box_is_whole_on_page_1_and_numbers_are_whole_on_the_page_of_their_program(
    form: str, sheets: dict[str, Path], catalog: Catalog
) -> None:
    first, *rest = pages_of(sheets[form])
    for wanted in (
        "If it is urgent",
        "Emergency: 911",
        "Call: 988",
        "Text: 988",
        "Text HOME to: 741741",
        "442-AYUDAME",
    ):
        assert wanted in first
    program_pages = [first.split("Who you can turn to")[-1], *rest]
    for key in IDS:
        program = catalog.get(key)
        assert program
        begins = program.summary.split(". ")[0] if program.summary else ""
        (page,) = (page for page in program_pages if begins in page)
        assert program.name in page
        dialled = [contact.value for contact in program.contacts if contact.channel in ("call", "text")]
        assert [value for value in dialled if value not in page] == []
        assert "Checked: from their page" in page.split(begins)[1]  # the block ends where it began


Texts = list[list[tuple[int, str]]]


def sizes_on(path: Path) -> Texts:
    """Return for each page the texts with the size of their letters in points; without the number of the page."""
    layout = tool("pdftohtml", "-xml", "-i", "-zoom", "1", "-stdout", str(path))
    sizes = {number: int(points) for number, points in re.findall(r'<fontspec id="(\d+)" size="(\d+)"', layout)}
    pages = [re.findall(r'<text [^>]*font="(\d+)">(.*?)</text>', page) for page in layout.split("<page ")[1:]]
    plain = [[(sizes[font], re.sub("<[^>]*>", "", words)) for font, words in page] for page in pages]
    return [[(size, words) for size, words in page if not re.fullmatch(r"Page \d+( of \d+)?", words)] for page in plain]


@needs_pdf
@pytest.mark.parametrize("form", FORMS)
def test_paper_lines_and_letters(form: str, sheets: dict[str, Path]) -> None:
    large = "large" in form
    size = re.search(r"Page size: +([\d.]+) x ([\d.]+)", tool("pdfinfo", str(sheets[form])))
    assert size
    assert tuple(round(float(side)) for side in size.groups()) == SIZES[form.removesuffix(", large")]
    for words in words_on(sheets[form]):
        lefts, rights = zip(*((left, right) for left, right, _ in words), strict=True)
        assert max(rights) - min(lefts) <= (6 if large else 6.6) * INCH + 1
    texts = sizes_on(sheets[form])
    body = min(size for page in texts for size, _ in page)
    assert body >= (18 if large else 11)
    assert [size for page in texts for size, words in page if words == "1-800-950-6264"] == [
        body
    ]  # as large as the text


@needs_pdf
@pytest.mark.parametrize("name", ["cost", "grief", "community-center", "us-nami-helpline"])
@pytest.mark.parametrize("form", FORMS)
def test_guides_on_paper(form: str, name: str, inside: Inside, tmp_path: Path) -> None:
    path = tmp_path / "guide.pdf"
    assert inside("guide", name, *US, *FORMS[form], "-o", str(path))[0] == 0
    first, *_ = pages_of(path)
    assert [wanted for wanted in ("Emergency: 911", "Call: 988", "442-AYUDAME") if wanted not in first] == []
    texts = sizes_on(path)
    body = min(size for page in texts for size, _ in page)
    assert body >= (18 if "large" in form else 11)
    assert [page[-1] for page in texts if page[-1][0] != body] == []  # no heading is the last line of a page


@needs_pdf
def test_a_page_is_filled_before_the_next_begins(tmp_path: Path) -> None:
    """Programs with one contact each, the last thing of their block: a rule that holds it to what follows is no rule."""
    from mhfind.render import pdf

    entries = []
    for number in range(30):
        ways = [Line("Website", f"https://example.org/{number}/{way}") for way in range(2 if number == 1 else 1)]
        entries.append(Block((Heading(f"Program {number}", 3), Paragraph("It helps."), *ways)))
    path = tmp_path / "entries.pdf"
    path.write_bytes(pdf.render(Document("Title", tuple(entries)), Page()))
    counts = [len(re.findall(r"Program \d+", page)) for page in pages_of(path)]
    assert min(counts[1:-1], default=counts[0]) >= 10, counts
    assert counts[0] >= 10, counts


@needs_pdf
@pytest.mark.parametrize("form", FORMS)
def test_parts_begin_a_page_and_pages_have_numbers(form: str, sheets: dict[str, Path]) -> None:
    pages = pages_of(sheets[form])
    assert [page.startswith("For the worker") for page in pages].count(True) == 1
    assert [f"Page {number}" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)
    assert "Who I will call" in " ".join(pages)


@needs_pdf
def test_a_guide_as_pdf_with_its_title_and_tags(inside: Inside, tmp_path: Path) -> None:
    path = tmp_path / "guide.pdf"
    assert inside("guide", "cost", *US, "-o", str(path)) == (0, "", "")
    info = tool("pdfinfo", str(path))
    assert re.search(r"^Title: +What it costs, and if you can't pay$", info, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", info, re.MULTILINE)
    pages = pages_of(path)
    assert [f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)


@needs_pdf
@pytest.mark.parametrize(("country", "paper"), [("US", "letter"), ("CA", "letter"), ("GB", "a4"), (None, "a4")])
def test_the_paper_is_that_of_the_country(country: str | None, paper: str, inside: Inside, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    place = ("--country", country) if country else ()
    assert inside("guide", "urgent", *place, "-o", str(path))[0] == 0
    size = re.search(r"Page size: +([\d.]+) x ([\d.]+)", tool("pdfinfo", str(path)))
    assert size
    assert tuple(round(float(side)) for side in size.groups()) == SIZES[paper]


@needs_pdf
def test_a_pdf_goes_to_a_pipe_or_a_file_but_not_to_a_terminal(mhfind: Program) -> None:
    done = mhfind("guide", "urgent", "--format", "pdf", env=ASCII)
    assert (done.returncode, done.stdout[:5], done.stderr) == (0, b"%PDF-", b"")
    code, shown = Terminal(mhfind, "guide", "urgent", "--format", "pdf").end()
    assert (code, shown) == (4, "mhfind: a PDF can't be shown on a terminal\n  name a file: -o FILE.pdf\n")


def test_without_weasyprint_it_is_told_how_to_get_it(
    inside: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    path = tmp_path / "sheet.pdf"
    code, out, err = inside("sheet", *IDS, *US, "-o", str(path))
    assert (code, out, path.exists()) == (4, "", False)
    assert err.startswith("mhfind: a PDF needs WeasyPrint, which is not installed\n")
    assert 'pip install "mhfind[pdf]"' in err
    assert "-o FILE.html" in err
    code, out, _ = inside("crisis", *US, "--format", "pdf")
    assert (code, "Call: 988" in out) == (4, True)  # help comes all the same


def test_without_the_libraries_of_weasyprint_they_are_named(
    inside: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library')\n", "utf-8")
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    code, _, err = inside("guide", "urgent", "-o", str(tmp_path / "guide.pdf"))
    assert (code, err.split("\n")[0]) == (4, "mhfind: a PDF needs the library Pango, which was not found")


# ---- In a browser ------------------------------------------------------------------------------------------------


class Addresses(HTMLParser):
    """Gathers what a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loaded += [f"{tag} {name}" for name, _ in attrs if name in ("src", "srcset", "data", "background")]
        if tag in ("script", "link", "iframe", "object", "embed", "img"):
            self.loaded.append(tag)


@pytest.mark.parametrize("call", [("sheet", *IDS, "--worker"), ("guide", "community-center"), ("guide", "grief")])
def test_a_page_loads_nothing(call: tuple[str, ...], inside: Inside) -> None:
    page = Addresses()
    source = inside(*call, *US, "--format", "html")[1]
    page.feed(source)
    assert page.loaded == []
    assert "url(" not in source
    assert "@import" not in source


Printed = Callable[[Path], tuple[list[str], set[str], list[str]]]


@pytest.fixture
def printed(tmp_path: Path) -> Printed:
    """Print a page in Chromium: the text of its pages, the hosts it asked, and what the console said."""

    def print_page(page: Path) -> tuple[list[str], set[str], list[str]]:
        pdf, log = tmp_path / "printed.pdf", tmp_path / "net.json"
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
        quiet = ("--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}")
        asked = (f"--log-net-log={log}", "--enable-logging=stderr", "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
        command = [str(CHROMIUM), *options, *quiet, *asked, page.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
        urls = re.findall(r'"url":"([^"]+)"', log.read_text("utf-8"))
        hosts = {urlsplit(url).hostname or "" for url in urls if url.startswith("http")}
        own = {host for host in hosts if not host.endswith((".google.com", ".googleapis.com"))}  # Chromium's own
        return pages_of(pdf), own, [line for line in done.stderr.split("\n") if "CONSOLE" in line]

    return print_page


@needs_chromium
def test_a_sheet_printed_by_a_browser(printed: Printed, inside: Inside, tmp_path: Path, catalog: Catalog) -> None:
    path = tmp_path / "sheet.html"
    assert inside("sheet", *IDS, *US, "--worker", "-o", str(path))[0] == 0
    pages, hosts, console = printed(path)
    assert (hosts, console) == (set(), [])
    assert "Emergency: 911" in pages[0]
    assert [page.startswith("For the worker") for page in pages].count(True) == 1
    for key in IDS:
        program = catalog.get(key)
        assert program
        begins = (program.summary or "").split(". ")[0]
        (page,) = (page for page in pages if begins in page)
        assert [c.value for c in program.contacts if c.channel in ("call", "text") and c.value not in page] == []


@needs_chromium
def test_a_request_or_an_error_of_a_page_would_be_seen(printed: Printed, tmp_path: Path) -> None:
    path = tmp_path / "control.html"
    path.write_text("<p>Text</p><img src='http://control.invalid/x.png'><script>missing()</script>", "utf-8")
    _, hosts, console = printed(path)
    assert hosts == {"control.invalid"}
    assert "missing is not defined" in "".join(console)


@pytest.fixture
def browser(tmp_path: Path) -> dict[str, str]:
    """Variables of a browser that notes what it is to open."""
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n', "utf-8")
    script.chmod(0o755)
    (tmp_path / "temporary").mkdir()
    return {"BROWSER": f"{script} %s", "TMPDIR": str(tmp_path / "temporary")}


@pytest.mark.skipif(os.name != "posix", reason="the browser is a shell script")
def test_a_page_is_opened_in_the_browser(mhfind: Program, browser: dict[str, str], tmp_path: Path) -> None:
    done = mhfind("sheet", *IDS, *US, "--open", env=browser)
    opened = Path(urlsplit((tmp_path / "opened").read_text("utf-8").strip()).path)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode() == f"mhfind: the page is {opened}; delete it when it is printed.\n"
    assert opened.suffix == ".html"
    assert "Call: " in opened.read_text("utf-8")
    assert stat.S_IMODE(opened.parent.stat().st_mode) == 0o700
    assert opened.is_relative_to(tmp_path / "temporary")
    named = tmp_path / "sheet.html"
    done = mhfind("sheet", *IDS, *US, "--open", "-o", str(named), env=browser)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "opened").read_text("utf-8").strip() == named.as_uri()


@pytest.mark.skipif(os.name != "posix", reason="the browser is a shell script")
def test_where_there_is_no_browser_the_file_is_there_all_the_same(mhfind: Program, tmp_path: Path) -> None:
    path = tmp_path / "guide.html"
    done = mhfind("guide", "urgent", *US, "--open", "-o", str(path), env={"PATH": str(tmp_path), "BROWSER": None})
    assert (done.returncode, done.stderr) == (0, b"mhfind: no browser was found; open the file by hand.\n")
    assert path.exists()


def test_json_has_no_paper(inside: Inside) -> None:
    code, out, _ = inside("sheet", *IDS, *US, "--paper", "a4", "--format", "json")
    assert (code, json.loads(out)["format"]) == (0, "mhfind.sheet/1")
