"""The data beside the records: vocabulary, thesaurus, places, danger signals. Their shapes and their rules."""

from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from mhfind.danger import Rules, compile_rules
from mhfind.model import Answer, Area, Danger, EmergencyNumber, Program, Vocabulary
from mhfind.place import Gazetteer
from mhfind.source.walker import Complaint, did_you_mean
from mhfind.words import tokens

ANY = "any"  # the answers when danger has no known kind, and what `mhfind crisis` prints


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lay language for one topic or audience: phrases that mean it, and weak ones that may."""

    topic: str | None = None
    audience: str | None = None
    phrases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class Thesaurus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All entries of `data/thesaurus.yaml`."""

    entries: tuple[Entry, ...]


class SignalList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases that signal one kind of danger."""

    kind: str
    phrases: Annotated[tuple[str, ...], Meta(min_length=1)]


class CountryNumbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Emergency numbers of one country, the one to call first."""

    country: Area
    numbers: Annotated[tuple[EmergencyNumber, ...], Meta(min_length=1)]


class CrisisFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/crisis.yaml`: danger signals by kind, who answers first, emergency numbers."""

    kinds: tuple[Danger, ...]
    groups: dict[str, tuple[str, ...]]
    unless: tuple[str, ...]
    signals: tuple[SignalList, ...]
    answers: tuple[Answer, ...]
    emergency: tuple[CountryNumbers, ...]

    def rules(self) -> Rules:
        """Compile the phrases. Raises ValueError naming the phrase that can't be read."""
        return compile_rules({entry.kind: entry.phrases for entry in self.signals}, self.unless, self.groups)


def check_vocabulary(vocabulary: Vocabulary) -> Iterator[Complaint]:
    """Complain of ids that stand twice, also across lists that share the names of guides, and of unknown topics."""
    topics = {term.id for term in vocabulary.topics}
    for name in vocabulary.__struct_fields__:
        terms = getattr(vocabulary, name)
        for place, term in enumerate(terms):
            if any(term.id == other.id for other in terms[:place]):
                yield Complaint((name, place, "id"), f"{term.id!r} stands twice", "remove one")
            for field in ("implies", "related"):
                for topic in getattr(term, field):
                    if topic not in topics:
                        yield Complaint((name, place, field), f"unknown topic {topic!r}", did_you_mean(topic, topics))


def check_thesaurus(thesaurus: Thesaurus, vocabulary: Vocabulary) -> Iterator[Complaint]:
    """Complain of unknown ids, and of phrases that two entries claim outright."""
    topics = {term.id for term in vocabulary.topics}
    audiences = {term.id for term in vocabulary.audiences}
    claimed: dict[tuple[str, ...], str] = {}
    for place, entry in enumerate(thesaurus.entries):
        path = ("entries", place)
        owner = entry.topic or entry.audience or ""
        if bool(entry.topic) == bool(entry.audience):
            yield Complaint(path, "an entry is for one topic or one audience", "write `topic: ...` or `audience: ...`")
        elif owner not in (topics if entry.topic else audiences):
            yield Complaint(path, f"unknown id {owner!r}", did_you_mean(owner, topics if entry.topic else audiences))
        for phrase in entry.phrases:
            words = tuple(tokens(phrase))
            if words in claimed:
                what = f"{phrase!r} is claimed by {claimed[words]!r} too"
                yield Complaint((*path, "phrases"), what, "keep it where it means most, and make it weak elsewhere")
            claimed.setdefault(words, owner)


def check_crisis(crisis: CrisisFile, programs: Iterable[Program], places: Gazetteer) -> Iterator[Complaint]:
    """Complain of unreadable phrases, of unknown kinds and places, of first answers that are no active crisis lines."""
    try:
        crisis.rules()
    except ValueError as error:
        yield Complaint(("signals",), str(error), "see the docstring of mhfind/danger.py")
    kinds = {danger.id for danger in crisis.kinds}
    for place, entry in enumerate(crisis.signals):
        if entry.kind not in kinds:
            yield Complaint(("signals", place, "kind"), f"unknown kind {entry.kind!r}", did_you_mean(entry.kind, kinds))
    active = {program.id: program for program in programs if program.status == "active"}
    for place, answer in enumerate(crisis.answers):
        yield from _check_answer(("answers", place), answer, kinds, active, places)
    for place, country in enumerate(crisis.emergency):
        if country.country not in places.countries:
            fix = did_you_mean(country.country, places.countries)
            yield Complaint(("emergency", place, "country"), f"unknown country {country.country!r}", fix)


def _check_answer(
    path: tuple[str | int, ...], answer: Answer, kinds: set[str], active: dict[str, Program], places: Gazetteer
) -> Iterator[Complaint]:
    if answer.kind not in {*kinds, ANY}:
        yield Complaint((*path, "kind"), f"unknown kind {answer.kind!r}", did_you_mean(answer.kind, {*kinds, ANY}))
    if answer.place not in {"WORLD", *places.countries, *places.regions}:
        yield Complaint((*path, "place"), f"unknown place {answer.place!r}", "write WORLD, US or US-OH")
    for program in answer.programs:
        if program not in active:
            yield Complaint((*path, "programs"), f"no active record {program!r}", did_you_mean(program, active))
        elif answer.place != "WORLD" and active[program].crisis_line != "yes":
            yield Complaint(
                (*path, "programs"), f"{program!r} is no crisis line", "name programs with crisis_line: yes"
            )
