"""The mutable half of a seat's knowledge: what its protocol lines have shown so far, one small record per thing.

`messages` change these records, `view.Fold` freezes them. Each keeps its frozen form until it changes, so that
successive views share what did not change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from psrokit_showdown.data.dex import slot_id
from psrokit_showdown.knowledge import OwnMove, OwnPokemon, Stats
from psrokit_showdown.protocol import Details
from psrokit_showdown.tracked_active import TrackedActive
from psrokit_showdown.tracked_pokemon import TrackedPokemon


@dataclass(slots=True)
class OwnRecord:
    """What the requests have told about an own Pokemon. `base_moves` are its moves before any Mimic or Transform."""

    base_moves: tuple[str, ...]
    pp_limits: list[int | None]
    stats: Stats
    max_hp: int = 0
    tracked: TrackedPokemon | None = None
    entry: Mapping[str, Any] = field(default_factory=dict)
    version: int = -1
    frozen: OwnPokemon | None = None

    def moves(self) -> tuple[OwnMove, ...]:
        """Its own moves with what is left of their PP."""
        used = self.tracked.pp_used if self.tracked else {}
        return tuple(
            [
                OwnMove(move, None if limit is None else max(0, limit - used.get(slot_id(move), 0)), limit)
                for move, limit in zip(self.base_moves, self.pp_limits, strict=True)
            ]
        )


@dataclass(slots=True)
class TrackedSide:
    """One side: its Pokemon by (name, details), the one on the field, conditions of its half of the field (see
    knowledge.BattleView), and what it showed before the battle.
    """

    player: str = ""
    team_size: int = 6
    pokemon: dict[tuple[str, Details], TrackedPokemon] = field(default_factory=dict)
    active: TrackedActive | None = None
    conditions: dict[str, int] = field(default_factory=dict)
    preview: tuple[str, ...] = ()


@dataclass(slots=True)
class Field:
    """All that protocol lines have shown one seat.

    moved, last_order: the sides that have used a move this turn, and that did in the turn before, in order. winner: a
    side once one has won, None before and for a tie.
    """

    gen: int = 1
    format: str = ""
    turn: int = 0
    sides: tuple[TrackedSide, TrackedSide] = field(default_factory=lambda: (TrackedSide(), TrackedSide()))
    weather: str = ""
    conditions: dict[str, int] = field(default_factory=dict)
    moved: tuple[int, ...] = ()
    last_order: tuple[int, ...] = ()
    over: bool = False
    winner: int | None = None
    unknown: dict[str, int] = field(default_factory=dict)
