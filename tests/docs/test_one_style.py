"""Numbers are written in one style everywhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import psrokit
import psrokit_plugins
import psrokit_showdown

SIGN = re.compile(r"^%|\d%")
PACKAGES = [Path(str(package.__file__)).parent for package in (psrokit, psrokit_plugins, psrokit_showdown)]


def written_otherwise(text: str) -> Iterator[str]:
    """Percent signs right behind a digit or a number that is filled in, and formats that write such.

    A sign that stands alone is what files are read for.
    """
    nodes = list(ast.walk(ast.parse(text)))
    behind_numbers = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SIGN.search(node.value):
            alone = node.value == "%" and id(node) not in behind_numbers
            yield from [] if alone else [f"line {node.lineno}: {node.value[:60]}"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda folder: folder.name)
def test_a_percent_sign_has_a_space_before_it(package: Path) -> None:
    found = [
        f"{file}: {fault}"
        for file in package.rglob("*.py")
        for fault in written_otherwise(file.read_text(encoding="utf-8"))
    ]
    assert not found


def test_all_ways_are_seen() -> None:
    faulty = 'f"{x:.0%}"\nf"{x}%"\n"95% of all"\n'
    assert len(list(written_otherwise(faulty + '"95 % of all"\nf"{x:.0f} %"\nx.endswith("%")'))) == 3
