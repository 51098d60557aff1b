"""Relevance: how well queries find what people mean, beside simpler ways to search the same records.

    python benchmarks/relevance.py [FOLDER]

FOLDER holds `topics.jsonl`, `names.jsonl`, `typos.jsonl` and `crisis.jsonl`, or some of them, one query a line as in
the default, `benchmarks/queries`; those in Spanish are in `benchmarks/queries/es`. Prints a table in Markdown, each way
of searching in one column, and the queries that mhfind misses. All ways search the same records for the same queries,
place US, in one run:

- mhfind itself;
- rapidfuzz's WRatio of the query over each record's whole text;
- SQLite's FTS5 with its BM25 alone, any of the words;
- `fzf --filter` over the records, one a line, if it is installed.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from mhfind import Catalog
from mhfind.model import Program

QUERIES = Path(__file__).parent / "queries"
SHOWN = 10
COUNTRY = "US"

Finder = Callable[[str], list[Program]]  # the first SHOWN programs for a query
Row = dict[str, object]


def main() -> None:
    """Measure and print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else QUERIES
    catalog = Catalog.open()
    columns = {name: figures(folder, find) for name, find in finders(catalog).items()}
    print("| figure |", " | ".join(columns), "|")
    print("|---|", "--:|" * len(columns), sep="")
    for name in columns["mhfind"]:
        print(f"| {name} |", " | ".join(f"{column[name]:.2f}" for column in columns.values()), "|")
    found, total, alarms, ordinary = danger(rows(folder, "crisis"), catalog)
    print(f"\nDanger: {found} of {total} signals found; {alarms} of {ordinary} ordinary queries raise an alarm.")
    print("\nMissed by mhfind:")
    print("\n".join(f"- {miss}" for miss in misses(folder, catalog)))


def rows(folder: Path, name: str) -> list[Row]:
    """Return the queries of a file; none if the folder has no such file."""
    path = folder / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def finders(catalog: Catalog) -> dict[str, Finder]:
    """Return each way to search the programs that mhfind shows for the country."""
    programs = list(catalog.programs(country=COUNTRY).programs)
    ways = {"mhfind": mhfind(catalog), "WRatio": wratio(programs), "BM25": bm25(programs)}
    return ways | ({"fzf": fzf(programs)} if shutil.which("fzf") else {})


def mhfind(catalog: Catalog) -> Finder:
    """Return the programs that mhfind finds."""
    return lambda query: [hit.program for hit in catalog.search(query, country=COUNTRY, limit=SHOWN).hits]


def text(program: Program) -> str:
    """Return the words of a record, on one line."""
    names = (program.name, *program.also_known_as, *program.former_names, program.organization)
    contacts = (contact.value for contact in program.contacts)
    return " ".join((*names, *program.topics, *program.audiences, program.summary or "", *contacts)).replace("\n", " ")


def wratio(programs: Sequence[Program]) -> Finder:
    """Score each record's whole text with WRatio, as fuzzy finders for contacts do."""
    texts = [text(program) for program in programs]
    return lambda query: [programs[n] for _, _, n in process.extract(query, texts, scorer=fuzz.WRatio, limit=SHOWN)]


