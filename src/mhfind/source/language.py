"""The data beside the records: vocabulary, thesaurus, places, danger signals. Their shapes and their rules."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Annotated, get_args

import msgspec
from msgspec import Meta

from mhfind.danger import DangerWords, Phrases, Rules, compile_rules, compile_words
from mhfind.model import ANY, Answer, Area, Caller, Danger, EmergencyNumber, Program, Vocabulary
from mhfind.place import Gazetteer
from mhfind.query import OPEN
from mhfind.source.walker import Complaint, Path, did_you_mean
from mhfind.texts import LANGUAGES
from mhfind.tongue import ENGLISH
from mhfind.words import tokens

USE_CODES = "write a code of ISO 3166: US, US-OH, or WORLD"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lay language for one topic, audience or value of a filter: phrases that mean it, and weak ones that may."""

    topic: str | None = None
    audience: str | None = None
    filter: str | None = None
    value: str | None = None
    phrases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class Thesaurus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All entries of `data/thesaurus.yaml`, or of that of another language."""

    entries: tuple[Entry, ...]


class SignalList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases that signal one kind of danger."""

    kind: str
    phrases: Annotated[tuple[str, ...], Meta(min_length=1)]


class SignalFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/crisis.es.yaml` and the like: danger signals in another language."""

    groups: dict[str, tuple[str, ...]]
    unless: tuple[str, ...]
    signals: tuple[SignalList, ...]

    def phrases(self) -> Phrases:
        """Return what is compiled of it."""
        return Phrases({entry.kind: entry.phrases for entry in self.signals}, self.unless, self.groups)


class CountryNumbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Emergency numbers of one country, the one to call first."""

    country: Area
    numbers: Annotated[tuple[EmergencyNumber, ...], Meta(min_length=1)]


class CrisisFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/crisis.yaml`: danger signals by kind (those of other languages have files), first answers, numbers."""

    kinds: tuple[Danger, ...]
    groups: dict[str, tuple[str, ...]]
    unless: tuple[str, ...]
    signals: tuple[SignalList, ...]
    answers: tuple[Answer, ...]
    emergency: tuple[CountryNumbers, ...]

    def spoken(self) -> SignalFile:
        """Return the signals alone."""
        return SignalFile(self.groups, self.unless, self.signals)


def danger_rules(crisis: CrisisFile, others: Mapping[str, SignalFile]) -> Rules:
    """Compile the danger signals of all languages. Raises ValueError naming the phrase that can't be read."""
    return compile_rules(_phrases(crisis, others))


def danger_words(crisis: CrisisFile, others: Mapping[str, SignalFile]) -> DangerWords:
    """Return the words of the danger signals of all languages."""
    return compile_words(_phrases(crisis, others))


def _phrases(crisis: CrisisFile, others: Mapping[str, SignalFile]) -> dict[str, Phrases]:
    return {tongue: one.phrases() for tongue, one in {ENGLISH: crisis.spoken(), **others}.items()}


