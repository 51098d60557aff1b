"""What speaks for each program: the query's names and numbers, topics and audiences, wishes and words, looked up."""

from collections.abc import Collection, Mapping

import msgspec

from mhfind.conditions import clauses, serving
from mhfind.index import Index, Match
from mhfind.model import Program
from mhfind.query import Place, Query
from mhfind.results import Reason
from mhfind.spelling import nearest
from mhfind.understand import MAX_WORDS, Meaning, Understood
from mhfind.words import GENERIC, LINES, STOP_WORDS, core_name, squash, stem, tokens

TEXT_LIMIT = 300  # programs that the full-text index may propose
FACET_LIMIT, FACETS_LIMIT = 500, 800  # programs that one topic, audience or wish may propose; several together
MOST_MEANINGS = 5  # topics or audiences of a query that are looked for; a long text has more
POSTINGS = 15_000  # places of words in records that are weighed at most; the rarest words of a query are
LEAST_WORDS = 0.12  # strength of words under which they are no reason
_LONGEST_NAME = 8

# A name or number that is all of the query beats everything; as a part of a longer query it beats words.
NAME_EXACT, NAME_CORE, NAME_PART, NAME_MISSPELT = 1.0, 0.9, 0.75, 0.74
NUMBER_CURRENT, NUMBER_FORMER = 0.98, 0.96
RETIRED = 0.97  # what replaced a program that the query names
RELATED, GENERAL = 0.5, 0.25
GENERAL_TOPICS = ("general-mental-health", "find-therapy")
SOUGHT = {"type": "type", "payment": "payment", "channel": "channel", "language": "language", "region": "area"}
NAMING = {"name", "number", "former-number"}  # kinds of reasons


class Evidence(msgspec.Struct):
    """What speaks for one program."""

    name: float = 0.0
    topics: dict[str, float] = {}
    audiences: dict[str, float] = {}
    wish: float = 0.0
    words: float = 0.0
    why: list[Reason] = []


def gather(query: Query, understood: Understood, index: Index) -> tuple[dict[int, Evidence], tuple[Program, ...]]:
    """Ask the index in every way for programs that may answer; return them, and retired ones that were named."""
    here = Gathering(query, understood, index)
    here.by_name()
    here.by_phone()
    narrowed = query.place.explicit or query.filters.open_at is not None
    if narrowed and not any(evidence.name >= NAME_CORE for evidence in here.found.values()):
        here.found |= _elsewhere(query, understood, index, NUMBER_FORMER)
    retired = here.follow_retired()
    here.by_meaning()
    here.by_words()
    if not here.found and narrowed:
        here.found = _elsewhere(query, understood, index, NAME_CORE)
    return here.found, retired


def add_general(found: dict[int, Evidence], query: Query, understood: Understood, index: Index) -> None:
    """Add programs for mental health in general, where few others answer."""
    general = {topic: Meaning(GENERAL, "") for topic in GENERAL_TOPICS if topic not in understood.topics}
    here = Gathering(query, understood, index)
    here.found = found
    here.by_topic(general)


def is_sure(understood: Understood) -> bool:
    """Tell whether the words mean a topic or an audience for sure."""
    return any(m.weight >= 1.0 for meanings in (understood.topics, understood.audiences) for m in meanings.values())


def _elsewhere(query: Query, understood: Understood, index: Index, least: float) -> dict[int, Evidence]:
    """Find programs by their very name or number at other places and hours, rather than hide them."""
    filters = query.filters.without("open_at")
    there = Gathering(msgspec.structs.replace(query, filters=filters, place=Place()), understood, index)
    there.by_name()
    there.by_phone()
    return {number: evidence for number, evidence in there.found.items() if evidence.name >= least}


