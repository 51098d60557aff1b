"""The one written form of a file of records: sorted by id, fields in the order of the model, one style of quotes.

Writing it keeps every value. Comments within records can't be kept, so a file that has any is left alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import yaml

from mhfind.errors import CatalogError
from mhfind.model import Address, Contact, FormerContact, Program, Source, Translation
from mhfind.source.files import ENDING
from mhfind.source.paths import shown
from mhfind.source.reader import Node, UnreadableError, read_text, read_yaml

SCHEMA = "schema/programs.schema.json"
HEADER = "# yaml-language-server: $schema={schema}"
# Always in quotes: what a reader of YAML may take for a number, a time or a key.
QUOTED = {"value", "dial", "keyword", "then", "hours", "hours_text", "abroad", "url", "use", "label", "charge"}
# Never in quotes: words, ages and days, which mean the same to every reader of this project's files.
PLAIN = {
    *("crisis_line", "interpreters", "anonymous", "on_bill", "sensitive", "still_works", "emergency_services"),
    *("min_age", "max_age", "retired_on", "since", "read", "page_date", "reread"),
}
_FLOWING = {"contacts", "former_contacts", "sources"}
_FIELDS: dict[str, type[msgspec.Struct]] = {  # what stands under a key
    "contacts": Contact,
    "former_contacts": FormerContact,
    "sources": Source,
    "address": Address,
}
_RESOLVER = yaml.resolver.Resolver()
_ENDING = re.compile(re.escape(ENDING).replace(r"\{count\}", r"\d+"))


def canonical_text(path: Path) -> str:
    """Return the canonical text of a file of records. Raises as `edited_text` does."""
    return edited_text(path, lambda _: None)


def edited_text(path: Path, edit: Callable[[list[Node]], None]) -> str:
    """Return the canonical text of a file of records after an edit of its records.

    Raises CatalogError for a comment that would be lost, and for a file that holds no list of records in YAML;
    UnreadableError for a file that can't be read.
    """
    if path.suffix.lower() == ".json":
        raise CatalogError(f"{shown(path)}: only YAML has a canonical form", "leave JSON as it is")
    text = read_text(path)
    node = read_yaml(text, shown(path))
    if not isinstance(node.value, list):
        raise CatalogError(f"{shown(path)}: must be a list of records", "begin each record with `- id: ...`")
    for number, comment in _comments(text):
        if not (number == 1 and text.startswith("#")) and not _ENDING.fullmatch(comment):
            raise CatalogError(
                f"{shown(path)}:{number}: a comment would be lost: {comment}",
                "move what it says into the record's `note` field, then run this again",
            )
    edit(node.value)
    records = sorted(node.value, key=_id)
    ending = ENDING.format(count=len(records))
    written = "\n\n".join([*_header(text, path), *map(_record, records), ending]) + "\n"
    _check_same(written, records, shown(path))
    return written


def records_text(programs: Iterable[Program]) -> str:
    """Return records (without derived fields) as a file that can be edited and read again, in canonical form."""
    records = sorted((_node(msgspec.to_builtins(program)) for program in programs), key=_id)
    return "\n\n".join([*map(_record, records), ENDING.format(count=len(records))]) + "\n"


def _node(value: object) -> Node:
    """Return a value as it would be read: every scalar is text."""
    if isinstance(value, dict):
        return Node({key: _node(item) for key, item in value.items()}, 0, 0)
    if isinstance(value, list | tuple):
        return Node([_node(item) for item in value], 0, 0)
    return Node(str(value), 0, 0)


def _check_same(written: str, records: list[Node], name: str) -> None:
    """Raise CatalogError unless `written` reads back as `records`: no digit may change on the way."""
    try:
        same = read_yaml(written, name).plain() == [record.plain() for record in records]
        what = "values would change"
    except UnreadableError as error:
        same, what = False, error.problem.what
    if not same:
        raise CatalogError(f"{name}: can't be written in canonical form: {what}", "run `mhfind catalog validate` on it")


def _header(text: str, path: Path) -> list[str]:
    """Return the comment on the first line; without one, a pointer to the schema for the project's own files."""
    first = text.split("\n", 1)[0].rstrip()
    if first.startswith("#") and not _ENDING.fullmatch(first):
        return [first]
    near = [f"{up}{SCHEMA}" for up in ("../", "../../") if (path.parent / f"{up}{SCHEMA}").is_file()]
    return [HEADER.format(schema=schema) for schema in near[:1]]


def _id(node: Node) -> str:
    written = node.value.get("id") if isinstance(node.value, dict) else None
    return written.value if written and isinstance(written.value, str) else ""


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Yield line number and text of every comment: a `#` that no scalar covers."""
    masked = list(text)
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            if token.style in ("|", ">"):  # a comment may stand behind the mark of a block
                start = text.index("\n", start)
            masked[start:end] = ["\n" if letter == "\n" else " " for letter in masked[start:end]]
    for number, line in enumerate("".join(masked).split("\n"), 1):
        if "#" in line:
            yield number, text.split("\n")[number - 1][line.index("#") :].strip()


def _record(node: Node) -> str:
    events = [yaml.StreamStartEvent(), yaml.DocumentStartEvent(explicit=False)]
    events += [yaml.SequenceStartEvent(None, None, True, flow_style=False)]
    events += _events(node, "", Program.__struct_fields__)
    events += [yaml.SequenceEndEvent(), yaml.DocumentEndEvent(explicit=False), yaml.StreamEndEvent()]
    written: str = yaml.emit(events, Dumper=yaml.SafeDumper, width=1_000_000, allow_unicode=True)
    return written.rstrip("\n")


def _events(node: Node, name: str, order: tuple[str, ...], flow: bool = False) -> Iterator[yaml.Event]:
    """Yield the events that write `node`, which stands under the key `name` and has its fields in this `order`."""
    if isinstance(node.value, str):
        quoted = name in QUOTED or (name not in PLAIN and _is_no_text(node.value))
        block = "\n" in node.value and node.value == node.value.strip() and not flow
        style = '"' if quoted else "|" if block else None
        yield yaml.ScalarEvent(None, None, (not quoted, True), node.value, style=style)
    elif isinstance(node.value, list):
        inline = flow or name not in _FLOWING
        yield yaml.SequenceStartEvent(None, None, True, flow_style=inline)
        for item in node.value:
            yield from _events(item, name, _order(name), flow=True)
        yield yaml.SequenceEndEvent()
    else:
        yield yaml.MappingStartEvent(None, None, True, flow_style=flow)
        for key in sorted(node.value, key=lambda key: (order.index(key) if key in order else len(order), key)):
            yield yaml.ScalarEvent(None, None, (True, True), key)
            inner = Translation.__struct_fields__ if name == "translations" else _order(key)
            yield from _events(node.value[key], key, inner, flow)
        yield yaml.MappingEndEvent()


def _order(name: str) -> tuple[str, ...]:
    """Return the fields of what stands under `name`, in their order."""
    return _FIELDS[name].__struct_fields__ if name in _FIELDS else ()


def _is_no_text(value: str) -> bool:
    """Tell whether YAML 1.1 would read a bare `value` as something other than text."""
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return tag != "tag:yaml.org,2002:str"