def read_words(path: FilePath) -> tuple[str, ...]:
    """Return the words of a list, one a line; lines that begin with "#" are comments. No file means no words."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return tuple(line for line in lines if line and not line.startswith("#"))


def check_vocabulary(vocabulary: Vocabulary) -> Iterator[Complaint]:
    """Complain of ids that stand twice in a list, and of unknown topics."""
    topics = {term.id for term in vocabulary.topics}
    for name in vocabulary.__struct_fields__:
        terms = getattr(vocabulary, name)
        yield from _twice((name,), "id", [term.id for term in terms])
        for place, term in enumerate(terms):
            for field in ("implies", "related"):
                for number, topic in enumerate(getattr(term, field)):
                    if topic not in topics:
                        path = (name, place, field, number)
                        yield Complaint(path, f"unknown topic {topic!r}", did_you_mean(topic, topics))


def check_thesaurus(
    thesaurus: Thesaurus, vocabulary: Vocabulary, places: Gazetteer, claimed: dict[tuple[str, ...], str]
) -> Iterator[Complaint]:
    """Complain of unknown ids, of phrases without words, and of phrases that two entries claim outright.

    `claimed`: what the thesauri of other languages claim; what this one claims is added. A phrase may mean a topic or
    an audience, and values of filters besides: "teen line" is for teens, and by phone.
    """
    known = _known_meanings(vocabulary, places)
    for place, entry in enumerate(thesaurus.entries):
        path = ("entries", place)
        meant = [kind for kind in ("topic", "audience", "filter") if getattr(entry, kind)]
        if len(meant) != 1 or bool(entry.filter) != bool(entry.value):
            fix = "write `topic: ...`, `audience: ...`, or `filter: ...` with `value: ...`"
            yield Complaint(path, "an entry is for one topic, one audience or one value of a filter", fix)
            continue
        kind, owner = (entry.filter, entry.value) if entry.filter else (meant[0], getattr(entry, meant[0]))
        if kind not in known:
            yield Complaint(path, f"unknown filter {kind!r}", did_you_mean(str(kind), known))
        elif owner not in known[kind]:
            yield Complaint(path, f"unknown {kind} {owner!r}", did_you_mean(str(owner), known[kind]))
        for number, phrase in enumerate((*entry.phrases, *entry.weak)):
            words = tuple(tokens(phrase))
            if not words:
                yield Complaint((*path, "phrases", number), f"{phrase!r} has no words", "remove it")
            elif number < len(entry.phrases) and not entry.filter:
                if words in claimed:
                    what = f"{phrase!r} is claimed by {claimed[words]!r} too"
                    fix = "keep it where it means most, and make it weak elsewhere"
                    yield Complaint((*path, "phrases", number), what, fix)
                claimed.setdefault(words, str(owner))


def _known_meanings(vocabulary: Vocabulary, places: Gazetteer) -> dict[str, Collection[str]]:
    """Return the values of each kind of meaning."""
    kinds = ("topic", "audience", "payment", "channel", "type")
    return {
        **{kind: [term.id for term in getattr(vocabulary, f"{kind}s")] for kind in kinds},
        "language": LANGUAGES,
        "who": get_args(Caller),
        "open": OPEN,
        "region": places.regions,
        "country": places.countries,
    }


def check_crisis(
    crisis: CrisisFile, programs: Iterable[Program], places: Gazetteer, vocabulary: Vocabulary
) -> Iterator[Complaint]:
    """Complain of signals that can't work, of answers that can't help, and of what is unknown or stands twice."""
    yield from _check_kinds(crisis)
    yield from check_signals(crisis.spoken(), crisis)
    kinds = {danger.id for danger in crisis.kinds}
    active = {program.id: program for program in programs if program.status == "active"}
    audiences = {term.id for term in vocabulary.audiences}
    for place, answer in enumerate(crisis.answers):
        yield from _check_answer(("answers", place), answer, kinds, active, places)
        if answer.audience and answer.audience not in audiences:
            fix = did_you_mean(answer.audience, audiences)
            yield Complaint(("answers", place, "audience"), f"unknown audience {answer.audience!r}", fix)
    answered = [", ".join(filter(None, (a.kind, a.place, a.audience))) for a in crisis.answers]
    yield from _twice(("answers",), "place", answered)
    for place, country in enumerate(crisis.emergency):
        if country.country not in places.countries:
            fix = did_you_mean(country.country, places.countries, USE_CODES)
            yield Complaint(("emergency", place, "country"), f"unknown country {country.country!r}", fix)
    yield from _twice(("emergency",), "country", [country.country for country in crisis.emergency])


def check_signals(spoken: SignalFile, crisis: CrisisFile) -> Iterator[Complaint]:
    """Complain of danger signals of a language that can't work, or whose kind is unknown."""
    kinds = {danger.id for danger in crisis.kinds}
    yield from _twice(("signals",), "kind", [entry.kind for entry in spoken.signals])  # one would replace the other
    for name, words in spoken.groups.items():
        for number, word in enumerate(words):
            if tokens(word) != [word]:
                fix = "write one word in small letters, without accents and apostrophes"
                yield Complaint(("groups", name, number), f"{word!r} never matches", fix)
    for place, entry in enumerate(spoken.signals):
        if entry.kind not in kinds:
            yield Complaint(("signals", place, "kind"), f"unknown kind {entry.kind!r}", did_you_mean(entry.kind, kinds))
        yield from _check_phrases(("signals", place, "phrases"), entry.phrases, spoken.groups)
    yield from _check_phrases(("unless",), spoken.unless, spoken.groups)


def _check_kinds(crisis: CrisisFile) -> Iterator[Complaint]:
    """Complain of kinds that stand twice, and of those without signals."""
    yield from _twice(("kinds",), "id", [danger.id for danger in crisis.kinds])
    for place, danger in enumerate(crisis.kinds):
        if danger.id not in {entry.kind for entry in crisis.signals}:
            yield Complaint(("kinds", place, "id"), f"{danger.id!r} has no signals", "add phrases for it to `signals`")


def _check_phrases(path: Path, phrases: Iterable[str], groups: Mapping[str, Iterable[str]]) -> Iterator[Complaint]:
    for number, phrase in enumerate(phrases):
        try:
            compile_rules({ENGLISH: Phrases({}, [phrase], groups)})
        except ValueError as error:
            yield Complaint((*path, number), str(error), "see the docstring of mhfind/danger.py")


def _check_answer(
    path: Path, answer: Answer, kinds: set[str], active: dict[str, Program], places: Gazetteer
) -> Iterator[Complaint]:
    if answer.kind not in {*kinds, ANY}:
        yield Complaint((*path, "kind"), f"unknown kind {answer.kind!r}", did_you_mean(answer.kind, {*kinds, ANY}))
    if answer.place not in {"WORLD", *places.countries, *places.regions}:
        yield Complaint((*path, "place"), f"unknown place {answer.place!r}", USE_CODES)
    country = answer.place.split("-")[0]
    for number, name in enumerate(answer.programs):
        at = (*path, "programs", number)
        program = active.get(name)
        if program is None:
            fix = did_you_mean(name, active, "name records with status: active")
            yield Complaint(at, f"no active record {name!r}", fix)
        elif country != "WORLD" and program.crisis_line != "yes":
            yield Complaint(at, f"{name!r} is no crisis line", "name programs with crisis_line: yes")
        elif not {country, "WORLD"} & {area.split("-")[0] for area in program.serves}:
            yield Complaint(at, f"{name!r} does not serve {answer.place}", "name programs that people there can reach")


def _twice(path: Path, field: str, values: Sequence[str]) -> Iterator[Complaint]:
    """Complain of values that stand twice in a list of entries; `field` is what makes entries the same."""
    for place, value in enumerate(values):
        if value in values[:place]:
            yield Complaint((*path, place, field), f"{value!r} stands twice", "keep one of the two")
