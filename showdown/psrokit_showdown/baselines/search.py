"""The player that searches a tree of what may happen before it chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

import numpy as np

from psrokit.api import Action, Actor, InputError, Observation, Seat, policy
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.baselines.gym_leader import GymLeader
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.teams import plays_natively


@policy("search")
@dataclass(frozen=True)
class Search:
    """Monte-Carlo tree search with simultaneous moves over copies of the battle, in every format of singles.

    The other team is guessed several times, from teams (or, where the format deals them, from what its generator deals)
    that agree with what was seen; nothing else is known of it. Each simulation takes one guess and fresh luck, follows
    the tree of what both sides may do, adds a node to it, is played on for a while by the rollouts' player in both
    seats, and ends in an estimate of what is left of both teams.

    In generation 1 copies are rows of the native engine. Elsewhere they are battles of the real simulator, built from
    the view in a process of its own, hundreds of times slower; there its plain player of types and power plays on.
    Hidden counters (sleep, confusion, weather) and EVs of the other side are drawn or guessed; Wish, Future Sight and
    a move still to come after a pivot are left out. Where a battle cannot be rebuilt from what is known (Transform,
    Mimic, Bide, own locks, a foe in mid-air, revivals, rare effects) it does what greedy_damage does in generation 1,
    elsewhere what gym_leader does.

    simulations: about how many there are for each decision. guesses: at the other team, for each decision. depth: the
    most decisions that the tree follows. horizon: decisions played on from its end. rollout: who plays on in generation
    1. teams: "builtin" (there are such teams of gen1ou alone), or another set from which the other side's team is
    guessed.
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
        return Searching(partial(_against_anybody, self, rng), seat, rng)


class Thoughts(Protocol):
    """What is thought in one battle (`psrokit_showdown.searching.thinking`)."""

    def choice(self, view: BattleView, legal: Sequence[Action]) -> Action | None:
        """The best choice, None where the battle cannot be rebuilt."""


class Searching:
    """Thinks where there is something to choose, and leaves to another what cannot be searched.

    begin: makes the thoughts about a battle of a format, which need the compiled engine: only those who search wait for
    it.
    """

    def __init__(self, begin: Callable[[str], Thoughts], seat: Seat, rng: np.random.Generator) -> None:
        self._begin = begin
        self._thoughts: Thoughts | None = None
        self._first_generation = GreedyDamage().start(seat, rng)
        self._later_ones = GymLeader().start(seat, rng)

    def act(self, observation: Observation) -> Action:
        """What the search finds best. Raises SimulatorUnavailable if it takes a simulator that fails."""
        view: BattleView = observation.view
        if len(observation.legal) == 1:
            return observation.legal[0]
        self._thoughts = self._thoughts or self._begin(view.format)
        otherwise = self._first_generation if view.gen == 1 else self._later_ones
        return self._thoughts.choice(view, observation.legal) or otherwise.act(observation)


def _against_anybody(options: Search, rng: np.random.Generator, format_id: str) -> Thoughts:
    from psrokit_showdown.searching import thinking  # noqa: PLC0415 # numba is heavy

    native = plays_natively(format_id)
    return thinking.OnTheNativeEngine(options, rng) if native else thinking.OnTheSimulator(options, rng)
