"""Nodes -> records. Converts leaf by leaf against the model and gathers every problem instead of the first.

A node is first offered to msgspec, which is fast and decides; only where that fails does the walk look for
all that is wrong, to say it with line and column.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TypeVar

import msgspec
from msgspec import inspect
from rapidfuzz import process

from mhfind.model import AREA, DATE, ID, LANGUAGE, ONE_LINE, PARTIAL_DATE, PRINTABLE, SLUG, URL
from mhfind.schema import derived_fields
from mhfind.source.reader import Node, Problem
from mhfind.visible import UNSEEN

T = TypeVar("T", bound=msgspec.Struct)
Path = tuple[str | int, ...]

MAX_COMPLAINTS = 1000  # of one record; nobody reads more
_LONG = 60  # characters of a value that a complaint repeats
_NEAR = 80  # of 100: how like a word must be to be suggested; "drugs" is not "eating-disorders"
_FEW = 12  # choices that a complaint lists

# How to write what has a pattern.
_FORMS = {
    ID: "<country>-<slug> or world-<slug>, in small letters, digits and hyphens",
    SLUG: "small letters, digits and hyphens",
    DATE: "a day as YYYY-MM-DD",
    PARTIAL_DATE: "YYYY, YYYY-MM or YYYY-MM-DD",
    LANGUAGE: "a BCP 47 tag such as en, es or ase",
    AREA: "a code such as US or US-OH, or WORLD",
    URL: "a web address, from https:// on",
    ONE_LINE: "one line of text",
    PRINTABLE: "plain ASCII characters",
}

_NOTHING = {"", "~", "null", "Null", "NULL"}  # what people write in YAML for "no value"
_WHOLE = re.compile("0|[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong at a path within a record, and the fix."""

    path: Path
    what: str
    fix: str


def problems_at(node: Node, file: str, record: str, complaints: Iterable[Complaint]) -> list[Problem]:
    """Give complaints their line and column."""
    found = []
    for complaint in complaints:
        line, column = node.find(complaint.path)
        found.append(Problem(file, line, column, record, dotted(complaint.path), complaint.what, complaint.fix))
    return found


def dotted(path: Path) -> str:
    """Write a path as people do.

    >>> dotted(("contacts", 1, "value"))
    'contacts[1].value'
    """
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.lstrip(".")


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "see data/vocabulary.yaml") -> str:
    """Return the fix for an unknown word: the nearest known one, or the choices when few, or what else to do."""
    choices = sorted(known)
    best = process.extractOne(word, choices, score_cutoff=_NEAR) if len(word) <= _LONG else None
    if best:
        return f'did you mean "{best[0]}"?'
    if 0 < len(choices) <= _FEW:
        return f"use one of: {', '.join(choices)}"
    return otherwise


def hidden_character(text: str) -> str:
    r"""Name the first control, bidi mark or other hidden character but the line break, or return nothing.

    >>> hidden_character("98\u200b8"), hidden_character("988")
    ('invisible character U+200B (zero width space)', '')
    """
    if (text.isascii() and text.isprintable()) or not (found := UNSEEN.search(text)):
        return ""
    name = unicodedata.name(found.group(), "control character").lower()
    return f"invisible character U+{ord(found.group()):04X} ({name})"


def convert(node: Node, to: type[T]) -> tuple[T | None, list[Complaint]]:
    """Convert a node to a record of class `to`: the record, or None and every complaint (up to MAX_COMPLAINTS)."""
    plain = node.plain()
    complaints = list(islice(_text_faults(plain, ()), MAX_COMPLAINTS))
    try:
        record = msgspec.convert(plain, to, strict=False)
    except msgspec.ValidationError as error:
        complaints += islice(_walk(node, _shape(to), ()), MAX_COMPLAINTS)
        return None, complaints or [Complaint((), str(error), "see `mhfind catalog schema`")]
    return (None, complaints) if complaints else (record, [])


def convert_plain(value: object, to: type[T]) -> T | None:
    """Convert bare strings, lists and dicts to a record, or return None if there is anything to complain of."""
    try:
        record = msgspec.convert(value, to, strict=False)
    except msgspec.ValidationError:
        return None
    return record if _is_clean(value) else None


@cache
def _shape(to: type[msgspec.Struct]) -> inspect.Type:
    return inspect.type_info(to)


def _is_clean(value: object) -> bool:
    """Tell whether `_text_faults` has nothing to say, as fast as can be told."""
    if isinstance(value, str):
        return value not in _NOTHING and value == value.strip() and not hidden_character(value)
    if isinstance(value, dict):
        return derived_fields().isdisjoint(value) and all(map(_is_clean, value.values()))
    return isinstance(value, list) and all(map(_is_clean, value))


