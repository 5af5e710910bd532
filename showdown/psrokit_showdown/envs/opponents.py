"""One policy in a seat of many native battles: asked for all of them in one call if it is compiled, else by views."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Actor, Match, Observation, Policy, PolicyFault, Seat, blaming, chosen_actions, generator
from psrokit_showdown import engine
from psrokit_showdown.compiled.playing import decide
from psrokit_showdown.compiled.roster import code_of, seated
from psrokit_showdown.engine.episode import choices_of, number_of
from psrokit_showdown.engine.view import view_of

_PURPOSE = "environment"


class Opponents(Protocol):
    """The actors of a policy, one a battle, each with the randomness that it would have in a match of this seed."""

    def sit_down(self, places: NDArray[np.int64], seeds: Sequence[int]) -> None:
        """New actors where battles begin."""

    def choose(self, states: engine.States, masks: NDArray[np.uint16]) -> NDArray[np.int8]:
        """The numbers of their choices, shape (n, 2), 0 where the mask is 0 and in the other seat."""


def opponents(policy: Policy, count: int, seat: Seat, format_id: str) -> Opponents:
    """Those of a policy in `seat` of `count` battles of a format."""
    return _Compiled(policy, count, seat) if code_of(policy) else _Plain(policy, count, seat, format_id)


class _Learner:
    """Holds the other seat, in which nobody of ours chooses."""

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # there is no seat to fill
        """Nobody. Raises PolicyFault."""
        raise PolicyFault("a learner chooses from outside")


class _Compiled:
    def __init__(self, policy: Policy, count: int, seat: Seat) -> None:
        self._policies = (_Learner(), policy) if seat else (policy, _Learner())
        self._table = seated([Match(self._policies, 0, _PURPOSE)] * count)

    def sit_down(self, places: NDArray[np.int64], seeds: Sequence[int]) -> None:
        fresh = seated([Match(self._policies, seed, _PURPOSE) for seed in seeds])
        actors = (2 * places[:, None] + (0, 1)).reshape(-1)
        self._table.dice[actors], self._table.memory[actors] = fresh.dice, fresh.memory

    def choose(self, states: engine.States, masks: NDArray[np.uint16]) -> NDArray[np.int8]:
        choices = np.zeros(masks.shape, np.int8)
        decide(states, masks, self._table, choices)
        return choices


class _Plain:
    def __init__(self, policy: Policy, count: int, seat: Seat, format_id: str) -> None:
        self._policy, self._seat, self._format = policy, seat, format_id
        self._actors: list[Actor | None] = [None] * count

    def sit_down(self, places: NDArray[np.int64], seeds: Sequence[int]) -> None:
        for place, seed in zip(places.tolist(), seeds, strict=True):
            with blaming(self._policy):
                self._actors[place] = self._policy.start(self._seat, generator(seed, "policy", self._seat))

    def choose(self, states: engine.States, masks: NDArray[np.uint16]) -> NDArray[np.int8]:
        choices = np.zeros(masks.shape, np.int8)
        asked = np.flatnonzero(masks[:, self._seat])
        seen = [self._observation(states[place], int(masks[place, self._seat])) for place in asked.tolist()]
        actors = [actor for place in asked.tolist() if (actor := self._actors[place]) is not None]
        made = chosen_actions(self._policy, actors, seen) if seen else ()
        choices[asked, self._seat] = [number_of(choice) for choice in made]
        return choices

    def _observation(self, state: NDArray[np.int16], mask: int) -> Observation:
        return Observation(view_of(state.tolist(), self._seat, self._format), choices_of(mask))
