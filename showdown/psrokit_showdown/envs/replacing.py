"""What is played for an index from outside that is not legal."""

from __future__ import annotations

import numpy as np

from psrokit.api import ActionSpace, Executed, Observation, executed
from psrokit_showdown.action_spaces.default import Default
from psrokit_showdown.action_spaces.minimal import Minimal
from psrokit_showdown.numbered import without_tera


def replaced(space: ActionSpace, observation: Observation, index: int, rng: np.random.Generator) -> Executed:
    """As `psrokit.api.executed`, but by Metamon's numbers a move with Terastallization where that is impossible is the
    same move without, if that is legal: nothing is drawn for it, and it is flagged as any other replacement.
    """
    plain = without_tera(index) if isinstance(space, Default | Minimal) else index
    mask = space.mask(observation)
    if plain == index or (index < len(mask) and mask[index]) or not mask[plain]:
        return executed(space, observation, index, rng)
    return Executed(plain, space.action(observation, plain), substituted=True)
