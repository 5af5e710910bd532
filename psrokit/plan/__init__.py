"""A plan: an experiment with everything built and nothing run."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from psrokit.catalog import Catalog
from psrokit.component import identity, spec
from psrokit.content import content_digest
from psrokit.errors import EnvironmentFault
from psrokit.experiment import Experiment
from psrokit.plan.config import read_experiment
from psrokit.plan.provenance import git_state, versions
from psrokit.population import Population


@dataclass(frozen=True)
class Plan:
    """What a run will do.

    text: the experiment file as given. overrides: `a.b=c` from the command line. resolved: JSON data with every default
    written out, versions and commit. population: the initial one. digest: hash of what may not change when the run is
    resumed: game, initial population, oracle, meta-solver, evaluator, metrics and seed, with the content of the files
    they name. The executor, iterations, until, max_failures and the name may change.
    """

    name: str
    text: str
    overrides: tuple[str, ...]
    resolved: Mapping[str, Any]
    experiment: Experiment
    population: Population
    catalog: Catalog
    digest: str


def make_plan(path: Path, overrides: Sequence[str] = ()) -> Plan:
    """Read an experiment, build everything in it, and ask all plugins whether it can work here.

    Raises InputError for what is written wrongly, EnvironmentFault for what this machine lacks, with the reasons of all
    plugins together.
    """
    reading = read_experiment(path, overrides)
    experiment, population = reading.experiment, reading.population
    digest = plan_digest(experiment, population)
    plan = Plan(
        name=experiment.name,
        text=reading.text,
        overrides=tuple(overrides),
        resolved={
            **_decisive(experiment, population, spec),
            **_adjustable(experiment),
            "digest": digest,
            "overrides": list(overrides),
            "plugins": [{"file": str(file), "sha256": content_digest(file)} for file in experiment.plugins],
            "versions": versions(),
            "git": git_state([path.absolute().parent, Path.cwd(), Path(__file__).parent]),
        },
        experiment=experiment,
        population=population,
        catalog=reading.catalog,
        digest=digest,
    )
    reasons = list(dict.fromkeys(plan.catalog.hooks.check(plan)))  # several parts may have the same
    if reasons:
        raise EnvironmentFault("\n  ".join(["this experiment cannot run here:", *reasons]), place=str(path))
    return plan


def plan_digest(experiment: Experiment, population: Population) -> str:
    """SHA-256 (hex) of everything that decides the results of an iteration."""
    decisive = _decisive(experiment, population, identity)
    return sha256(json.dumps(decisive, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _decisive(
    experiment: Experiment, population: Population, written: Callable[[object], dict[str, Any]]
) -> dict[str, Any]:
    """What may not change when a run is resumed; `written` turns a component into JSON data."""
    return {
        "seed": experiment.seed,
        "game": written(experiment.game),
        "population": {
            role: [{"name": member.name, "policy": written(member.policy)} for member in members]
            for role, members in population.members.items()
        },
        "oracle": written(experiment.oracle),
        "meta_solver": written(experiment.meta_solver),
        "evaluator": written(experiment.evaluator),
        "metrics": [written(metric) for metric in experiment.metrics],
    }


def _adjustable(experiment: Experiment) -> dict[str, Any]:
    """What may change when a run is resumed."""
    return {
        "name": experiment.name,
        "executor": spec(experiment.executor),
        "iterations": experiment.iterations,
        "until": dict(experiment.until),
        "max_failures": experiment.max_failures,
    }
