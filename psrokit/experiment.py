"""What an experiment is: one dataclass, whose fields are the keys of an experiment file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field

from psrokit.component import tag_of
from psrokit.errors import InputError, unknown
from psrokit.game import Game
from psrokit.measure import Metric
from psrokit.meta import MetaSolver
from psrokit.oracle import Oracle
from psrokit.play import Executor
from psrokit.policy import Policy
from psrokit.psro import Evaluator

_NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}"
LATER: Mapping[str, object] = {"name": None, "executor": "serial"}
"""Keys that may be left out though they have no default here: the name is the file's, the executor is named."""


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """Everything that decides what a run does.

    name: of the run; by default the name of the file.

    seed: all randomness follows from it.

    plugins: Python files with components or hooks, relative to the experiment file.

    game: what is played.

    population: the policies to begin with, for every role, or a list for each role. They are named like their
    components; a second one of the same component gets the ending -2, a third -3.

    oracle: answers a mixture with new policies.

    meta_solver: turns the payoff table into a mixture.

    evaluator: fills the payoff table.

    executor: where matches are played; it never changes a result.

    metrics: what is measured after each iteration.

    iterations: how many times the oracle answers; with 0 the initial population is evaluated and solved.

    until: the run stops earlier as soon as each of these metrics is at most its value here. A metric's numbers have
    names that begin with its own.

    max_failures: how many matches may fail before the run ends with exit code 4.
    """

    name: Annotated[str, Field(json_schema_extra={"pattern": f"^{_NAME}$"})]
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1
    plugins: tuple[Path, ...] = ()
    game: Game
    population: tuple[Policy, ...] | Mapping[str, tuple[Policy, ...]]
    oracle: Oracle
    meta_solver: MetaSolver
    evaluator: Evaluator
    executor: Executor
    metrics: tuple[Metric, ...] = ()
    iterations: Annotated[int, Field(ge=0)]
    until: Mapping[str, float] = field(default_factory=dict)
    max_failures: Annotated[int, Field(ge=0)] = 0

    def __post_init__(self) -> None:
        if not re.fullmatch(_NAME, self.name):
            raise InputError(
                f"{self.name!r} cannot be the name of a run",
                place="name",
                remedy="Write name: with up to 64 letters, digits, '.', '_' and '-', the first of them no '.'.",
            )
        measured = [tag.name for metric in self.metrics if (tag := tag_of(metric))]
        if any(metric in self.metrics[:number] for number, metric in enumerate(self.metrics)):
            raise InputError("a metric is in the list twice", place="metrics", remedy="Remove one of the two.")
        for name in self.until:
            if not name.startswith(tuple(measured)):
                raise InputError(unknown("metric of this experiment", name, measured), place="until")
