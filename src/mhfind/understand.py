"""Text -> what it means: words, corrected where misspelt; topics, audiences, wishes; phone numbers; danger."""

from collections.abc import Iterable, Sequence

import msgspec

from mhfind.danger import Rules, Signal
from mhfind.errors import UsageError
from mhfind.index import Index
from mhfind.numbers import find_numbers
from mhfind.place import Gazetteer
from mhfind.query import Place, Query
from mhfind.said import age_group, said_ages, said_regions, said_relatives
from mhfind.spelling import FOREIGN, SPANISH, correct, dangerous_readings, respellings
from mhfind.tongue import ENGLISH
from mhfind.words import ENGLISH_STOP_WORDS, LOOSE, PLAINLY, SPANISH_STOP_WORDS, STOP_WORDS, stem, tokens

MAX_LENGTH = 2000
MAX_WORDS = 64  # words that are looked up; danger signals are looked for in all
ANY_LANGUAGE = 2  # so many words tell no language
_LONGEST_PHRASE = 5
_PLAIN_SPANISH, _PLAIN_ENGLISH = f"{SPANISH}{PLAINLY}", f"{ENGLISH}{PLAINLY}"
PROBLEM_KINDS = ("topic", "audience")  # kinds of meanings that say what is looked for; others say of what kind
_RELATED_TO = 0.4  # how surely one asks for somebody else who merely names them


class Meaning(msgspec.Struct, frozen=True):
    """A topic, audience or wish that the words point to: how surely (0 to 1), and by which words."""

    weight: float
    term: str


Meanings = dict[str, dict[str, Meaning]]  # by kind ("topic", "language") and id


class Understood(msgspec.Struct, frozen=True):
    """What a query means. `words`: as typed; `read`: as corrected; `content`: those of `read` that carry meaning.

    `wishes`: filters said in words, by kind and value: {"language": {"es": ...}, "region": {"US-OH": ...}}. `language`:
    the tag of the language that the query surely is in, or an empty text.
    """

    words: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    corrected: dict[str, str] = {}
    topics: dict[str, Meaning] = {}
    audiences: dict[str, Meaning] = {}
    wishes: Meanings = {}
    numbers: tuple[str, ...] = ()
    literal: bool = False
    signals: tuple[Signal, ...] = ()
    language: str = ""


def understand(query: Query, index: Index, rules: Rules, gazetteer: Gazetteer) -> Understood:
    """Return what a query means to the catalog in `index`. Raises UsageError for a text that is too long."""
    text = query.text
    check_length(text)
    words = tokens(text)
    language = _language(words[:MAX_WORDS], index)
    tongue = language.tag
    corrected = {} if query.literal else correct(words[:MAX_WORDS], index, tongue)
    unclear = [word for word in words if word not in corrected]
    known = index.known_words(unclear[:MAX_WORDS], FOREIGN if tongue == SPANISH else 0)
    doubtful = set(unclear[:MAX_WORDS]) - known | set(unclear[MAX_WORDS:])
    dangerous = dangerous_readings(doubtful, index.danger_words(tongue)) if doubtful else {}
    read = [word for typed in words[:MAX_WORDS] for word in corrected.get(typed, typed).split()]
    meanings = _meanings(read, index, tongue)
    topics, audiences = meanings.pop("topic", {}), meanings.pop("audience", {})
    _add_said(query, read, gazetteer, meanings, audiences)
    if tongue == SPANISH and language.sure:
        meanings.setdefault("language", {}).setdefault(SPANISH, Meaning(1.0, " ".join(read)))
    return Understood(
        words=tuple(words),
        read=tuple(read),
        content=tuple(dict.fromkeys(word for word in read if word not in STOP_WORDS and not word.isdigit())),
        corrected=corrected,
        topics=topics,
        audiences=audiences,
        wishes={} if query.literal else _of_place(meanings, query.place),
        numbers=tuple(dict.fromkeys(find_numbers(text))),
        literal=query.literal,
        signals=rules.signals(words, dangerous | corrected),
        language=tongue if language.sure else "",
    )


class Tongue(msgspec.Struct, frozen=True):
    """The language of a question, as far as its words tell: its tag or an empty text, and whether it is sure."""

    tag: str
    sure: bool = False


