"""HTML pages: whatever a record holds is text, a page asks for nothing, and every contact is whole in it."""

import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import ASCII, PHONE, Inside, OwnCatalog
from conftest import Program as Command
from hypothesis import given, settings
from hypothesis import strategies as st

from mhfind.catalog import Catalog
from mhfind.document import AnyBlock, Block, Document, Field, Heading, Items, Line, Page, Paragraph, joined
from mhfind.model import Contact, Program
from mhfind.query import Filters, Place
from mhfind.render import html, text
from mhfind.results import Listing
from mhfind.views.contacts import contact_line
from mhfind.views.programs import SHORT, Words, program_document, programs_document
from mhfind.visible import visible

US = ("--country", "US")
# What the template writes; a value can add neither a tag nor an attribute.
TAGS = {
    "html": {"lang"},
    "meta": {"charset", "http-equiv", "content", "name"},
    "ul": {"class", "role"},
    **{tag: {"class"} for tag in ("h2", "h3", "p", "div", "section", "span")},
    "a": {"class", "href"},
    **{tag: set() for tag in ("head", "title", "style", "body", "main", "h1", "ol", "li", "b", "blockquote")},
}
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}</style>",
    'https://x.example/"><script>alert(1)</script>',
    "&lt;b&gt;&#60;script&#62;",
)
SOURCE = {
    "key": "site",
    "url": "https://example.org",
    "by": "other",
    "read": "2026-11-23",
    "page_date": "2025-06",
    "method": "called",
    "confirms": ["summary"],
}
WORDS = {"summary": "w", "first_step": "w", "what_happens": "w", "bring": "w", "cost_note": "w", "eligibility": "w"}
CONTACT = {
    "channel": "text",
    "label": "w",
    "value": "w",
    "dial": "1",
    "then": "w",
    "keyword": "w",
    "abroad": "w",
    "address": {"street": "w", "city": "w", "region": "w", "postal_code": "w", "country": "US"},
    "hours": "24/7",
    "hours_text": "w",
    "timezone": "America/New_York",
    "languages": ["en"],
    "reach": ["US"],
    "charge": "w",
    "source": ["site"],
    "weekly": [[0, 60]],
}
# A record with every field.
RECORD: dict[str, Any] = {
    "id": "us-example-line",
    "status": "paused",
    "retired_on": "2026-01-02",
    "reason": "w",
    "replaced_by": ["us-other"],
    "name": "w",
    "name_en": "w",
    "also_known_as": ["w"],
    "former_names": ["w"],
    "organization": "w",
    "type": "online",
    "other_types": ["community"],
    "topics": ["grief"],
    "opens": ["online-directory"],
    "referral": "varies",
    "crisis_line": "no",
    "answered_by": "mixed",
    "audiences": ["veterans"],
    "who_can_call": ["self"],
    "min_age": 12,
    "max_age": 99,
    "languages": ["en"],
    "interpreters": "yes",
    "access": ["captions"],
    "serves": ["US"],
    "area_note": "w",
    "payment": ["free"],
    **WORDS,
    "wait": "w",
    "anonymous": "yes",
    "emergency_services": "no",
    "on_bill": "no",
    "privacy_note": "w",
    "sensitive": "yes",
    "translations": {"es": {**WORDS, "privacy_note": "w"}},
    "contacts": [CONTACT, *({**CONTACT, "channel": channel, "dial": None} for channel in ("call", "web", "email"))],
    "former_contacts": [
        {
            "value": "w",
            "channel": "call",
            "kind": "closed",
            "since": "2020",
            "still_works": "no",
            "use": "w",
            "source": ["site"],
        }
    ],
    "sources": [SOURCE],
    "reread": "2026-11-23",
    "note": "w",
    "implied": ["grief"],
}


