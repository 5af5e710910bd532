"""A small game solved exactly, by PSRO or otherwise, from uniform play to a NashConv of 1e-9."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from time import perf_counter
from typing import Any

import numpy as np

from psrokit.api import Match, Member, MetaSolver, Oracle, Outcome, Population, Setup, State, begin, psro
from psrokit_plugins.benchmarks.benchmark import Attempt, Benchmark
from psrokit_plugins.benchmarks.poker import in_open_spiel, open_spiel_nash_conv
from psrokit_plugins.evaluators.exact import ExactPayoffs
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.mixed_play import mixed_play
from psrokit_plugins.exact.pyspiel_games import loaded
from psrokit_plugins.exact.tree import sequence_form
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.meta_solvers.last import Last
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.oracles.exact import ExactResponse
from psrokit_plugins.oracles.linear_program import LinearProgram
from psrokit_plugins.oracles.xdo import ExtensiveFormDoubleOracle
from psrokit_plugins.policies.behaviour import averaged
from psrokit_plugins.policies.uniform import Uniform

TARGET = 1e-9
WAYS: Mapping[str, tuple[Oracle, MetaSolver]] = {
    "psro": (ExactResponse(), Nash()),
    "xdo": (ExtensiveFormDoubleOracle(), Last()),
    "linear_program": (LinearProgram(), Last()),
}
"""What psrokit solves a game by: one best response a player and iteration, or more at once."""


@dataclass(frozen=True)
class Options:
    """game: an OpenSpiel game of two players. way: of psrokit. patience: seconds that psro_v2 may iterate."""

    game: str
    way: str
    patience: float


class NothingPlayed:
    """A venue for exact payoffs."""

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        """Nothing: algebra asks for no games."""
        del matches
        yield from ()


@dataclass(frozen=True)
class Afresh(OpenSpiel):
    """A game whose sequence form, and whatever is kept with it, is this object's own: nothing is known before."""

    def exact(self) -> SequenceForm:
        """The sequence form, built when it is first asked for."""
        return self._form

    @cached_property
    def _form(self) -> SequenceForm:
        return sequence_form(self.game, loaded(self.game).new_initial_state(), self.max_histories, self.utility_sum)


@dataclass(frozen=True)
class Solved:
    """Where the loop ended, and how long the sequence form took, which is part of the whole time."""

    game: Afresh
    state: State
    form_seconds: float


def _psrokit(options: Options, seed: int) -> Attempt:
    """The loop with everything exact, from nothing but the game's name; nothing in it depends on the seed."""
    del seed

    def solve() -> Solved:
        game, start = Afresh(options.game), perf_counter()
        game.exact()
        form_seconds = perf_counter() - start
        setup = Setup(game, *WAYS[options.way], ExactPayoffs(), NothingPlayed(), seed=1)
        population = Population(dict.fromkeys(game.seats, (Member("uniform", Uniform()),)))
        states = psro(setup, begin(setup, population))
        return Solved(game, next(state for state in states if _nash_conv(game, state) <= TARGET), form_seconds)

    def judge(solved: Solved) -> Mapping[str, float]:
        residual, iterations = _certified(solved.game, solved.state), float(solved.state.iteration)
        return {"residual": residual, "iterations": iterations, "form_seconds": solved.form_seconds}

    return Attempt(solve, judge)


def _nash_conv(game: OpenSpiel, state: State) -> float:
    return mixed_play(game.exact(), game.seats, state.population, state.strategy).nash_conv()


def _certified(game: OpenSpiel, state: State) -> float:
    """NashConv by OpenSpiel, of the behaviour policies that play like the mixture."""
    mixed = [
        averaged(game.exact(), seat, [member.policy for member in state.population[role]], state.strategy.weights[role])
        for seat, role in enumerate(game.seats)
    ]
    return open_spiel_nash_conv(game, in_open_spiel(game, [mixed])[0])


def _psro_v2(options: Options, seed: int) -> Attempt:
    """OpenSpiel's psro_v2 with best responses and Nash; it estimates payoffs, here from 1000 games a cell.

    It has no end of its own: when its patience ends it finishes its iteration, and its NashConv is computed then, with
    the clock stopped.
    """
    game = import_module("pyspiel").load_game(options.game)
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 # what psro_v2 draws from

    def solve() -> tuple[Any, int]:
        solver, iterations, start = _psro_v2_solver(game), 0, perf_counter()
        while perf_counter() - start < options.patience:
            solver.iteration()
            iterations += 1
        return solver, iterations

    def judge(answer: tuple[Any, int]) -> Mapping[str, float]:
        solver, iterations = answer
        aggregator = import_module("open_spiel.python.algorithms.policy_aggregator").PolicyAggregator(game)
        together = aggregator.aggregate([0, 1], solver.get_policies(), [list(s) for s in solver.get_meta_strategies()])
        return {
            "residual": open_spiel_nash_conv(OpenSpiel(options.game), together),
            "iterations": float(iterations),
        }

    return Attempt(solve, judge, warm_up=contextlib.nullcontext)


def _psro_v2_solver(game: Any) -> Any:
    package = "open_spiel.python.algorithms.psro_v2"
    oracle = import_module(f"{package}.best_response_oracle").BestResponseOracle(game=game)
    return import_module(f"{package}.psro_v2").PSROSolver(
        game,
        oracle,
        sims_per_entry=1000,
        meta_strategy_method="nash",
        training_strategy_selector="probabilistic",
        sample_from_marginals=True,
        symmetric_game=False,
    )


def _sequence_form_lp(options: Options, seed: int) -> Attempt:
    """OpenSpiel's linear program of the whole game: no PSRO, another exact way to the same equilibrium."""
    del seed
    game = import_module("pyspiel").load_game(options.game)
    solver = import_module("open_spiel.python.algorithms.sequence_form_lp")

    def judge(answer: tuple[Any, ...]) -> Mapping[str, float]:
        policies = import_module("open_spiel.python.policy")
        both = policies.merge_tabular_policies([answer[2], answer[3]], game)
        return {"residual": open_spiel_nash_conv(OpenSpiel(options.game), both)}

    return Attempt(lambda: solver.solve_zero_sum_game(game), judge, warm_up=contextlib.nullcontext)


BENCHMARK = Benchmark(
    Options,
    {"psrokit": _psrokit, "psro_v2": _psro_v2, "sequence_form_lp": _sequence_form_lp},
    tolerance=1e-6,
)
