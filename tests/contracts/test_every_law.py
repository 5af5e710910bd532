"""Every law of every kind has a faulty twin that breaks it: no law that cannot fail.

So has every wrong answer on the page about testing components.
"""

from __future__ import annotations

import dataclasses
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from twins import HERE, Places, Twin, broken, open_places, twins

from psrokit.component import KINDS
from psrokit.plugins.loose import load_loose
from psrokit.testing.suite import ComponentSuite

TWINS = list(twins())
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "test-a-component.md"


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    with open_places() as opened:
        yield opened


@pytest.fixture
def seeded() -> None:
    """Twins that draw from global generators draw the same in every run."""
    random.seed(1)
    np.random.seed(1)  # noqa: NPY002 # as above


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("psrokit.testing.executor._END_SECONDS", 2.0)
    yield
    load_loose(HERE / "faulty_executors.py").end_orphans()


@pytest.mark.usefixtures("seeded", "impatient")
@pytest.mark.parametrize("twin", TWINS, ids=str)
def test_a_twin_breaks_the_laws_that_it_is_marked_with_and_no_others(twin: Twin, places: Places) -> None:
    assert set().union(*map(broken, places.suites(twin))) == twin.laws
    assert twin.name.startswith("faulty_" if twin.laws else "sound_")


@pytest.mark.parametrize("kind", KINDS)
def test_every_law_of_a_kind_has_a_twin_that_breaks_it(kind: str) -> None:
    own = {law for twin in TWINS if twin.kind == kind for law in twin.laws} - laws(ComponentSuite)
    assert own == laws(suite_of(kind)) - laws(ComponentSuite)


def test_so_have_the_laws_of_all_kinds() -> None:
    assert laws(ComponentSuite) <= set().union(*(twin.laws for twin in TWINS))


def test_each_wrong_answer_on_the_page_breaks_its_law() -> None:
    rows = re.findall(r"^\| [^|]+ \| (\w+) \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) > 10
    assert set(rows) - {("kind", "law")} <= {(twin.kind, law) for twin in TWINS for law in twin.laws}


def test_what_the_page_shows_runs() -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    subprocess.run([sys.executable, "-c", code], timeout=300, check=True)


def suite_of(kind: str) -> type[ComponentSuite]:
    """The suite that the module of a kind defines."""
    module = import_module(f"psrokit.testing.{kind}")
    own = [cls for cls in vars(module).values() if isinstance(cls, type) and cls.__module__ == module.__name__]
    (suite,) = (cls for cls in own if issubclass(cls, ComponentSuite))
    return suite


def laws(suite: type[ComponentSuite]) -> set[str]:
    """All laws of a suite, those of claims as well."""
    options = {field.name for field in dataclasses.fields(suite)}
    names = {name for cls in suite.__mro__ for name in vars(cls) if not name.startswith("_")}
    return {name.replace("_", " ") for name in names - options}
