"""The written guides: one structure, short, easy to read, in the second person, and with their sources."""

import re
from collections.abc import Callable, Iterator

import pytest
import textstat
from conftest import ROOT

from mhfind.document import AnyBlock, Document, Heading, Items, Paragraph
from mhfind.guide import ASK, SOURCES
from mhfind.source.guides import read_guides

HEADINGS = (
    "When to use this",
    "Before you start (2 minutes)",
    "Steps",
    "What to say",
    "What to bring",
    "What happens next",
    "If it doesn't work",
    "While you wait",
    "Your privacy and rights",
    SOURCES,
)
# Where a list of questions would be out of place: in a crisis, and where nobody is asked for help yet.
WITHOUT_QUESTIONS = {"crisis", "urgent", "why-support-helps", "helping-someone", "while-you-wait", "privacy-and-rights"}
NAMES = {
    *("healthcare-provider", "online-directory", "community-center"),
    *("peer-support", "therapy", "online", "community", "crisis"),
    *("why-support-helps", "getting-started", "urgent", "helping-someone", "child-or-teen", "cost"),
    *("while-you-wait", "privacy-and-rights"),
}
GUIDES = {name.removeprefix("en/"): guide for name, guide in read_guides(ROOT / "data/guides")[0].items()}
MAX_WORDS, MAX_GRADE = 350, 6
SOURCE = re.compile(r".+ \(.+\), https?://\S+, (no date shown|([A-Z][a-z]+ )?(\d+, )?\d{4}), read 2026-\d\d-\d\d")
ORDERS = re.compile(r"\byou (must|have to|need to|should|ought to)\b", re.IGNORECASE)
PROMISES = re.compile(r"\b(will (feel|get) better|cure[sd]?|guarantee[ds]?|always help|never fail)\b", re.IGNORECASE)
NUMBERS = re.compile(r"\$?\d[\d,.]*")


def sections(guide: Document) -> dict[str, list[AnyBlock]]:
    """Return the blocks of a guide by the heading above them; those before the first one by an empty text."""
    found: dict[str, list[AnyBlock]] = {"": []}
    for block in guide.blocks:
        if isinstance(block, Heading):
            found[block.text] = []
        else:
            found[list(found)[-1]].append(block)
    return found


def sentences(guide: Document) -> Iterator[str]:
    """Yield what is read of a guide, without its sources; what has no end of its own gets a full stop."""
    yield f"{guide.title}."
    for heading, blocks in sections(guide).items():
        if heading == SOURCES:
            return
        texts = [heading, *(text for block in blocks for text in words(block))]
        yield from (text if text[-1] in '.?!"' else f"{text}." for text in texts if text)


def words(block: AnyBlock) -> tuple[str, ...]:
    if isinstance(block, Items):
        return block.items
    assert isinstance(block, Paragraph)
    return (block.text,)


def length(guide: Document) -> int:
    return len(" ".join(sentences(guide)).split())


def grade(guide: Document) -> float:
    """Return the Flesch-Kincaid grade of the running text, where short lines of lists can't make it look easier."""
    prose = [text for text in sentences(guide) if len(text.split()) > 6]
    return float(textstat.flesch_kincaid_grade(NUMBERS.sub("ten", " ".join(prose))))


def test_all_guides_are_there() -> None:
    assert set(GUIDES) == NAMES


def test_guides_have_one_structure() -> None:
    odd = {name: list(sections(guide)) for name, guide in GUIDES.items() if list(sections(guide)) != ["", *HEADINGS]}
    assert odd == {}


def check(holds: Callable[[dict[str, list[AnyBlock]]], bool]) -> list[str]:
    return [name for name, guide in GUIDES.items() if not holds(sections(guide))]


def test_steps_are_four_to_six() -> None:
    def holds(parts: dict[str, list[AnyBlock]]) -> bool:
        (steps,) = parts["Steps"]
        return isinstance(steps, Items) and steps.numbered and 4 <= len(steps.items) <= 6

    assert check(holds) == []


def test_what_to_say_is_a_script() -> None:
    def holds(parts: dict[str, list[AnyBlock]]) -> bool:
        script = parts["What to say"][0]
        return isinstance(script, Paragraph) and script.kind == "quote"

    assert check(holds) == []


def test_the_six_questions_are_in_every_guide_that_leads_to_programs() -> None:
    asking = [name for name, guide in GUIDES.items() if Items(ASK) in sections(guide)["What to say"]]
    assert set(asking) == NAMES - WITHOUT_QUESTIONS


def test_guides_are_short() -> None:
    assert {name: length(guide) for name, guide in GUIDES.items() if length(guide) > MAX_WORDS} == {}


def test_guides_are_easy_to_read() -> None:
    assert {name: grade(guide) for name, guide in GUIDES.items() if grade(guide) > MAX_GRADE} == {}


def test_a_hard_text_would_be_found() -> None:
    text = "Practitioners coordinate comprehensive rehabilitation opportunities for eligible individuals everywhere."
    assert grade(Document("Services", (Paragraph(text),))) > MAX_GRADE


def test_guides_speak_to_the_reader() -> None:
    texts = {name: " ".join(sentences(guide)) for name, guide in GUIDES.items()}
    assert [name for name, text in texts.items() if not re.search(r"\byou\b", text)] == []
    assert [name for name, text in texts.items() if re.search(r"\b(patients?|clients?|users?)\b", text)] == []


def test_guides_offer_choices_and_promise_nothing() -> None:
    texts = [(name, text) for name, guide in GUIDES.items() for text in sentences(guide)]
    orders = [(name, text) for name, text in texts if ORDERS.search(text)]
    promises = [(name, text) for name, text in texts if PROMISES.search(text)]
    assert (orders, promises) == ([], [])


def test_sources_are_named_with_their_dates() -> None:
    wrong = []
    for name, guide in GUIDES.items():
        (sources,) = sections(guide)[SOURCES]
        assert isinstance(sources, Items)
        wrong += [(name, source) for source in sources.items if not SOURCE.fullmatch(source)]
        assert sources.items, name
    assert wrong == []


@pytest.mark.parametrize("name", sorted(NAMES - {"crisis", "urgent"}))
def test_every_guide_says_where_to_turn_if_things_get_worse(name: str) -> None:
    (waiting,) = sections(GUIDES[name])["While you wait"]
    assert "If things get worse" in " ".join(words(waiting))
