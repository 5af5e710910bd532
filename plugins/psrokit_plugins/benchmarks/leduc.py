"""A small poker game solved by exact PSRO, from uniform play to a NashConv of 1e-9."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from time import perf_counter
from typing import Any

import numpy as np

from psrokit.api import Match, Member, Outcome, Population, Setup, State, begin, psro
from psrokit_plugins.benchmarks.benchmark import Attempt, Benchmark
from psrokit_plugins.benchmarks.poker import in_open_spiel, open_spiel_nash_conv
from psrokit_plugins.evaluators.exact import ExactPayoffs
from psrokit_plugins.exact.mixed_play import mixed_play
from psrokit_plugins.exact.pyspiel_games import loaded
from psrokit_plugins.exact.tree import sequence_form
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.oracles.exact import ExactResponse
from psrokit_plugins.policies.behaviour import averaged
from psrokit_plugins.policies.uniform import Uniform

TARGET = 1e-9


@dataclass(frozen=True)
class Options:
    """game: an OpenSpiel game of two players. patience: seconds after which a peer stops iterating."""

    game: str
    patience: float


class NothingPlayed:
    """A venue for exact payoffs."""

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        """Nothing: algebra asks for no games."""
        del matches
        yield from ()


def _psrokit(options: Options, seed: int) -> Attempt:
    """The loop with everything exact; nothing in it depends on the seed. The sequence form is built before it."""
    del seed
    game, start_of_form = OpenSpiel(options.game), perf_counter()
    sequence_form(options.game, loaded(options.game).new_initial_state(), game.max_histories, game.utility_sum)
    form_seconds = perf_counter() - start_of_form
    setup = Setup(game, ExactResponse(), Nash(), ExactPayoffs(), NothingPlayed(), seed=1)
    start = Population(dict.fromkeys(game.seats, (Member("uniform", Uniform()),)))
    game.exact()

    def solve() -> State:
        states = psro(setup, begin(setup, start))
        return next(state for state in states if _nash_conv(game, state) <= TARGET)

    def judge(state: State) -> Mapping[str, float]:
        iterations = float(state.iteration)
        return {"residual": _certified(game, state), "iterations": iterations, "form_seconds": form_seconds}

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
