"""How a word sounds, roughly, and how it slips under the fingers: what misspellings and their words share."""

import re
from collections.abc import Iterator
from itertools import islice, product

# Spellings and the sound they share, in order. Long vowels are capitals; an ending -e makes the vowel before it long.
_SPELLINGS = (
    (r"^(?:ps(?=y)|wr|kn|gn|pn|wh)", lambda found: {"ps": "s", "wr": "r", "wh": "w"}.get(found[0], "n")),
    (r"sych", "syk"),
    (r"sch|sc(?=[aou])", "sk"),
    (r"ous$", "us"),
    (r"eigh|aigh|ay|ai|ei(?=[nrg])|ey$", "A"),
    (r"igh|ie$|y$(?<=[^aeiou]y)(?<=^..)", "I"),
    (r"ough|oo|ew|ue", "U"),
    (r"ee|ea|ie|ei|eo(?=p)|y$", "E"),
    (r"oa|ow$|oe$", "O"),
    (r"([aeiou])([bcdfgklmnprstvz])e(?=s?$)", lambda found: found[1].upper() + found[2]),
    (r"ph|gh$", "f"),
    (r"gh", ""),
    (r"dg(?=[eiy])|g(?=[eiy])", "j"),
    (r"(?:ti|ci|si|ssi|sci)(?=on|al|ou|a$)|sh", "S"),
    (r"tch|ch", "C"),
    (r"ck|q(?=u)|c(?![eiyC])", "k"),
    (r"c|z", "s"),
    (r"x", "ks"),
    (r"(?:[aeiou]r|re)$", "R"),
    (r"ou|au|aw|y", "o"),
    (r"(?<=[^C-S])h", ""),
    (r"(.)\1+", r"\1"),
)
_RULES = tuple((re.compile(pattern), sound) for pattern, sound in _SPELLINGS)
# Parts of a Spanish word, and how others that sound the same are spelt: what one hears is not what one writes.
_SPANISH = re.compile(r"^(?=[aeiou])|^h|^s(?=ic)|qu|ll|[ckq](?=[ei])|[kq]|s(?=[ei])|z|[gj](?=[ei])|[sbvyxw]|.")
_SOUND_ALIKE = {
    "": ("", "h"),
    "h": ("h", ""),
    "ll": ("ll", "y"),
    "y": ("y", "ll"),
    "b": ("b", "v"),
    "v": ("v", "b"),
    "s": ("s", "z"),
    "z": ("z", "s", "c"),
    "g": ("g", "j"),
    "j": ("j", "g"),
    "x": ("x", "ch", "s"),
    "w": ("gu", "hu", "w"),
}
_SPELLINGS_TRIED = 64
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS = {letter: (row, place + row / 2) for row, line in enumerate(_KEYBOARD) for place, letter in enumerate(line)}


def sound(word: str) -> str:
    """Return what words that sound alike in English share; rough, and good only to compare.

    >>> [sound(word) for word in ("nite", "night", "note", "greef", "grief")]
    ['nIt', 'nIt', 'nOt', 'grEf', 'grEf']
    """
    for pattern, alike in _RULES:
        word = pattern.sub(alike, word)
    return word


def slipped(typed: str, meant: str) -> bool:
    """Tell whether a word has one letter that lies beside the right one on a keyboard: "anxoety".

    >>> slipped("anxoety", "anxiety"), slipped("angiety", "anxiety")
    (True, False)
    """
    wrong = [(a, b) for a, b in zip(typed, meant, strict=False) if a != b]
    if len(typed) != len(meant) or len(wrong) != 1 or any(letter not in _KEYS for letter in wrong[0]):
        return False
    (row, place), (other_row, other_place) = (_KEYS[letter] for letter in wrong[0])
    return abs(row - other_row) <= 1 and abs(place - other_place) <= 1


def respelled(word: str) -> Iterator[str]:
    """Yield Spanish spellings that sound as `word` does, those with few changes first: kiero, quiero; aser, hacer.

    >>> "quiero" in respelled("kiero"), "hacer" in respelled("aser"), "llevar" in respelled("yebar")
    (True, True, True)
    """
    parts = [(found[0], word[found.end() : found.end() + 1]) for found in _SPANISH.finditer(word)]
    choices = [_alike(part, after in ("e", "i"), place == 0) for place, (part, after) in enumerate(parts)]
    spellings = islice(product(*choices), _SPELLINGS_TRIED)
    yield from sorted(
        {"".join(spelling) for spelling in spellings} - {word},
        key=lambda spelling: (abs(len(spelling) - len(word)), spelling),
    )


def _alike(part: str, soft: bool, first: bool) -> tuple[str, ...]:
    """Return the spellings of a part of a word; `soft`: before e or i; `first`: it begins the word."""
    if part in ("k", "q"):
        return ("qu",) if soft else ("c", "qu")
    if part in ("s", "c", "z") and soft:
        return ("s", "c", "z") if not (first and part == "s") else ("s", "c", "ps")
    return _SOUND_ALIKE.get(part, (part,))
