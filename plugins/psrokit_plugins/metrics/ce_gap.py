"""The metric `ce_gap`: how far a joint strategy is from a correlated equilibrium, exactly, in the full game."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psrokit.api import Estimate, Game, Measurement, metric
from psrokit_plugins.exact.game import ExactGame, exact_game
from psrokit_plugins.exact.mixed_play import told_plays


@metric("ce_gap")
@dataclass(frozen=True)
class CorrelatedGap:
    """The CE gap of the meta-strategy: the sum over players of what they gain by answering what is drawn for them.

    Each player is told which policy of its population was drawn for it, and may play any policy of the game instead
    (Aumann 1974; Marris et al. 2021, arXiv:2106.09435). Any number of players; where they mix independently it is
    NashConv. Raises InputError for games that cannot be solved exactly.
    """

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        """One number, `ce_gap`."""
        game, state = self.solvable(measurement.setup.game), measurement.state
        gap = Estimate.exact(
            sum(
                play.gain(seat)
                for seat in range(len(game.seats))
                for play in told_plays(game.exact(), game.seats, state.population, state.strategy, seat)
            ),
            kind="ce_gap",
            convention="sum over players of the gain of the best deviation after their policy is drawn",
            units="return",
            method="sequence form: best responses to the others' play given each drawn policy",
        )
        return {"ce_gap": gap}

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError if it cannot be solved exactly."""
        return exact_game(game, "the metric 'ce_gap'", "a game with known policies and another metric")