def bm25(programs: Sequence[Program]) -> Finder:
    """Ask a full-text index for any of the words."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='porter unicode61')")
    db.executemany("INSERT INTO t (rowid, text) VALUES (?, ?)", enumerate(map(text, programs)))

    def find(query: str) -> list[Program]:
        words = " OR ".join(f'"{word}"' for word in "".join(c if c.isalnum() else " " for c in query).split())
        if not words:
            return []
        found = db.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT ?", (words, SHOWN))
        return [programs[row[0]] for row in found]

    return find


def fzf(programs: Sequence[Program]) -> Finder:
    """Filter the records, one a line, with fzf."""
    lines = "\n".join(f"{number} {text(program)}" for number, program in enumerate(programs))

    def find(query: str) -> list[Program]:
        command = ["fzf", "--filter", query, "--nth", "2.."]
        out = subprocess.run(command, input=lines, capture_output=True, text=True, check=False).stdout
        return [programs[int(line.split(" ", 1)[0])] for line in out.splitlines()[:SHOWN]]

    return find


def figures(folder: Path, find: Finder) -> dict[str, float]:
    """Return the figures of one way to search, of the queries that a folder has."""
    topics = [(row, find(str(row["q"]))) for row in rows(folder, "topics")]
    names = [(row, find(str(row["q"]))) for row in rows(folder, "names")]
    typos = [(find(str(row["q"])), find(str(row["intended"]))) for row in rows(folder, "typos")]
    found: dict[str, float] = {}
    if topics:
        ranks = [rank(programs, row, on_topic) for row, programs in topics]
        found["topics: one of the first five fits"] = share(0 < place <= 5 for place in ranks)
        found["topics: mean of 1 / rank of the first that fits"] = mean(
            [1 / place if place else 0.0 for place in ranks]
        )
        found["topics: how many of the first five fit"] = mean([fitting(programs, row) for row, programs in topics])
    if names:
        ranks = [rank(programs, row, named) for row, programs in names]
        found["names: first"] = share(place == 1 for place in ranks)
        found["names: among the first three"] = share(0 < place <= 3 for place in ranks)
    if typos:
        found["typos: the first result is the same"] = share(kept(*pair) for pair in typos)
    return found


def on_topic(program: Program, row: Row) -> bool:
    """Tell whether a program has one of the topics wanted."""
    return bool(set(program.topics).intersection(wanted(row, "topics")))


def named(program: Program, row: Row) -> bool:
    """Tell whether a program has one of the names wanted."""
    names = {squashed(name) for name in (program.name, *program.also_known_as, *program.former_names)}
    return not names.isdisjoint(map(squashed, wanted(row, "expect")))


def wanted(row: Row, key: str) -> list[str]:
    """Return the topics or names that a row wants."""
    value = row[key]
    return value if isinstance(value, list) else []


def squashed(name: str) -> str:
    """Return the letters and digits of a name."""
    return "".join(filter(str.isalnum, name.casefold()))


def rank(found: Sequence[Program], row: Row, fits: Callable[[Program, Row], bool]) -> int:
    """Return the place of the first program that fits, from 1; 0 for none."""
    return next((place for place, program in enumerate(found, 1) if fits(program, row)), 0)


def fitting(found: Sequence[Program], row: Row) -> float:
    """Return the share of the first five that fit; fewer than five are no fault."""
    first = found[:5]
    return sum(on_topic(program, row) for program in first) / len(first) if first else 0.0


def kept(typed: Sequence[Program], meant: Sequence[Program]) -> bool:
    """Tell whether the first result of the word spelt right is among the first five of the misspelt one."""
    return bool(meant) and meant[0].id in {program.id for program in typed[:5]}


def share(values: Iterator[bool]) -> float:
    """Return how many of the values are true, from 0 to 1."""
    return mean([float(value) for value in values])


def mean(values: Sequence[float]) -> float:
    """Return the mean; 0 for nothing."""
    return sum(values) / len(values) if values else 0.0


def danger(queries: Sequence[Row], catalog: Catalog) -> tuple[int, int, int, int]:
    """Return how many signals are found, of how many, and how many ordinary queries raise an alarm, of how many."""
    detected = [
        (row["crisis"], bool(catalog.search(str(row["q"]), country=COUNTRY).understood.signals)) for row in queries
    ]
    signals, ordinary = ([alarm for crisis, alarm in detected if bool(crisis) is kind] for kind in (True, False))
    return sum(signals), len(signals), sum(ordinary), len(ordinary)


def misses(folder: Path, catalog: Catalog) -> Iterator[str]:
    """Yield the queries that mhfind does not answer as wanted."""
    find = mhfind(catalog)
    for row in rows(folder, "topics"):
        if not 0 < rank(find(str(row["q"])), row, on_topic) <= 5:
            yield f"topic {'/'.join(wanted(row, 'topics'))}: {row['q']}"
    for row in rows(folder, "names"):
        if not 0 < rank(find(str(row["q"])), row, named) <= 3:
            yield f"name {wanted(row, 'expect')[0]}: {row['q']}"
    for row in rows(folder, "typos"):
        if not kept(find(str(row["q"])), find(str(row["intended"]))):
            yield f"typing error: {row['q']} ({row['intended']})"
    for row in rows(folder, "crisis"):
        alarm = bool(catalog.search(str(row["q"]), country=COUNTRY).understood.signals)
        if alarm != row["crisis"]:
            yield f"{'danger' if row['crisis'] else 'false alarm'}: {row['q']}"


if __name__ == "__main__":
    main()
