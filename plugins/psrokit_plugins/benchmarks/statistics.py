"""How many games a mixture of a given true error costs, on games whose every payoff is known."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module

import numpy as np

from psrokit.api import Floats, InputError, unknown
from psrokit_plugins.benchmarks.benchmark import Attempt, Benchmark
from psrokit_plugins.benchmarks.planted import FAMILIES, SIZE, Evidence, Rng, true_error
from psrokit_plugins.evaluators.adaptive import Adaptive
from psrokit_plugins.linear_programs.zero_sum import solve_symmetric
from psrokit_plugins.statistics.allocation import Request

PAIRS_OF_POLICIES = SIZE * (SIZE - 1) // 2
FEWEST = 4
Course = Iterator[tuple[float, float]]
"""Single games played so far, and the true error of the Nash equilibrium of the table as it is then."""


@dataclass(frozen=True)
class Options:
    """family: which planted games. games: how many of them, a round. pairs: mirrored pairs a cell of the yardstick."""

    family: str
    games: int
    pairs: int

    def __post_init__(self) -> None:
        if self.family not in FAMILIES:
            raise InputError(unknown("family", self.family, FAMILIES), place="--family")
        if self.pairs < FEWEST or self.games < 1:
            raise InputError(f"at least {FEWEST} pairs and one game are needed")

    @property
    def budget(self) -> int:
        """Single games in each planted game."""
        return 2 * self.pairs * PAIRS_OF_POLICIES

    def planted(self, seed: int) -> Iterator[tuple[Floats, Rng]]:
        """The planted games of a round, with the chance that decides their outcomes."""
        for game in range(self.games):
            rng = np.random.default_rng([seed, game])
            yield FAMILIES[self.family](rng), rng


def _attempt(course: Callable[[Options, Floats, Rng], Course], options: Options, seed: int) -> Attempt:
    """The error to reach is the mean one that uniform play of the yardstick's pairs has left."""
    yardstick = np.mean([_last_error(_uniform(options, payoff, rng)) for payoff, rng in options.planted(seed)])

    def solve() -> tuple[float, float]:
        courses = [list(course(options, payoff, rng)) for payoff, rng in options.planted(seed)]
        return games_needed(courses, float(yardstick))

    def judge(answer: tuple[float, float]) -> Mapping[str, float]:
        games, error = answer
        above = max(error - float(yardstick), 0.0)
        return {"residual": above, "games": games, "true_error": error, "error_asked_for": float(yardstick)}

    return Attempt(solve, judge, warm_up=lambda: None)


def _last_error(course: Course) -> float:
    *_, (_, error) = course
    return error


def games_needed(courses: list[list[tuple[float, float]]], error: float) -> tuple[float, float]:
    """After how many games (in each planted game) the mean error stays at most `error`, and what it is there.

    A dip below it by luck does not count. If it does not stay there: after all games, and what it is then, which is
    more than was asked for: so many games are too few.
    """
    moments = np.unique([games for course in courses for games, _ in course])
    first = max(course[0][0] for course in courses)
    moments = moments[moments >= first]
    means = np.mean([_at(course, moments) for course in courses], axis=0)
    above = np.flatnonzero(means > error + 1e-12)
    place = min(int(above[-1]) + 1, len(means) - 1) if len(above) else 0
    return float(moments[place]), float(means[place])


def _at(course: list[tuple[float, float]], moments: Floats) -> Floats:
    games, errors = map(np.array, zip(*course, strict=True))
    return np.asarray(errors[np.searchsorted(games, moments, side="right") - 1])


def _error(payoff: Floats, mean: Floats) -> float:
    """The true error of the equilibrium of these mean returns, shape (K, K)."""
    return true_error(payoff, solve_symmetric((mean - mean.T) / 2).row)


def _error_of(evidence: Evidence) -> float:
    return _error(evidence.payoff, evidence.table().mean[0])


def _uniform(options: Options, payoff: Floats, rng: Rng) -> Course:
    """The same number of pairs for every cell."""
    evidence, played = Evidence(payoff, rng), 0
    for pairs in np.unique(np.geomspace(FEWEST, options.pairs, 12).astype(int)).tolist():
        evidence.play(np.full(payoff.shape, float(pairs - played)))
        played = pairs
        yield 2.0 * pairs * PAIRS_OF_POLICIES, _error_of(evidence)


def _adaptive(options: Options, payoff: Floats, rng: Rng) -> Course:
    """The evaluator `adaptive`, which may spend as much as uniform play."""
    evaluator, evidence = Adaptive(pairs=options.pairs), Evidence(payoff, rng)
    evidence.play(np.full(payoff.shape, float(evaluator.fewest)))
    games = 2.0 * evaluator.fewest * PAIRS_OF_POLICIES
    yield games, _error_of(evidence)
    while more := evaluator.next_round(evidence.table()):
        games += 2 * evidence.answer([Request(profile, groups, "support") for profile, groups in more])
        yield games, _error_of(evidence)


@dataclass
class PlantedForOpenSpiel:
    """A planted game as ResponseGraphUCB wants it: single games, returns between 0 and 1. moments: when to look."""

    payoff: Floats
    rng: Rng
    moments: list[int]
    n_players: int = 2
    total: Floats = field(init=False)
    count: Floats = field(init=False)
    course: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.total, self.count = np.zeros((2, *self.payoff.shape))

    @property
    def strategy_spaces(self) -> list[int]:
        """Policies of each player."""
        return list(self.payoff.shape)

    def observe_result(self, profile: tuple[int, ...]) -> Floats:
        """One game."""
        won = float(self.rng.random() < (1 + self.payoff[profile]) / 2)
        self.total[profile] += 2 * won - 1
        self.count[profile] += 1
        if self.moments and self.count.sum() >= self.moments[0]:
            self.course.append((float(self.moments.pop(0)), self.error))
        return np.array([won, 1 - won])

    @property
    def error(self) -> float:
        """Of the mixture that all games so far imply, those of mirrored profiles taken together."""
        total, count = self.total - self.total.T, self.count + self.count.T
        return _error(self.payoff, np.divide(total, count, out=np.zeros_like(total), where=count > 0))


def _response_graph_ucb(options: Options, payoff: Floats, rng: Rng) -> Course:
    """OpenSpiel's ResponseGraphUCB (Rowland et al. 2019), which asks who wins against whom, not for an equilibrium."""
    first = payoff.size
    moments = np.unique(np.geomspace(first, options.budget, 30).astype(int)).tolist()
    game = PlantedForOpenSpiel(payoff, rng, moments)
    sampler = import_module("open_spiel.python.algorithms.response_graph_ucb").ResponseGraphUCB(
        game, exploration_strategy="uniform-exhaustive", confidence_method="ucb-standard", delta=0.05
    )
    random.seed(int(rng.integers(2**32)))  # what it draws from
    sampler.run(verbose=False, max_total_iterations=options.budget)
    yield from game.course


BENCHMARK = Benchmark(
    Options,
    {
        "psrokit": partial(_attempt, _adaptive),
        "uniform": partial(_attempt, _uniform),
        "response_graph_ucb": partial(_attempt, _response_graph_ucb),
    },
    tolerance=0.0,
    compared="games",
    effort="games",
)
