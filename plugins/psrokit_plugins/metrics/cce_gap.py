"""The metric `cce_gap`: how far a joint strategy is from a coarse correlated equilibrium, exactly, in the full game."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psrokit.api import Estimate, Game, Measurement, metric
from psrokit_plugins.exact.game import ExactGame, exact_game
from psrokit_plugins.exact.mixed_play import mixed_play


@metric("cce_gap")
@dataclass(frozen=True)
class CoarseGap:
    """The CCE gap of the meta-strategy: the sum over players of what the best deviation chosen in advance gains.

    Deviations are sought among all policies of the game (Moulin and Vial 1978; Marris et al. 2021, arXiv:2106.09435).
    A player whose every deviation loses counts as 0. Where players mix independently it is NashConv. Any number of
    players. Raises InputError for games that cannot be solved exactly.
    """

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        """One number, `cce_gap`."""
        game, state = self.solvable(measurement.setup.game), measurement.state
        gap = Estimate.exact(
            mixed_play(game.exact(), game.seats, state.population, state.strategy).nash_conv(),
            kind="cce_gap",
            convention="sum over players of the gain of the best deviation before a policy is drawn",
            units="return",
            method="sequence form: best responses to the joint play",
        )
        return {"cce_gap": gap}

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError if it cannot be solved exactly."""
        return exact_game(game, "the metric 'cce_gap'", "a game with known policies and another metric")
