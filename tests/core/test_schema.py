"""The JSON schema of experiment files: it accepts what can be read and refuses what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from drafts import PARTS, WHOLE, changed

from psrokit.catalog import load_catalog
from psrokit.reading.strict_yaml import parse_yaml, read_yaml

EXPERIMENTS = Path(__file__).parents[2] / "experiments"


@pytest.fixture(scope="module")
def schema() -> dict[str, object]:
    return load_catalog([PARTS]).schema()


def valid(schema: dict[str, object], text: str) -> bool:
    tree = parse_yaml(text, lambda line, column: f"{line}:{column}").plain()
    return jsonschema.Draft202012Validator(schema).is_valid(tree)


def test_the_schema_is_one_and_can_be_printed(schema: dict[str, object]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema, allow_nan=False)) == schema


def test_the_schema_accepts_the_experiments(schema: dict[str, object]) -> None:
    files = sorted(EXPERIMENTS.rglob("*.yaml"))
    assert files
    for file in files:
        jsonschema.validate(read_yaml(file).plain(), schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        changed("executor: here\n", ""),
        changed("[still]", "{thrower: [still], guesser: [{use: blend, parts: [still, 'run:x/1']}]}"),
        changed("10", "10\n  fallback: {use: still}\n  limits: {a: 1}\n  pair: [1, 2.5]\n  ceiling: ~"),
        changed("10", "10\n  schedule: {start: 1}\n  mode: thorough"),
        changed("sides: 2", "table: x.csv, payoffs: [[1, 2]]"),
    ],
)
def test_the_schema_accepts_what_can_be_read(text: str, schema: dict[str, object]) -> None:
    assert valid(schema, text)


@pytest.mark.parametrize(
    "text",
    [
        changed("iterations: 3", "iterations: -1"),
        changed("iterations: 3\n", ""),
        changed("iterations: 3", "iterations: 3\nname: a/b"),
        changed("iterations: 3", "iterations: 3\nnonsense: 1"),
        changed("budget: 10", "budget: ten"),
        changed("budget: 10", "bugdet: 10"),
        changed("  use: search\n  budget: 10\n", "  search\n"),
        changed("use: search", "use: saerch"),
        changed("meta_solver: flat", "meta_solver: count"),
        changed("sides: 2", "sides: 1"),
        changed("10", "10\n  mode: slow"),
        changed("10", "10\n  pair: [1]"),
        changed("10", "10\n  fallback: {use: still, patience: x}"),
        changed("10", "10\n  schedule: {decay: 1}"),
        changed("[still]", "still"),
        changed("[distance]", "distance"),
    ],
)
def test_the_schema_refuses_what_is_refused(text: str, schema: dict[str, object]) -> None:
    assert not valid(schema, text)


def test_the_schema_tells_defaults_and_documents_options(schema: dict[str, object]) -> None:
    definitions = schema["$defs"]
    assert isinstance(definitions, dict)
    choices = {choice["properties"]["use"]["const"]: choice for choice in definitions["oracle"]["anyOf"][1:]}
    budget, rate = choices["search"]["properties"]["budget"], choices["search"]["properties"]["rate"]
    assert budget == {"type": "integer", "description": "Matches it may play."}
    assert rate == {"type": "number", "default": 0.1}
    assert choices["search"]["description"] == "Looks for something."
    assert "search" not in definitions["oracle"]["anyOf"][0]["enum"], "it needs an option"
    assert "exact" in definitions["oracle"]["anyOf"][0]["enum"]
