"""Lists as documents: types, topics and audiences with their counts; what a catalog holds; settings; flags."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mhfind import texts
from mhfind.catalog import Info
from mhfind.config import Setting
from mhfind.document import AnyBlock, Block, Document, Field, Heading, Paragraph, fields, paragraph
from mhfind.flags import Flag
from mhfind.gaps import Gaps
from mhfind.model import Term, Vocabulary
from mhfind.tongue import passage, tr, trc
from mhfind.views.programs import Words

if TYPE_CHECKING:
    from mhfind.translated import Translated  # finds languages, which English has no need of


def types_document(vocabulary: Vocabulary, counts: dict[str, int]) -> Document:
    """Return the five program types, the three ways in, and why support helps."""
    blocks: list[AnyBlock] = [_term_block("types", term, counts) for term in vocabulary.types]
    blocks.append(Heading(tr("Three ways in")))
    for term in vocabulary.routes:
        blocks += fields(f"{trc('routes', term.label)} ({term.id})", passage(term.description))
    blocks.append(Heading(tr("Why support helps")))
    for term in vocabulary.reasons:
        blocks += fields(trc("reasons", term.label), passage(term.description))
    return Document(tr("Program types"), tuple(blocks))


def terms_document(name: str, terms: Iterable[Term], counts: dict[str, int]) -> Document:
    """Return a list of the vocabulary ("topics") with the number of programs of each."""
    return Document(trc("list", name.capitalize()), tuple(_term_block(name, term, counts) for term in terms))


def _term_block(name: str, term: Term, counts: dict[str, int]) -> Block:
    count = counts.get(term.id, 0)
    label = trc(name, term.label)
    blocks: list[AnyBlock] = [Heading(f"{label} ({term.id})", 3), paragraph(passage(term.description))]
    if term.benefit:
        blocks += fields(tr("Good for"), passage(term.benefit))
    blocks.append(Field(tr("Programs"), str(count)))
    return Block(tuple(blocks))


def info_document(info: Info, words: Words) -> Document:
    """Return what a catalog holds."""
    types = words.vocabulary.labels("types")
    blocks: list[AnyBlock] = [Heading("Records")]
    blocks += [Field(status.capitalize(), str(count)) for status, count in info.records.items()]
    blocks.append(Heading("Active programs by type"))
    blocks += [Field(types.get(kind, kind), str(count)) for kind, count in info.types.items()]
    blocks.append(Heading("Active programs by country"))
    blocks += [Field(words.gazetteer.name(area), str(count)) for area, count in info.areas.items()]
    return Document("Catalog", (*blocks, Heading("Where"), Field("Bundled catalog", info.bundled)))


def gaps_document(gaps: Gaps, words: Words) -> Document:
    """Return what a catalog lacks."""
    labels = words.vocabulary.labels
    countries = {
        "No emergency number": gaps.no_emergency_number,
        "No program of their own": gaps.no_program,
        "Programs, but no crisis line": [code for code in gaps.no_crisis_line if code not in gaps.no_program],
    }
    ids = {"Topics without a program": ("topics", gaps.topics), "Built for nobody of": ("audiences", gaps.audiences)}
    blocks: list[AnyBlock] = [Heading("Countries and territories")]
    blocks += [Field(f"{label} ({len(codes)})", _names(codes, words)) for label, codes in countries.items() if codes]
    blocks += [
        Field(label, ", ".join(labels(kind)[key] for key in keys)) for label, (kind, keys) in ids.items() if keys
    ]
    if gaps.types:
        blocks.append(Heading("Types of help that a country lacks"))
    for code, kinds in gaps.types.items():
        blocks.append(Field(words.gazetteer.name(code), ", ".join(labels("types")[kind] for kind in kinds)))
    return Document("Gaps of the catalog", tuple(blocks))


def _names(codes: Iterable[str], words: Words) -> str:
    return ", ".join(map(words.gazetteer.name, codes))


def translations_document(languages: "Iterable[Translated]") -> Document:
    """Return how far mhfind speaks other languages, and what is missing."""
    blocks: list[AnyBlock] = []
    for found in languages:
        blocks.append(Heading(f"{texts.language(found.language)} ({found.language})"))
        for label, part in (("Messages", found.messages), ("Guides", found.guides), ("Records", found.records)):
            blocks.append(Field(label, f"{part.translated} of {part.total}"))
            if part.missing:
                blocks.append(Field("Missing", "; ".join(part.missing)))
    return Document("Translations", tuple(blocks))


def settings_document(settings: Iterable[Setting]) -> Document:
    """Return every setting with its value and where it comes from."""
    blocks = [Field(setting.key, f"{setting.value or '-'} ({setting.origin})") for setting in settings]
    hint = "To change one: mhfind config set KEY VALUE"
    return Document("Settings", (*blocks, Paragraph(hint, "note")))


def flags_document(flags: Sequence[Flag]) -> Document:
    """Return all flags."""
    blocks: list[AnyBlock] = [Field(flag.id, f"{flag.note} ({texts.day(flag.on)})") for flag in flags]
    hint = tr("To remove those of a program: mhfind flag ID --remove") if flags else tr("There are none.")
    return Document(tr("Flags"), (*blocks, Paragraph(hint, "note")))