class Gathering:
    """The programs found so far for a query (`found`), and the ways to find more among those that pass its filters.

    Where a way may propose very many, it proposes those of the place first; a query for all results has no such limit.
    """

    def __init__(self, query: Query, understood: Understood, index: Index) -> None:
        self.understood = understood
        self.index = index
        self.where = clauses(query.filters, query.place)
        self.country = query.place.country
        self.near = serving(query.place)
        self.reach = [self.near] if query.place.country else []  # elsewhere, words alone are no reason
        self.limit = FACET_LIMIT if query.limit else 0
        self.found: dict[int, Evidence] = {}
        # "Gambling Help" is the name of a program, and words for a topic besides.
        self.topic_cores = {core_name(tokens(meaning.term)) for meaning in understood.topics.values()}

    def evidence(self, number: int) -> Evidence:
        """Return what speaks for a program, to be added to."""
        return self.found.setdefault(number, Evidence())

    def by_name(self) -> None:
        """Look for runs of the query's words that are a name: all of it, all but generic words, or a part."""
        understood = self.understood
        for words in dict.fromkeys((understood.words[:MAX_WORDS], understood.read)):
            self._by_runs([word for word in words if word != "the"])
        core = core_name(understood.content)
        if core and core not in self.topic_cores:
            self._by_core(core)

    def _by_core(self, core: str) -> None:
        """Look for programs by what is left of a name without generic words; misspelt names are found too.

        A misspelling is looked for only where the query asks for a line or a group by name: "rain hotline".
        """
        understood = self.understood
        strength, matches = NAME_CORE, self._cores(core)
        named = any(evidence.name for evidence in self.found.values())
        asked = not GENERIC.isdisjoint(understood.read) and not is_sure(understood)
        if not matches and not named and asked and not understood.literal:
            near = nearest(core, dict.fromkeys(self.index.core_names(core), 0.0))
            strength, matches = NAME_MISSPELT, self._cores(near)
        for match in matches:
            self._note_name(match, strength, Reason("name", " ".join(understood.content), match.text, "name"))

    def _cores(self, core: str) -> list[Match]:
        return [match for match in self.index.by_name((core,), self.where) if match.field == "core"]

    def _by_runs(self, words: list[str]) -> None:
        runs: dict[str, tuple[int, int]] = {}
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1):
                runs.setdefault(squash(" ".join(words[start:end])), (start, end))
        for match in self.index.by_name(tuple(runs), self.where):
            if match.field == "core":
                continue
            start, end = runs[squash(match.text)]
            rest = [word for word in words[:start] + words[end:] if word not in GENERIC and word not in STOP_WORDS]
            if rest and (end - start == 1 or match.field == "organization"):
                continue  # "I want to calm down" does not ask for CALM
            plain = match.field == "organization" or core_name(tokens(match.text)) in self.topic_cores
            strength = NAME_PART if rest else NAME_CORE if plain else NAME_EXACT
            self._note_name(match, strength, Reason(match.field, " ".join(words[start:end]), match.text, "name"))

    def by_phone(self) -> None:
        """Look for the numbers of the query, current and former ones."""
        for match in self.index.by_number(self.understood.numbers, self.where):
            former = match.field == "former_contacts"
            reason = Reason(match.field, match.text, match.text, "former-number" if former else "number")
            self._note_name(match, NUMBER_FORMER if former else NUMBER_CURRENT, reason)

    def _note_name(self, match: Match, strength: float, reason: Reason) -> None:
        evidence = self.evidence(match.number)
        evidence.name = max(evidence.name, strength)
        evidence.why.append(reason)

    def follow_retired(self) -> tuple[Program, ...]:
        """Lead from retired programs that the query names to what replaced them; return the retired ones."""
        named = [number for number, evidence in self.found.items() if evidence.name]
        retired = [program for program in self.index.programs(named) if program.status == "retired"]
        for program in retired:
            old = self.found[self.index.number(program.id)]
            reasons = [msgspec.structs.replace(reason, kind="retired") for reason in old.why if reason.kind in NAMING]
            for place, key in enumerate(program.replaced_by):
                for number in self.index.numbers([("id = ?", (key,)), *self.where]):
                    evidence = self.evidence(number)
                    evidence.name = max(evidence.name, old.name * (RETIRED - 0.01 * place))
                    evidence.why += reasons
        return tuple(retired)

    def _facet(self, kind: str, values: Collection[str]) -> list[Match]:
        limit = self.limit and min(self.limit, FACETS_LIMIT // max(1, len(values)))
        return self.index.by_facet(kind, tuple(values), self.where, limit, self.near)

    def _main(self, meanings: Mapping[str, Meaning]) -> dict[str, Meaning]:
        """Return what a query means most."""
        return dict(sorted(meanings.items(), key=lambda item: -item[1].weight)[:MOST_MEANINGS])

    def by_topic(self, topics: Mapping[str, Meaning]) -> None:
        """Look for programs with topics."""
        for match in self._facet("topic", topics):
            meaning = topics[match.text]
            evidence = self.evidence(match.number)
            evidence.topics[match.text] = max(evidence.topics.get(match.text, 0.0), meaning.weight * match.strength)
            kind = "topic" if meaning.term else "related topic"
            evidence.why.append(Reason("topics", meaning.term, match.text, kind))

    def _related(self) -> dict[str, Meaning]:
        """Return the topics next to those asked for; they count about half, and have no words of the query."""
        topics = self.understood.topics
        near: dict[str, Meaning] = {}
        for term in self.index.vocabulary.topics:
            if term.id in topics:
                weight = RELATED * topics[term.id].weight
                for topic in term.related:
                    if topic not in topics and (topic not in near or near[topic].weight < weight):
                        near[topic] = Meaning(weight, "")
        return near

    def by_meaning(self) -> None:
        """Look for what the words mean: topics, audiences, and where they mean neither for sure, wishes."""
        understood = self.understood
        self.by_topic(self._main(understood.topics))
        self.by_topic(self._main(self._related()))
        for match in self._facet("audience", self._main(understood.audiences)):
            meaning = understood.audiences[match.text]
            evidence = self.evidence(match.number)
            evidence.audiences[match.text] = meaning.weight
            evidence.why.append(Reason("audiences", meaning.term, match.text, "audience"))
        if not is_sure(understood):
            self._by_wish()

    def _by_wish(self) -> None:
        """Look for what meets the wishes of a query that has nothing else: "text line", "free in Ohio"."""
        for kind, facet in SOUGHT.items():
            values = self.understood.wishes.get(kind, {})
            for match in self._facet(facet, values):
                evidence = self.evidence(match.number)
                evidence.wish = max(evidence.wish, values[match.text].weight)

    def by_words(self) -> None:
        """Look for the query's words in the text of programs: all of them, then any of them."""
        terms = self._terms()
        if not terms:
            return
        words = " ".join(self.understood.content)
        where, country = [*self.where, *self.reach], self.country
        any_of_them = self.index.by_text(" OR ".join(terms), TEXT_LIMIT, where, country)
        if len(terms) > 1:
            all_of_them = self.index.by_text(" AND ".join(terms), TEXT_LIMIT, where, country)
        else:
            all_of_them = any_of_them
        together = {match.number for match in all_of_them}
        for match in any_of_them:
            evidence = self.evidence(match.number)
            evidence.words = match.strength * (1.0 if match.number in together else 0.6)
            if match.number in together:
                evidence.why.append(Reason("text", words, "", "words"))
            elif evidence.words >= LEAST_WORDS:
                evidence.why.append(Reason("text", words, "", "some words"))

    def _terms(self) -> list[str]:
        """Return the words as terms of the full-text index; of very many places to weigh, only the rarest words'."""
        content = self.understood.content[:MAX_WORDS]
        stems = list(dict.fromkeys(word if word in LINES else stem(word) for word in content))
        counts = self.index.counts_of(stems)
        kept: list[str] = []
        postings = 0
        for word in sorted(stems, key=lambda word: counts.get(word, 0)):
            postings += counts.get(word, 0)
            if postings > POSTINGS and kept:
                break
            kept.append(word)
        return [_any_line(word) for word in stems if word in kept]


def _any_line(word: str) -> str:
    """Return a word as a term of the full-text index; one word for a line is as good as another."""
    return "(" + " OR ".join(f'"{line}"' for line in LINES) + ")" if word in LINES else f'"{word}"'