def _text_faults(value: object, path: Path) -> Iterator[Complaint]:
    """Complain of what no value may be: nothing, hidden characters, blanks around it; and of derived fields."""
    if isinstance(value, str):
        if value in _NOTHING:
            yield Complaint(path, "is empty", "remove the field, or say something; absent means not known")
        elif value != value.strip():
            fix = "remove it (in YAML: >- or |-, not > or |)"
            yield Complaint(path, "begins or ends with a blank or a line break", fix)
        if what := hidden_character(value):
            yield Complaint(path, what, "remove it; type the text again")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _text_faults(item, (*path, place))
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in derived_fields():
                yield Complaint((*path, key), "is filled in by mhfind", "remove the field")
            yield from _text_faults(item, (*path, key))


def _walk(node: Node, shape: inspect.Type, path: Path, help_text: str = "") -> Iterator[Complaint]:
    """Yield what keeps `node` from having `shape`."""
    if isinstance(shape, inspect.Metadata):
        help_text = str((shape.extra_json_schema or {}).get("description", help_text))
        yield from _walk(node, shape.type, path, help_text)
    elif isinstance(shape, inspect.UnionType):
        options = [option for option in shape.types if not isinstance(option, inspect.NoneType)]
        yield from _walk(node, options[0], path, help_text)
    elif isinstance(node.value, str) and node.value in _NOTHING:
        return  # said already
    elif isinstance(shape, inspect.StructType):
        yield from _walk_struct(node, shape, path)
    elif isinstance(shape, inspect.VarTupleType):
        yield from _walk_list(node, shape, path, help_text)
    elif isinstance(shape, inspect.DictType):
        yield from _walk_dict(node, shape, path)
    elif not isinstance(node.value, str):
        yield Complaint(path, "must be one value, not a list or a mapping", "write plain text")
    else:
        yield from _check_text(node.value, shape, path, help_text)


def _walk_struct(node: Node, shape: inspect.StructType, path: Path) -> Iterator[Complaint]:
    if not isinstance(node.value, dict):
        yield Complaint(path, "must be a mapping of fields", "write `field: value` lines")
        return
    fields = {field.name: field for field in shape.fields if field.name not in derived_fields()}
    for key, item in node.value.items():
        if key in fields:
            yield from _walk(item, fields[key].type, (*path, key))
        elif key not in derived_fields():
            yield Complaint((*path, key), "unknown field", did_you_mean(key, fields, "see `mhfind catalog schema`"))
    for name, known in fields.items():
        if known.required and name not in node.value:
            yield Complaint(path, f"{name} is missing", f"add `{name}: ...`")


def _walk_list(node: Node, shape: inspect.VarTupleType, path: Path, help_text: str) -> Iterator[Complaint]:
    if not isinstance(node.value, list):
        yield Complaint(path, "must be a list", "write `[a, b]`, or one `- item` a line")
        return
    if shape.min_length and len(node.value) < shape.min_length:
        yield Complaint(path, "is empty", help_text or "name at least one")
    for place, item in enumerate(node.value):
        yield from _walk(item, shape.item_type, (*path, place), help_text)


def _walk_dict(node: Node, shape: inspect.DictType, path: Path) -> Iterator[Complaint]:
    if not isinstance(node.value, dict):
        yield Complaint(path, "must be a mapping", "write `key: value` lines")
        return
    for key, item in node.value.items():
        yield from _walk(Node(key, item.line, item.column), shape.key_type, (*path, key))
        yield from _walk(item, shape.value_type, (*path, key))


def _check_text(value: str, shape: inspect.Type, path: Path, help_text: str) -> Iterator[Complaint]:
    """Yield what keeps a text from having the shape of a leaf."""
    if isinstance(shape, inspect.LiteralType):
        if value not in shape.values:
            yield Complaint(path, f"{_brief(value)} is not known", did_you_mean(value, map(str, shape.values)))
    elif isinstance(shape, inspect.IntType):
        low, high = shape.ge or 0, shape.le or 10**8
        if not _WHOLE.fullmatch(value) or not low <= int(value) <= high:
            what = f"{_brief(value)} is not a whole number from {low} to {high}"
            yield Complaint(path, what, "write digits only, or remove the field")
    elif isinstance(shape, inspect.StrType):
        if shape.max_length and len(value) > shape.max_length:
            yield Complaint(path, f"has {len(value)} characters", f"say it in at most {shape.max_length}")
        elif shape.pattern and not re.search(shape.pattern, value):
            form = _FORMS.get(shape.pattern) or help_text
            yield Complaint(path, f"{_brief(value)} does not fit", f"write {form}")


def _brief(value: str) -> str:
    """Return a value in quotes, with controls escaped; its beginning, where it is long."""
    return repr(value if len(value) <= _LONG else f"{value[:_LONG]}...")
