"""The player that searches a tree of what may happen before it chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

import numpy as np

from psrokit.api import Action, Actor, InputError, Observation, PolicyFault, Seat, policy
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.teams import plays_brought_teams_natively


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
        return Searching(partial(_against_anybody, self, rng), GreedyDamage().start(seat, rng))


class Thoughts(Protocol):
    """What is thought in one battle (`psrokit_showdown.searching.thinking`)."""

    def choice(self, view: BattleView, legal: Sequence[Action]) -> Action | None:
        """The best choice, None where the battle cannot be rebuilt."""


@dataclass(slots=True)
class Searching:
    """Thinks where there is something to choose, and leaves to another what cannot be searched.

    begin: makes the thoughts, which need the compiled engine: only those who search wait for it.
    """

    begin: Callable[[], Thoughts]
    otherwise: Actor
    thoughts: Thoughts | None = None

    def act(self, observation: Observation) -> Action:
        """What the search finds best. Raises PolicyFault in formats that the native engine does not play."""
        view: BattleView = observation.view
        if not plays_brought_teams_natively(view.format):
            raise PolicyFault(f"search plays formats of generation 1 to which teams are brought, not {view.format}")
        if len(observation.legal) == 1:
            return observation.legal[0]
        self.thoughts = self.thoughts or self.begin()
        return self.thoughts.choice(view, observation.legal) or self.otherwise.act(observation)


def _against_anybody(options: Search, rng: np.random.Generator) -> Thoughts:
    from psrokit_showdown.searching.thinking import AgainstAnybody  # noqa: PLC0415 # numba is heavy

    return AgainstAnybody(options, rng)
