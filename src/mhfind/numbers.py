"""The one owner of what a phone number is: what to dial, when two are the same, where they stand in a text.

Short codes (`741741`), emergency-style numbers (`988`, `116 123`) and numbers with letters are numbers too;
nothing here ever forces one into E.164.
"""

import re
from collections.abc import Iterator

KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")

# digits with the separators people write between them, at least three digits in all
_DIGITS = re.compile(r"[+#(]{0,2}[0-9](?:[ \t.()/\u2010-\u2015-]{0,3}[0-9]){2,17}(?![0-9])")
# a toll-free number of the North American plan with letters in it: 1-800-662-HELP, 800273talk, 1-866-4-U-TREVOR
_LETTERS = re.compile(
    r"(?<![\w])\+?(?:1[ .-]{0,2})?\(?8\d\d\)?[ .-]{0,2}(?=[\d .-]*[a-z])[a-z\d](?:[ .-]?[a-z\d]){2,9}(?![a-z\d])",
    re.IGNORECASE | re.ASCII,
)


def dial_string(value: str) -> str:
    """Return the keypad characters of a published number, letters included as their digits.

    A zero in parentheses after a country code is for callers at home only, and can't be dialled with the code.

    >>> dial_string("1-800-273-TALK"), dial_string("+44 (0)20 7946 0018"), dial_string("116 123")
    ('18002738255', '+442079460018', '116123')
    """
    plus = "+" if value.lstrip(" (").startswith("+") else ""
    if plus:
        value = value.replace("(0)", "")
    return plus + "".join(c for c in value.lower().translate(KEYPAD) if c in "0123456789*#")


def comparison_key(value: str) -> str:
    """Return what two notations of one number share: digits only, without the North American `1`.

    >>> comparison_key("1-800-273-8255") == comparison_key("(800) 273-TALK") == "8002738255"
    True
    """
    digits = "".join(c for c in dial_string(value) if c.isdigit())
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits


def spells(value: str, dial: str) -> bool:
    """Tell whether `dial` is what a published number with letters spells: a telephone ignores letters too many.

    Only the ten digits of a North American number tell where that is; any other number has to be spelled in full.

    >>> spells("1-855-DEJELO-YA", "18553353569"), spells("442-AYUDAME", "+14422983263"), spells("988-HELP", "9885")
    (True, True, False)
    """
    spelled, digits = (dial_string(number).lstrip("+") for number in (value, dial))
    ways = (spelled, f"1{spelled}")
    complete = len(digits.removeprefix("1")) == 10
    return digits in ways or (complete and any(way.startswith(digits) for way in ways))


def has_letters(value: str) -> bool:
    """Tell whether a published number is written with letters."""
    return any(c.isalpha() for c in value)


def find_numbers(text: str) -> Iterator[str]:
    """Yield the comparison keys of what may be phone numbers in `text`, from left to right.

    A number with more letters than a phone number has digits is cut as a telephone would cut it.

    >>> list(find_numbers("text HOME to 741-741, or 1-866-4-U-TREVOR"))
    ['741741', '8664887386']
    """
    lettered = list(_LETTERS.finditer(text))
    covered = {place for match in lettered for place in range(*match.span())}
    plain = [match for match in _DIGITS.finditer(text) if match.start() not in covered]
    for match in sorted((*lettered, *plain), key=lambda match: match.start()):
        key = comparison_key(match.group())
        yield key.removeprefix("1")[:10] if len(key) > 10 and has_letters(match.group()) else key
