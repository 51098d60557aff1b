"""Nodes -> records. Converts leaf by leaf against the model and gathers every problem instead of the first.

A node is first offered to msgspec, which is fast and decides; only where that fails does the walk look for
all that is wrong, to say it with line and column.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import msgspec
from msgspec import inspect
from rapidfuzz import process

from mhfind.source.reader import Node, Problem

T = TypeVar("T", bound=msgspec.Struct)
Path = tuple[str | int, ...]

# Bidi controls, zero-width characters that hide digits, interlinear marks. Joiners (U+200C/D) belong to scripts.
_INVISIBLE = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)


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
    """Write a path as people do: `contacts[1].value`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.lstrip(".")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ` - did you mean "..."?` as a fix, or the choices when few, or a pointer."""
    choices = sorted(known)
    best = process.extractOne(word, choices, score_cutoff=60)
    if best:
        return f'did you mean "{best[0]}"?'
    return (
        f"use one of: {', '.join(choices)}"
        if len(choices) <= 12
        else "see data/vocabulary.yaml and docs/data-policy.md"
    )


def convert(node: Node, to: type[T]) -> tuple[T | None, list[Complaint]]:
    """Convert a node to a record of class `to`: the record, or None and every complaint."""
    complaints = list(_invisible(node, ()))
    try:
        record = msgspec.convert(node.plain(), to, strict=False)
    except msgspec.ValidationError as error:
        _walk(node, _shape(to), (), complaints)
        if not complaints:
            complaints.append(Complaint((), str(error), "see the schema"))
        return None, complaints
    complaints += _derived(record, to)
    return (None, complaints) if complaints else (record, [])


@lru_cache(maxsize=32)
def _shape(to: type[msgspec.Struct]) -> inspect.Type:
    return inspect.type_info(to)


def _invisible(node: Node, path: Path) -> Iterable[Complaint]:
    value = node.value
    if isinstance(value, str):
        if value != value.strip():
            yield Complaint(
                path, "begins or ends with a blank or a line break", "remove it (in YAML: >- or |-, not > or |)"
            )
        if (value.isascii() and value.isprintable()) or not (found := _INVISIBLE.search(value)):
            return
        code = ord(found.group())
        name = unicodedata.name(found.group(), "control character").lower()
        yield Complaint(path, f"invisible character U+{code:04X} ({name})", "remove it; type the text again")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _invisible(item, (*path, place))
    else:
        for key, item in value.items():
            yield from _invisible(item, (*path, key))


def _derived(record: msgspec.Struct, to: type[msgspec.Struct], path: Path = ()) -> Iterable[Complaint]:
    """Complain of values that the program itself fills in, and of numbers written where YAML has text only."""
    for name in _derived_fields(to):
        if getattr(record, name):
            yield Complaint((*path, name), "is filled in by mhfind", "remove the field")
    for place, contact in enumerate(getattr(record, "contacts", ())):
        yield from _derived(contact, type(contact), (*path, "contacts", place))


@lru_cache(maxsize=32)
def _derived_fields(to: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in getattr(_shape(to), "fields", ())
        if isinstance(field.type, inspect.Metadata) and (field.type.extra or {}).get("derived")
    )


def _walk(node: Node, shape: inspect.Type, path: Path, complaints: list[Complaint], help_text: str = "") -> None:
    """Gather what keeps `node` from having `shape`."""
    if isinstance(shape, inspect.Metadata):
        help_text = str((shape.extra_json_schema or {}).get("description", help_text))
        _walk(node, shape.type, path, complaints, help_text)
    elif isinstance(shape, inspect.UnionType):
        options = [option for option in shape.types if not isinstance(option, inspect.NoneType)]
        _walk(node, options[0], path, complaints, help_text)
    elif isinstance(shape, inspect.StructType):
        _walk_struct(node, shape, path, complaints)
    elif isinstance(shape, inspect.VarTupleType):
        _walk_list(node, shape, path, complaints, help_text)
    elif isinstance(shape, inspect.DictType):
        _walk_dict(node, shape, path, complaints)
    elif not isinstance(node.value, str):
        complaints.append(Complaint(path, "must be one value, not a list or a mapping", "write plain text"))
    elif isinstance(shape, inspect.LiteralType):
        if node.value not in shape.values:
            complaints.append(
                Complaint(path, f"{node.value!r} is not known", did_you_mean(node.value, map(str, shape.values)))
            )
    elif isinstance(shape, inspect.IntType):
        _check_int(node.value, shape, path, complaints, help_text)
    elif isinstance(shape, inspect.StrType):
        _check_str(node.value, shape, path, complaints, help_text)


def _walk_struct(node: Node, shape: inspect.StructType, path: Path, complaints: list[Complaint]) -> None:
    if not isinstance(node.value, dict):
        complaints.append(Complaint(path, "must be a mapping of fields", "write `field: value` lines"))
        return
    fields = {field.name: field for field in shape.fields}
    for key, item in node.value.items():
        if key in fields:
            _walk(item, fields[key].type, (*path, key), complaints)
        else:
            complaints.append(Complaint((*path, key), "unknown field", did_you_mean(key, fields)))
    for name, known in fields.items():
        if known.required and name not in node.value:
            complaints.append(Complaint(path, f"{name} is missing", f"add `{name}: ...`"))


def _walk_list(
    node: Node, shape: inspect.VarTupleType, path: Path, complaints: list[Complaint], help_text: str
) -> None:
    if not isinstance(node.value, list):
        complaints.append(Complaint(path, "must be a list", "write `[a, b]`, or one `- item` a line"))
        return
    if shape.min_length and len(node.value) < shape.min_length:
        complaints.append(Complaint(path, "is empty", help_text or "name at least one"))
    for place, item in enumerate(node.value):
        _walk(item, shape.item_type, (*path, place), complaints, help_text)


def _walk_dict(node: Node, shape: inspect.DictType, path: Path, complaints: list[Complaint]) -> None:
    if not isinstance(node.value, dict):
        complaints.append(Complaint(path, "must be a mapping", "write `key: value` lines"))
        return
    for key, item in node.value.items():
        _walk(Node(key, item.line, item.column), shape.key_type, (*path, key), complaints)
        _walk(item, shape.value_type, (*path, key), complaints)


def _check_int(value: str, shape: inspect.IntType, path: Path, complaints: list[Complaint], help_text: str) -> None:
    low, high = shape.ge or 0, shape.le or 10**9
    if not value.isdecimal() or not low <= int(value) <= high:
        complaints.append(
            Complaint(path, f"{value!r} is not a whole number", f"write {low} to {high} {help_text}".rstrip())
        )


def _check_str(value: str, shape: inspect.StrType, path: Path, complaints: list[Complaint], help_text: str) -> None:
    if shape.min_length and len(value) < shape.min_length:
        complaints.append(Complaint(path, "is empty", "remove the field, or say something; absent means not known"))
    elif shape.max_length and len(value) > shape.max_length:
        what = f"has {len(value)} characters"
        complaints.append(Complaint(path, what, f"say it in at most {shape.max_length}"))
    elif shape.pattern and not re.search(shape.pattern, value):
        complaints.append(Complaint(path, f"{value!r} does not fit", f"write {help_text or 'plain ASCII text'}"))
