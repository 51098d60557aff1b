"""Are the numbers and addresses of a text still right? Each gets a verdict, and what to use where it is wrong.

The verdicts: `current`, `retired`, `misprint`, `near` (one digit or one swap from a listed number), `undialable`,
`wrong-name` (the number of another program than the line names) and `unknown`, which says nothing for or against it.
"""

import re
from collections.abc import Iterator

import msgspec

from mhfind.catalog import Catalog
from mhfind.handout import Handout, text_handout
from mhfind.links import links
from mhfind.mentions import Mention, mentions
from mhfind.numbers import comparison_key
from mhfind.register import Register
from mhfind.verdicts import Line, Verdict, link_verdict, number_verdict

STATUSES = ("current", "retired", "misprint", "near", "undialable", "wrong-name", "unknown")
ATTENTION = frozenset(STATUSES[1:-1])  # what a person should look at
_QUOTES = tuple("\"'“”‘’*_")
_CONTEXT = 300  # characters of a line before and after a number that are looked at


_DIGITS = re.compile(r"[\d\s()+.*#/-]+")  # what is a number without any words around it


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A number or address that was found: where, how it stands there, and the verdict.

    `found` is the text from `start` to `end` on one line; `program` and `name` tell whose it is or was; `use` is what
    to use in its place; `differences`: what the text says of it and the catalog does not; `correction`: what a
    corrected copy has in place of the text from `corrected_from` to `end`, or None where a person has to decide.
    """

    file: str
    line: int
    column: int
    page: int | None = None
    found: str
    status: str
    kind: str  # number or link
    program: str | None = None
    name: str | None = None
    use: str | None = None
    message: str
    differences: tuple[str, ...] = ()
    start: int
    end: int
    corrected_from: int = -1
    correction: str | None = None


def register_of(catalog: Catalog) -> Register:
    """Return all that a catalog can recognise."""
    emergency: dict[str, list[str]] = {}
    for country, numbers in catalog.doors.emergency.items():
        for number in numbers:
            emergency.setdefault(comparison_key(number.value), []).append(country)
    programs = catalog.index.programs(catalog.index.numbers())
    return Register(programs, {key: tuple(dict.fromkeys(found)) for key, found in emergency.items()})


def check(handout: Handout, register: Register, country: str | None = None, *, bare: bool = False) -> Iterator[Finding]:
    """Yield a verdict on each number and address of a handout, in order. `bare`: it is nothing but a number.

    `country`: whose program is meant where one number is that of several.
    """
    found: list[tuple[int, int, Mention | None]] = [
        (mention.start, mention.end, mention) for mention in mentions(handout.text, register.known, bare=bare)
    ]
    found += [(start, end, None) for start, end in links(handout.text)]
    order = sorted(found, key=lambda one: one[:2])
    for place, (start, end, mention) in enumerate(order):
        before = order[place - 1][1] if place else 0
        after = order[place + 1][0] if place + 1 < len(order) else len(handout.text)
        line = _around(handout.text, start, end, before, after)
        if mention:
            yield _finding(handout, mention, number_verdict(mention, register, country, line))
        else:
            verdict = link_verdict(handout.text[start:end], register, country)
            yield _finding(handout, Mention(start, end, ""), verdict)


def check_given(text: str, register: Register, country: str | None = None) -> list[Finding]:
    """Return the verdicts on a number or an address that is given alone; none where it is neither."""
    return list(check(text_handout("", text), register, country, bare=bool(_DIGITS.fullmatch(text))))


def _around(text: str, start: int, end: int, previous: int, following: int) -> Line:
    first = max(text.rfind("\n", 0, start) + 1, start - _CONTEXT)
    last = min(end + _CONTEXT, text.find("\n", end) if "\n" in text[end : end + _CONTEXT] else len(text))
    return Line(text[first:last], text[max(first, previous) : start], text[end : min(last, max(following, end))])


def _finding(handout: Handout, mention: Mention, verdict: Verdict) -> Finding:
    line, column = handout.place(mention.start)
    program = verdict.entry.program if verdict.entry else None
    corrected_from, correction = _correction(handout.text, mention, verdict)
    return Finding(
        file=handout.name,
        line=line,
        column=column,
        page=handout.page(mention.start),
        found=" ".join(handout.text[mention.start : mention.end].split()),
        status=verdict.status,
        kind="number" if mention.key else "link",
        program=program.id if program else None,
        name=program.name if program else None,
        use=verdict.use,
        message=verdict.message,
        differences=verdict.differences,
        start=mention.start,
        end=mention.end,
        corrected_from=corrected_from,
        correction=correction,
    )


def _correction(text: str, mention: Mention, verdict: Verdict) -> tuple[int, str | None]:
    """Return from where on, and with what, a corrected copy replaces a number; None where a person has to decide.

    A number that is merely near to another may well be right, and so may one under another name.
    """
    target = verdict.target
    if verdict.status not in ("retired", "misprint", "undialable") or target is None:
        return -1, None
    start, keyword = mention.start, target.keyword or ""
    if not mention.key or verdict.status == "undialable":
        return start, target.value
    if target.then or mention.then or mention.keyword_start > start:
        return -1, None
    linked = text[:start].lower().endswith(("tel:", "sms:"))
    value = (target.dial or target.value) if linked else target.value
    if not mention.keyword:
        return (-1, None) if keyword and (linked or mention.channel == "text") else (start, value)
    first, after = mention.keyword_start, mention.keyword_start + len(mention.keyword)
    if keyword:
        return first, f"{keyword}{text[after:start]}{value}"
    quoted = text[first - 1 : first] in _QUOTES and text[after : after + 1] in _QUOTES
    return first - 1 if quoted and first else first, value
