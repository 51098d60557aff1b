"""Text -> what it means: words, corrected where misspelt; topics and audiences; phone numbers; danger signals."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from mhfind.danger import Rules, Signal
from mhfind.errors import UsageError
from mhfind.index import Index
from mhfind.numbers import find_numbers
from mhfind.words import LOOSE, STOP_WORDS, stem, tokens

MAX_LENGTH = 2000
MAX_WORDS = 64  # words that are looked up; danger signals are looked for in all
_LONGEST_PHRASE = 5
_SHORTEST_DANGER = 3
_REPEATED = re.compile(r"(.)\1{2,}")  # "dieee"
_LITTLE = dict.fromkeys(("my", "me", "to", "i", "it", "be"), 0)  # words that others are joined with: "endmylife"
_SHORTEST = 4  # letters of a word that may be corrected
_LIKE = 0.75  # how much of a word must be right: one letter of four may be wrong, two of eight
_LIKE_FRAMED = 0.7  # ... when its first and last letter are right, and its length


class Meaning(msgspec.Struct, frozen=True):
    """A topic or audience that the words point to: how surely (0 to 1), and by which words."""

    weight: float
    term: str


class Understood(msgspec.Struct, frozen=True):
    """What a query means. `words`: as typed; `read`: as corrected; `content`: those of `read` that carry meaning."""

    words: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    corrected: dict[str, str] = {}
    topics: dict[str, Meaning] = {}
    audiences: dict[str, Meaning] = {}
    numbers: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()


def understand(text: str, index: Index, rules: Rules) -> Understood:
    """Return what `text` means to the catalog in `index`. Raises UsageError for a text that is too long."""
    check_length(text)
    words = tokens(text)
    corrected = correct(words[:MAX_WORDS], index)
    unclear = [word for word in words if word not in corrected]
    doubtful = set(unclear[:MAX_WORDS]) - index.known_words(unclear[:MAX_WORDS]) | set(unclear[MAX_WORDS:])
    read = [word for typed in words[:MAX_WORDS] for word in corrected.get(typed, typed).split()]
    meanings = _meanings(read, index)
    return Understood(
        words=tuple(words),
        read=tuple(read),
        content=tuple(dict.fromkeys(word for word in read if word not in STOP_WORDS and not word.isdigit())),
        corrected=corrected,
        topics=meanings["topic"],
        audiences=meanings["audience"],
        numbers=tuple(dict.fromkeys(find_numbers(text))),
        signals=rules.signals(words, dangerous_readings(doubtful, rules) | corrected),
    )


def dangerous_readings(words: Iterable[str], rules: Rules) -> dict[str, str]:
    """Return what misspelt words may mean as words of the danger rules, short words and joined ones included.

    For danger only, where a miss is worse than a false alarm: `kil` is `kill` here, `killmyself` is `kill myself`.
    """
    choices = dict.fromkeys(rules.vocabulary, 1)
    found = {}
    for word in words:
        plain = _REPEATED.sub(r"\1", word)
        if len(plain) < _SHORTEST_DANGER or not plain.isalpha() or word in choices or word in STOP_WORDS:
            continue
        near = plain if plain in choices else nearest(plain, choices) or _split(plain, choices | _LITTLE)
        if near:
            found[word] = near
    return found


def check_length(text: str) -> None:
    """Raise UsageError for a query that is longer than any question."""
    if len(text) > MAX_LENGTH:
        raise UsageError(f"the query has {len(text):,} characters", f"say it in at most {MAX_LENGTH:,}")


def correct(words: Iterable[str], index: Index) -> dict[str, str]:
    """Return what misspelt words were most likely meant to be. A word that the catalog knows is never changed."""
    typed = {word for word in words if word.isalpha() and len(word) >= _SHORTEST and word not in STOP_WORDS}
    forms = {word: {word, stem(word)} for word in typed}
    known = index.known_words(sorted(set().union(*forms.values())))
    unknown = sorted(word for word in typed if forms[word].isdisjoint(known))
    if not unknown:
        return {}
    choices = index.all_words()
    readings = {word: nearest(word, choices) or _split(word, choices) for word in unknown}
    return {word: reading for word, reading in readings.items() if reading}


def nearest(word: str, choices: dict[str, int]) -> str:
    """Return the word of `choices` (with their weights) that `word` is a misspelling of, or an empty text."""
    from rapidfuzz import process  # only a misspelt word pays for its import
    from rapidfuzz.distance import OSA, JaroWinkler

    found = process.extract(word, choices.keys(), scorer=OSA.normalized_similarity, score_cutoff=_LIKE_FRAMED, limit=50)

    def likeness(match: tuple[str, float, object]) -> tuple[float, str]:
        choice, similarity, _ = match
        same_start = 0.3 if choice[0] == word[0] else 0.0
        return JaroWinkler.similarity(word, choice) + 2 * similarity + same_start + 0.05 * choices[choice], choice

    likely = [match for match in found if _may_mean(word, match[0], match[1])]
    return max(likely, key=likeness)[0] if likely else ""


def _may_mean(word: str, choice: str, similarity: float) -> bool:
    """Tell whether a word is near enough to a choice: not every near word is a misspelling ("Modesto", "molests")."""
    if choice[0] != word[0]:
        return similarity >= (len(word) - 1) / len(word) > _LIKE  # one wrong letter in a long word
    framed = choice[-1] == word[-1] and abs(len(choice) - len(word)) <= 1
    return similarity >= (_LIKE_FRAMED if framed else _LIKE)


def _split(word: str, choices: dict[str, int], parts: int = 3) -> str:
    """Return up to three known words that were typed as one, or an empty text."""
    for place in range(len(word) - 1, 1, -1):
        start, rest = word[:place], word[place:]
        if start in choices and (len(start) > 2 or len(rest) > 2):
            more = rest if rest in choices else _split(rest, choices, parts - 1) if parts > 2 else ""
            if more:
                return f"{start} {more}"
    return ""


def _meanings(words: Sequence[str], index: Index) -> dict[str, dict[str, Meaning]]:
    """Look up runs of words in the thesaurus, the longest first; a run inside a strong longer one is passed over."""
    content = [place for place, word in enumerate(words) if word not in STOP_WORDS]
    runs = dict(_runs(words, range(len(words)), ""))
    runs |= {run: key for run, key in _runs(words, content, LOOSE) if len(run) > 1 and run not in runs}
    phrases = index.phrases(sorted(set(runs.values())))
    found: dict[str, dict[str, Meaning]] = {"topic": {}, "audience": {}}
    covered: set[int] = set()
    for run, key in sorted(runs.items(), key=lambda item: -len(item[0])):
        if covered.issuperset(run):
            continue
        for kind, name, weight in phrases.get(key, ()):
            known = found[kind].get(name)
            if known is None or known.weight < weight:
                found[kind][name] = Meaning(weight, " ".join(words[place] for place in run))
            if weight >= 1.0 and len(run) > 1:
                covered.update(run)
    return found


def _runs(words: Sequence[str], places: Sequence[int], mark: str) -> Iterable[tuple[tuple[int, ...], str]]:
    """Yield every run of up to five of the words at `places`, with its key in the thesaurus."""
    for start in range(len(places)):
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(places)) + 1):
            run = tuple(places[start:end])
            yield run, mark + " ".join(stem(words[place]) for place in run)
