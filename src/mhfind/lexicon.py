"""The words that the catalog knows, and what phrases mean: as rows of the index."""

from collections.abc import Iterable, Mapping

from mhfind.model import Vocabulary
from mhfind.place import Gazetteer
from mhfind.sounds import sound
from mhfind.source.language import Thesaurus
from mhfind.texts import LANGUAGES
from mhfind.tongue import ENGLISH
from mhfind.words import LOOSE, PLAINLY, STOP_WORDS, stem, tokens

STRONG, WEAK = 1.0, 0.4
NEAR = ("in", "from", "near", "live in")  # words before the name of a country that is meant as a place
# How likely a misspelt word was meant to be a word of this kind; a merely known word is only never corrected itself.
# Common words of another language than English, and words of its guides, are known to a query in that language.
MEANING, NAME, SIGNAL, KNOWN, COMMON, FOREIGN = 3, 2, 1, 0, -1, -2

LIKELY, LIKELY_COMMON = 0.05, 0.3  # what speaks for a word, by its weight, and because it is common
Row = tuple[str, str, str, float]  # the stemmed words of a phrase; the kind and id of what they mean; how surely


class Words:
    """The words that the catalog knows, by how likely a misspelt one was meant to be one of them."""

    def __init__(self) -> None:
        self.found: dict[int, set[str]] = {w: set() for w in (MEANING, NAME, SIGNAL, KNOWN, COMMON, FOREIGN)}
        self.tongues: dict[str, set[str]] = {}

    def add(self, texts: Iterable[str], weight: int, tongue: str = ENGLISH) -> None:
        """Note the words of texts in a language."""
        self.note((word for text in texts for word in tokens(text)), weight, tongue)

    def note(self, words: Iterable[str], weight: int, tongue: str = ENGLISH) -> None:
        """Note words of a language, and their stems."""
        found = set(words)
        self.found[weight if tongue == ENGLISH or weight > KNOWN else FOREIGN] |= found
        tags = {tongue, f"{tongue}{PLAINLY}"} if weight == COMMON else {tongue}
        for word in found | set(map(stem, found)):
            self.tongues.setdefault(word, set()).update(tags)

    def row(self, word: str, weight: int) -> tuple[str, int, str | None, str]:
        """Return a word as the index has it: with how it sounds in English, if a misspelt one may be meant as it."""
        tongues = self.tongues[word]
        heard = sound(word) if weight > KNOWN and ENGLISH in tongues else None
        return word, weight, heard, " ".join(sorted(tongues))

    def guesses(self, weights: Mapping[str, int]) -> dict[tuple[int, str], dict[str, float]]:
        """Return the words that a misspelt one may be read as, and what speaks for each, by length and language."""
        found: dict[tuple[int, str], dict[str, float]] = {}
        for word, weight in weights.items():
            likely = round(weight * LIKELY + (LIKELY_COMMON if word in self.found[COMMON] else 0.0), 2)
            for tongue in self.tongues[word] if weight > KNOWN else ():
                if not tongue.endswith(PLAINLY):
                    found.setdefault((len(word), tongue), {})[word] = likely
        return found

    def weights(self) -> dict[str, int]:
        """Return the greatest weight of each word; stems are known too.

        A word of the danger rules that sounds like one with a meaning is left out, unless it is common: it is foreign
        ("agression"), and here more likely a typing error. The danger rules know it all the same.
        """
        strong, common = self.found[MEANING] | self.found[NAME], self.found[COMMON]
        heard = {sound(stem(word)) for word in strong}
        kept = common | strong
        signals = {word for word in self.found[SIGNAL] if word in kept or sound(stem(word)) not in heard}
        found = {**self.found, SIGNAL: signals}
        roots = (map(stem, words) for weight, words in found.items() if weight > COMMON)
        weights = {word: KNOWN for words in roots for word in words if word.isalpha()}
        for weight in sorted(found):
            weights |= {word: max(weight, weights.get(word, weight)) for word in found[weight] if word.isalpha()}
        return weights


def stems(words: Iterable[str]) -> str:
    """Return words as the index holds them."""
    return " ".join(map(stem, words))


def phrase_rows(
    thesaurus: Thesaurus, vocabulary: Vocabulary, words: Words, tongue: str = ENGLISH
) -> list[tuple[str, str, str, float, str]]:
    """Return what phrases of a language mean, and note their words.

    The last of a row is the language of a query in which alone the phrase counts, or empty: TEA is autism in Spanish.
    """
    meanings: dict[tuple[str, str, str], float] = {}
    for entry in thesaurus.entries:
        named = ("topic", entry.topic) if entry.topic else ("audience", entry.audience)
        kind, key = (entry.filter, entry.value) if entry.filter else named
        for phrases, weight in ((entry.weak, WEAK), (entry.phrases, STRONG)):
            for phrase in phrases:
                for run in _phrase_keys(phrase):
                    meanings[(run, str(kind), str(key))] = weight
            words.add((phrase for phrase in phrases if " " not in phrase), MEANING, tongue)
            words.add(phrases, NAME, tongue)
    for kind, terms in (("topic", vocabulary.topics), ("audience", vocabulary.audiences)):
        for term in terms:
            for phrase in (term.label, term.id.replace("-", " ")):
                for run in _phrase_keys(phrase):
                    meanings[(run, kind, term.id)] = STRONG
            words.add([term.label], MEANING)
            words.add([term.description], KNOWN)
    rows = sorted(meanings.items())
    return [(*meaning, weight, _only(meaning[0], words, tongue)) for meaning, weight in rows]


def _only(key: str, words: Words, tongue: str) -> str:
    """Return the language of a phrase if all its words are English ones too."""
    english = all(ENGLISH in words.tongues.get(word, ()) for word in key.removeprefix(LOOSE).split())
    return tongue if english and tongue != ENGLISH else ""


def place_rows(places: Gazetteer) -> list[Row]:
    """Return what names of places and of languages mean: a region by its name alone, a country after "in"."""
    names = [("region", code, name) for code, name in places.regions.items()]
    names += [("country", code, f"{near} {name}") for code, name in places.countries.items() for near in NEAR]
    names += [("language", tag, name) for tag, name in LANGUAGES.items() if tag != "en"]
    return sorted((stems(tokens(name)), kind, code, STRONG) for kind, code, name in names)


def _phrase_keys(phrase: str) -> list[str]:
    """Return the keys of a phrase: as it stands, and without stop words where two words or more are left."""
    words = tokens(phrase)
    content = [word for word in words if word not in STOP_WORDS]
    return [stems(words), *([LOOSE + stems(content)] if len(content) > 1 else [])]
