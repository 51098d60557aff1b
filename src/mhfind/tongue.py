"""The language in force: the one whose words an answer is made of. English, unless a caller says otherwise.

`tr("First step")` returns a message in that language; a message that it lacks stays English. What is in force holds
for a `with` block in one thread or task, and ends with it. `messages` finds the languages there are and opens them;
with English in force nothing is opened, and nothing is looked up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Protocol

    class Messages(Protocol):
        """The messages of a language, as the standard library's gettext reads them; an empty text for one it lacks."""

        def gettext(self, message: str, /) -> str:
            """Return a message in the language."""

        def pgettext(self, context: str, message: str, /) -> str:
            """Return a message that means something else elsewhere."""

        def ngettext(self, one: str, many: str, count: int, /) -> str:
            """Return a message in the form that goes with a number."""


ENGLISH = "en"
# What compiled messages hold about themselves: under this context, how many there are, and which have no words yet.
ABOUT, TOTAL, MISSING = "about", "total", "missing"


class Tongue(NamedTuple):
    """A language: its BCP 47 tag, and its messages."""

    tag: str
    messages: "Messages"


class Passage(NamedTuple):
    """A text and the tag of its language, which is empty if that is the language in force."""

    text: str
    language: str = ""


_IN_FORCE: ContextVar[Tongue | None] = ContextVar("tongue", default=None)


@contextmanager
def in_force(tongue: Tongue | None) -> Iterator[None]:
    """Let a language be the one in force within a `with` block; None means English."""
    token = _IN_FORCE.set(tongue)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def current() -> str:
    """Return the tag of the language in force."""
    tongue = _IN_FORCE.get()
    return tongue.tag if tongue else ENGLISH


def tr(message: str) -> str:
    """Return a message in the language in force."""
    tongue = _IN_FORCE.get()
    return (tongue and tongue.messages.gettext(message)) or message


def trc(context: str, message: str) -> str:
    """Return a message that means something else elsewhere: `trc("way", "Text")` is no `trc("channels", "Text")`."""
    tongue = _IN_FORCE.get()
    return (tongue and tongue.messages.pgettext(context, message)) or message


def trn(one: str, many: str, count: int) -> str:
    """Return the message that goes with a number; `{count}` in it is for the caller to fill in."""
    tongue = _IN_FORCE.get()
    english = one if count == 1 else many
    return (tongue and tongue.messages.ngettext(one, many, count)) or english


def later(message: str) -> str:
    """Return a message as it is; marks one in a table, to be translated by `tr` where it is used."""
    return message


def passage(message: str) -> Passage:
    """Return a message in the language in force, or in English, and which it is: for texts of some length."""
    tongue = _IN_FORCE.get()
    if tongue is None:
        return Passage(message)
    found = tongue.messages.gettext(message)
    return Passage(found) if found else Passage(message, ENGLISH)


def english(text: str) -> Passage:
    """Return a text that there is only in English."""
    return Passage(text, "" if current() == ENGLISH else ENGLISH)


def chosen(translations: dict[str, str], otherwise: str) -> Passage:
    """Return that of several translations which is in the language in force; `otherwise`, in English, if none is."""
    tag = current()
    if tag in translations:
        return Passage(translations[tag])
    return english(otherwise)
