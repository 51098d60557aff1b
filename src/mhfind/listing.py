"""Programs by filters and place alone, and how well a program fits a place."""

from collections import Counter

from mhfind import tongue
from mhfind.conditions import clauses, reachable
from mhfind.index import Index
from mhfind.model import Program
from mhfind.query import WORLD, Filters, Place
from mhfind.results import Listing

COUNTRYWIDE, WORLDWIDE, ONE_REGION, ABROAD = 0.95, 0.93, 0.88, 0.2  # weights for what fits a place less well


def listing(filters: Filters, place: Place, limit: int, index: Index) -> Listing:
    """Return up to `limit` programs (0: all) that pass filters, without a query, in the order of their place."""
    numbers = index.numbers([("status != ?", ("retired",)), *clauses(filters, place)])
    is_open = open_numbers(filters, index)
    sure = set(numbers if is_open is None else is_open)
    features = index.features(numbers) if place.country or filters.open_at else []
    fits = {row.number: place_fit(row.areas.split(), place) for row in features}
    foreign = set(numbers) - speakers(index) if tongue.current() != tongue.ENGLISH else ()
    numbers.sort(key=lambda number: (number not in sure, number in foreign, -fits.get(number, 1.0)))
    regional = Counter(row.type for row in features if fits[row.number] == ONE_REGION)
    programs = tuple(index.programs(numbers[:limit] if limit else numbers))
    return Listing(len(numbers), programs, filters, place, dict(sorted(regional.items())))


def speakers(index: Index) -> set[int]:
    """Return the numbers of the programs that are known to help in the language in force."""
    return {match.number for match in index.by_facet("language", (tongue.current(),))}


def is_regional(program: Program, place: Place) -> bool:
    """Tell whether a program serves only parts of the country of a place that names no region."""
    return place.country is not None and place_fit(list(program.serves), place) == ONE_REGION


def open_numbers(filters: Filters, index: Index) -> list[int] | None:
    """Return the numbers of the programs that are surely open at the moment asked for; None if none was."""
    return index.numbers([reachable(filters, filters.open_at, certain=True)]) if filters.open_at else None


def place_fit(areas: list[str], place: Place) -> float:
    """Weigh where a program serves: the nearest in full, the world a little less, elsewhere hardly."""
    if place.country is None:
        return 1.0 if WORLD in areas else WORLDWIDE
    if place.region and place.region in areas:
        return 1.0
    if place.country in areas or WORLD in areas:
        nearer = COUNTRYWIDE if place.region else 1.0
        return nearer if place.country in areas else nearer * WORLDWIDE
    same_country = any(area.startswith(f"{place.country}-") for area in areas)
    return ONE_REGION if same_country and not place.region else ABROAD
