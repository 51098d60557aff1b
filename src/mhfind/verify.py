"""Do the pages of the catalog's sources still state its contacts? Of each contact on each page: confirmed or not."""

import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from mhfind.errors import UsageError
from mhfind.fetch import Page
from mhfind.handout import Handout, decoded, handout_of
from mhfind.links import link_key, links
from mhfind.mentions import mentions
from mhfind.model import Contact, Program
from mhfind.numbers import comparison_key

RESULTS = ("confirmed", "not-found", "moved", "gone", "blocked")
_OLD = re.compile(
    r"no longer|former(?:ly)?\b|old (?:number|line)|used to be|replaced|disconnected|discontinued|retired"
    r"|out of service",
    re.IGNORECASE,
)
Pages = dict[str, list[tuple[Program, str, Contact]]]  # address -> program, key of the source, contact
_SENTENCE = re.compile(r"[.!?;]\s|\n")
_NEAR = 100  # characters around a number in which it may be called an old one


class Checked(msgspec.Struct, frozen=True):
    """A contact on the page of one of its sources: one of RESULTS, with the reason; `url`: where the page is now."""

    program: str
    source: str
    url: str
    channel: str
    value: str
    result: str
    reason: str = ""


def pages_of(programs: Iterable[Program]) -> Pages:
    """Return, by the address of a page, what it has to state: program, key of the source, contact."""
    found: Pages = {}
    for program in programs:
        for source in program.sources:
            for contact in program.contacts:
                if source.key in contact.source:
                    found.setdefault(source.url, []).append((program, source.key, contact))
    return found


def verify(pages: Pages, fetch: Callable[[str], Page]) -> Iterator[tuple[str, list[Checked]]]:
    """Fetch each page, and yield its address with what it says of its contacts."""
    for url, wanted in pages.items():
        yield url, _checked(fetch(url), url, wanted)


def _checked(page: Page, url: str, wanted: list[tuple[Program, str, Contact]]) -> list[Checked]:
    reason, result, stated = page.reason, page.state, None
    if page.state == "read":
        try:
            stated = Stated(page)
        except UsageError as error:
            result, reason = "blocked", error.message
    found = []
    for program, source, contact in wanted:
        if stated:
            result, reason = stated.result(contact)
            if result == "confirmed" and link_key(page.url) != link_key(url):
                result, reason = "moved", f"it is stated at {page.url}"
        found.append(Checked(program.id, source, url, contact.channel, contact.value, result, reason))
    return found


class Stated:
    """What a page states: numbers in any notation, links, text. Raises UsageError for what can't be read."""

    def __init__(self, page: Page) -> None:
        handout = _handout(page)
        self.text = handout.text
        self.url = page.url
        self.numbers: dict[str, list[int]] = {}
        for mention in mentions(self.text):
            self.numbers.setdefault(mention.key, []).append(mention.start)
        self.links = {link_key(self.text[start:end]) for start, end in links(self.text)}

    def result(self, contact: Contact) -> tuple[str, str]:
        """Return whether the page states a contact, and if not, in what it fails."""
        if contact.channel == "email":
            return self._if(contact.value.casefold() in self.text.casefold())
        if contact.value.startswith("http"):
            key = link_key(contact.value)
            return self._if(key in self.links or key == link_key(self.url))
        if contact.channel == "visit":
            return self._if((contact.address.street or "" if contact.address else "") in self.text)
        places = self._places(comparison_key(contact.dial or contact.value))
        if places and all(self._is_old(place) for place in places):
            return "not-found", "the page speaks of it as an old one"
        if places and contact.keyword and not re.search(rf"\b{re.escape(contact.keyword)}\b", self.text, re.IGNORECASE):
            return "not-found", f"the number is there, the word {contact.keyword} is not"
        return self._if(bool(places))

    def _places(self, key: str) -> list[int]:
        """Return where a number stands; a short code may stand there without any words around it."""
        if key in self.numbers:
            return self.numbers[key]
        apart = r"[\s.\u00a0\u2010-\u2015-]?".join(key)
        return [match.start() for match in re.finditer(rf"(?<![\d$.,-]){apart}(?![\d,.-]\d|\d)", self.text)]

    def _is_old(self, place: int) -> bool:
        before, after = self.text[max(0, place - _NEAR) : place], self.text[place : place + _NEAR]
        return bool(_OLD.search(_SENTENCE.split(before)[-1] + _SENTENCE.split(after)[0]))

    @staticmethod
    def _if(stated: bool) -> tuple[str, str]:
        return ("confirmed", "") if stated else ("not-found", "the page does not state it")


def _handout(page: Page) -> Handout:
    """Return a page as text: HTML, a PDF, or whatever else is text."""
    if page.kind == "application/pdf":
        return handout_of("page.pdf", page.data)
    data = page.data
    try:
        text = data.decode(page.charset) if page.charset else decoded(data)
    except (LookupError, UnicodeDecodeError):
        text = decoded(data)
    name = "page.html" if "html" in page.kind or "<html" in text[:2000].lower() else "page.txt"
    return handout_of(name, text.encode("utf-8", "replace"))


def confirmed_sources(checked: Iterable[Checked]) -> list[tuple[str, str]]:
    """Return program and key of each source whose page states all contacts that rest on it."""
    results: dict[tuple[str, str], set[str]] = {}
    for one in checked:
        results.setdefault((one.program, one.source), set()).add(one.result)
    return [source for source, found in results.items() if found == {"confirmed"}]
