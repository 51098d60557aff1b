"""Scale: how long queries take on a catalog of 100,000 records, and how many a second on mhfind's own.

    python benchmarks/scale.py [RECORDS]

Generates records with a fixed seed - their words fall off as those of real texts do (Zipf), and three records in ten
have the topic `depression` - compiles them, and asks in one process. Prints a table in Markdown: the median and the
99th percentile of each kind of query, beside a bare FTS5 query for the same words on the same index, which is the
least that a search of it can take; and how many queries a second `mhfind search --batch` answers on the bundled
catalog.
"""

import gc
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from mhfind import Catalog
from mhfind.compile import compile_bundle
from mhfind.index import Index
from mhfind.model import Contact, Program, Source
from mhfind.query import Place, Query
from mhfind.source.files import Bundle, read_bundle
from mhfind.words import STOP_WORDS, stem, tokens

ROOT = Path(__file__).parents[1]
RECORDS, SEED, ROUNDS = 100_000, 20_261_123, 400
COMMON, SHARE = "depression", 0.3  # a topic, and the share of records that have it
SUMMARY = 24  # words of a summary
PLACE = Place("US", None, "option")
SOURCE = Source(key="site", url="https://example.org/", by="first-party", read="2026-11-23", method="archived-page")
CONTACT = Contact(channel="web", value="https://example.org/", source=("site",))


def main() -> None:
    """Generate, compile, measure, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    bundle = read_bundle(ROOT / "data")
    draw = random.Random(SEED)  # noqa: S311 - nothing secret
    words = vocabulary(bundle)
    programs = (*bundle.programs, *generated(bundle, words, count, draw))
    catalog = Catalog(Index.from_bytes(compile_bundle(msgspec.structs.replace(bundle, programs=programs))))
    count = len(programs)
    del programs, bundle
    gc.collect()
    gc.freeze()  # a search does not hold the records that an index was made of
    print(f"{count:,} records\n\n| query | median | 99th percentile | bare FTS5, median |\n|---|--:|--:|--:|")
    for name, queries in kinds(words, draw).items():
        took, least = times(queries, asker(catalog)), times(queries, floor(catalog.index))
        print(f"| {name} | {middle(took):.1f} ms | {worst(took):.1f} ms | {middle(least):.1f} ms |")
    print(f"\n`mhfind search --batch`, bundled catalog: {batch_rate(words, draw):.0f} queries a second")


def vocabulary(bundle: Bundle) -> list[str]:
    """Return the words of the real records, the most frequent first."""
    counts: dict[str, int] = {}
    for program in bundle.programs:
        for word in tokens(f"{program.name} {program.summary}"):
            counts[word] = counts.get(word, 0) + 1
    return sorted(counts, key=lambda word: (-counts[word], word))


def generated(bundle: Bundle, words: Sequence[str], count: int, draw: random.Random) -> Iterator[Program]:
    """Yield records of the United States, whose words are drawn by Zipf's law."""
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    topics = [term.id for term in bundle.vocabulary.topics if term.kind == "problem" and term.id != COMMON]
    types = [program.type for program in bundle.programs if program.type != "crisis"]
    for number in range(count):
        text = draw.choices(words, weights, k=SUMMARY + 3)
        own = draw.sample(topics, 2)
        yield Program(
            id=f"us-generated-{number}",
            status="active",
            name=f"{' '.join(text[:3]).title()} {number}",
            organization="Example Alliance",
            type=draw.choice(types),
            topics=(COMMON, *own) if draw.random() < SHARE else tuple(own),
            crisis_line="no",
            serves=("US",),
            summary=f"{' '.join(text[3:]).capitalize()}.",
            first_step="Look at the website.",
            payment=("free",),
            contacts=(CONTACT,),
            sources=(SOURCE,),
        )


def kinds(words: Sequence[str], draw: random.Random) -> dict[str, list[str]]:
    """Return queries by kind: ordinary ones, and the worst that one can ask."""
    rare = words[len(words) // 10 :]
    stop = sorted(STOP_WORDS)
    return {
        "two to four words": [" ".join(draw.sample(rare, draw.randint(2, 4))) for _ in range(ROUNDS)],
        "a misspelt word": [
            misspelt(draw.choice([word for word in rare if len(word) > 5]), draw) for _ in range(ROUNDS)
        ],
        f"a topic of {SHARE:.0%} of the records": [COMMON] * 40,
        "the most frequent words": [" ".join(words[:20])] * 40,
        "stop words alone": [" ".join(draw.choices(stop, k=30)) for _ in range(40)],
        "2,000 characters of words": [" ".join(draw.choices(words, k=400))[:2000] for _ in range(40)],
        "one letter": list("abcdefghijklmnopqrstuvwxyz"),
    }


def misspelt(word: str, draw: random.Random) -> str:
    """Return a word with two letters in the wrong order."""
    place = draw.randrange(1, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def asker(catalog: Catalog) -> Callable[[str], object]:
    """Return the whole search, in the process."""
    return lambda text: catalog.ask(Query(text, place=PLACE))


def floor(index: Index) -> Callable[[str], object]:
    """Return a bare full-text query for any of the words, the best 300."""
    return lambda text: index.by_text(" OR ".join(f'"{stem(word)}"' for word in tokens(text)[:64]) or '""', 300)


def times(queries: Sequence[str], ask: Callable[[str], object]) -> list[float]:
    """Return how long each query takes, in milliseconds."""
    ask(queries[0])
    took = []
    for query in queries:
        start = time.perf_counter()
        ask(query)
        took.append((time.perf_counter() - start) * 1000)
    return took


def middle(took: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(took)


def worst(took: Sequence[float]) -> float:
    """Return the 99th percentile."""
    return sorted(took)[min(len(took) - 1, int(len(took) * 0.99))]


def batch_rate(words: Sequence[str], draw: random.Random) -> float:
    """Return how many queries a second one call of `mhfind search --batch` answers, its start included."""
    lines = "\n".join(" ".join(draw.sample(words[20:], 4)) for _ in range(2000))
    command = [sys.executable, "-m", "mhfind", "search", "--batch", "-", "--country", "US"]
    start = time.perf_counter()
    subprocess.run(command, input=lines, text=True, capture_output=True, check=True)
    return 2000 / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
