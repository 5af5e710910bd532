"""NASH.md is true: every code object and every test it names exists."""

from __future__ import annotations

import re
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NASH = (ROOT / "NASH.md").read_text(encoding="utf-8")


def named(lines: list[str]) -> list[str]:
    """Everything in backquotes in these lines, once each."""
    return sorted({name for line in lines for name in re.findall(r"`([^`]+)`", line)})


CODE = named(re.findall(r"Code: (.*?)(?: ·|$)", NASH, re.MULTILINE))
TESTS = named(re.findall(r"Test: (.*)", NASH))


@pytest.mark.parametrize("name", CODE)
def test_the_code_exists(name: str) -> None:
    assert _resolve(name) is not None


@pytest.mark.parametrize("name", TESTS)
def test_the_test_exists(name: str) -> None:
    file, _, function = name.partition("::")
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.search(rf"^\s*def {function}\(" if function else r"^\s*def test_", text, re.MULTILINE)


def test_every_term_names_its_code_or_is_only_theory() -> None:
    assert len(CODE) >= 20
    assert len(TESTS) >= 15


def _resolve(name: str) -> object:
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            module = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        return reduce(_member, parts[cut:], module)
    raise ModuleNotFoundError(name)


def _member(owner: object, name: str) -> object:
    fields = getattr(owner, "__dataclass_fields__", {})
    return fields[name] if name in fields else getattr(owner, name)
