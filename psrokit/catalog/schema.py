"""The JSON schema of an experiment file: what editors need to complete and check it, derived from the dataclasses."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import Any

from psrokit.catalog.building import Components
from psrokit.catalog.leaves import adapter
from psrokit.catalog.options import (
    Option,
    bare,
    is_structured,
    kind_of,
    list_items,
    mapping_item,
    options,
    summary,
    union_members,
)
from psrokit.component import KINDS
from psrokit.errors import PsrokitError
from psrokit.experiment import LATER, Experiment

Schema = dict[str, Any]


def experiment_schema(components: Components) -> Schema:
    """The schema (draft 2020-12) of an experiment file, with a definition for every kind of component."""
    definitions = {kind: _kind_schema(components, kind) for kind in KINDS}
    own = options(Experiment)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "psrokit experiment",
        "type": "object",
        "properties": {option.name: _property(option) for option in own},
        "required": [option.name for option in own if option.required and option.name not in LATER],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _kind_schema(components: Components, kind: str) -> Schema:
    """A component of a kind: its name if it needs no option, or a mapping with its name and options."""
    schemas = {name: _component_schema(components, kind, name) for name in components.names(kind)}
    short = [name for name, schema in schemas.items() if schema["required"] == ["use"]]
    choices: list[Schema] = [{"enum": short}] if short else []
    if kind == "policy":
        choices.append({"type": "string", "pattern": ":", "description": "a reference, such as run:NAME/7/ROLE/MEMBER"})
    choices += schemas.values()
    return {"anyOf": choices} if choices else {"not": {}}


def _component_schema(components: Components, kind: str, name: str) -> Schema:
    """A component with its options; without them, and with the reason, if it cannot be used on this machine."""
    try:
        schema = _object_schema(components.component(kind, name))
    except PsrokitError as error:
        schema = {"type": "object", "description": f"cannot be used here: {error}", "properties": {}, "required": []}
    schema["properties"] = {"use": {"const": name}, **schema["properties"]}
    schema["required"] = ["use", *schema["required"]]
    return schema


def _object_schema(cls: type) -> Schema:
    own = options(cls)
    return {
        "type": "object",
        "description": summary(cls),
        "properties": {option.name: _property(option) for option in own},
        "required": [option.name for option in own if option.required],
        "additionalProperties": False,
    }


def _property(option: Option) -> Schema:
    schema = dict(_type_schema(option.annotation))
    if option.doc:
        schema["description"] = option.doc
    if not option.required:
        schema["default"] = option.default
    return schema


def _type_schema(annotation: Any) -> Schema:
    if not is_structured(annotation):
        return _leaf_schema(annotation)
    annotation = bare(annotation)
    if kind := kind_of(annotation):
        return {"$ref": f"#/$defs/{kind.name}"}
    if members := union_members(annotation):
        return {"anyOf": [_type_schema(member) for member in members]}
    if is_dataclass(annotation) and isinstance(annotation, type):
        return _object_schema(annotation)
    return _collection_schema(annotation)


def _collection_schema(annotation: Any) -> Schema:
    if (item := mapping_item(annotation)) is not None:
        return {"type": "object", "additionalProperties": _type_schema(item)}
    first, *rest = list_items(annotation, 1) or [Any]
    if not rest:
        return {"type": "array", "items": _type_schema(first)}
    types = [_type_schema(item) for item in (first, *rest)]
    return {"type": "array", "prefixItems": types, "minItems": len(types), "maxItems": len(types)}


def _leaf_schema(annotation: Any) -> Schema:
    """What pydantic says about a type, with its definitions (of enumerations, say) written where they are used."""
    schema = adapter(annotation).json_schema()
    definitions = schema.pop("$defs", {})

    def written_out(part: Any) -> Any:
        if isinstance(part, dict):
            part = definitions.get(str(part.get("$ref", "")).rpartition("/")[2], part)
            return {key: written_out(item) for key, item in part.items()}
        return [written_out(item) for item in part] if isinstance(part, list) else part

    written: Schema = written_out(schema)
    return written
