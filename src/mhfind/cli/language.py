"""In what language a call answers: named before the command, or by its option, or by the settings; else English."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mhfind.errors import MhfindError, UsageError
from mhfind.tongue import ENGLISH, in_force

if TYPE_CHECKING:
    from mhfind.cli.session import Session


@contextmanager
def speaking(session: "Session") -> Iterator[None]:
    """Let the language of a call be in force within a `with` block.

    Nothing that is wrong with a language stops a call here: it goes on in English.
    """
    tag = _language(session) if "language" in session.chosen else ENGLISH
    if tag == ENGLISH:
        yield
        return
    from mhfind.messages import opened

    try:
        tongue = opened(tag)
    except MhfindError as error:
        session.note(f"mhfind: {error.message} ({error.hint}). Going on in English.")
        tongue = None
    with in_force(tongue):
        yield


def _language(session: "Session") -> str:
    """Return the tag of the language to answer in; of several that a filter names, the first there is."""
    wish = session.chosen["language"]
    named = _first((session.context.language, *([wish] if isinstance(wish, str) else wish or ())))
    if named:
        return named
    try:
        return _first((session.config.language,)) or ENGLISH
    except UsageError:  # told where it matters
        return ENGLISH


def _first(named: Iterable[str | None]) -> str:
    """Return the first of the languages named that mhfind can answer in, or an empty text."""
    for text in filter(None, named):
        from mhfind.messages import find

        if found := find(text):
            return found
    return ""


def check_language(text: str | None, origin: str = "--language") -> None:
    """Raise UsageError for a language that was named, to answer in, and that there is not."""
    if text and not _first((text,)):
        from mhfind.messages import unknown

        raise unknown(text, origin)
