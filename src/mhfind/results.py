"""Answers as values: the results of a query, each with its reasons, and lists of programs that pass filters."""

import msgspec

from mhfind.crisis import Help
from mhfind.model import Program
from mhfind.query import Filters, Place, Query
from mhfind.understand import Understood


class Reason(msgspec.Struct, frozen=True):
    """Why a program is a result: which of its fields answers which words of the query, and how."""

    field: str
    term: str
    matched: str
    kind: str


class Hit(msgspec.Struct, frozen=True):
    """A result. `pinned`: it is here because of danger, not because of the query's words.

    `regional`: it serves only parts of the country, and no region was asked for.
    """

    rank: int
    pinned: bool
    score: float
    why: tuple[Reason, ...]
    program: Program
    regional: bool = False


class Results(msgspec.Struct, frozen=True):
    """The answer to a query.

    `total` counts all that matched, pinned ones apart; `help` is the crisis help of the place; `retired` programs were
    named by the query; `regional` counts those of all that are regional hits, by type.
    """

    query: Query
    understood: Understood
    help: Help
    total: int
    hits: tuple[Hit, ...]
    retired: tuple[Program, ...] = ()
    regional: dict[str, int] = {}


class Listing(msgspec.Struct, frozen=True):
    """Programs that pass filters: how many there are, those asked for, and how many of all serve parts of the country.

    `regional` counts by type; a program is regional if it serves only parts of the country and no region was asked for.
    """

    total: int
    programs: tuple[Program, ...]
    filters: Filters
    place: Place
    regional: dict[str, int]
