"""The written guides: one structure, short, easy to read, in the second person, and with their sources."""

import re
from collections.abc import Callable, Iterator

import msgspec
import pytest
import textstat
from conftest import ROOT

from mhfind.document import AnyBlock, Document, Heading, Items, Paragraph
from mhfind.guide import ASK, SOURCES
from mhfind.messages import speaking
from mhfind.source.guides import read_guides
from mhfind.tongue import tr

# Where a list of questions would be out of place: in a crisis, and where nobody is asked for help yet.
WITHOUT_QUESTIONS = {"crisis", "urgent", "why-support-helps", "helping-someone", "while-you-wait", "privacy-and-rights"}
NAMES = {
    *("healthcare-provider", "online-directory", "community-center"),
    *("peer-support", "therapy", "online", "community", "crisis"),
    *("why-support-helps", "getting-started", "urgent", "helping-someone", "child-or-teen", "cost"),
    *("while-you-wait", "privacy-and-rights"),
}
ALL = read_guides(ROOT / "data/guides")[0]
NUMBERS = re.compile(r"\$?\d[\d,.]*")


class Rules(msgspec.Struct, frozen=True):
    """What holds for the guides of a language. `hard`: what of a text is too hard to read, or an empty text."""

    headings: tuple[str, ...]
    max_words: int
    hard: Callable[[str], str]
    source: str
    reader: str  # how the reader is spoken to
    labels: str  # words that make somebody a case
    orders: str
    promises: str
    worse: str


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade."""
    textstat.set_lang("en")
    return float(textstat.flesch_kincaid_grade(text))


def ease(text: str) -> float:
    """Return the reading ease of Spanish by Fernandez-Huerta: 70 and more is easy."""
    textstat.set_lang("es")
    return float(textstat.fernandez_huerta(text))


RULES = {
    "en": Rules(
        headings=(
            *("When to use this", "Before you start (2 minutes)", "Steps", "What to say", "What to bring"),
            *("What happens next", "If it doesn't work", "While you wait", "Your privacy and rights"),
            "Sources and dates",
        ),
        max_words=350,
        hard=lambda text: f"grade {found:.1f}" if (found := grade(text)) > 6 else "",
        source=r".+ \(.+\), https?://\S+, (no date shown|([A-Z][a-z]+ )?(\d+, )?\d{4}), read 2026-\d\d-\d\d",
        reader=r"\byou\b",
        labels=r"\b(patients?|clients?|users?)\b",
        orders=r"\byou (must|have to|need to|should|ought to)\b",
        promises=r"\b(will (feel|get) better|cure[sd]?|guarantee[ds]?|always help|never fail)\b",
        worse="If things get worse",
    ),
    "es": Rules(
        headings=(
            *(
                "Cuándo usar esta guía",
                "Antes de empezar (2 minutos)",
                "Pasos",
                "Qué decir",
                "Qué llevar o tener a mano",
            ),
            *("Qué pasa después", "Si no funciona", "Mientras espera", "Su privacidad y sus derechos"),
            "Fuentes y fechas",
        ),
        max_words=400,  # the same says itself in more words
        hard=lambda text: f"ease {found:.0f}" if (found := ease(text)) < 70 else "",
        source=r".+ \(.+\), https?://\S+, .+, leída en inglés el 2026-\d\d-\d\d",
        reader=r"\b(usted|su|sus)\b",
        labels=r"\b(pacientes?|clientes?|usuari[oa]s?|t[uú]|tus|tienes|puedes)\b",
        orders=r"\busted (debe|tiene que)\b",
        promises=r"\b(se va a curar|garantiza\w*|siempre ayuda|nunca falla)\b",
        worse="Si las cosas empeoran",
    ),
}
TONGUES = pytest.mark.parametrize("tongue", sorted(RULES))


def guides(tongue: str) -> dict[str, Document]:
    """Return the guides of a language by name."""
    return {name.removeprefix(f"{tongue}/"): guide for name, guide in ALL.items() if name.startswith(f"{tongue}/")}


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
        if heading == RULES[guide.language].headings[-1]:
            return
        texts = [heading, *(text for block in blocks for text in words(block))]
        yield from (text if text[-1] in '.?!"”' else f"{text}." for text in texts if text)


def words(block: AnyBlock) -> tuple[str, ...]:
    if isinstance(block, Items):
        return block.items
    assert isinstance(block, Paragraph)
    return (block.text,)


def length(guide: Document) -> int:
    return len(" ".join(sentences(guide)).split())


def hard(guide: Document) -> str:
    """Tell whether the running text is too hard, where short lines of lists can't make it look easier."""
    prose = [text for text in sentences(guide) if len(text.split()) > 6]
    number = {"en": "ten", "es": "diez"}[guide.language]
    return RULES[guide.language].hard(NUMBERS.sub(number, " ".join(prose)))


def test_every_language_has_rules() -> None:
    assert {name.split("/")[0] for name in ALL} == set(RULES)


