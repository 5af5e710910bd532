"""Where a space of words and numbers keeps what: read from the names of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from psrokit_showdown.observation_spaces.default import FEATURES

ABSENT = -1
"""The place of what a space does not have."""
NAME, TYPES, EFFECT, STATUS = (FEATURES.index(name) for name in ("name", "type1", "effect", "status"))
"""A Pokemon on the field, counted from its name."""


class Places(NamedTuple):
    """Columns of `text`, then those of `numbers`; widths are distances between one move, or slot, and the next."""

    choice: int
    player: int
    move: int
    move_width: int
    category: int
    slot: int
    slot_width: int
    slot_moves: int
    opponent: int
    opponent_moves: int
    player_prev: int
    opponent_prev: int
    revealed: int
    left: int
    player_numbers: int
    move_numbers: int
    move_numbers_width: int
    pp_warning: int
    health: int
    opponent_numbers: int
    ailed: int


def places_of(words: Sequence[str], numbers: Sequence[str]) -> Places:
    """The places in a space whose columns have these names."""
    word, number = (dict(zip(names, range(len(names)), strict=True)) for names in (words, numbers))
    return Places(
        choice=word["choice"],
        player=word["player.name"],
        move=word["move0.name"],
        move_width=word["move1.name"] - word["move0.name"],
        category=word.get("move0.category", ABSENT),
        slot=word["switch0.name"],
        slot_width=word["switch1.name"] - word["switch0.name"],
        slot_moves=word["switch0.move0"],
        opponent=word["opponent.name"],
        opponent_moves=word.get("opponent.move0", ABSENT),
        player_prev=word["player_prev"],
        opponent_prev=word["opp_prev"],
        revealed=word.get("revealed0", ABSENT),
        left=number["opponents_remaining"],
        player_numbers=number["player.hp_pct"],
        move_numbers=number["move0.base_power"],
        move_numbers_width=number["move1.base_power"] - number["move0.base_power"],
        pp_warning=number.get("move0.pp_warning", ABSENT),
        health=number["switch0.hp_pct"],
        opponent_numbers=number["opponent.hp_pct"],
        ailed=number.get("opponent_asleep", ABSENT),
    )
