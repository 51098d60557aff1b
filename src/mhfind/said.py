"""What a query says of places, ages and whom it is about: "near 43004", "in OH", "my 15yo son", "my wife drinks"."""

import re
from collections.abc import Iterator, Sequence

from mhfind.place import Gazetteer

MAX_AGE = 110
_AGE = re.compile(
    r"""
    \b (?P<years>\d{1,3}) [\s-]* (?: y[\s./]?o\b | (?:yrs?|years?)[\s-]*old\b | años\b | anos\b )
    | \b (?: aged? | i\s?['’]?a?m | is | (?:she|he|daughter|son)['’]?s | (?:man|woman|male|female),? ) \s+
      (?P<bare>\d{2})\b (?! \s*[/%:.] | \s+(?:weeks?|months?|days?|hours?|minutes?|years?|people|times)\b )
    | ^ (?P<first>\d{2}) (?= , | \s+(?:and|male|female|man|woman|nonbinary|trans)\b )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ZIP = re.compile(r"(?<![\d-])(\d{5})(?:-\d{4})?(?![\d-])")
_CODE = re.compile(r"(?:\b(?:in|near|around|from)\s+|,\s*)([A-Z]{2})\b")
_AGES = ((0, 17, "youth"), (18, 25, "young-adults"), (60, MAX_AGE, "older-adults"))


# People someone asks for, and words before or after them that tell whether the question is about them.
_RELATIVES = frozenset(
    "mom mum mama mother dad papa father parent parents stepmom stepdad husband wife spouse partner boyfriend"
    " girlfriend fiance fiancee ex son sons daughter daughters kid kids child children teen teenager stepson"
    " stepdaughter brother sister sibling siblings grandma grandmother grandpa grandfather grandson granddaughter"
    " grandchild uncle aunt cousin nephew niece friend roommate coworker neighbor student client patient bf gf hubby"
    " hijo hija esposo esposa marido mujer hermano hermana amigo amiga novio novia abuela abuelo sobrino".split()
)
_WITH = frozenset("with from by and lost lose losing miss missing without leaving left con".split())
_FOR = frozenset("about for help helping support supporting concerned ayudar".split())
_DONE_TO_ME = frozenset("me us hit hits beat beats hurts left died passed dumped yells cheated".split())


def said_relatives(words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield the people close to the user that words speak of, and whether what follows is said of them.

    >>> list(said_relatives("my wife drinks".split())), list(said_relatives("fight with my wife".split()))
    ([('my wife', True)], [('my wife', False)])
    """
    for place, word in enumerate(words):
        if word not in _RELATIVES:
            continue
        owner = place - 1 if place and words[place - 1] in ("my", "our", "mi", "mis") else place
        after = words[place + 1 : place + 3]
        before = words[max(0, owner - 1) : owner]
        told = bool(after) and _WITH.isdisjoint(before) and _DONE_TO_ME.isdisjoint(after)
        about = told or not _FOR.isdisjoint(before)
        if owner < place or (about and place == 0):
            yield " ".join(words[owner : place + 1]), about


def said_ages(text: str) -> Iterator[tuple[int, str]]:
    """Yield the ages in years that a text speaks of, each with its words.

    >>> list(said_ages("my 15yo and I'm 42"))
    [(15, '15yo'), (42, "I'm 42")]
    """
    for found in _AGE.finditer(text):
        years = int(found["years"] or found["bare"] or found["first"])
        if 0 < years <= MAX_AGE:
            yield years, found[0]


def age_group(years: int) -> str | None:
    """Return the audience of an age, by what the vocabulary says of its audiences; None between 26 and 59."""
    return next((audience for least, most, audience in _AGES if least <= years <= most), None)


def said_regions(text: str, gazetteer: Gazetteer, country: str | None) -> Iterator[tuple[str, str]]:
    """Yield the regions that a text names by ZIP code or by a code in capitals, each with its words.

    Of the country that is known, if one is; ZIP codes are those of the United States.
    """
    if country in (None, "US"):
        for found in _ZIP.finditer(text):
            if region := gazetteer.zip_region(found[1]):
                yield region, found[0]
    if text.isupper():
        return
    for found in _CODE.finditer(text):
        region = f"{country or 'US'}-{found[1]}"
        if region in gazetteer.regions:
            yield region, found[0].strip(" ,")