@TONGUES
def test_all_guides_are_there(tongue: str) -> None:
    assert set(guides(tongue)) == NAMES


@TONGUES
def test_guides_have_one_structure(tongue: str) -> None:
    plan = ["", *RULES[tongue].headings]
    assert {
        name: list(sections(guide)) for name, guide in guides(tongue).items() if list(sections(guide)) != plan
    } == {}


def check(tongue: str, heading: str, holds: Callable[[list[AnyBlock]], bool]) -> list[str]:
    """Return the guides of which the section of an English heading is not as it should be."""
    place = RULES["en"].headings.index(heading)
    return [name for name, guide in guides(tongue).items() if not holds(sections(guide)[RULES[tongue].headings[place]])]


@TONGUES
def test_steps_are_four_to_six(tongue: str) -> None:
    def holds(blocks: list[AnyBlock]) -> bool:
        (steps,) = blocks
        return isinstance(steps, Items) and steps.numbered and 4 <= len(steps.items) <= 6

    assert check(tongue, "Steps", holds) == []


@TONGUES
def test_what_to_say_is_a_script(tongue: str) -> None:
    def holds(blocks: list[AnyBlock]) -> bool:
        return isinstance(blocks[0], Paragraph) and blocks[0].kind == "quote"

    assert check(tongue, "What to say", holds) == []


@TONGUES
def test_the_six_questions_are_in_every_guide_that_leads_to_programs(tongue: str) -> None:
    with speaking(tongue):
        questions = Items(tuple(map(tr, ASK)))
    assert set(check(tongue, "What to say", lambda blocks: questions in blocks)) == WITHOUT_QUESTIONS


@TONGUES
def test_the_program_knows_the_sources_by_their_heading(tongue: str) -> None:
    with speaking(tongue):
        assert tr(SOURCES) == RULES[tongue].headings[-1]


@TONGUES
def test_guides_are_short(tongue: str) -> None:
    long = {name: length(guide) for name, guide in guides(tongue).items()}
    assert {name: count for name, count in long.items() if count > RULES[tongue].max_words} == {}


@TONGUES
def test_guides_are_easy_to_read(tongue: str) -> None:
    assert {name: told for name, guide in guides(tongue).items() if (told := hard(guide))} == {}


@pytest.mark.parametrize(
    ("tongue", "text"),
    [
        (
            "en",
            "Practitioners coordinate comprehensive rehabilitation opportunities for eligible individuals everywhere.",
        ),
        ("es", "Los profesionales coordinan oportunidades integrales de rehabilitación para beneficiarios elegibles."),
    ],
)
def test_a_hard_text_would_be_found(tongue: str, text: str) -> None:
    assert hard(Document("Services", (Paragraph(text),), tongue))


@TONGUES
def test_guides_speak_to_the_reader(tongue: str) -> None:
    texts = {name: " ".join(sentences(guide)) for name, guide in guides(tongue).items()}
    rules = RULES[tongue]
    assert [name for name, text in texts.items() if not re.search(rules.reader, text, re.IGNORECASE)] == []
    assert [(name, found) for name, text in texts.items() if (found := re.findall(rules.labels, text))] == []


@TONGUES
def test_guides_offer_choices_and_promise_nothing(tongue: str) -> None:
    texts = [(name, text) for name, guide in guides(tongue).items() for text in sentences(guide)]
    for pattern in (RULES[tongue].orders, RULES[tongue].promises):
        assert [(name, text) for name, text in texts if re.search(pattern, text, re.IGNORECASE)] == []


@TONGUES
def test_sources_are_named_with_their_dates(tongue: str) -> None:
    wrong = []
    for name, guide in guides(tongue).items():
        (sources,) = sections(guide)[RULES[tongue].headings[-1]]
        assert isinstance(sources, Items)
        wrong += [(name, source) for source in sources.items if not re.fullmatch(RULES[tongue].source, source)]
        assert sources.items, name
    assert wrong == []


@TONGUES
def test_every_guide_says_where_to_turn_if_things_get_worse(tongue: str) -> None:
    def holds(blocks: list[AnyBlock]) -> bool:
        return RULES[tongue].worse in " ".join(text for block in blocks for text in words(block))

    assert set(check(tongue, "While you wait", holds)) <= {"crisis", "urgent"}


def test_guides_in_other_languages_have_the_sources_and_the_numbers_of_the_english_ones() -> None:
    def facts(guide: Document) -> tuple[list[str], set[str]]:
        text = " ".join(text for block in guide.blocks if not isinstance(block, Heading) for text in words(block))
        links = re.findall(r"https?://[^\s,]+", text)
        return links, set(re.findall(r"\$\d+|(?<![\d/-])\d{1,2}(?![\d/-])", " ".join(sentences(guide))))

    english = guides("en")
    for tongue in set(RULES) - {"en"}:
        assert {
            name: facts(guide) for name, guide in guides(tongue).items() if facts(guide) != facts(english[name])
        } == {}
