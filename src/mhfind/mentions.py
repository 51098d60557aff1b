"""Where numbers stand in a text, as people write them: spaces, dots, letters, `tel:` links, over two lines.

What is a number, and which notations are one, is said by `numbers`; here the words around it count. A short code is one
only after "call", "text" or the like, or with its keyword. Years, ZIP codes, prices and times are none.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from mhfind.numbers import comparison_key, dial_string

SHORTEST, SHORT = 3, 6  # digits of a short code
LOCAL, NORTH_AMERICAN, LONGEST = 7, 10, 15  # digits of a whole number
_GROUPS = 8  # groups of digits that one number may be written in
_LONG_CHAIN = LONGEST + 3  # groups of digits in a row that are looked at together: more are no number


class Mention(msgspec.Struct, frozen=True):
    """A number in a text, from `start` to `end`: its key, and what the words around it say it is for.

    `channel`: call, text, whatsapp or tty; empty where the text says none, or several. `keyword`: the word to text to
    it, from `keyword_start` on; `then`: the key to press. `abroad`: written with a country code.
    """

    start: int
    end: int
    key: str
    abroad: bool = False
    channel: str = ""
    keyword: str = ""
    keyword_start: int = -1
    then: str = ""


# The same number of characters, so that places stay: kinds of hyphens, blanks and digits; what is unseen is a blank.
_PLAIN = str.maketrans(
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00a0\u2007\u2009\u202f\u3000\u00ad\u200b\u200e\u200f\u2060\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\uff0b\uff08\uff09\u00b7\u2022“”‘’０１２３４５６７８９",
    "-------           " + " " * 9 + "+()..\"\"''0123456789",
)
_HIDE = "\x1f"  # stands for each character of what is no number
# What has digits and is no number to dial.
_OTHER = re.compile(
    r"""
    (?<!\w)(?!tel:|sms:|callto:|whatsapp:)[a-z][a-z0-9+.-]{0,12}://[^\s<>"')\]]+            # addresses of pages ...
    | (?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}/[^\s<>"')\]]*                              # ... without https://
    | (?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,99}                                                                 # of mail
    | (?<![\d/-])24\s?[/x-]\s?7(?:\s?/\s?365)?(?![\d-])
    | (?<![\d-])\d{1,3}[- ]?(?:hours?|hrs?|days?|weeks?|months?|years?|minutes?|mins?|percent|people|pages?)\b
    | (?<![\d:.-])\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\b\.?)                                # times of day
    | (?<![\d:])\d{1,2}:\d\d(?![\d:])
    | (?<![\d/-])\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d(?![\d/-])                      # days
    | (?<![\d-])(?:19|20)\d\d-\d\d(?:-\d\d)?(?![\d-])
    | (?<![\d-])(?:19|20)\d\d\s?[-/]\s?(?:19|20)?\d\d(?![\d-])                         # spans of years
    | [$£€¥]\s?\d[\d,.]{0,20} | (?<![\d,.-])\d[\d,.]{0,20}\s?(?:%|USD\b|EUR\b|GBP\b|dollars?\b)     # money and shares
    | (?<![\d,])\d{1,3}(?:,\d{3}){1,5}(?![\d,])
    | \b(?-i:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT
      |V[AT]|W[AIVY])\.?\ {1,2}\d{5}(?:-\d{4})?(?![\d-]) | (?<![\d-])\d{5}-\d{4}(?![\d-])  # ZIP codes
    | \b(?:ISBN|DOI|EIN)(?:-1[03])?:?\s{0,3}[\dX-]{1,20} | \b(?:ID|No|Nr|NPI|pp?|page)[.:#]?\s*\#?\d+ | [#§]\d+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NORTH_AMERICAN = re.compile(  # in capitals after a blank only if toll-free: "988 LIFELINE" is none
    r"(?<![\w.-])(?:\+?(?:1[-. ]{1,2})?\(?8\d\d(?:\) ?| {1,2})(?=[\d.-]*[A-Z])[A-Z\d](?:[-. ]?[A-Z\d]){6,11}"
    r"|\+?(?:1[-. ]{1,2})?\(?[2-9]\d\d(?:\)[-. ]|[-.])(?=[\d.-]*[A-Za-z])"
    r"(?:[A-Z\d](?:[-. ]?[A-Z\d]){6,11}|[A-Za-z\d](?:[.-]?[A-Za-z\d]){6,11}))(?![A-Za-z\d])"
)
_LETTERED = re.compile(r"(?<![\w.-])(?:(?:1[38]00|13|0[38]0[038])[- ]?|8\d\d-?)[A-Z]{4,10}(?![A-Za-z\d]|-[A-Z\d])")
_REPEATED = re.compile(r"\s{0,2}\(?([\d-]{4,8})\)")  # 1-800-273-TALK (8255)
_SERVICE = re.compile(r"(?<![\w*#])\*\d{2,4}(?:\*\d{1,6})+#")  # a code of a mobile network: *120*7867#
_GROUP = re.compile(r"(?<![A-Za-z\d@_=#&])\d+(?![A-Za-z_%@])")
_JOINT = re.compile(r" ?- ?| ?\(0\) ?|\.| {1,2}|\)[ -]{0,2}|[ -]?\(")
_LOOSE = re.compile(r" ?/ ?|[ .)-]{0,2}\r?\n[ \t>*|]{0,20}\(?")
_OPENING = re.compile(r"(?<![\w)])(?:\+ ?\(?|\(\+?)$")
_ABROAD = re.compile(r"\+|00[ -]?(?=[1-9])|011[ -]")
_SHAPES = {(1, 3, 3, 4), (3, 3, 4), (3, 7), (1, 3, 7), (10,), (11,), (1, 10)}
_EXCHANGE = re.compile(r"1?[2-9]\d\d[2-9]\d{6}")
_VERB = (
    r"call(?:ing|s)?|phone|ring|dial(?:ling|ing)?|tel|telephone|text(?:ing|s)?|txt|sms|message|whatsapp|tty|tdd|fax"
    r"|llam[ae]|marque|envíe|appele[zr]|anrufen"
)
_FILLER = (
    r"(?:\W|\b(?:us|them|me|someone|now|today|at|on|to|the|or|and|number|line|toll|free|for|help|is|are|a|us|by|your|phone"
    r"|24|al|au|le|el|la|o|y|hotline|helpline|lifeline)\b)*"
)
_NOUN = re.compile(
    rf"\b(?:hotline|helpline|lifeline|warm ?line|crisis line|help line|number)\b{_FILLER}$", re.IGNORECASE
)
_SAID = re.compile(rf"\b({_VERB})\b{_FILLER}$", re.IGNORECASE)
_ALSO = re.compile(rf"\b({_VERB})\b(?:\W|\b(?:or|and|o|y|ou|oder)\b)*$", re.IGNORECASE)
_CHANNELS = {
    "text": "text",
    "txt": "text",
    "sms": "text",
    "mess": "text",
    "what": "whatsapp",
    "tty": "tty",
    "tdd": "tty",
}
_CHANNELS |= {"call": "call", "phon": "call", "ring": "call", "dial": "call", "tel": "call", "tele": "call"}
_KEYWORD = re.compile(
    r"\b(?:text(?:ing)?|txt|sms|send|message|envíe|type)\W{1,3}(?:(?:the )?(?:key)?word\W{1,3}|la palabra\W{1,3})?"
    r"""["'*_]{0,3}([A-Za-z][A-Za-z0-9-]{1,19})["'*_]{0,3}\s+(?:to|al?|at)\s+[*_("]{0,3}$""",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"""(?<![A-Za-z])["'*_]{0,3}([A-Z][A-Z0-9]{1,19})["'*_]{0,3} (?:to|al) [*_("]{0,3}$""")
