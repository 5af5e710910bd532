"""The faulty twins, and the places where they are tried."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from breaking import marked

from psrokit.catalog import build, load_catalog
from psrokit.component import tag_of
from psrokit.plan import make_plan
from psrokit.plugins.loose import load_loose
from psrokit.testing.installed import ON_STAGES, Installed
from psrokit.testing.rehearsal import Rehearsal, rehearsal, suite_for
from psrokit.testing.suite import ComponentSuite, results

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("faulty_*.py"))
SLIPS = ("AttributeError", "TypeError", "NameError", "FrozenInstanceError", "UnboundLocalError", "ImportError")
"""Errors of Python's that say nothing about a law: no twin may break one by a slip of whoever wrote it."""


@dataclass(frozen=True)
class Twin:
    """A component of a `faulty_` file and the laws that it is marked with: none where it is sound."""

    kind: str
    name: str
    laws: frozenset[str]

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"

    def made(self) -> Any:
        """The component, with its default options."""
        return build(self.kind, {"use": self.name}, [str(file) for file in FILES])


def twins() -> Iterator[Twin]:
    """All of them, the sound ones as well."""
    for file in FILES:
        module = load_loose(file)
        for cls in vars(module).values():
            tag = tag_of(cls) if isinstance(cls, type) and cls.__module__ == module.__name__ else None
            if tag is not None:
                yield Twin(tag.kind.name, tag.name, marked(cls))


def broken(suite: ComponentSuite) -> set[str]:
    """The laws that fail."""
    found = {result.law: result.problem for result in results(suite) if result.problem is not None}
    slips = {law: problem for law, problem in found.items() if problem.startswith(SLIPS)}
    assert not slips, slips
    return set(found)


@dataclass(frozen=True)
class Places:
    """Leduc poker, where seats decide more than once; evaluators and metrics are tried on the stages as well."""

    leduc: Rehearsal
    stages: Installed

    def suites(self, twin: Twin) -> Iterator[ComponentSuite]:
        """The suites of a twin's kind, about the twin."""
        yield suite_for(twin.made(), self.leduc.experiment.game.seats[0], self.leduc)
        if twin.kind in ON_STAGES:
            (entry,) = (each for each in self.stages.entries if (each.kind, each.name) == (twin.kind, twin.name))
            yield from self.stages.suites(entry)


@contextmanager
def open_places() -> Iterator[Places]:
    """Everything that takes time to open, opened once."""
    stages = Installed(load_catalog(FILES))
    with rehearsal(make_plan(HERE / "leduc.yaml")) as leduc:
        yield Places(leduc, stages)
    stages.close()
