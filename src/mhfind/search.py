"""Query + index -> results in a stated order, each with score and reasons. `docs/ranking.md` says it in words."""

from collections import Counter

from mhfind import tongue
from mhfind.crisis import Doors, Help
from mhfind.danger import Rules
from mhfind.evidence import NAME_CORE, Evidence, add_general, gather
from mhfind.index import Index
from mhfind.listing import speakers
from mhfind.model import Program
from mhfind.place import Gazetteer
from mhfind.query import Query
from mhfind.results import Hit, Reason, Results
from mhfind.scoring import Asked, Scored, granted, scores
from mhfind.understand import understand
from mhfind.wishes import met_wishes, wished_place

OPTIONS = 3  # with fewer answers than this, programs for mental health in general are offered too


def search(query: Query, index: Index, rules: Rules, doors: Doors, gazetteer: Gazetteer) -> Results:
    """Answer a query. Danger signals pin crisis help in front, whatever the filters. Raises UsageError."""
    understood = understand(query, index, rules, gazetteer)
    asked = Asked(query, understood, wished_place(query.place, understood.wishes))
    crisis = doors.help(asked.place, understood.signals, understood.audiences)
    found, retired = gather(query, understood, index)
    pinned = _pinned(crisis, found, index) if understood.signals else []
    skipped = {program.id for program in pinned}
    scored = scores(asked, found, index, skipped)
    if len(scored) < OPTIONS and understood.topics:
        add_general(found, query, understood, index)
        scored = scores(asked, found, index, skipped)
    signs = tuple(Reason("crisis", signal.phrase, signal.kind, "danger") for signal in understood.signals)
    hits = [Hit(rank, True, 1.0, signs, program) for rank, program in enumerate(pinned, 1)]
    hits += _hits(scored[: query.limit] if query.limit else scored, asked, found, index, len(pinned))
    regional = Counter(one.features.type for one in scored if one.regional)
    return Results(query, understood, crisis, len(scored), tuple(hits), retired, dict(sorted(regional.items())))


def _hits(shown: list[Scored], asked: Asked, found: dict[int, Evidence], index: Index, before: int) -> list[Hit]:
    """Return programs as results, with the reasons for each; `before` results come first."""
    numbers = [one.features.number for one in shown]
    met = met_wishes(asked.understood, numbers, asked.query.now, index)
    tag = tongue.current()
    speaking = speakers(index) if tag != tongue.ENGLISH and not asked.query.filters.language else ()
    hits = []
    for rank, (one, program) in enumerate(zip(shown, index.programs(numbers), strict=True), before + 1):
        why = found[one.features.number].why + granted(one.features, asked.understood, met)
        if one.features.number in speaking:
            why.append(Reason("languages", "", tag, "reader"))
        hits.append(Hit(rank, False, round(one.score, 4), tuple(dict.fromkeys(why)), program, one.regional))
    return hits


def _pinned(crisis: Help, found: dict[int, Evidence], index: Index) -> list[Program]:
    """Return the first answers to a danger; one that the query names comes first of all."""
    named = {number for number, evidence in found.items() if evidence.name >= NAME_CORE}
    return sorted(crisis.programs, key=lambda program: index.number(program.id) not in named)
