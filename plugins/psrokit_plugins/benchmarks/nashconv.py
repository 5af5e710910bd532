"""NashConv of a mixture of many policies in the full game."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from time import perf_counter

import numpy as np

from psrokit.api import Floats, MetaStrategy, Population
from psrokit_plugins.benchmarks.benchmark import Attempt, Benchmark
from psrokit_plugins.benchmarks.poker import in_open_spiel, open_spiel_nash_conv, random_population
from psrokit_plugins.exact.mixed_play import mixed_play, plans_of
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.policies.behaviour import averaged


@dataclass(frozen=True)
class Options:
    """game: an OpenSpiel game of two players. size: policies of each player."""

    game: str
    size: int


@dataclass(frozen=True)
class Mixture:
    """A random population of a game, mixed at random."""

    game: OpenSpiel
    population: Population
    weights: Mapping[str, Floats]

    @cached_property
    def by_psrokit(self) -> float:
        """Its NashConv by psrokit."""
        play = mixed_play(self.game.exact(), self.game.seats, self.population, MetaStrategy(self.weights))
        return play.nash_conv()

    @cached_property
    def by_open_spiel(self) -> float:
        """Its NashConv by OpenSpiel, of the behaviour policy that plays like it."""
        members = [[member.policy for member in self.population[role]] for role in self.game.seats]
        mixed = [
            averaged(self.game.exact(), seat, policies, self.weights[role])
            for seat, (role, policies) in enumerate(zip(self.game.seats, members, strict=True))
        ]
        return open_spiel_nash_conv(self.game, in_open_spiel(self.game, [mixed])[0])


def mixture(options: Options, seed: int) -> Mixture:
    """The one of this seed."""
    game, rng = OpenSpiel(options.game), np.random.default_rng([seed, 1])
    population = random_population(game, options.size, seed)
    return Mixture(game, population, {role: rng.dirichlet(np.ones(options.size)) for role in game.seats})


def _psrokit(options: Options, seed: int) -> Attempt:
    """From the policies' realization plans, which a run has, since its payoff table is computed from them."""
    mixed = mixture(options, seed)
    form, start = mixed.game.exact(), perf_counter()
    plans_of(form, mixed.game.seats, mixed.population)
    plans_seconds = perf_counter() - start

    def solve() -> float:
        return mixed_play(form, mixed.game.seats, mixed.population, MetaStrategy(mixed.weights)).nash_conv()

    def judge(answer: float) -> Mapping[str, float]:
        return {"residual": abs(answer - mixed.by_open_spiel), "plans_seconds": plans_seconds}

    return Attempt(solve, judge)


def _aggregator(options: Options, seed: int, *, cpp: bool) -> Attempt:
    """OpenSpiel's PolicyAggregator, then its best responses in Python or C++."""
    mixed = mixture(options, seed)
    rows, columns = ([member.policy for member in mixed.population[role]] for role in mixed.game.seats)
    policies = in_open_spiel(mixed.game, zip(rows, columns, strict=True))
    weights = [mixed.weights[role].tolist() for role in mixed.game.seats]
    game = import_module("pyspiel").load_game(options.game)
    aggregator = import_module("open_spiel.python.algorithms.policy_aggregator").PolicyAggregator(game)

    def solve() -> float:
        together = aggregator.aggregate([0, 1], [policies, policies], weights)
        return open_spiel_nash_conv(mixed.game, together, use_cpp_br=cpp)

    return Attempt(solve, partial(_beside, mixed), warm_up=_nothing)


def _beside(mixed: Mixture, answer: float) -> Mapping[str, float]:
    return {"residual": abs(answer - mixed.by_psrokit)}


def _nothing() -> None:
    """A warm-up for what takes seconds and compiles nothing."""


BENCHMARK = Benchmark(
    Options,
    {
        "psrokit": _psrokit,
        "open_spiel": partial(_aggregator, cpp=False),
        "open_spiel_cpp": partial(_aggregator, cpp=True),
    },
    tolerance=1e-10,
)
