"""Misspelt words -> the words that were most likely meant: by letters, by sound and by the keyboard."""

import re
from collections.abc import Iterable, Mapping, Sequence

from mhfind.index import Index
from mhfind.tongue import ENGLISH
from mhfind.words import STOP_WORDS, stem

_SHORTEST_DANGER = 3
_REPEATED = re.compile(r"(.)\1{2,}")  # "dieee"
_LITTLE = dict.fromkeys(("my", "me", "to", "i", "it", "be"), 0.0)  # words that others are joined with: "endmylife"
SPANISH = "es"
_COMMON, FOREIGN = -1, -2  # weights of words that are merely common, and of those of another language
_MEANING = 0.15  # what speaks for a word that has a meaning, at least
_LONGER = 3  # how many letters longer or shorter a reading may be
_SURE_START = 6  # letters of a word that is long enough to be known by its first letter
_SHORTEST = 4  # letters of a word that may be corrected
_LIKE = 0.75  # how much of a word must be right: one letter of four may be wrong, two of eight
_HEARD, _SLIPPED = 1.2, 0.2  # how much more a reading counts that sounds the same, or is a slip of the finger
_LIKE_FRAMED = 0.7  # ... when its first and last letter are right, and its length


def correct(words: Iterable[str], index: Index, tongue: str = "") -> dict[str, str]:
    """Return what misspelt words were most likely meant to be. A word that the catalog knows is never changed.

    `tongue`: the language of the question, as whose words they are read; an empty text if it is not known.
    """
    typed = {word for word in words if word.isalpha() and len(word) >= _SHORTEST and word not in STOP_WORDS}
    forms = {word: {word, stem(word)} for word in typed}
    mixed = tongue != ENGLISH  # a question in Spanish has English words too: "tengo anger issues"
    known = index.known_words(
        sorted(set().union(*forms.values())), FOREIGN if mixed else _COMMON, "" if mixed else tongue
    )
    unknown = sorted(word for word in typed if forms[word].isdisjoint(known))
    if not unknown:
        return {}
    found = respellings(unknown, index) if tongue == SPANISH else {}
    return found | _corrected([word for word in unknown if word not in found], index, tongue)


def respellings(unknown: Iterable[str], index: Index) -> dict[str, str]:
    """Return Spanish words that are written as they sound, as they are spelt."""
    from mhfind.sounds import respelled  # only a word that nobody knows pays for its import

    spellings = {word: list(respelled(word)) for word in unknown if len(word) >= _SHORTEST}
    known = index.known_words(sorted(set().union(*spellings.values())), FOREIGN, SPANISH)
    right = {word: next((one for one in found if one in known), "") for word, found in spellings.items()}
    return {word: spelling for word, spelling in right.items() if spelling}


def _corrected(unknown: Sequence[str], index: Index, tongue: str) -> dict[str, str]:
    """Return the words of a language, or of any, that unknown ones are nearest to, or that they are made of."""
    if not unknown:
        return {}
    from mhfind.sounds import sound  # only a misspelt word pays for its import

    lengths = [len(word) for word in unknown]
    choices = index.all_words(min(lengths) - _LONGER, max(lengths) + _LONGER, tongue)
    sounds = {} if tongue == SPANISH else {word: sound(word) for word in unknown}  # it knows English sounds alone
    alike = index.sounding(sorted(set(sounds.values())), tongue)
    readings = {word: nearest(word, choices, alike.get(sounds.get(word, ""), ())) for word in unknown}
    if joined := [word for word, reading in readings.items() if not reading]:
        parts = index.all_words(tongue=tongue)
        readings |= {word: _split(word, parts) for word in joined}
    return {word: reading for word, reading in readings.items() if reading}


def dangerous_readings(words: Iterable[str], choices: Mapping[str, float]) -> dict[str, str]:
    """Return what misspelt words may mean as words of the danger rules, short words and joined ones included.

    `choices`: those words (`DangerWords`).

    For danger only, where a miss is worse than a false alarm: `kil` is `kill` here, `killmyself` is `kill myself`.
    """
    plain_words = {word: _REPEATED.sub(r"\1", word) for word in words if word not in STOP_WORDS and word.isalpha()}
    doubtful = {word: plain for word, plain in plain_words.items() if len(plain) >= _SHORTEST_DANGER}
    found = {}
    for word, plain in doubtful.items():
        if word not in choices:
            near = plain if plain in choices else _as_it_sounds(plain, choices)
            near = near or nearest(plain, choices) or _split(plain, {**choices, **_LITTLE})
            if near:
                found[word] = near
    return found


def _as_it_sounds(word: str, choices: Mapping[str, float]) -> str:
    """Return the Spanish word of `choices` that is written as it sounds, or an empty text."""
    from mhfind.sounds import respelled

    return next((spelling for spelling in respelled(word) if spelling in choices), "")


def nearest(word: str, choices: Mapping[str, float], alike: Sequence[str] = ()) -> str:
    """Return the word of `choices` (with their weights) that `word` is a misspelling of, or an empty text.

    `alike`: those of the choices that sound as `word` does; a letter beside the right one on the keyboard counts less.
    """
    from rapidfuzz import process  # only a misspelt word pays for its import
    from rapidfuzz.distance import OSA, JaroWinkler

    from mhfind.sounds import slipped

    found = process.extract(word, choices.keys(), scorer=OSA.normalized_similarity, score_cutoff=_LIKE_FRAMED, limit=50)

    def likeness(match: tuple[str, float]) -> tuple[float, str]:
        choice, similarity = match
        same_start = 0.3 if choice[0] == word[0] else 0.0
        spelling = JaroWinkler.similarity(word, choice) + 2 * similarity + same_start
        heard = (_HEARD if choice in alike else 0.0) + (_SLIPPED if slipped(word, choice) else 0.0)
        return spelling + heard + choices[choice], choice

    likely = {choice: similarity for choice, similarity, _ in found if _may_mean(word, choice, similarity, choices)}
    likely |= {choice: OSA.normalized_similarity(word, choice) for choice in alike if choice in choices}
    return max(likely.items(), key=likeness)[0] if likely else ""


def _may_mean(word: str, choice: str, similarity: float, choices: Mapping[str, float]) -> bool:
    """Tell whether a word is near enough to a choice: not every near word is a misspelling ("Modesto", "molests").

    A word with a meaning is known by its start ("anxouse", "anxious").
    """
    if choice[0] != word[0]:
        return similarity >= (len(word) - 1) / len(word) > _LIKE  # one wrong letter in a long word
    known_start = len(word) > _SURE_START and choices[choice] >= _MEANING
    framed = (choice[-1] == word[-1] or known_start) and abs(len(choice) - len(word)) <= 1
    return similarity >= (_LIKE_FRAMED if framed else _LIKE)


def _split(word: str, choices: Mapping[str, float], parts: int = 3) -> str:
    """Return up to three known words that were typed as one, or an empty text."""
    for place in range(len(word) - 1, 1, -1):
        start, rest = word[:place], word[place:]
        if start in choices and (len(start) > 2 or len(rest) > 2):
            more = rest if rest in choices else _split(rest, choices, parts - 1) if parts > 2 else ""
            if more:
                return f"{start} {more}"
    return ""
