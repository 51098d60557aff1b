"""Values to complete: what an option or argument may be, for the shell to offer.

A source is a function `(incomplete) -> suggestions`. An option gets one as `autocompletion=terms("topics")`, and that
is all. Everything but fixed words comes from the compiled catalog. If there is none, as in a fresh editable install,
there are no suggestions: a Tab must not wait until one is made.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mhfind.catalog import Catalog

Suggestion = tuple[str, str]  # a value, and what it means, if that needs to be said
Source = Callable[[str], list[Suggestion]]


def one_of(*words: str) -> Source:
    """Return a source of fixed words."""

    def complete(incomplete: str) -> list[Suggestion]:
        return [(word, "") for word in words if word.startswith(incomplete)]

    return complete


def terms(name: str) -> Source:
    """Return a source of the ids of a vocabulary list ("topics")."""

    def complete(incomplete: str) -> list[Suggestion]:
        catalog = _catalog()
        return _begun(incomplete, catalog.vocabulary.labels(name).items()) if catalog else []

    return complete


def countries(incomplete: str) -> list[Suggestion]:
    """Return codes of countries with their names; before a first letter only those that have programs."""
    catalog = _catalog()
    if catalog is None:
        return []
    served = catalog.info().areas
    return [
        found for found in _begun(incomplete, catalog.gazetteer.countries.items()) if incomplete or found[0] in served
    ]


def regions(incomplete: str) -> list[Suggestion]:
    """Return codes of regions ("US-OH") with their names."""
    catalog = _catalog()
    return _begun(incomplete, catalog.gazetteer.regions.items()) if catalog else []


def languages(incomplete: str) -> list[Suggestion]:
    """Return tags of the languages that programs offer, with their names."""
    from mhfind.texts import language

    catalog = _catalog()
    return _begun(incomplete, ((tag, language(tag)) for tag in sorted(catalog.counts("language")))) if catalog else []


def tongues(incomplete: str) -> list[Suggestion]:
    """Return tags of the languages that mhfind answers in, with their names."""
    from mhfind.messages import tongues
    from mhfind.texts import language

    return _begun(incomplete, ((tag, language(tag)) for tag in tongues()))


def programs(incomplete: str) -> list[Suggestion]:
    """Return ids of programs with their names."""
    catalog = _catalog()
    return _begun(incomplete, catalog.names().items()) if catalog else []


def guides(incomplete: str) -> list[Suggestion]:
    """Return names of guides, and ids of topics and programs, each of which has a guide too."""
    catalog = _catalog()
    if catalog is None:
        return []
    titles = {**catalog.guide_titles(), **catalog.vocabulary.labels("topics")}
    return [*_begun(incomplete, titles.items()), *programs(incomplete)]


def _begun(incomplete: str, values: Iterable[Suggestion]) -> list[Suggestion]:
    """Return the values that begin so, in any case; what is begun in lower case stays so: `us-o`, `us-oh`."""
    case = str.lower if incomplete.islower() else str
    return [(case(value), meaning) for value, meaning in values if case(value).startswith(incomplete)]


def _catalog() -> "Catalog | None":
    """Return the bundled catalog, if it is compiled. Own ones are not looked at."""
    from mhfind.catalog import Catalog

    return Catalog.compiled()
