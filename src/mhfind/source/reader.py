"""Text -> nodes with line and column. Strict: no aliases, tags, duplicate keys or second documents.

Reads parser events, never composed nodes, so hostile nesting and alias bombs cost nothing. Every scalar stays the
text that stands in the file: `024`, `NO` and `9:00` are not numbers, words or times here.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from mhfind.source.paths import shown

MAX_BYTES = 32 * 1024 * 1024
MAX_LINE = 20_000  # characters, in YAML
MAX_DEPTH = 16
MAX_NODES = 2_000_000  # keys and values; some 20,000 records

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"
_TOO_MANY = f"more than {MAX_NODES:,} values"

# What YAML forbids, and what it takes for a line break where no editor shows one (U+0085, U+2028, U+2029).
_CONTROL = re.compile("[^\t\n\r -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint: where, about which record and field, what is wrong, and how to fix it. Lines count from 1."""

    file: str
    line: int
    column: int
    record: str
    path: str
    what: str
    fix: str

    def __str__(self) -> str:
        about = "".join(f"{part}: " for part in (self.record, self.path) if part)
        text = f"{self.file}:{self.line}:{self.column}: {about}{self.what} - {self.fix}"
        return text.replace("\n", " ")


class UnreadableError(Exception):
    """A file that can't be read at all; holds the one problem that stopped the reading."""

    def __init__(self, file: str, line: int, column: int, what: str, fix: str) -> None:
        self.problem = Problem(file, line, column, "", "", what, fix)
        super().__init__(str(self.problem))