class Reader(HTMLParser):
    """Reads a page as a browser does: its tags with attributes, its text, and the text of each tag."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.comments: list[str] = []
        self.texts: list[str] = []
        self.values: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if dict(attrs).get("class") == "value":
            self.values.append("")

    def handle_data(self, data: str) -> None:
        tag, attributes = self.tags[-1] if self.tags else ("", {})
        if tag != "style":
            self.texts.append(data)
        if attributes.get("class") == "value" and not self.values[-1]:
            self.values[-1] = data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    @property
    def text(self) -> str:
        """All text of the page but its style."""
        return "".join(self.texts)

    @property
    def links(self) -> list[str]:
        """Where the page leads."""
        return [attributes["href"] or "" for _, attributes in self.tags if "href" in attributes]

    def foreign(self) -> list[str]:
        """Return what the template does not write."""
        wrong = [
            f"{tag} {name}"
            for tag, attributes in self.tags
            for name in ("", *attributes)
            if tag not in TAGS or (name and name not in TAGS[tag])
        ]
        schemes = [link for link in self.links if not re.match(r"(https?://|tel:|sms:|mailto:)[!-~]+$", link)]
        return [*wrong, *schemes, *self.comments]

    def skeleton(self) -> list[tuple[str, ...]]:
        """Return tags and names of attributes."""
        return [(tag, *sorted(attributes)) for tag, attributes in self.tags]


def page(*blocks: AnyBlock, large_print: bool = False) -> str:
    """Return blocks as a page."""
    return html.render(Document("Title", blocks), Page(large_print=large_print))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of each text within dicts and lists."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, (*path, key))


def put(record: dict[str, Any], path: tuple[Any, ...], words: str) -> dict[str, Any]:
    """Return a copy of a record with a text replaced."""
    copy: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(record))
    at: Any = copy
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = words
    return copy


def with_words(words: str) -> tuple[Program, list[tuple[Any, ...]]]:
    """Return the record with these words in each field in which the model lets them be, and the places of these."""
    record, places = RECORD, []
    for path in leaves(RECORD):
        changed = put(record, path, words)
        try:
            msgspec.convert(changed, Program)
        except msgspec.ValidationError:
            continue
        record = changed
        places.append(path)
    return msgspec.convert(record, Program), places


@pytest.fixture(scope="module")
def labels(catalog: Catalog) -> Words:
    """Labels of the bundled catalog."""
    return Words(catalog.vocabulary, catalog.gazetteer, date(2026, 11, 23))


def documents(program: Program, labels: Words) -> Document:
    """Return a record in all the ways in which it is shown."""
    retired = msgspec.structs.replace(program, status="retired")
    short = programs_document(Listing(1, (program,), Filters(), Place(), {}), labels, limited=False)
    return joined([program_document(program, labels), short, program_document(retired, labels)])


# Row 34: text is text


def test_the_record_of_these_tests_has_every_field() -> None:
    program = msgspec.convert(RECORD, Program)
    structs: list[msgspec.Struct] = [program, *program.contacts[:1], *program.former_contacts, *program.sources]
    structs += [*filter(None, (program.contacts[0].address,)), *program.translations.values()]
    empty = [
        f"{type(value).__name__}.{name}"
        for value in structs
        for name in value.__struct_fields__
        if getattr(value, name) in (None, (), {})
    ]
    assert empty == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_record_adds_no_tag_and_no_attribute(labels: Words, payload: str) -> None:
    program, places = with_words(payload)
    assert len(places) > 40
    document = documents(program, labels)
    read = Reader(html.render(document, Page()))
    assert read.foreign() == []
    shown = text.render(document, Page(10_000)).count(payload)
    assert read.text.count(payload) == shown + 2  # the title of the tab has the name and its gloss once more
    assert read.text.count(payload) > 30


@settings(deadline=None)
@given(words=st.text(max_size=200))
def test_no_words_add_a_tag(words: str) -> None:
    def blocks(words: str) -> tuple[AnyBlock, ...]:
        inner = (Heading(words, 3), Paragraph(words, "warning"), Items((words, words)), Field(words, words))
        return (*inner, Paragraph(words, "quote"), Line(words, f"x{words}", words), Block(inner, "crisis"))

    document = Document(words, blocks(words), language=words)
    read = Reader(html.render(document, Page()))
    assert read.skeleton() == Reader(html.render(Document("x", blocks("x")), Page())).skeleton()
    assert read.text.count(visible(words)) >= 12


def test_what_is_unseen_is_spelled_out() -> None:
    read = Reader(page(Line("Call\u202e", "98\u200b8\x1b[2J", href="tel:98\u200b8"), Paragraph("a\u2028b\x00")))
    assert "Call<U+202E>: 98<U+200B>8<U+001B>[2J" in read.text
    assert "a<U+2028>b<U+0000>" in read.text
    assert read.links == []


# Links


@pytest.mark.parametrize(
    ("value", "href", "link"),
    [
        ("988", "tel:988", "tel:988"),
        ("741741", "sms:741741?body=HOME", "sms:741741?body=HOME"),
        ("https://example.org/?a=1&b=2", "", "https://example.org/?a=1&b=2"),
        ("HTTP://EXAMPLE.ORG", "", "HTTP://EXAMPLE.ORG"),
        ("help@example.org", "mailto:help@example.org", "mailto:help@example.org"),
        ("988", "javascript:alert(1)", ""),
        ("988", "JaVaScRiPt:alert(1)", ""),
        ("988", " javascript:alert(1)", ""),
        ("988", "java\nscript:alert(1)", ""),
        ("988", "data:text/html,<script>", ""),
        ("988", "file:///etc/passwd", ""),
        ("988", "//example.org", ""),
        ("988", "tel:988 onclick=x", ""),
        ("httpx://example.org", "", ""),
        ("javascript:alert(1)", "", ""),
        ("https:alert(1)", "", ""),
        ("https://example.org/\n<b>", "", ""),
        ("example.org", "", ""),
    ],
)
def test_links_lead_to_pages_and_ways_to_get_in_touch_alone(value: str, href: str, link: str) -> None:
    read = Reader(page(Line("Label", value, ", then press 1", href)))
    assert read.links == ([link] if link else [])
    assert read.values == [value]
    assert f"Label: {value}, then press 1" in read.text


@pytest.mark.parametrize(
    ("contact", "href"),
    [
        ({"channel": "call", "value": "1-800-662-HELP", "dial": "18006624357"}, "tel:18006624357"),
        ({"channel": "call", "value": "116 123"}, "tel:116123"),
        ({"channel": "call", "value": "+44 (0)20 7946 0018"}, "tel:+442079460018"),
        ({"channel": "tty", "value": "711"}, "tel:711"),
        ({"channel": "call", "value": "*16#"}, "tel:*16%23"),
        ({"channel": "text", "value": "988"}, "sms:988"),
        ({"channel": "text", "value": "741741", "keyword": "HOME"}, "sms:741741?body=HOME"),
        ({"channel": "text", "value": "741741", "keyword": "HELP me&you"}, "sms:741741?body=HELP%20me%26you"),
        ({"channel": "text", "value": "https://example.org/sms", "keyword": "HOME"}, "https://example.org/sms"),
        ({"channel": "email", "value": "help@example.org"}, "mailto:help@example.org"),
        ({"channel": "whatsapp", "value": "442-AYUDAME"}, ""),
        ({"channel": "call", "value": "()"}, ""),
    ],
)
def test_a_contact_leads_to_what_has_to_be_dialled(contact: dict[str, str], href: str) -> None:
    assert contact_line(msgspec.convert({**contact, "source": ["site"]}, Contact)).href == href


# The page itself


@pytest.mark.parametrize("large_print", [False, True])
def test_a_page_allows_itself_its_style_and_nothing_else(large_print: bool) -> None:
    made = page(Paragraph("x"), large_print=large_print)
    style = re.findall("<style>(.*?)</style>", made, re.DOTALL)
    assert len(style) == 1
    policies = [attributes["content"] for tag, attributes in Reader(made).tags if "http-equiv" in attributes]
    digest = b64encode(sha256(style[0].encode()).digest()).decode()
    assert policies == [f"default-src 'none'; style-src 'sha256-{digest}'"]
    assert "url(" not in style[0]
    assert "@import" not in style[0]


def test_the_head_says_encoding_first_and_language() -> None:
    made = html.render(Document("Línea 心", (), "es"), Page())
    assert made.startswith('<!doctype html>\n<html lang="es">\n<head>\n<meta charset="utf-8">\n')
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in made
    assert "<title>Línea 心</title>" in made


def test_large_print_is_18_points_without_boxes() -> None:
    crisis = Block((Heading("Urgent", 3), Line("Call", "988")), "crisis")
    normal, large = page(crisis), page(crisis, large_print=True)
    assert ("18pt" in normal, "18pt" in large) == (False, True)
    assert (".crisis { margin" in normal, "border: 0.15em" in normal) == (True, True)
    assert re.findall(r"^(.*) \{.*border", large, re.MULTILINE) == [".line"]  # to write on
    assert (normal.count("<section"), large.count("<section")) == (1, 1)
    assert "break-inside: avoid" in large


def test_every_color_is_easy_to_read_on_white() -> None:
    def light(color: str) -> float:
        parts = [
            int(part, 16) / 255
            for part in re.findall("..", color if len(color) == 6 else re.sub("(.)", r"\1\1", color))
        ]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    colors = set(re.findall(r"#([0-9a-f]{3,6})\b", page())) - {"fff"}
    assert colors
    assert {color for color in colors if 1.05 / (light(color) + 0.05) < 7} == set()


def test_lists_are_lists_and_details_belong_to_their_contact() -> None:
    made = page(
        Line("Call", "988"),
        Paragraph("24/7", "detail"),
        Line("Text", "741741"),
        Field("Cost", "Free"),
        Items(("One", "Two"), numbered=True),
        Items(("Three",)),
    )
    assert made[made.index("<h1>") : made.index("</main>")].splitlines() == [
        "<h1>Title</h1>",
        '<ul class="entries" role="list">',
        '<li>Call: <span class="value">988</span><div class="detail">24/7</div></li>',
        '<li>Text: <span class="value">741741</span></li>',
        "<li><b>Cost:</b> Free</li>",
        "</ul>",
        "<ol>",
        "<li>One</li>",
        "<li>Two</li>",
        "</ol>",
        "<ul>",
        "<li>Three</li>",
        "</ul>",
    ]


@pytest.mark.parametrize(
    "call", ["guide us-988-lifeline", "guide community-center", "search i want to die", "show us-988-lifeline", "types"]
)
def test_headings_are_in_order(inside: Inside, call: str) -> None:
    place = US if call.startswith(("guide", "search")) else ()
    code, out, err = inside(*call.split(), *place, "--format", "html")
    levels = [int(name[1]) for name, _ in Reader(out).tags if re.fullmatch("h[1-6]", name)]
    assert (code, err) == (0, "")
    assert (levels[0], levels.count(1)) == (1, 1)
    assert [(upper, lower) for upper, lower in pairwise(levels) if lower > upper + 1] == []
    assert len(levels) > 3


# Contacts of the catalog


def test_every_contact_of_the_catalog_is_whole(catalog: Catalog, labels: Words) -> None:
    programs = catalog.programs().programs
    read = Reader(html.render(joined([program_document(program, labels) for program in programs]), Page()))
    missing = [c.value for program in programs for c in program.contacts if c.value not in read.values]
    assert missing == []
    assert len(read.values) >= sum(len(program.contacts) for program in programs)
    assert read.foreign() == []


def test_an_export_has_the_contacts_of_every_program(catalog: Catalog, inside: Inside) -> None:
    programs = catalog.programs().programs
    read = Reader(inside("export", "--format", "html")[1])
    shown = [value for program in programs for c in program.contacts[:SHORT] for value in (c.value, c.abroad) if value]
    assert read.values == shown


# The command line


def test_export_writes_a_page_by_name_or_ending(mhfind: Command, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("x.html", "x.htm", "x.HTML", "page")]
    calls: list[tuple[str, ...]] = [(), (), (), ("--format", "html")]
    for path, options in zip(paths, calls, strict=True):
        done = mhfind("export", *US, "-o", str(path), *options, env={"PYTHONHASHSEED": str(len(path.name))})
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert len({path.read_bytes() for path in paths}) == 1  # the same bytes on each run
    assert paths[0].read_text("utf-8").startswith("<!doctype html>")


def test_a_page_is_utf_8_in_any_locale(mhfind: Command, own_catalog: OwnCatalog) -> None:
    own = ("--catalog", str(own_catalog({"name: Example Line": "name: Línea 心"})), "--only")
    done = mhfind("list", *own, "--format", "html", env=ASCII)
    assert (done.returncode, done.stderr) == (0, b"")
    read = Reader(done.stdout.decode("utf-8"))
    assert "Línea 心" in read.text
    assert PHONE in read.values
