"""The payoffs of all pairs of policies of two populations, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import islice, product
from time import perf_counter, process_time
from typing import Any

import numpy as np

from psrokit.api import Floats, Population
from psrokit_plugins.benchmarks.benchmark import Attempt, Benchmark
from psrokit_plugins.benchmarks.poker import in_open_spiel, random_population
from psrokit_plugins.exact.mixed_play import plans_of
from psrokit_plugins.games.openspiel import OpenSpiel

Cell = tuple[int, int]
Value = Callable[[Any, Any], float]
"""The first seat's expected return of a prepared line-up from a state."""
_GAMES = 1000
_CHECKED = 5
"""How many cells of psrokit's table OpenSpiel computes, to compare."""


@dataclass(frozen=True)
class Options:
    """game: an OpenSpiel game of two players. size: policies of each player. cells: how many the peers compute."""

    game: str
    size: int
    cells: int


def _psrokit(options: Options, seed: int) -> Attempt:
    """The whole table from the policies' realization plans, each of which is made once, when its policy appears."""
    game = OpenSpiel(options.game)
    population = random_population(game, options.size, seed)
    form, start = game.exact(), perf_counter()
    plans = plans_of(form, game.seats, population)
    plans_seconds = perf_counter() - start

    def judge(table: Floats) -> Mapping[str, float]:
        cells = _some_cells(options.size, _CHECKED)
        state = import_module("pyspiel").load_game(options.game).new_initial_state()
        theirs = [_in_cpp(state, lineup) for lineup in _lineups(game, population, cells, _for_cpp)]
        worst = max(abs(table[0][cell] - value) for cell, value in zip(cells, theirs, strict=True))
        return {"residual": worst, "plans_seconds": plans_seconds}

    return Attempt(partial(form.table, plans), judge)


def _peer(prepared: Callable[[Any], Any], value: Value, options: Options, seed: int) -> Attempt:
    """A peer computes some of the cells, one by one, and `seconds` counts as if the others took as long."""
    game, cells = OpenSpiel(options.game), _some_cells(options.size, options.cells)
    population = random_population(game, 1 + max(map(max, cells)), seed)
    lineups = _lineups(game, population, cells, prepared)
    state, share = import_module("pyspiel").load_game(options.game).new_initial_state(), len(cells) / options.size**2

    def solve() -> list[tuple[float, float, float]]:
        return [_timed(value, state, lineup) for lineup in lineups]

    def judge(answer: list[tuple[float, float, float]]) -> Mapping[str, float]:
        payoffs, seconds, cpu_seconds = zip(*answer, strict=True)
        truth = game.exact().table(plans_of(game.exact(), game.seats, population))[0]
        worst = max(abs(truth[cell] - payoff) for cell, payoff in zip(cells, payoffs, strict=True))
        return {
            "residual": worst,
            "cells_computed": float(len(cells)),
            "seconds": sum(seconds) / share,
            "cpu_seconds": sum(cpu_seconds) / share,
        }

    return Attempt(solve, judge, warm_up=partial(_timed, value, state, lineups[0]))


def _timed(value: Value, state: Any, lineup: Any) -> tuple[float, float, float]:
    wall, processor = perf_counter(), process_time()
    payoff = value(state, lineup)
    return payoff, perf_counter() - wall, process_time() - processor


def _some_cells(size: int, count: int) -> list[Cell]:
    """The first so many cells, near the diagonal first, so that many policies take part."""
    cells = product(range(size), range(size))
    return list(islice(sorted(cells, key=lambda cell: abs(cell[0] - cell[1])), count))


def _lineups(
    game: OpenSpiel, population: Population, cells: Iterable[Cell], prepared: Callable[[Any], Any]
) -> list[Any]:
    first, second = (population[role] for role in game.seats)
    chosen = [(first[row].policy, second[column].policy) for row, column in cells]
    return [prepared(both) for both in in_open_spiel(game, chosen)]


def _for_python(both: Any) -> list[Any]:
    return [both, both]


def _for_cpp(both: Any) -> Any:
    return import_module("open_spiel.python.policy").python_policy_to_pyspiel_policy(both)


def _in_python(state: Any, lineup: Any) -> float:
    return float(import_module("open_spiel.python.algorithms.expected_game_score").policy_value(state, lineup)[0])


def _in_cpp(state: Any, both: Any) -> float:
    whole_game, by_information_state = -1, True
    return float(import_module("pyspiel").expected_returns(state, both, whole_game, by_information_state)[0])


def _sampled(state: Any, lineup: Any) -> float:
    """psro_v2's way: the mean of a thousand games."""
    sample = import_module("open_spiel.python.algorithms.psro_v2.abstract_meta_trainer").sample_episode
    return float(np.mean([sample(state.clone(), lineup)[0] for _ in range(_GAMES)]))


BENCHMARK = Benchmark(
    Options,
    {
        "psrokit": _psrokit,
        "open_spiel": partial(_peer, _for_python, _in_python),
        "open_spiel_cpp": partial(_peer, _for_cpp, _in_cpp),
        "psro_v2": partial(_peer, _for_python, _sampled),
    },
    tolerance=1e-10,
)
