"""NASH.md is true: every code object and every test it names exists."""

from __future__ import annotations

import re
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NASH = (ROOT / "NASH.md").read_text(encoding="utf-8")
CODE = sorted({name for line in re.findall(r"Code: (.*?)(?: ·|$)", NASH, re.M) for name in re.findall(r"`([^`]+)`", line)})
TESTS = sorted({name for line in re.findall(r"Test: (.*)", NASH) for name in re.findall(r"`([^`]+)`", line)})


@pytest.mark.parametrize("name", CODE)
def test_the_code_exists(name: str) -> None:
    assert _resolve(name) is not None


@pytest.mark.parametrize("name", TESTS)
def test_the_test_exists(name: str) -> None:
    file, _, function = name.partition("::")
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.search(rf"^\s*def {function}\(" if function else r"^\s*def test_", text, re.M)


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
    return owner.__dataclass_fields__[name] if name in getattr(owner, "__dataclass_fields__", {}) else getattr(owner, name)  # type: ignore[attr-defined] # checked in the same line
