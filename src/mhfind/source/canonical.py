"""The one written form of a file of records: sorted by id, fields in the order of the model, one style of quotes.

Writing it keeps every value. Comments within records can't be kept, so a file that has any is left alone.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import yaml

from mhfind.errors import CatalogError
from mhfind.model import Address, Contact, FormerContact, Program, Source, Translation
from mhfind.source.files import ENDING, shown
from mhfind.source.reader import Node, read_file

HEADER = "# yaml-language-server: $schema={schema}"
QUOTED = {"value", "dial", "keyword", "then", "hours", "hours_text", "abroad", "url", "use", "label", "charge"}
PLAIN = {
    *("crisis_line", "interpreters", "anonymous", "on_bill", "sensitive", "still_works", "emergency_services"),
    *("min_age", "max_age", "retired_on", "since", "read", "page_date", "reread"),
}
_FLOWING = {"contacts", "former_contacts", "sources"}
_RESOLVER = yaml.resolver.Resolver()


def canonical_text(path: Path) -> str:
    """Return the canonical text of a file of records.

    Raises CatalogError for a comment that would be lost, and UnreadableError for a file that can't be read.
    """
    node = read_file(path, shown(path))
    text = path.read_text("utf-8-sig")
    lines = text.split("\n")
    schema = "../../schema/programs.schema.json" if path.parent.name == "programs" else "../schema/programs.schema.json"
    header = lines[0] if lines[0].startswith("#") else HEADER.format(schema=schema)
    for number, comment in _comments(text):
        if number > 1 and not (comment.startswith("# ") and comment.endswith(" records. The end.")):
            raise CatalogError(
                f"{shown(path)}:{number}: a comment would be lost: {comment}",
                "move what it says into the record's `note` field, then run this again",
            )
    if not isinstance(node.value, list):
        raise CatalogError(f"{shown(path)}: must be a list of records", "begin each record with `- id: ...`")
    records = sorted(node.value, key=_id)
    return "\n\n".join([header, *map(_record, records), ENDING.format(count=len(records))]) + "\n"


def _id(node: Node) -> str:
    written = node.value.get("id") if isinstance(node.value, dict) else None
    return str(written.value) if written else ""


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Yield line number and text of every comment: a `#` that no scalar covers."""
    masked = list(text)
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.ScalarToken):
            for place in range(token.start_mark.index, token.end_mark.index):
                if masked[place] == "#":
                    masked[place] = " "
    for number, line in enumerate("".join(masked).split("\n"), 1):
        if "#" in line:
            place = line.index("#")
            yield number, text.split("\n")[number - 1][place:].strip()


def _record(node: Node) -> str:
    events = [yaml.StreamStartEvent(), yaml.DocumentStartEvent(explicit=False)]
    events += [
        yaml.SequenceStartEvent(None, None, True, flow_style=False),
        *_events(node, "", Program.__struct_fields__),
    ]
    events += [yaml.SequenceEndEvent(), yaml.DocumentEndEvent(explicit=False), yaml.StreamEndEvent()]
    written: str = yaml.emit(events, Dumper=yaml.SafeDumper, width=1_000_000, allow_unicode=True)
    return written.rstrip("\n")


def _events(node: Node, name: str, order: tuple[str, ...], flow: bool = False) -> Iterator[yaml.Event]:
    if isinstance(node.value, str):
        quoted = name in QUOTED or (name not in PLAIN and _is_no_text(node.value))
        yield yaml.ScalarEvent(None, None, (not quoted, True), node.value, style='"' if quoted else None)
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
            yield from _events(node.value[key], key, _order(key), flow)
        yield yaml.MappingEndEvent()


def _order(name: str) -> tuple[str, ...]:
    """Return the fields of what stands under `name`, in their order."""
    structs: dict[str, type[msgspec.Struct]] = {
        "contacts": Contact,
        "former_contacts": FormerContact,
        "sources": Source,
        "address": Address,
        "es": Translation,
    }
    return structs[name].__struct_fields__ if name in structs else ()


def _is_no_text(value: str) -> bool:
    """Tell whether YAML 1.1 would read a bare `value` as something other than text."""
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return tag != "tag:yaml.org,2002:str"
