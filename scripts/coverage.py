"""What the catalog covers: `docs/coverage.yaml` and the records -> `docs/coverage.md`."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from mhfind.model import Program, Vocabulary
from mhfind.source.files import Bundle

COUNTRY = "US"
CELLS = {
    "crisis-or-access": "crisis or access line",
    "warmline": "warmline or peer line",
    "peer-or-family": "peer or family organization",
    "finder": "treatment or agency finder",
}
TERRITORIES = ("US-AS", "US-GU", "US-MP", "US-UM", "US-VI")  # no matrix is kept for these yet
HEAD = """# Coverage

## United States

<!-- Made by `python scripts/generate.py` from the catalog and `docs/coverage.yaml`. Don't edit it here. -->

What the catalog holds for the United States, and what was looked for and could not be confirmed. An empty cell is no
judgement: it says that no page of the program itself, and no two independent ones, could be read.
"""


def coverage(bundle: Bundle, path: Path) -> str:
    """Return the text of `docs/coverage.md`.

    Raises ValueError for a cell that is missing or told twice, and for a program that is not active in its state.
    """
    active = {p.id: p for p in bundle.programs if p.status == "active" and _serves_country(p)}
    entries = yaml.safe_load(path.read_text("utf-8"))
    cells = {(entry["area"], entry["cell"]): entry for entry in entries}
    areas = {code: name for code, name in bundle.places.regions.items() if code.startswith(f"{COUNTRY}-")}
    states = sorted(code for code in areas if code not in TERRITORIES)
    _check(entries, states, active)
    parts = [HEAD, _totals(bundle.programs, active.values(), cells), _national(bundle.vocabulary, active.values())]
    parts += [_states(states, areas, cells), _tried(states, areas, cells), _world(bundle)]
    return "\n".join(parts)


def _serves_country(program: Program) -> bool:
    return any(area.split("-")[0] == COUNTRY for area in program.serves)


def _check(entries: Sequence[Mapping[str, Any]], states: Iterable[str], active: Mapping[str, Program]) -> None:
    found = Counter((entry["area"], entry["cell"]) for entry in entries)
    wanted = {(state, cell) for state in states for cell in CELLS}
    wrong = [f"{area} {cell}" for area, cell in sorted(wanted ^ set(found))]
    wrong += [f"{area} {cell} twice" for (area, cell), count in found.items() if count > 1]
    for entry in entries:
        for key in entry.get("programs", ()):
            if key not in active or entry["area"] not in active[key].serves:
                wrong.append(f"{entry['area']} {entry['cell']}: {key} is no active program there")
        if not entry.get("programs") and not (entry.get("tried") and entry.get("why")):
            wrong.append(f"{entry['area']} {entry['cell']}: neither programs nor what was tried")
    if wrong:
        raise ValueError("docs/coverage.yaml: " + "; ".join(wrong))


def _totals(programs: Iterable[Program], active: Iterable[Program], cells: Mapping[Any, Mapping[str, Any]]) -> str:
    filled = sum("programs" in entry for entry in cells.values())
    old = [p for p in programs if p.id.split("-")[0] in ("us", "world")]
    former, retired = sum(len(p.former_contacts) for p in old), sum(p.status == "retired" for p in old)
    return (
        f"{len(list(active))} active programs; {former} former contacts and {retired} retired programs; "
        f"{filled} of {len(cells)} cells of the states are filled.\n"
    )


def _national(vocabulary: Vocabulary, active: Iterable[Program]) -> str:
    """Return the matrix of types and audiences for programs of the whole country."""
    national = [program for program in active if COUNTRY in program.serves]
    types = [term.id for term in vocabulary.types]
    rows = [("everyone", [p for p in national if not p.audiences])]
    rows += [(term.label, [p for p in national if term.id in p.audiences]) for term in vocabulary.audiences]
    lines = ["### Programs of the whole country", "", _row(("built for", *types)), _rule(len(types) + 1)]
    for label, programs in rows:
        counts: Counter[str] = Counter(kind for p in programs for kind in {p.type, *p.other_types})
        lines.append(_row((label, *(str(counts[kind] or "-") for kind in types))))
    return "\n".join([*lines, ""])


def _states(states: Iterable[str], areas: Mapping[str, str], cells: Mapping[Any, Mapping[str, Any]]) -> str:
    lines = ["### States, DC and Puerto Rico", "", _row(("", *CELLS.values())), _rule(len(CELLS) + 1)]
    for state in states:
        found = (", ".join(f"`{key}`" for key in cells[state, cell].get("programs", ())) or "-" for cell in CELLS)
        lines.append(_row((areas[state], *found)))
    return "\n".join([*lines, ""])


def _tried(states: Iterable[str], areas: Mapping[str, str], cells: Mapping[Any, Mapping[str, Any]]) -> str:
    lines = ["### Looked for, not confirmed", "", _row(("state", "cell", "what was tried", "why nothing is listed"))]
    lines.append(_rule(4))
    for state in states:
        for cell, label in CELLS.items():
            entry = cells[state, cell]
            if "tried" in entry:
                lines.append(_row((areas[state], label, entry["tried"], entry["why"])))
    return "\n".join([*lines, ""])


def _world(bundle: Bundle) -> str:
    """Return the matrix of countries and types, and what is known of the countries without a program."""
    names, types = bundle.places.countries, [term.id for term in bundle.vocabulary.types]
    numbers = {country.country for country in bundle.crisis.emergency}
    programs: dict[str, list[Program]] = {}
    for program in bundle.programs:
        if program.status == "active":
            for country in {area.split("-")[0] for area in program.serves} - {COUNTRY, "WORLD"}:
                programs.setdefault(country, []).append(program)
    elsewhere = [p for p in bundle.programs if p.id.split("-")[0] not in ("us", "world")]
    former, retired = sum(len(p.former_contacts) for p in elsewhere), sum(p.status == "retired" for p in elsewhere)
    active = sum(p.status == "active" for p in elsewhere)
    unnumbered = [names[code] for code in sorted(names, key=names.__getitem__) if code not in numbers]
    lines = [
        "## Rest of the world",
        "",
        (
            f"{active} active programs in {len(programs)} countries and territories; {former} former contacts and"
            f" {retired} retired programs. Emergency numbers of {len(numbers)} of the {len(names)} countries and"
            " territories of ISO 3166-1."
        ),
        "",
        _row(("", "crisis lines", *types, "emergency number")),
        _rule(len(types) + 3),
    ]
    for code in sorted(programs, key=names.__getitem__):
        counts: Counter[str] = Counter(kind for p in programs[code] for kind in {p.type, *p.other_types})
        crisis = sum(p.crisis_line == "yes" for p in programs[code])
        cells = [str(count or "-") for count in (crisis, *(counts[kind] for kind in types))]
        lines.append(_row((names[code], *cells, "yes" if code in numbers else "-")))
    lines += [
        "",
        (
            "Every other country has its emergency number and the directories for all countries: Find A Helpline,"
            " Befrienders Worldwide and others."
        ),
        "",
        (
            f"No emergency number: {', '.join(unnumbered)}. For some nobody lives there; for the others no page with"
            " the number was found, or pages contradict each other."
        ),
        "",
    ]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(count: int) -> str:
    return "|" + "---|" * count
