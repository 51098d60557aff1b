"""Suggestions for what was mistyped: offered, never acted upon."""

from collections.abc import Iterable

LIKE = 70  # how alike, of 100, a suggestion has to be


def closest(text: str, choices: Iterable[str]) -> str:
    """Return the choice that `text` is nearest to, or an empty text when none is near."""
    from rapidfuzz import fuzz, process  # only a mistake pays for its import

    whole = text.encode("utf-8", "replace").decode()  # bytes that are no text reach a program as lone surrogates
    found = process.extractOne(whole, list(choices), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=LIKE)
    return found[0] if found else ""


def did_you_mean(text: str, choices: Iterable[str], otherwise: str) -> str:
    """Return a hint that names the nearest choice, or what else to do."""
    near = closest(text, choices)
    return f"did you mean {near}?" if near else otherwise
