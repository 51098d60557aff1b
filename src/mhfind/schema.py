"""The JSON Schemas of records, made from the model: what a contributor writes, and what programs read."""

import json
from typing import Any

import msgspec

from mhfind.model import Program

SCHEMAS = ("source", "output")
_NEEDED_WHEN_RETIRED = ["retired_on", "reason"]
_NEEDED_OTHERWISE = ["summary", "first_step", "contacts", "crisis_line"]


def schema_text(form: str) -> str:
    """Return a schema as indented JSON: `source` for files of records, `output` for one record in JSON output."""
    schema = _source_schema() if form == "source" else _output_schema()
    return json.dumps(schema, indent=2) + "\n"


def _source_schema() -> dict[str, Any]:
    """Return the schema of a file of records, with hints for editors that begin with (required) or (optional)."""
    schema, components = msgspec.json.schema_components([Program], ref_template="#/$defs/{name}")
    for component in components.values():
        properties = component.get("properties", {})
        for name in [name for name, field in properties.items() if field.pop("derived", False)]:
            del properties[name]
        for name, field in properties.items():
            needed = "required" if name in component.get("required", []) else "optional"
            field["description"] = f"({needed}) {field.get('description', name.replace('_', ' '))}"
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


def _output_schema() -> dict[str, Any]:
    """Return the schema of a record as JSON output has it: every field present, null or empty where nothing is said."""
    schema, components = msgspec.json.schema_components([Program], ref_template="#/$defs/{name}")
    for component in components.values():
        properties = component.get("properties", {})
        properties.pop("note", None)
        for field in properties.values():
            field.pop("derived", None)
        component["required"] = list(properties)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mhfind program, output form",
        **schema[0],
        "$defs": components,
    }
