"""One zero-sum matrix game, solved once: both players' strategies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from io import BytesIO

import numpy as np

from psrokit.api import Floats, InputError, unknown
from psrokit_plugins.benchmarks.benchmark import Attempt, Benchmark
from psrokit_plugins.linear_programs.strategies import duality_gap
from psrokit_plugins.linear_programs.zero_sum import solve_zero_sum

Pair = tuple[Floats, Floats]


@dataclass(frozen=True)
class Options:
    """size: actions per player. family: `gaussian` (about half of them are played) or `spinning-top` (few are)."""

    size: int
    family: str

    def __post_init__(self) -> None:
        if self.family not in FAMILIES:
            raise InputError(unknown("family", self.family, FAMILIES), place="--family")


def gaussian(size: int, rng: np.random.Generator) -> Floats:
    """Independent payoffs."""
    return rng.normal(size=(size, size))


def spinning_top(size: int, rng: np.random.Generator) -> Floats:
    """Skill and a cycle of rank two, as in games of skill (Czarnecki et al. 2020)."""
    skill, one, other = rng.normal(size=(3, size))
    cycle = np.outer(one, other)
    return np.asarray(np.tanh((skill[:, np.newaxis] - skill + cycle - cycle.T) / 2))


FAMILIES: Mapping[str, Callable[[int, np.random.Generator], Floats]] = {
    "gaussian": gaussian,
    "spinning-top": spinning_top,
}


def _payoff(options: Options, seed: int) -> Floats:
    return FAMILIES[options.family](options.size, np.random.default_rng([seed, options.size]))


def _attempt(solve: Callable[[Floats], Pair], options: Options, seed: int) -> Attempt:
    payoff = _payoff(options, seed)
    return Attempt(partial(solve, payoff), partial(judge, payoff))


def judge(payoff: Floats, answer: Pair) -> Mapping[str, float]:
    """What both could gain by deviating, relative to half the spread of the payoffs."""
    row, column = (np.maximum(np.asarray(side, dtype=float).ravel(), 0.0) for side in answer)
    gap = duality_gap(payoff, row / row.sum(), column / column.sum())
    return {"residual": gap / (np.ptp(payoff) / 2), "support": float((row > 1e-9).sum())}


def _psrokit(payoff: Floats) -> Pair:
    found = solve_zero_sum(payoff)
    return found.row, found.column


def _scipy(payoff: Floats) -> Pair:
    """HiGHS as it is mostly used: a linear program for each player."""
    return one_side(payoff), one_side(-payoff.T)


def one_side(payoff: Floats) -> Floats:
    """The row player's optimal strategy from one linear program, by SciPy with its defaults."""
    rows, columns = payoff.shape
    answer = import_module("scipy.optimize").linprog(
        np.append(np.zeros(rows), -1.0),
        A_ub=np.hstack([-payoff.T, np.ones((columns, 1))]),
        b_ub=np.zeros(columns),
        A_eq=np.append(np.ones(rows), 0.0)[np.newaxis],
        b_eq=[1.0],
        bounds=[(0, None)] * rows + [(None, None)],
        method="highs",
    )
    return np.asarray(answer.x[:rows])


def _nashpy(payoff: Floats) -> Pair:
    row, column = import_module("nashpy").Game(payoff).linear_program()
    return row, column


def _pygambit(options: Options, seed: int) -> Attempt:
    """Gambit 16, in floating point. The game is made before the clock starts."""
    gambit, payoff = import_module("pygambit"), _payoff(options, seed)
    cells = " ".join(f"{cell:.20f} {-cell:.20f}" for cell in payoff.T.ravel())
    text = f'NFG 1 R "" {{ "row" "column" }} {{ {options.size} {options.size} }}\n\n{cells}\n'
    game = gambit.read_nfg(BytesIO(text.encode()))

    def solve() -> Pair:
        profile = gambit.nash.lp_solve(game, rational=False).equilibria[0]
        row, column = ([float(profile[strategy]) for strategy in player.strategies] for player in game.players)
        return np.array(row), np.array(column)

    return Attempt(solve, partial(judge, payoff))


def _open_spiel(payoff: Floats) -> Pair:
    game = import_module("pyspiel").create_matrix_game(payoff, -payoff)
    row, column, _, _ = import_module("open_spiel.python.algorithms.lp_solver").solve_zero_sum_matrix_game(game)
    return row, column


BENCHMARK = Benchmark(
    Options,
    {
        "psrokit": partial(_attempt, _psrokit),
        "scipy": partial(_attempt, _scipy),
        "nashpy": partial(_attempt, _nashpy),
        "pygambit": _pygambit,
        "open_spiel": partial(_attempt, _open_spiel),
    },
    tolerance=1e-6,
)
