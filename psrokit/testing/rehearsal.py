"""An experiment as the place where components are checked: its first steps, played once and remembered."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from psrokit.component import tag_of
from psrokit.drive import open_lanes
from psrokit.experiment import Experiment
from psrokit.game import Lanes, PreparedGame, Role, Seat
from psrokit.oracle import Task
from psrokit.plan import Plan
from psrokit.population import Population
from psrokit.psro import Setup, State, begin, first_seats, psro
from psrokit.seeds import seed
from psrokit.testing.suite import ComponentSuite, Result, results, unclaimed
from psrokit.testing.venues import RememberingVenue


@dataclass(frozen=True)
class Rehearsal:
    """What suites need of an experiment. Games are played when something first asks for them, and once only."""

    experiment: Experiment
    population: Population
    venue: RememberingVenue
    lanes: Lanes

    @property
    def setup(self) -> Setup:
        """The loop's setup, with a venue that remembers and no scratch space."""
        experiment = self.experiment
        return Setup(
            game=experiment.game,
            oracle=experiment.oracle,
            solver=experiment.meta_solver,
            evaluator=experiment.evaluator,
            venue=self.venue,
            seed=experiment.seed,
        )

    @cached_property
    def first(self) -> State:
        """The state of iteration 0."""
        return begin(self.setup, self.population)

    @cached_property
    def payoff_purposes(self) -> frozenset[str]:
        """The purposes of the matches that the first payoff table is made from."""
        apart = RememberingVenue(self.venue)
        begin(dataclasses.replace(self.setup, venue=apart), self.population)
        return frozenset(apart.purposes)

    @cached_property
    def states(self) -> tuple[State, ...]:
        """The states of iterations 0 and 1."""
        return self.first, next(psro(self.setup, self.first))

    def task(self, seat: Seat) -> Task:
        """What the oracle is asked in iteration 1."""
        first, game = self.first, self.experiment.game
        own_seed = seed(self.experiment.seed, "oracle", 1, seat)
        return Task(game, seat, 1, first.population, first.strategy, own_seed, self.venue)


@contextmanager
def rehearsal(plan: Plan) -> Iterator[Rehearsal]:
    """Get ready to check the components of a plan. Raises what preparing its game raises."""
    experiment = plan.experiment
    if isinstance(experiment.game, PreparedGame):
        experiment.game.prepare(lambda _: None)
    with experiment.executor.open(experiment.game) as venue, open_lanes(experiment.game) as lanes:
        yield Rehearsal(experiment, plan.population, RememberingVenue(venue), lanes)


def suite_for(component: object, role: Role, place: Rehearsal) -> ComponentSuite:
    """The suite of a component of the experiment. Raises whatever the steps that it needs raise."""
    suite: ComponentSuite = import_module(f"{__package__}.{kind_of(component)}").suite(component, place, role)
    return suite


def verdict_on(component: object, role: Role, place: Rehearsal) -> tuple[tuple[Result, ...], tuple[str, ...]]:
    """What came of each law that a component is held to, and what it does not claim; one failure if all ends before."""
    try:
        suite = suite_for(component, role, place)
        return tuple(results(suite)), unclaimed(suite)
    except Exception as error:  # noqa: BLE001 # another, foreign component is broken: its own suite says how
        return (Result("can be checked here", f"the experiment does not get that far: {error}"),), ()


def components(place: Rehearsal) -> Iterator[tuple[Any, Role]]:
    """Every component, also inside others, with a role: the one it plays, each it answers for, or the first."""
    for role, members in place.population.members.items():
        for member in members:
            yield from ((component, role) for component in nested(member.policy))
    game = place.experiment.game
    roles = [game.seats[seat] for seat in first_seats(game.seats)]
    for field in dataclasses.fields(place.experiment):
        for component in nested(getattr(place.experiment, field.name)) if field.name != "population" else ():
            yield from ((component, role) for role in (roles if kind_of(component) == "oracle" else roles[:1]))


def kind_of(component: object) -> str:
    """The name of a component's kind."""
    return kind_and_name(component)[0]


def kind_and_name(component: object) -> tuple[str, str]:
    """What an experiment calls a component: ("policy", "uniform")."""
    tag = tag_of(component)
    assert tag is not None
    return tag.kind.name, tag.name


def nested(value: object) -> Iterator[Any]:
    """The components in a value, outermost first."""
    if tag_of(value) is not None:
        yield value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        inside: list[object] = [getattr(value, field.name) for field in dataclasses.fields(value)]
    elif isinstance(value, Mapping):
        inside = list(value.values())
    else:
        inside = list(value) if isinstance(value, list | tuple) else []
    for item in inside:
        yield from nested(item)
