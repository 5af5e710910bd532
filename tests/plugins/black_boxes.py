"""Policies of whose exact value everything is known, and what hides that from whoever plays against them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Policy, Seat
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.policies.behaviour import Behaviour


def random_policies(game: OpenSpiel, number: int) -> list[Behaviour]:
    """For each role: action probabilities drawn from a flat Dirichlet distribution at every information state."""
    rng = np.random.default_rng([20, number])
    return [
        Behaviour(
            {
                key: tuple(rng.dirichlet(np.ones(len(legal))).tolist())
                for key, legal in zip(its.keys, its.legal, strict=True)
            }
        )
        for its in game.exact().states
    ]


@dataclass(frozen=True)
class BlackBox:
    """A policy that can be seated and asked, and of which nothing else is known."""

    hidden: Policy

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        return self.hidden.start(seat, rng)
