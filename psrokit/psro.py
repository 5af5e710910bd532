"""The loop of Policy Space Response Oracles, and nothing else (Lanctot et al. 2017, arXiv:1711.00832).

    population -> payoffs -> meta-strategy -> responses -> population

No files, no prints, no options of variants: whoever consumes the states stops, records and measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from psrokit.game import Game, Role, Seat
from psrokit.meta import MetaSolver, MetaStrategy, hot_started
from psrokit.oracle import Judgement, Oracle, Task
from psrokit.payoff import PayoffTable
from psrokit.play import Venue
from psrokit.population import Population
from psrokit.seeds import seed


class Evaluator(Protocol):
    """Fills what a payoff table lacks."""

    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:
        """A table of the population's sizes without holes, keeping all evidence of `table`."""


def unheard(_iteration: int, _role: Role, _judgement: Judgement) -> None:
    """Where nobody listens to judgements."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What stays the same while the loop runs.

    workdir: scratch space for oracles, None if they get none. judged: told what oracles decided about responses.
    """

    game: Game
    oracle: Oracle
    solver: MetaSolver
    evaluator: Evaluator
    venue: Venue
    seed: int
    workdir: Path | None = None
    judged: Callable[[int, Role, Judgement], None] = unheard


@dataclass(frozen=True, slots=True)
class State:
    """Always complete: the table covers the population and the strategy solves the table."""

    iteration: int
    population: Population
    table: PayoffTable
    strategy: MetaStrategy


def begin(setup: Setup, population: Population) -> State:
    """The state of iteration 0: the initial population, evaluated and solved."""
    empty = PayoffTable.empty(setup.game.seats, population.sizes(setup.game.seats))
    table = _filled(setup, population, empty)
    return State(0, population, table, setup.solver.solve(table))


def psro(setup: Setup, state: State) -> Iterator[State]:
    """The states after `state`, for ever. A response equal to a known policy is not added twice."""
    while True:
        iteration = state.iteration + 1
        population = state.population
        for seat in first_seats(setup.game.seats):
            responses = setup.oracle.respond(_task(setup, state, seat, iteration))
            for number, policy in enumerate(responses):
                name = f"response-{iteration}" + (f".{number + 1}" if number else "")
                population = population.joined(setup.game.seats[seat], name, policy)
        table = _filled(setup, population, state.table)
        state = State(iteration, population, table, _solved(setup.solver, table, state.strategy))
        yield state


def first_seats(seats: Sequence[Role]) -> list[Seat]:
    """The first seat of each role: a role is answered once, however many seats it has."""
    return [seat for seat, role in enumerate(seats) if role not in seats[:seat]]


def _task(setup: Setup, state: State, seat: int, iteration: int) -> Task:
    own_seed = seed(setup.seed, "oracle", iteration, seat)
    workdir = setup.workdir / f"iteration-{iteration}-seat-{seat}" if setup.workdir else None
    judged = partial(setup.judged, iteration, setup.game.seats[seat])
    return Task(setup.game, seat, iteration, state.population, state.strategy, own_seed, setup.venue, workdir, judged)


def _filled(setup: Setup, population: Population, table: PayoffTable) -> PayoffTable:
    grown = table.grown(population.sizes(setup.game.seats))
    return setup.evaluator.fill(setup.game, population, grown, setup.venue, seed(setup.seed, "payoff"))


def _solved(solver: MetaSolver, table: PayoffTable, before: MetaStrategy) -> MetaStrategy:
    return solver.solve_from(table, before) if hot_started(solver) else solver.solve(table)
