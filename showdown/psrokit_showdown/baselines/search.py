"""The player that plays battles out before it chooses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Action, Actor, InputError, Observation, Seat, policy
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.knowledge import BattleView


@policy("search")
@dataclass(frozen=True)
class Search:
    """Plays each of its choices out many times by native clones, and takes the one that ends best on average.

    The other team is guessed several times, from teams that agree with what was seen. After its choice greedy_damage
    plays both sides to the end (rollouts, one decision deep); simulations are shared out by sequential halving. Where a
    battle cannot be rebuilt from what is known (Transform, Mimic, Bide, own locks) it does what greedy_damage does.
    Generation 1 only.

    simulations: about how many battles are played out for each decision. guesses: how many teams are guessed for each
    decision. teams: "builtin", or another set from which the other side's team is guessed.
    """

    simulations: int = 400
    guesses: int = 20
    teams: str = "builtin"

    def __post_init__(self) -> None:
        if not 1 <= self.guesses <= self.simulations:
            raise InputError(
                f"simulations ({self.simulations}) are at least as many as guesses ({self.guesses}), these 1 or more"
            )

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        """An actor that draws guesses and simulations from `rng`."""
        return _Search(self, GreedyDamage().start(seat, rng), rng)


@dataclass(slots=True)
class _Search:
    options: Search
    otherwise: Actor
    rng: np.random.Generator

    def act(self, observation: Observation) -> Action:
        view: BattleView = observation.view
        if len(observation.legal) == 1:
            return observation.legal[0]
        return self._searched(view, observation) or self.otherwise.act(observation)

    def _searched(self, view: BattleView, observation: Observation) -> str | None:
        """The choice that search finds best, None where the battle cannot be rebuilt."""
        # numba is heavy: only those who search wait for it
        from psrokit_showdown.engine.episode import choices_of, number_of  # noqa: PLC0415
        from psrokit_showdown.searching.guess import guessed_team, possible_teams  # noqa: PLC0415
        from psrokit_showdown.searching.rebuild import can_rebuild, rebuilt  # noqa: PLC0415
        from psrokit_showdown.searching.simulate import best_choice  # noqa: PLC0415

        if not can_rebuild(view):
            return None
        teams = possible_teams(self.options.teams, view.format)
        guesses = [guessed_team(view, teams, self.rng) for _ in range(self.options.guesses)]
        rows = np.concatenate([rebuilt(view, guess, self.rng) for guess in guesses])
        allowed = sum(1 << (number_of(choice) - 1) for choice in observation.legal)
        number = best_choice(rows, allowed, self.options.simulations, self.rng)
        return choices_of(1 << (number - 1))[0] if number else None