def _language(words: Sequence[str], index: Index) -> Tongue:
    """Return the language that most words are of alone; none where one or two English words tell little."""
    tongues = index.tongues(words)
    spanish, english = SPANISH_STOP_WORDS.intersection(words), ENGLISH_STOP_WORDS.intersection(words)
    spanish |= {word for word, tags in tongues.items() if _PLAIN_SPANISH in tags or tags == {SPANISH}}
    english |= {word for word, tags in tongues.items() if _PLAIN_ENGLISH in tags}
    ahead = len(spanish - english) - len(english - spanish)
    if ahead > 0 or (ahead == 0 and _is_spelt_as_heard(set(words) - set(tongues), index)):
        return Tongue(SPANISH, len(spanish - english) > 1)
    return Tongue(ENGLISH, True) if len(words) > ANY_LANGUAGE else Tongue("")


def _is_spelt_as_heard(unknown: Iterable[str], index: Index) -> bool:
    """Tell whether any of unknown words sounds as a Spanish word that is no English one: "kiero"."""
    meant = list(respellings(unknown, index).values())
    return bool(set(meant) - index.known_words(meant, FOREIGN, ENGLISH))


def check_length(text: str) -> None:
    """Raise UsageError for a query that is longer than any question."""
    if len(text) > MAX_LENGTH:
        raise UsageError(f"the query has {len(text):,} characters", f"say it in at most {MAX_LENGTH:,}")


def _meanings(words: Sequence[str], index: Index, tongue: str) -> Meanings:
    """Look up runs of words in the thesaurus, the longest first; a run inside a strong longer one is passed over.

    What a phrase means as a topic or an audience does not keep its words from being a wish, nor the other way round.
    """
    content = [place for place, word in enumerate(words) if word not in STOP_WORDS]
    runs = dict(_runs(words, range(len(words)), ""))
    runs |= {run: key for run, key in _runs(words, content, LOOSE) if len(run) > 1 and run not in runs}
    phrases = index.phrases(sorted(set(runs.values())), tongue)
    found: Meanings = {}
    covered: dict[bool, set[int]] = {True: set(), False: set()}
    for run, key in sorted(runs.items(), key=lambda item: -len(item[0])):
        claims = [(kind in PROBLEM_KINDS, kind, name, weight) for kind, name, weight in phrases.get(key, ())]
        open_claims = [claim for claim in claims if not covered[claim[0]].issuperset(run)]
        for is_problem, kind, name, weight in open_claims:
            known = found.setdefault(kind, {}).get(name)
            if known is None or known.weight < weight:
                found[kind][name] = Meaning(weight, " ".join(words[place] for place in run))
            if weight >= 1.0 and len(run) > 1:
                covered[is_problem].update(run)
    return found


def _add_said(
    query: Query, read: Sequence[str], gazetteer: Gazetteer, wishes: Meanings, audiences: dict[str, Meaning]
) -> None:
    """Add what ages, relatives, ZIP codes and codes of states say."""
    for years, term in said_ages(query.text):
        wishes.setdefault("age", {})[str(years)] = Meaning(1.0, term)
        if (audience := age_group(years)) and audience not in audiences:
            audiences[audience] = Meaning(1.0, term)
    for term, about in said_relatives(read):
        weight = 1.0 if about else _RELATED_TO
        wishes.setdefault("who", {}).setdefault("family", Meaning(weight, term))
        if about:
            audiences.setdefault("family-and-friends", Meaning(weight, term))
    for region, term in said_regions(query.text, gazetteer, query.place.country):
        wishes.setdefault("region", {})[region] = Meaning(1.0, term)


def _of_place(wishes: Meanings, place: Place) -> Meanings:
    """Return wishes without the regions of other countries ("Victoria" is a name in Ohio), sorted by kind."""
    regions = {code: said for code, said in wishes.pop("region", {}).items() if _within(code, place)}
    return dict(sorted({**wishes, **({"region": regions} if regions else {})}.items()))


def _within(region: str, place: Place) -> bool:
    return place.country is None or region.startswith(f"{place.country}-")


def _runs(words: Sequence[str], places: Sequence[int], mark: str) -> Iterable[tuple[tuple[int, ...], str]]:
    """Yield every run of up to five of the words at `places`, with its key in the thesaurus."""
    for start in range(len(places)):
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(places)) + 1):
            run = tuple(places[start:end])
            yield run, mark + " ".join(stem(words[place]) for place in run)
