"""Where a space of words and numbers keeps what: read from the names of its columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown.observation_spaces.default import FEATURES

ABSENT = -1
"""The place of what a space does not have."""
NAME, TYPES, EFFECT, STATUS = (FEATURES.index(name) for name in ("name", "type1", "effect", "status"))
"""A Pokemon on the field, counted from its name."""


(
    CHOICE,
    PLAYER,
    MOVE,
    MOVE_WIDTH,
    CATEGORY,
    SLOT,
    SLOT_WIDTH,
    SLOT_MOVES,
    OPPONENT,
    OPPONENT_MOVES,
    PLAYER_PREV,
    OPPONENT_PREV,
    REVEALED,
    LEFT,
    PLAYER_NUMBERS,
    MOVE_NUMBERS,
    MOVE_NUMBERS_WIDTH,
    PP_WARNING,
    HEALTH,
    OPPONENT_NUMBERS,
    FLAGS,
) = range(21)
"""What `places_of` gives, by number: columns of `text`, then of `numbers`; widths are distances to the next one."""


def places_of(words: Sequence[str], numbers: Sequence[str]) -> NDArray[np.int64]:
    """The places in a space whose columns have these names."""
    word, number = (dict(zip(names, range(len(names)), strict=True)) for names in (words, numbers))
    found = {
        CHOICE: word["choice"],
        PLAYER: word["player.name"],
        MOVE: word["move0.name"],
        MOVE_WIDTH: word["move1.name"] - word["move0.name"],
        CATEGORY: word.get("move0.category", ABSENT),
        SLOT: word["switch0.name"],
        SLOT_WIDTH: word["switch1.name"] - word["switch0.name"],
        SLOT_MOVES: word["switch0.move0"],
        OPPONENT: word["opponent.name"],
        OPPONENT_MOVES: word.get("opponent.move0", ABSENT),
        PLAYER_PREV: word["player_prev"],
        OPPONENT_PREV: word["opp_prev"],
        REVEALED: word.get("revealed0", ABSENT),
        LEFT: number["opponents_remaining"],
        PLAYER_NUMBERS: number["player.hp_pct"],
        MOVE_NUMBERS: number["move0.base_power"],
        MOVE_NUMBERS_WIDTH: number["move1.base_power"] - number["move0.base_power"],
        PP_WARNING: number.get("move0.pp_warning", ABSENT),
        HEALTH: number["switch0.hp_pct"],
        OPPONENT_NUMBERS: number["opponent.hp_pct"],
        FLAGS: number.get("opponent_asleep", ABSENT),
    }
    return np.array([found[place] for place in range(len(found))])
