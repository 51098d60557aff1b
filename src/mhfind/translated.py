"""How far mhfind speaks each other language: messages, guides and records, and what of them is still English."""

import msgspec

from mhfind.catalog import Catalog
from mhfind.messages import coverage, tongues
from mhfind.model import Program, Translation
from mhfind.tongue import ENGLISH


class Part(msgspec.Struct, frozen=True):
    """How many of something there are, how many of them are translated as a whole, and what is missing."""

    total: int
    translated: int
    missing: tuple[str, ...]


class Translated(msgspec.Struct, frozen=True):
    """How far a language is spoken. A record's missing fields stand after its id: "us-example-line: bring"."""

    language: str
    messages: Part
    guides: Part
    records: Part


def translations(catalog: Catalog) -> list[Translated]:
    """Return how far each language but English is spoken. Raises LanguageError for messages that can't be used."""
    programs = catalog.listing().programs
    guides = catalog.index.guides(ENGLISH)
    return [_translated(tag, programs, guides, catalog.index.guides(tag)) for tag in tongues() if tag != ENGLISH]


def _translated(tag: str, programs: tuple[Program, ...], guides: list[str], written: list[str]) -> Translated:
    total, missing = coverage(tag)
    return Translated(
        tag,
        _part(total, missing),
        _part(len(guides), [name for name in guides if name not in written]),
        _part(len(programs), [told for program in programs if (told := _untranslated(program, tag))]),
    )


def _part(total: int, missing: list[str]) -> Part:
    return Part(total, total - len(missing), tuple(missing))


def _untranslated(program: Program, tag: str) -> str:
    """Return the id of a record and its fields that are not translated, or an empty text."""
    words = program.translations.get(tag, Translation())
    missing = [name for name in words.__struct_fields__ if getattr(program, name) and not getattr(words, name)]
    return f"{program.id}: {', '.join(missing)}" if missing else ""
