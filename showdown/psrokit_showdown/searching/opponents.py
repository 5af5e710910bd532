"""How the other seat chooses in simulations: by what the tree has learnt, or as players do that are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Floats, Policy
from psrokit_showdown.compiled.dials import DIALS, dials_of
from psrokit_showdown.compiled.dice import DIE_WORDS
from psrokit_showdown.compiled.entries import GREEDY_DAMAGE, SCRIPTED, Table
from psrokit_showdown.compiled.playing import decide
from psrokit_showdown.compiled.roster import code_of
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.searching.positions import SEATS, Chosen, Masks, Places
from psrokit_showdown.weights import Weights

Rollout = Literal["scripted", "greedy_damage"]
ROLLOUTS = {"scripted": SCRIPTED, "greedy_damage": GREEDY_DAMAGE}
"""The players that play on: compiled, without memory, and nothing in them is random."""


class Opponents(Protocol):
    """Who may sit opposite."""

    def drawn(self, count: int, rng: np.random.Generator) -> Places:
        """Who sits opposite in so many simulations, as places in their `Players`."""

    def settled(self, chosen: Chosen, usual: Chosen) -> Chosen:
        """What both seats do. chosen: as the tree would have it. usual: as their players would."""


class Players(NamedTuple):
    """Compiled players by place, the rollouts' at 0.

    codes: int8 (k,). dials: float64 (k, DIALS), those of players without dials are not read.
    """

    codes: NDArray[np.int8]
    dials: Floats

    def usual(self, states: States, masks: Masks, opposite: Places, rng: np.random.Generator) -> Chosen:
        """What the rollouts' player does in seat 0, and in seat 1 whoever is there: shape (n, 2)."""
        made = np.zeros((len(states), SEATS), np.int8)
        places = np.column_stack([np.zeros_like(opposite), opposite])
        decide(
            states, masks, Table(self.codes[places], _dice(places.size, rng), _memory(places), self.dials, places), made
        )
        return made


def players_of(rollout: Rollout, policies: Sequence[Policy]) -> Players:
    """The rollouts' player, then these; a policy that is not compiled is taken for the rollouts' player."""
    codes = [ROLLOUTS[rollout], *(code_of(policy) or ROLLOUTS[rollout] for policy in policies)]
    styles = [dials_of(policy if isinstance(policy, Weights) else Weights()) for policy in (None, *policies)]
    return Players(np.array(codes, np.int8), np.array(styles).reshape(-1, DIALS))


class Anybody:
    """An opponent of whom nothing is known: it plays as the tree finds best for it."""

    def drawn(self, count: int, rng: np.random.Generator) -> Places:  # noqa: ARG002 # one player plays on
        """The rollouts' player everywhere."""
        return np.zeros(count, np.int64)

    def settled(self, chosen: Chosen, usual: Chosen) -> Chosen:  # noqa: ARG002 # of no weight here
        """As the tree would have it."""
        return chosen


class Mixture:
    """One of some players, with probabilities: it does what they do."""

    def __init__(self, weights: Floats) -> None:
        """weights: their probabilities, shape (k - 1,)."""
        self.weights = weights

    def drawn(self, count: int, rng: np.random.Generator) -> Places:
        """Places from 1 on."""
        return 1 + rng.choice(len(self.weights), count, p=self.weights)

    def settled(self, chosen: Chosen, usual: Chosen) -> Chosen:
        """Seat 0 as the tree would have it, seat 1 as its player."""
        return np.column_stack([chosen[:, 0], usual[:, 1]])


def _dice(count: int, rng: np.random.Generator) -> NDArray[np.uint64]:
    """Dice that have never been thrown."""
    dice = rng.integers(2**64, size=(count, DIE_WORDS), dtype=np.uint64)
    dice[:, -1] |= np.uint64(1)
    return dice


def _memory(places: Places) -> NDArray[np.int8]:
    return np.zeros(places.size, np.int8)
