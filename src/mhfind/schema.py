"""The JSON Schemas of records, made from the model: what a contributor writes, and what programs read."""

import json
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from mhfind.model import PARTIAL_DATE, Contact, Program

SCHEMAS = ("source", "output")
_NEEDED_WHEN_RETIRED = ["retired_on", "reason"]
_NEEDED_OTHERWISE = ["summary", "first_step", "contacts"]
_YEAR = {"type": "integer", "minimum": 1900, "maximum": 2100}  # how an editor reads a bare `page_date: 2025`


def schema_text(form: str) -> str:
    """Return a schema as indented JSON: `source` for files of records, `output` for one record in JSON output."""
    schema = _source_schema() if form == "source" else _output_schema()
    return json.dumps(schema, indent=2) + "\n"


@cache
def derived_fields() -> frozenset[str]:
    """Return the names of fields that only mhfind itself fills in, when a catalog is compiled."""
    fields = (field for struct in (Program, Contact) for field in getattr(inspect.type_info(struct), "fields", ()))
    return frozenset(
        field.name
        for field in fields
        if isinstance(field.type, inspect.Metadata) and (field.type.extra or {}).get("derived")
    )


def _source_schema() -> dict[str, Any]:
    """Return the schema of a file of records, with hints for editors that begin with (required) or (optional)."""
    schema, components = msgspec.json.schema_components([Program], ref_template="#/$defs/{name}")
    for component in components.values():
        component["properties"] = {
            name: _written(name, field, needed=name in component.get("required", ()))
            for name, field in component["properties"].items()
            if name not in derived_fields()
        }
    program = components["Program"]
    retired = {"properties": {"status": {"const": "retired"}}}
    program["if"] = retired
    program["then"] = {"required": _NEEDED_WHEN_RETIRED}
    program["else"] = {"required": _NEEDED_OTHERWISE, "anyOf": [{"required": ["payment"]}, {"required": ["cost_note"]}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mhfind catalog, source form",
        "type": "array",
        "items": schema[0],
        "$defs": components,
    }


def _written(name: str, field: dict[str, Any], *, needed: bool) -> dict[str, Any]:
    """Return the schema of a field as it is written: absent, and never null, where the source says nothing."""
    (told,) = (option for option in field.get("anyOf", [field]) if option != {"type": "null"})
    kept = {key: value for key, value in told.items() if key not in ("default", "description")}
    if kept.get("pattern") == PARTIAL_DATE:
        kept = {"anyOf": [kept, _YEAR]}
    hint = told.get("description") or field.get("description") or name.replace("_", " ")
    return {"description": f"({'required' if needed else 'optional'}) {hint}", **kept}


def _output_schema() -> dict[str, Any]:
    """Return the schema of a record as JSON output has it: every field present, null or empty where nothing is said."""
    schema, components = msgspec.json.schema_components([Program], ref_template="#/$defs/{name}")
    for component in components.values():
        properties = component["properties"]
        properties.pop("note", None)
        component["required"] = list(properties)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mhfind program, output form",
        **schema[0],
        "$defs": components,
    }
