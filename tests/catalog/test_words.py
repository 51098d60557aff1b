"""Safe messaging: no text of ours has a word that can harm. The words, and better ones, are in words.yaml beside this."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import yaml
from conftest import ROOT
from prose import prose

from mhfind.source.files import read_bundle


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word that can harm, as a regular expression; better words; the reason."""

    words: str
    better: str
    why: str

    def found(self, text: str) -> str:
        """Return the word as it stands in a text, or an empty text."""
        match = re.search(self.words, text, re.IGNORECASE)
        return match[0] if match else ""


WORDS = msgspec.convert(yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8")), list[Entry])


def of_the_program() -> Iterator[tuple[str, str]]:
    """Yield every text within the code: help, messages, labels, documentation. `_fallback` repeats the data."""
    for path in sorted((ROOT / "src/mhfind").rglob("*.py")):
        if path.name != "_fallback.py":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


def of_the_documents() -> Iterator[tuple[str, str]]:
    for path in sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            yield f"{path.relative_to(ROOT)}:{number}", line


SOURCES = {
    "data": lambda: prose(read_bundle(ROOT / "data")),
    "program": of_the_program,
    "documents": of_the_documents,
}


@pytest.mark.parametrize("source", SOURCES)
def test_words_are_safe(source: str) -> None:
    texts = list(SOURCES[source]())
    assert len(texts) > 100
    harmful = [
        f"{place}: {word!r} - write: {entry.better} ({entry.why})"
        for place, text in texts
        for entry in WORDS
        if (word := entry.found(text))
    ]
    assert not harmful, "\n".join(harmful)


@pytest.mark.parametrize(
    "text",
    [
        "He committed suicide.",
        "a failed attempt",
        "an unsuccessful suicide",
        "victims of suicide",
        "the suicide epidemic",
        "the mentally ill",
        "people suffering from depression",
        "An addict is welcome.",
        "a substance abuser",
        "help with drug abuse",
        "That is crazy.",
        "normal people",
        "attention-seeking",
        "wheelchair-bound",
        "a cry for help",
    ],
)
def test_unsafe_words_would_be_found(text: str) -> None:
    assert [entry for entry in WORDS if entry.found(text)]


@pytest.mark.parametrize("text", ["died by suicide", "Substance Abuse and Mental Health Services Administration"])
def test_safe_words_are_left_alone(text: str) -> None:
    assert [entry for entry in WORDS if entry.found(text)] == []


def test_every_word_has_a_better_one_and_a_reason() -> None:
    assert [entry.words for entry in WORDS if not (entry.better and entry.why)] == []
