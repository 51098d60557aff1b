"""The languages that mhfind can answer in, and their messages: found below `locale`, one folder for each.

A wheel holds compiled messages (`mhfind.mo`). A source tree holds only what they are made from (`mhfind.po`): there
they are compiled into the cache, keyed by their content, which needs Babel.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from mhfind import tongue
from mhfind.errors import ExitCode, MhfindError, UsageError
from mhfind.texts import LANGUAGES
from mhfind.tongue import ENGLISH, Tongue
from mhfind.words import fold

FOLDER = Path(__file__).parent / "locale"
_COMPILED, _SOURCE = "LC_MESSAGES/mhfind.mo", "LC_MESSAGES/mhfind.po"


class LanguageError(MhfindError):
    """A language has messages that can't be used."""

    code = "language"
    exit_code = ExitCode.CATALOG


def tongues() -> list[str]:
    """Return the tags of the languages that mhfind can answer in, English first."""
    others = {path.parents[1].name for name in (_COMPILED, _SOURCE) for path in FOLDER.glob(f"*/{name}")}
    return [ENGLISH, *sorted(others)]


def find(text: str) -> str | None:
    """Return the language to answer in that is meant by a tag (es, es-MX, es_US.UTF-8) or a name (Spanish, español).

    None if there is none.
    """
    tag, wanted = text.partition(".")[0].replace("_", "-").casefold(), fold(text)
    for known in tongues():
        if tag == known.casefold() or tag.startswith(f"{known.casefold()}-"):
            return known
    return next((known for known in tongues() if wanted in map(fold, _names(known))), None)


def _names(tag: str) -> Iterator[str]:
    """Yield the English name of a language, and its own."""
    name = LANGUAGES.get(tag, tag)
    yield name
    try:
        with speaking(tag):
            yield tongue.trc("language", name)
    except LanguageError:
        return


def unknown(text: str, origin: str) -> UsageError:
    """Return the error for a language that mhfind has no words in; `origin` is where it was named."""
    known = ", ".join(f"{LANGUAGES.get(tag, tag)} ({tag})" for tag in tongues())
    return UsageError(f"{origin}: there are no texts in {text!r}", f"use one of: {known}")


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Let a language be in force within a `with` block: all that is made in it, records and guides too, is in it.

    Raises UsageError for a language that there is not, LanguageError for messages that can't be used.
    """
    with tongue.in_force(opened(tag)):
        yield


def opened(tag: str) -> Tongue | None:
    """Open the messages of a language; None for English, which needs none. Raises as `speaking` does."""
    return None if tag == ENGLISH else _opened(tag, FOLDER)


def coverage(tag: str) -> tuple[int, list[str]]:
    """Return how many messages there are, and those that a language has no words for. Raises as `speaking` does."""
    speaking = opened(tag)
    if speaking is None:
        return 0, []
    total, missing = (speaking.messages.pgettext(tongue.ABOUT, name) for name in (tongue.TOTAL, tongue.MISSING))
    return int(total or 0), missing.splitlines()


@lru_cache(maxsize=8)
def _opened(tag: str, folder: Path) -> Tongue:
    """Open the messages of a language."""
    from gettext import GNUTranslations, NullTranslations

    class Missing(NullTranslations):
        """Answers for the messages that a language lacks."""

        def gettext(self, message: str) -> str:
            return ""

        def pgettext(self, context: str, message: str) -> str:
            return ""

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            return ""

    data = _compiled(tag, folder)
    try:
        found = GNUTranslations(BytesIO(data))
    except Exception as error:  # its reader fails in many ways on a damaged file
        raise LanguageError(f"the words of {tag!r} can't be read", "install mhfind again") from error
    found.add_fallback(Missing())
    return Tongue(tag, found)


def _compiled(tag: str, folder: Path) -> bytes:
    """Return the compiled messages of a language. Raises UsageError, LanguageError."""
    made, source = folder / tag / _COMPILED, folder / tag / _SOURCE
    if tag not in tongues():
        raise unknown(tag, "language")
    try:
        return made.read_bytes() if made.is_file() else _compiled_here(source)
    except (OSError, ValueError) as error:
        raise LanguageError(f"the words of {tag!r} can't be read: {error}", "install mhfind again") from error


def _compiled_here(source: Path) -> bytes:
    """Return messages compiled from their source, from the cache if they are there."""
    import hashlib

    from mhfind.cache import cache_folder, store, trusted

    text = source.read_bytes()
    cache = cache_folder()
    path = cache / f"{hashlib.sha256(text).hexdigest()}.mo" if cache else None
    if path and trusted(path):
        return path.read_bytes()
    try:
        from mhfind.source.messages import compile_messages
    except ImportError as error:
        raise LanguageError(
            "this source tree can't answer in other languages than English: Babel is not installed",
            'install what contributors need: pip install -e ".[dev]"',
        ) from error
    data = compile_messages(text)
    if path:
        store(path, data)
    return data
