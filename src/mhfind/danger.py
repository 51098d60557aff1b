"""Danger signals: explicit phrase rules over the words of a query. No ranking, no guessing.

A rule is a phrase such as `want|wish to die`, written in `data/crisis.yaml`:

- `word` one word; `over*` any word that starts so; `a|b` either; `<me>` any word of a named group;
- `word?` the element may be missing; `...` up to three words in between.

A word matches as it was typed or as it was corrected, so typing errors don't hide a signal.
Words covered by an `unless` phrase ("suicide squad") can't take part in a signal.

Phrases are compiled once, with the catalog; a query only looks at the rules that its own words can begin.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from mhfind.tongue import ENGLISH

GAP = 3  # words that "..." may stand for
UNLESS = "unless"
_ELEMENT = r"(?:(?:<[a-z-]+>|[a-z0-9]+\*?)(?:\|(?:<[a-z-]+>|[a-z0-9]+\*?))*\??|\.\.\.)"


class Signal(msgspec.Struct, frozen=True):
    """A danger signal found in a query: its kind, and the words of the query that gave it away."""

    kind: str
    phrase: str


class Element(msgspec.Struct, frozen=True):
    """One place of a phrase: the words, word beginnings and groups that fit there."""

    words: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    optional: bool = False
    gap: bool = False


class Rule(msgspec.Struct, frozen=True, array_like=True):
    """A phrase, and the kind of danger that it signals, or `unless`. Its elements are parsed when a query may match."""

    kind: str
    phrase: str


class Rules(msgspec.Struct, frozen=True):
    """All rules, the kinds in order of urgency, and the rules that a word, a prefix or a group can begin.

    Their words, which a misspelt word may have been meant to be, are kept apart: `DangerWords`.
    """

    kinds: tuple[str, ...] = ()
    groups: dict[str, frozenset[str]] = {}
    rules: tuple[Rule, ...] = ()
    starts: dict[str, tuple[int, ...]] = {}
    prefixes: dict[str, tuple[int, ...]] = {}
    group_starts: dict[str, tuple[int, ...]] = {}

    def signals(self, words: Sequence[str], corrected: Mapping[str, str]) -> tuple[Signal, ...]:
        """Return the danger signals in `words` (folded, in order), one a kind at most, in the order of the kinds.

        `corrected` maps a misspelt word to what it was read as: "sucidal" to "suicidal", "killmyself" to "kill myself".
        """
        typed: list[int] = []  # for each place of a reading, the word that stands there
        readings: list[tuple[str, ...]] = []
        for number, word in enumerate(words):
            first, *more = corrected.get(word, word).split()
            readings += [(first,) if more else tuple(dict.fromkeys((word, first))), *((part,) for part in more)]
            typed += [number] * (1 + len(more))
        matches = list(self._matches(readings))
        masked = {place for rule, start, end in matches if rule.kind == UNLESS for place in range(start, end)}
        found: dict[str, str] = {}
        for rule, start, end in sorted(matches, key=lambda match: (match[1], -match[2])):
            if rule.kind != UNLESS and masked.isdisjoint(range(start, end)):
                found.setdefault(rule.kind, " ".join(words[typed[start] : typed[end - 1] + 1]))
        return tuple(Signal(kind, found[kind]) for kind in self.kinds if kind in found)

    def _matches(self, readings: Sequence[tuple[str, ...]]) -> Iterator[tuple[Rule, int, int]]:
        lengths = sorted(set(map(len, self.prefixes)))
        for start, reading in enumerate(readings):
            numbers = {number for word in reading for number in self.starts.get(word, ())}
            for word in reading:
                for length in lengths:
                    numbers.update(self.prefixes.get(word[:length], ()))
            for group, rules in self.group_starts.items():
                if not self.groups[group].isdisjoint(reading):
                    numbers.update(rules)
            for number in sorted(numbers):
                rule = self.rules[number]
                end = self._end(parse(rule.phrase), readings, start)
                if end:
                    yield rule, start, end

    def _end(self, elements: tuple[Element, ...], readings: Sequence[tuple[str, ...]], place: int) -> int:
        """Return where a match of `elements` that begins at `place` ends, or 0."""
        if not elements:
            return place
        element, rest = elements[0], elements[1:]
        if element.gap:
            skips = range(place, min(place + GAP, len(readings)) + 1)
            return next((end for skip in skips if (end := self._end(rest, readings, skip))), 0)
        if place < len(readings) and self._fits(element, readings[place]):
            end = self._end(rest, readings, place + 1)
            if end:
                return end
        return self._end(rest, readings, place) if element.optional else 0

    def _fits(self, element: Element, reading: tuple[str, ...]) -> bool:
        return any(
            word in element.words
            or word.startswith(element.prefixes)
            or any(word in self.groups[group] for group in element.groups)
            for word in reading
        )


class Phrases(msgspec.Struct, frozen=True):
    """Danger phrases of a language as they are written: by kind, those that silence others, and groups of words."""

    kinds: Mapping[str, Iterable[str]]
    unless: Iterable[str] = ()
    groups: Mapping[str, Iterable[str]] = {}

    def rules(self) -> list[Rule]:
        """Return the phrases as rules."""
        rules = [Rule(kind, phrase) for kind, phrases in self.kinds.items() for phrase in phrases]
        return [*rules, *(Rule(UNLESS, phrase) for phrase in self.unless)]

    def words(self) -> set[str]:
        """Return every word of the phrases and groups."""
        words = {word for rule in self.rules() for element in parse(rule.phrase) for word in element.words}
        return words.union(*self.groups.values())


class DangerWords(msgspec.Struct, frozen=True):
    """The words of danger rules: those of English ones, and by language those that only rules in it have."""

    english: tuple[str, ...] = ()
    foreign: dict[str, tuple[str, ...]] = {}

    def of(self, tongue: str) -> dict[str, float]:
        """Return those that a misspelt word of a query in a language may be, none likelier than another."""
        others = () if tongue == ENGLISH else (word for words in self.foreign.values() for word in words)
        return dict.fromkeys((*self.english, *others), 0.0)


def compile_rules(phrases: Mapping[str, Phrases]) -> Rules:
    """Compile phrases by language into `Rules`; groups may be used in all languages. The kinds are those of the first.

    Raises ValueError, naming the phrase, for a phrase that can't be read, that begins with an optional
    element or a gap, or that names a group which does not exist.
    """
    known = {name: frozenset(words) for one in phrases.values() for name, words in one.groups.items()}
    rules = [rule for written in phrases.values() for rule in written.rules()]
    for rule in rules:
        _check(rule.phrase, known)
    return Rules(
        kinds=tuple(next(iter(phrases.values())).kinds),
        groups=known,
        rules=tuple(rules),
        starts=_beginnings(rules, "words"),
        prefixes=_beginnings(rules, "prefixes"),
        group_starts=_beginnings(rules, "groups"),
    )


def compile_words(phrases: Mapping[str, Phrases]) -> DangerWords:
    """Return the words of phrases by language. A word of English rules is not one of other languages."""
    found = {tongue: written.words() for tongue, written in phrases.items()}
    english = found.pop(ENGLISH, set())
    foreign = {tongue: tuple(sorted(words - english)) for tongue, words in found.items()}
    return DangerWords(tuple(sorted(english)), foreign)


def _beginnings(rules: Sequence[Rule], part: str) -> dict[str, tuple[int, ...]]:
    """Return for each word, prefix or group the numbers of the rules whose first element has it."""
    found: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for name in getattr(parse(rule.phrase)[0], part):
            found.setdefault(name, []).append(number)
    return {name: tuple(numbers) for name, numbers in sorted(found.items())}


def _check(phrase: str, groups: Mapping[str, frozenset[str]]) -> None:
    for part in phrase.split():
        if not re.fullmatch(_ELEMENT, part):
            raise ValueError(f"{phrase!r}: {part!r} is not a word, word*, a|b, <group>, word? or ...")
    elements = parse(phrase)
    if not elements or elements[0].optional or elements[0].gap or elements[-1].gap:
        raise ValueError(f"{phrase!r} must begin with a word that is not optional, and not end with '...'")
    for group in (group for element in elements for group in element.groups):
        if group not in groups:
            raise ValueError(f"{phrase!r}: there is no group <{group}>")


@lru_cache(maxsize=2048)
def parse(phrase: str) -> tuple[Element, ...]:
    """Return the elements of a phrase that can be read.

    >>> parse("want|wish to? die")[1]
    Element(words=('to',), prefixes=(), groups=(), optional=True, gap=False)
    """
    return tuple(map(_element, phrase.split()))


def _element(part: str) -> Element:
    if part == "...":
        return Element(gap=True)
    choices = part.removesuffix("?").split("|")
    return Element(
        words=tuple(choice for choice in choices if choice.isalnum()),
        prefixes=tuple(choice.removesuffix("*") for choice in choices if choice.endswith("*")),
        groups=tuple(choice.strip("<>") for choice in choices if choice.startswith("<")),
        optional=part.endswith("?"),
    )