_KEYWORD_AFTER = re.compile(
    r"""[*_)"]{0,3}(?:\s*,?\s*(?:with|and text|and type|and send)(?: the)?(?: word| keyword)?\s+["'*_]{0,3}"""
    r"""([A-Z][A-Z0-9]+)"""
    r"""|\s*\(?(?:keyword|word):?\s+["'*_]{0,3}([A-Za-z][A-Za-z0-9]+)|\?&?body=([A-Za-z0-9]+))"""
)
_NO_KEYWORD = {
    "us",
    "them",
    "me",
    "him",
    "her",
    "back",
    "now",
    "a",
    "the",
    "it",
    "and",
    "or",
    "number",
    "message",
    "line",
}
_THEN = re.compile(
    r"[*_)\"]{0,3}[\s,;.:(-]{0,4}(?:(?:and|then|&) ){0,2}(?:please )?"
    r"(?:press|dial|select|choose|push|option|oprima|presione|marque) (?:option )?[\"'#]?(\d)(?!\d)",
    re.IGNORECASE,
)


def mentions(text: str, known: Container[str] = (), *, bare: bool = False) -> list[Mention]:
    """Return the numbers in a text, in order. `known`: keys of numbers that are one wherever they stand.

    `bare`: the text is nothing but a number, so that a short code needs no words around it.

    >>> [(found.key, found.channel, found.keyword) for found in mentions("Text HOME to 741-741 or 1-800-273-TALK.")]
    [('741741', 'text', 'HOME'), ('8002738255', '', '')]
    >>> mentions("In 2019, 1,200 people in Columbus, OH 43215 paid $4357.")
    []
    """
    plain = text.translate(_PLAIN)
    searched = _OTHER.sub(lambda match: _HIDE * len(match.group()), plain)
    spans = [(match.start(), match.end(), comparison_key(match.group())) for match in _SERVICE.finditer(searched)]
    spans += _spelled(_without(searched, spans), known)
    spans.sort()
    spans += _dialled(_without(searched, spans), known)
    found = []
    for start, end, key in sorted(spans):
        mention = _with_context(plain, start, end, key)
        if bare or _is_number(mention, plain, known):
            found.append(mention)
    return found


