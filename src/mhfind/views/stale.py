"""What is due to be read again, as a document."""

from collections.abc import Sequence
from itertools import groupby

from mhfind import texts
from mhfind.document import AnyBlock, Document, Heading, Items
from mhfind.stale import Due
from mhfind.views.programs import Words


def stale_document(found: Sequence[Due], total: int, words: Words) -> Document:
    """Return what is due, in groups of crisis lines and others, by country and type."""
    blocks: list[AnyBlock] = []

    def group(one: Due) -> tuple[bool, str, str]:
        return one.crisis, one.country, one.program.type

    for (crisis, country, kind), dues in groupby(found, group):
        place = words.gazetteer.name(country)
        lines = "crisis lines" if crisis else words.label("types", kind)
        blocks += [Heading(f"{place}: {lines}", 3), Items(tuple(map(_item, dues)))]
    return Document(f"{len(found)} of {total} contacts are due to be read again", tuple(blocks))


def _item(one: Due) -> str:
    label = texts.contact_label(one.contact)
    since = f"since {texts.day(one.since)}" if one.since else "no page it was read on has a date"
    return f"{one.program.id}: {label} {one.contact.value} ({since})"
