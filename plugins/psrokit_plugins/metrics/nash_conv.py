"""The metric `nash_conv`: how much all players together could gain by deviating, exactly, in the full game."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from psrokit.api import Estimate, Game, Measurement, metric
from psrokit_plugins.exact.game import ExactGame, exact_game
from psrokit_plugins.exact.mixed_play import mixed_play


@metric("nash_conv")
@dataclass(frozen=True)
class NashConv:
    """NashConv of the meta-strategy: the sum over players of what a best response would gain (Lanctot et al. 2017).

    Best responses are sought among all policies of the game, not only those of the population. Zero means that the
    mixture is a Nash equilibrium (for a correlated strategy: a coarse correlated equilibrium). In a two-player
    constant-sum game exploitability is half of it. Raises InputError for games that cannot be solved exactly.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"exploitability_of_the_mixture"})

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        """One number, `nash_conv`."""
        setup, state = measurement.setup, measurement.state
        game = self.solvable(setup.game)
        play = mixed_play(game.exact(), game.seats, state.population, state.strategy)
        correlated = state.strategy.joint is not None
        value = Estimate.exact(
            play.nash_conv(),
            kind="nash_conv",
            convention="sum over players of the gain of a best response" + (" to the joint play" if correlated else ""),
            units="return",
            method="sequence form: best responses to the mixture's realization plans",
        )
        return {"nash_conv": value}

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError if it cannot be solved exactly."""
        return exact_game(game, "the metric 'nash_conv'", "the metric `restricted_exploitability`")
