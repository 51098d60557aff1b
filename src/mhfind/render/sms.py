"""A program as one text message: at most 160 characters of the alphabet that every phone sends as one message.

Alphabet: 3GPP TS 23.038, section 6.2.1. Letters outside it would make a phone cut a message at 70 characters.
"""

import unicodedata
from collections.abc import Sequence

from mhfind import texts
from mhfind.errors import UsageError
from mhfind.hours import ALWAYS
from mhfind.model import Contact, Program
from mhfind.numbers import has_letters
from mhfind.tongue import tr, trc
from mhfind.visible import visible

LENGTH = 160
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")  # these take the room of two
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})
_SPELLED = ("web", "chat", "video", "visit", "email")  # channels whose value says enough, or nothing without its page


def sms(programs: Sequence[Program], *, discreet: bool) -> str:
    """Return one program as one line of at most 160 characters; a `discreet` one does not name it.

    Contacts are whole or left out. Raises UsageError unless there is just one program, and for one without a contact
    that fits.
    """
    if len(programs) != 1:
        raise UsageError(f"a text message is for one program, not {len(programs)}", "name one: mhfind show ID -f sms")
    (program,) = programs
    if program.status == "retired":
        raise UsageError(f"{program.name} has ended; no message is made for it", "search for its name")
    ways = [way for contact in texts.own_first(program.contacts) if (way := _way(contact, program, discreet=discreet))]
    name = "" if discreet else f"{alphabet(program.name)}: "
    message = name
    for way in dict.fromkeys(ways):
        separator = "" if message == name else "; "
        if size(message + separator + way) <= LENGTH:
            message += separator + way
    if message == name:
        name, message = "", next((way for way in ways if size(way) <= LENGTH), "")
    if not message:
        hint = "a discreet message has no websites; leave out --discreet" if discreet else "use another format"
        raise UsageError(f"{program.name} has no contact that fits a text message", hint)
    return f"{message}\n" if name or message.startswith("http") else f"{message[:1].upper()}{message[1:]}\n"


def _way(contact: Contact, program: Program, *, discreet: bool) -> str:
    """Return a contact in few words, "text HOME to 741741 (24/7)", or nothing if a message can't or may not have it."""
    if contact.channel == "visit" or (discreet and (contact.channel in _SPELLED or "://" in contact.value)):
        return ""
    if contact.channel == "web":
        return visible(contact.value)
    value = visible(contact.value)
    if discreet and contact.dial and has_letters(value):  # letters of a number may be the name
        value = contact.dial
    then = f", {alphabet(texts.menu_step(contact.then))}" if contact.then else ""
    always = " (24/7)" if contact.weekly == ALWAYS else ""
    tongues = "/".join(map(texts.language, contact.languages if contact.languages != program.languages else ()))
    named = trc("label", contact.label) if contact.label else tongues
    said = tongues if discreet else named  # a label may say what it is
    label = f" ({alphabet(said)})" if said else ""
    keyword = tr("{word} to ").format(word=contact.keyword) if contact.keyword else ""
    return f"{alphabet(trc('message', contact.channel))} {keyword}{value}{then}{label}{always}"


def alphabet(text: str) -> str:
    """Return text in letters of the alphabet: accents that it lacks are dropped.

    >>> alphabet("Línea de Ayuda – “24/7”")
    'Linea de Ayuda - "24/7"'
    """
    plain = visible(text).translate(_PLAIN)
    return "".join(letter if _fits(letter) else _without_accent(letter) for letter in plain)


def _fits(letter: str) -> bool:
    return letter in _BASIC or letter in _EXTENDED


def _without_accent(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if _fits(base) else "?"


def size(text: str) -> int:
    """Return how much room a text takes in a message.

    >>> size("a~")
    3
    """
    return len(text) + sum(letter in _EXTENDED for letter in text)
