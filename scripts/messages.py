"""The messages of mhfind and their translations: gathers what the program and its data say, and keeps the PO files up.

A message is what stands in `tr`, `trc`, `trn` or `later` in the code, and what the data calls things: labels and
descriptions of the vocabulary, kinds of danger, names of places, languages, zones, days and months.
"""

import ast
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from mhfind import texts
from mhfind.model import Vocabulary
from mhfind.source.files import Bundle, read_bundle
from mhfind.views.crisis import SERVICES

ROOT = Path(__file__).parents[1]
CODE = ROOT / "src/mhfind"
Key = tuple[str, str | tuple[str, str]]  # context ("" for none), and the message or its singular and plural


def po_files() -> list[Path]:
    """Return the translations there are."""
    return sorted((CODE / "locale").glob("*/LC_MESSAGES/mhfind.po"))


@cache
def messages() -> dict[Key, tuple[str, ...]]:
    """Return every message with the files it comes from."""
    found: dict[Key, set[str]] = {}
    for path in CODE.rglob("*.py"):
        for key in _in_code(path):
            found.setdefault(key, set()).add(path.relative_to(ROOT).as_posix())
    for file, context, text in _data(read_bundle(ROOT / "data")):
        found.setdefault((context, text), set()).add(file)
    return {key: tuple(sorted(files)) for key, files in sorted(found.items(), key=lambda item: str(item[0]))}


def _in_code(path: Path) -> Iterator[Key]:
    """Yield the messages of a module. Its syntax tree has those within f-strings, which Babel's own way passes over."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            match node.func.id, [getattr(argument, "value", None) for argument in node.args]:
                case "tr" | "later", [str(message)]:
                    yield "", message
                case "trc", [str(context), str(message)]:
                    yield context, message
                case "trn", [str(one), str(many), *_]:
                    yield "", (one, many)


def _data(bundle: Bundle) -> Iterator[tuple[str, str, str]]:
    """Yield file, context and text of the messages in data."""
    vocabulary = "data/vocabulary.yaml"
    for name in Vocabulary.__struct_fields__:
        for term in getattr(bundle.vocabulary, name):
            yield vocabulary, name, term.label
            if name in ("types", "routes", "reasons", "topics", "audiences"):  # the others' are never shown
                yield vocabulary, "", term.description
            if term.benefit:
                yield vocabulary, "", term.benefit
    for danger in bundle.crisis.kinds:
        yield "data/crisis.yaml", "", danger.notice
    for name in (*bundle.places.countries.values(), *bundle.places.regions.values(), "worldwide"):
        yield "data/places.yaml", "place", name
    yield from (("src/mhfind/views/crisis.py", "service", name) for name in SERVICES.values())
    tables = {
        "language": texts.LANGUAGES.values(),
        "zone": texts.ZONES.values(),
        "day": texts.DAY_NAMES,
        "month": texts.MONTHS[1:],
        "in a date": [month[:3] for month in texts.MONTHS[1:]],
        "way": texts.WAYS.values(),
        "label": texts.LABELS,
        **WORDS,
    }
    for context, words in tables.items():
        yield from (("src/mhfind/texts.py", context, word) for word in words)


# Values of records that are shown as they are, and what may be typed in the menu.
WORDS = {
    "message": ("call", "text", "chat", "whatsapp", "video", "tty", "email"),
    "answer": ("yes", "no", "with consent"),
    "answered by": ("peer", "volunteer", "counselor", "clinician"),
    "caller": ("self", "family", "professional"),
    "former": ("replaced", "closed", "misprint", "undialable"),
    "source": ("first-party", "government", "other", "live page", "archived page", "called", "texted", "emailed"),
    "list": ("Topics", "Audiences"),
}


def read(path: Path) -> Catalog:
    """Return the translations in a PO file."""
    return read_po(BytesIO(path.read_bytes()), abort_invalid=True)


def updated(path: Path) -> str:
    """Return the text of a PO file with every message there is, translated as far as it is, and no others."""
    head = path.read_text("utf-8").partition("\n\n")[0]
    old, new = read(path), read_po(BytesIO(f"{head}\n".encode()))
    for (context, message), files in messages().items():
        known = old.get(message if isinstance(message, str) else message[0], context or None)
        translation = known.string if known else ""
        new.add(message, translation, locations=[(file, 0) for file in files], context=context or None)
    out = BytesIO()
    write_po(out, new, width=0, omit_header=True, include_lineno=False)
    return f"{head}\n\n{out.getvalue().decode()}".rstrip("\n") + "\n"


def untranslated(path: Path) -> list[str]:
    """Return the messages that a PO file has no words for."""
    found = {_key(message): message for message in read(path) if message.id}
    return [str(key) for key in messages() if key not in found or not all(_strings(found[key]))]


def misfits(path: Path) -> list[str]:
    """Return the translations whose places to fill in ("{count}") are not those of the message."""
    wrong = []
    for message in read(path):
        if message.id:
            wanted = set().union(*map(_places, [message.id] if isinstance(message.id, str) else message.id))
            wrong += [text for text in _strings(message) if text and _places(text) != wanted]
    return wrong


def _key(message: Message) -> Key:
    found = message.id
    return (message.context or "", found if isinstance(found, str) else (found[0], found[1]))


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
