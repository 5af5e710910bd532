"""The player that searches a tree of what may happen before it chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from psrokit.api import Action, Actor, InputError, Observation, PolicyFault, Seat, policy
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.teams import plays_natively


@policy("search")
@dataclass(frozen=True)
class Search:
    """Monte-Carlo tree search with simultaneous moves over native clones of the battle.

    The other team is guessed several times, from teams that agree with what was seen, and nothing else is known of it.
    Each simulation takes one guess and fresh luck, follows the tree of what both sides may do, adds a node to it, is
    played on for a while by the rollouts' player in both seats, and ends in an estimate of what is left of both teams.
    Where a battle cannot be rebuilt from what is known (Transform, Mimic, Bide, own locks) it does what greedy_damage
    does. Only for formats of generation 1 to which teams are brought: it clones their battles and guesses such teams.

    simulations: about how many there are for each decision. guesses: at the other team, for each decision. depth: the
    most decisions that the tree follows. horizon: decisions played on from its end. rollout: who plays on. teams:
    "builtin", or another set from which the other side's team is guessed.
    """

    simulations: int = 400
    guesses: int = 20
    depth: int = 8
    horizon: int = 0
    rollout: Literal["scripted", "greedy_damage"] = "scripted"
    teams: str = "builtin"

    def __post_init__(self) -> None:
        if not 1 <= self.guesses <= self.simulations:
            raise InputError(
                f"simulations ({self.simulations}) are at least as many as guesses ({self.guesses}), these 1 or more"
            )
        if self.depth < 1 or self.horizon < 0:
            raise InputError(f"depth ({self.depth}) is 1 or more, and horizon ({self.horizon}) 0 or more")

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
        if not plays_natively(view.format):
            raise PolicyFault(f"search plays formats of generation 1 to which teams are brought, not {view.format}")
        if len(observation.legal) == 1:
            return observation.legal[0]
        return self._searched(view, observation) or self.otherwise.act(observation)

    def _searched(self, view: BattleView, observation: Observation) -> str | None:
        """The choice that search finds best, None where the battle cannot be rebuilt."""
        # numba is heavy: only those who search wait for it
        from psrokit_showdown.engine.episode import choices_of, number_of  # noqa: PLC0415
        from psrokit_showdown.searching.guess import guessed_teams, possible_teams  # noqa: PLC0415
        from psrokit_showdown.searching.rebuild import can_rebuild, rebuilt  # noqa: PLC0415
        from psrokit_showdown.searching.simulate import best_choice  # noqa: PLC0415

        if not can_rebuild(view):
            return None
        teams = possible_teams(self.options.teams, view.format)
        rows = rebuilt(view, guessed_teams(view, teams, self.options.guesses, self.rng), self.rng)
        allowed = sum(1 << (number_of(choice) - 1) for choice in observation.legal)
        number = best_choice(rows, allowed, self.options, self.rng)
        return choices_of(1 << (number - 1))[0] if number else None
