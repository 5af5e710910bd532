"""The metric `game_value`: what the whole game is worth, from one linear program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psrokit.api import Estimate, Game, Measurement, metric
from psrokit_plugins.exact.game import ExactGame, constant_sum_form, exact_game
from psrokit_plugins.exact.least_best import held_by_all


@metric("game_value")
@dataclass(frozen=True)
class GameValue:
    """The value of a two-player constant-sum game to its first seat (von Neumann 1928), measured once, at iteration 0.

    It is a property of the game and not of the run: what the runs' values must come to. From the linear program of the
    sequence form (Koller, Megiddo and von Stengel 1996), certified by best responses to both optimal strategies.

    Raises InputError for games that cannot be solved exactly or have other players, IntegrityError for programs whose
    answer could not be certified to 1e-9 of the largest return.
    """

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        """One number, `game_value`, at iteration 0."""
        game = self.solvable(measurement.setup.game)
        form, _ = constant_sum_form(game, "the metric 'game_value'")
        if measurement.previous is not None:
            return {}
        value = Estimate.exact(
            held_by_all(form, 0).value,
            kind="game_value",
            convention=f"to seat 0, role '{game.seats[0]}'",
            units="return",
            method="certified linear program over realization plans",
        )
        return {"game_value": value}

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError if it cannot be solved exactly."""
        return exact_game(game, "the metric 'game_value'", "a smaller game")
