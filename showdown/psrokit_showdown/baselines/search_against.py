"""The searching player that knows whom it may meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import numpy as np

from psrokit.api import Actor, InputError, Policy, PolicyFault, Seat, policy
from psrokit_showdown.baselines.search import Search, Searching, Thoughts
from psrokit_showdown.teams import NATIVE_FORMATS, plays_natively


@policy("search_against")
@dataclass(frozen=True)
class SearchAgainst:
    """Searches as `search` does, but the other side plays as one of some known players does, not as a tree finds best.

    opponents: who may sit opposite. weights: how probable each is before the battle; they need not add up to 1. search:
    how to search; with `depth: 1` and a long horizon it is local best response (Lisy and Bowling 2017,
    arXiv:1612.07547), which tries each choice once and leaves the rest to the rollouts' player.

    Which of them it is, is judged by Bayes' rule from what the other side is seen to do. Only players with a compiled
    version (random, max_power, type_switcher, greedy_damage, scripted) are known exactly; any other is taken for the
    rollouts' player, which makes the answer weaker, never wrong. Only for formats of generation 1, where these players
    and the native engine are at home.
    """

    opponents: tuple[Policy, ...]
    weights: tuple[float, ...]
    search: Policy = field(default_factory=Search)

    def __post_init__(self) -> None:
        if not self.opponents or len(self.weights) != len(self.opponents):
            raise InputError(f"{len(self.opponents)} opponents and {len(self.weights)} weights: give each its weight")
        if not all(0 < weight < np.inf for weight in self.weights):
            raise InputError(f"weights are above 0 and finite, not {list(self.weights)}")
        if not isinstance(self.search, Search):
            raise InputError("`search` takes the options of the player `search`", remedy="Write {use: search, ...}.")

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        """An actor that draws guesses and simulations from `rng`."""
        return Searching(partial(_against_mixture, self, rng), seat, rng)


def _against_mixture(options: SearchAgainst, rng: np.random.Generator, format_id: str) -> Thoughts:
    if not plays_natively(format_id):
        raise PolicyFault(f"search_against plays {', '.join(NATIVE_FORMATS)}, not {format_id}")
    from psrokit_showdown.searching.thinking import AgainstMixture  # noqa: PLC0415 # numba is heavy

    assert isinstance(options.search, Search)
    return AgainstMixture(options.search, options.opponents, options.weights, rng)