def _without(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """Return text with spans hidden, that are in order; its length is the same."""
    pieces, last = [], 0
    for start, end, _ in spans:
        pieces += [text[last:start], _HIDE * (end - start)]
        last = end
    return "".join([*pieces, text[last:]])


def neighbours(key: str) -> Iterator[str]:
    """Yield what a key becomes by one wrong, one missing or one added digit, or by swapping two that are side by side.

    >>> sorted(set(neighbours("12")) & {"21", "13", "1", "125", "34"})
    ['1', '125', '13', '21']
    """
    digits = "0123456789"
    for place in range(len(key)):
        yield from (key[:place] + digit + key[place + 1 :] for digit in digits if digit != key[place])
    for place in range(len(key) - 1):
        if key[place] != key[place + 1]:
            yield key[:place] + key[place + 1] + key[place] + key[place + 2 :]
    yield from (key[:place] + key[place + 1 :] for place in range(len(key)))
    yield from (key[:place] + digit + key[place:] for place in range(len(key) + 1) for digit in digits)


def _spelled(text: str, known: Container[str]) -> Iterator[tuple[int, int, str]]:
    """Yield numbers with letters: start, end, key. Digits that repeat the letters belong to them."""
    taken = 0
    matches = [*_NORTH_AMERICAN.finditer(text), *_LETTERED.finditer(text)]
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if match.start() < taken:
            continue
        key = _spelled_key(dial_string(match.group()).removeprefix("+"), known)
        again = _REPEATED.match(text, match.end())
        repeats = again and key.endswith(comparison_key(again[1]))
        taken = again.end() if again and repeats else match.end()
        yield match.start(), taken, key


def _spelled_key(digits: str, known: Container[str]) -> str:
    """Return the key of spelled digits, of which a telephone ignores those too many: 1-800-SUICIDE, 1800 RESPECT."""
    local, foreign = digits.removeprefix("1")[:NORTH_AMERICAN], digits[:NORTH_AMERICAN]
    if foreign in known or len(local) < NORTH_AMERICAN:
        return foreign
    return local


def _dialled(text: str, known: Container[str]) -> Iterator[tuple[int, int, str]]:
    """Yield numbers of digits: start, end, key."""
    chain: list[re.Match[str]] = []
    for group in _GROUP.finditer(text):
        gap = text[chain[-1].end() : group.start()] if chain else ""
        if chain and not _JOINT.fullmatch(gap) and not _LOOSE.fullmatch(gap):
            yield from _numbers_of(text, chain, known)
            chain = []
        chain.append(group)
    yield from _numbers_of(text, chain, known)


def _numbers_of(text: str, chain: Sequence[re.Match[str]], known: Container[str]) -> Iterator[tuple[int, int, str]]:
    """Cut groups of digits that stand close together into numbers."""
    place = 0
    while place < len(chain):
        start = chain[place].start()
        if opening := _OPENING.search(text, max(0, start - 3), start):
            start = opening.start()
        size = _size(text, start, chain[place : place + _LONG_CHAIN], known)
        if size:
            end = chain[place + size - 1].end()
            if ")" not in text[start:end]:
                start += len(text[start:end]) - len(text[start:end].lstrip("("))
            yield start, end, _key(text[start:end], known)
        place += max(size, 1)


def _key(written: str, known: Container[str]) -> str:
    """Return the key of a number as written; a prefix for calls abroad is left out as a plus is.

    One that is known as it stands has none: 011 begins numbers of Johannesburg too.
    """
    key = comparison_key(written)
    prefix = None if _is_known(key, known) else _ABROAD.match(written.replace("(", ""))
    return key.removeprefix(re.sub(r"\D", "", prefix.group())) if prefix and "+" not in prefix.group() else key


def _size(text: str, start: int, chain: Sequence[re.Match[str]], known: Container[str]) -> int:
    """Return how many groups make up the number that begins a chain: a known one, a usual shape, or all in a row."""
    gaps = [text[one.end() : other.start()] for one, other in pairwise(chain)]
    row = next((place for place, gap in enumerate(gaps, 1) if not _JOINT.fullmatch(gap)), len(chain))
    for size in range(min(len(chain), _GROUPS), 0, -1):
        written = text[start : chain[size - 1].end()]
        loose = sum(not _JOINT.fullmatch(gap) for gap in gaps[: size - 1])
        if loose <= 1 and (_is_known(_key(written, known), known) or _is_usual(chain[:size])):
            return size
    length = sum(len(group.group()) for group in chain[:row])
    return row if length <= LONGEST + 2 else 0


def _is_known(key: str, known: Container[str]) -> bool:
    return len(key) > SHORT and key in known


def _is_usual(groups: Sequence[re.Match[str]]) -> bool:
    """Tell whether groups of digits have the shape of a North American number."""
    digits = "".join(group.group() for group in groups)
    return tuple(len(group.group()) for group in groups) in _SHAPES and bool(_EXCHANGE.fullmatch(digits))


def _with_context(text: str, start: int, end: int, key: str) -> Mention:
    """Return a mention with what the words before and after it say."""
    before, written, after = text[max(0, start - 60) : start], text[start:end], text[end : end + 60]
    keyword, keyword_start = "", -1
    if match := _KEYWORD.search(before) or _CAPITALS.search(before):
        if match[1].lower() not in _NO_KEYWORD:
            keyword, keyword_start = match[1], start - len(before) + match.start(1)
    elif match := _KEYWORD_AFTER.match(after):
        place = next(number for number in (1, 2, 3) if match[number])
        keyword, keyword_start = match[place], end + match.start(place)
    then = _THEN.match(after)
    return Mention(
        start=start,
        end=end,
        key=key,
        abroad=bool(_ABROAD.match(written.replace("(", ""))) and (written[0] in "(+" or key != comparison_key(written)),
        channel="text" if keyword else _channel(before),
        keyword=keyword,
        keyword_start=keyword_start,
        then=then[1] if then else "",
    )


def _channel(before: str) -> str:
    """Return the way to get in touch that words before a number name; nothing where they name several."""
    said = _SAID.search(before)
    if not said:
        return ""
    channels = {_CHANNELS.get(said[1].lower()[:4], _CHANNELS.get(said[1].lower()[:3], ""))}
    if also := _ALSO.search(before[: said.start()]):
        channels.add(_CHANNELS.get(also[1].lower()[:4], _CHANNELS.get(also[1].lower()[:3], "")))
    return channels.pop() if len(channels) == 1 else ""


def _is_number(mention: Mention, text: str, known: Container[str]) -> bool:
    """Tell whether digits are a number to dial: by the words around them, by their shape, or because they are known."""
    key, written, before = (
        mention.key,
        text[mention.start : mention.end],
        text[max(0, mention.start - 60) : mention.start],
    )
    listed = key in known
    addressed = bool(mention.keyword or mention.then or _SAID.search(before) or (listed and _NOUN.search(before)))
    if len(key) <= SHORT:
        return (addressed and len(key) >= SHORTEST) or (mention.abroad and listed)
    if len(key) > LONGEST:
        return False
    if mention.abroad or addressed or listed or any(letter.isalpha() for letter in written):
        return True
    apart = not written.isdigit()
    if len(key) == NORTH_AMERICAN and key[0] != "0":
        return bool(_EXCHANGE.fullmatch(key)) or (apart and key.startswith(("1300", "1800")))
    return key[0] == "0" and len(key) >= LOCAL + 1 and (apart or len(key) > NORTH_AMERICAN)