@dataclass(slots=True)
class Node:
    """A piece of a file and where it begins. `value`: text, a list of nodes, or a dict of nodes by key."""

    value: "str | list[Node] | dict[str, Node]"
    line: int
    column: int
    keys: dict[str, tuple[int, int]] | None = None  # where each key of a mapping stands, if known

    def plain(self) -> object:
        """Return the node as bare strings, lists and dicts."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        return {key: item.plain() for key, item in self.value.items()}

    def find(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """Return line and column of what stands at `path`, or of the nearest thing around it."""
        node, place = self, (self.line, self.column)
        for step in path:
            if isinstance(node.value, dict) and step in node.value:
                place, node = (node.keys or {}).get(str(step), place), node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                place = (node.line, node.column)
            else:
                break
        return place


def read_file(path: Path) -> Node:
    """Read a YAML or JSON file (by its ending) into nodes. Raises UnreadableError."""
    text, name = read_text(path), shown(path)
    return read_json(text, name) if path.suffix.lower() == ".json" else read_yaml(text, name)


def read_plain(path: Path) -> object:
    """Read a file as bare strings, lists and dicts, as strictly and in half the time. Raises UnreadableError."""
    text, name = read_text(path), shown(path)
    if path.suffix.lower() == ".json":
        return read_json(text, name).plain()
    _check_lines(text, name)
    return _YamlReader(text, name, positions=False).read()


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, without a byte order mark. Raises UnreadableError."""
    name = shown(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableError(name, 1, 1, error.strerror or "can't be read", "check the path") from None
    if len(data) > MAX_BYTES:
        raise UnreadableError(name, 1, 1, "larger than 32 MiB", "split it into several files")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        what = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise UnreadableError(name, line, column, what, "save the file as UTF-8") from None


def read_yaml(text: str, name: str) -> Node:
    """Read one YAML document. `name` is what problems call the file. Raises UnreadableError."""
    _check_lines(text, name)
    node = _YamlReader(text, name, positions=True).read()
    assert isinstance(node, Node)  # noqa: S101 - for the type checker
    return node


def _check_lines(text: str, name: str) -> None:
    for number, row in enumerate(text.split("\n"), 1):
        if len(row) > MAX_LINE:
            what = f"a line of {len(row):,} characters"
            raise UnreadableError(name, number, 1, what, f"keep lines under {MAX_LINE:,} characters")
        if found := _CONTROL.search(row):
            what = f"control character U+{ord(found.group()):04X}"
            raise UnreadableError(name, number, found.start() + 1, what, "remove it; type the text again")


class _YamlReader:
    """Turns parser events into nodes or, without positions, into bare values."""

    def __init__(self, text: str, name: str, *, positions: bool) -> None:
        self.name = name
        self.positions = positions
        self.nodes = 0
        self.parser = _Loader(text)

    def read(self) -> object:
        try:
            return self._document()
        except yaml.YAMLError as error:
            self._fail_syntax(error)
        finally:
            self.parser.dispose()

    def _document(self) -> object:
        get = self.parser.get_event
        get()  # stream start
        event = get()
        if isinstance(event, yaml.StreamEndEvent):
            self._fail(event, "the file is empty", "a catalog holds at least one record")
        node = self._node(get(), 0)
        get()  # document end
        event = get()
        if not isinstance(event, yaml.StreamEndEvent):
            self._fail(event, "a second document begins here", "keep one document a file; remove the '---'")
        return node

    def _node(self, event: yaml.Event, depth: int) -> object:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._fail(event, _TOO_MANY, "split the file into several catalogs")
        if depth > MAX_DEPTH:
            self._fail(event, _TOO_DEEP, "records are at most five levels deep")
        if isinstance(event, yaml.AliasEvent):
            self._fail(event, f"alias *{event.anchor}", "write the value out; aliases are not allowed")
        if event.anchor is not None:  # type: ignore[attr-defined]
            self._fail(event, "an anchor (&...) stands here", "remove it; anchors are not allowed")
        if event.tag is not None:  # type: ignore[attr-defined]
            self._fail(event, f"tag {event.tag!r}", "remove it; tags are not allowed")  # type: ignore[attr-defined]
        keys: dict[str, tuple[int, int]] = {}
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._items(depth)
        else:
            value = self._entries(depth, keys)
        if not self.positions:
            return value
        mark = _mark(event)
        return Node(value, mark.line + 1, mark.column + 1, keys or None)

    def _items(self, depth: int) -> list[object]:
        get, items = self.parser.get_event, []
        while not isinstance(event := get(), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _entries(self, depth: int, keys: dict[str, tuple[int, int]]) -> dict[str, object]:
        get, entries = self.parser.get_event, {}
        while not isinstance(event := get(), yaml.MappingEndEvent):
            self._node(event, depth + 1)  # as strict with keys as with values
            if not isinstance(event, yaml.ScalarEvent):
                self._fail(event, "a field name must be a plain word", "quote the value if it begins with { or [")
            key = event.value
            if key in entries:
                first = f" (first on line {keys[key][0]})" if self.positions else ""
                self._fail(event, f"{key!r} stands twice{first}", "keep one of the two")
            if self.positions:
                mark = _mark(event)
                keys[key] = (mark.line + 1, mark.column + 1)
            entries[key] = self._node(get(), depth + 1)
        return entries

    def _fail(self, event: yaml.Event, what: str, fix: str) -> NoReturn:
        mark = _mark(event)
        raise UnreadableError(self.name, mark.line + 1, mark.column + 1, what, fix)

    def _fail_syntax(self, error: yaml.YAMLError) -> NoReturn:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        tab = re.search(r"\btab\b|\\t", what)
        fix = "indent with spaces, not tabs" if tab else "check quotes, colons and indentation"
        raise UnreadableError(self.name, line, column, f"not readable as YAML: {what}", fix) from None


def _mark(event: yaml.Event) -> yaml.Mark:
    """Return where an event begins; events of a parser always say it."""
    mark: yaml.Mark = event.start_mark  # type: ignore[assignment]
    return mark


def read_json(text: str, name: str) -> Node:
    """Read a JSON catalog: the same records, every value a string. Raises UnreadableError; values have no lines."""
    if sum(map(text.count, ",[{")) > MAX_NODES:
        raise UnreadableError(name, 1, 1, _TOO_MANY, "split the file into several catalogs")
    try:
        return _json_node(json.loads(text, object_pairs_hook=_json_fields, parse_int=str, parse_float=str), 0)
    except json.JSONDecodeError as error:
        what, line, column = f"not readable as JSON: {error.msg}", error.lineno, error.colno
        raise UnreadableError(name, line, column, what, "check quotes, commas and brackets") from None
    except (ValueError, RecursionError) as error:
        what = _TOO_DEEP if isinstance(error, RecursionError) else str(error)
        raise UnreadableError(name, 1, 1, what, "write strings, lists and objects only, each field once") from None


def _json_fields(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        ((twice, _),) = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"{twice!r} stands twice in one object")
    return found


def _json_node(value: object, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise ValueError(_TOO_DEEP)
    if isinstance(value, dict):
        return Node({key: _json_node(item, depth + 1) for key, item in value.items()}, 1, 1)
    if isinstance(value, list):
        return Node([_json_node(item, depth + 1) for item in value], 1, 1)
    if not isinstance(value, str):
        raise ValueError(f"{json.dumps(value)} is not text")  # noqa: TRY004 - told like the others
    return Node(value, 1, 1)
