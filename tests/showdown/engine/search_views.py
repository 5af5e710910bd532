"""Positions of random battles, as a searching player meets them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from duels import many

from psrokit_showdown import engine
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.engine.view import view_of
from psrokit_showdown.knowledge import BattleView

FORMAT = "gen1ou"


def views(battles: int, seed: int) -> Iterator[tuple[BattleView, int, States]]:
    """Views of seat 0 in random battles, the mask of its choices, and the row."""
    return views_of(many(battles, seed), FORMAT, np.random.default_rng(seed))


def views_of(states: States, format_id: str, rng: np.random.Generator) -> Iterator[tuple[BattleView, int, States]]:
    """The same of begun battles, for 60 decisions."""
    for _ in range(60):
        masks = engine.legal(states)
        choices = np.zeros((len(states), 2), np.int8)
        for i, seat in zip(*np.nonzero(masks), strict=True):
            choices[i, seat] = rng.choice([c for c in range(1, 11) if masks[i, seat] >> (c - 1) & 1])
        for i in np.flatnonzero(masks[:, 0]):
            yield view_of(states[i].tolist(), 0, format_id), int(masks[i, 0]), states[i]
        engine.step(states, choices)
