"""The mutable half of a seat's knowledge: what its protocol lines have shown so far, one small record per thing.

`messages.py` changes these records, `view.Fold` freezes them. Each keeps its frozen form until it changes, so that
successive views share what did not change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from psrokit_showdown.data.dex import slot_id
from psrokit_showdown.knowledge import Active, Boosts, FoePokemon, OwnMove, OwnPokemon, SeenMove, Stats
from psrokit_showdown.protocol import Condition, Details

BOOST_FIELDS = {
    "atk": "attack",
    "def": "defence",
    "spa": "special_attack",
    "spd": "special_defence",
    "spe": "speed",
    "accuracy": "accuracy",
    "evasion": "evasion",
}
NO_BOOSTS = Boosts()
UNHURT = Condition(0, 0, "")
"""Before the first line that tells."""
COUNTED = frozenset({"rage", "stockpile"})
"""Effects that grow each time they are announced."""
AGEING = frozenset(
    {
        *(
            "bide",
            "bind",
            "clamp",
            "disable",
            "doomdesire",
            "embargo",
            "encore",
            "firespin",
            "futuresight",
            "healblock",
        ),
        *("infestation", "magmastorm", "magnetrise", "sandtomb", "slowstart", "snaptrap", "taunt", "telekinesis"),
        *("throatchop", "thundercage", "uproar", "whirlpool", "wrap", "yawn"),
    }
)
"""Effects whose length matters, so that their turns are counted."""


@dataclass(slots=True)
class TrackedPokemon:
    """A Pokemon that has been on the field. `pp_used` holds shown moves only; `hp` and `max_hp` are on the seat's own
    scale.
    """

    details: Details
    hp: int = 0
    max_hp: int = 0
    status: str = ""
    pp_used: dict[str, int] = field(default_factory=dict)
    sleep_turns: int = 0
    rested: bool = False
    item: str | None = None
    ability: str | None = None
    last_used: str | None = None
    tera: str = ""
    frozen: FoePokemon | None = None
    version: int = 0

    @property
    def condition(self) -> Condition:
        """Health and status together."""
        return Condition(self.hp, self.max_hp, self.status)

    def touch(self) -> None:
        """Forget the frozen form: something changed."""
        self.frozen = None
        self.version += 1

    def set_condition(self, condition: Condition) -> None:
        """Take over health and status; `0 fnt` keeps the known maximum."""
        hp, max_hp, status = condition
        if hp == self.hp and status == self.status and max_hp == self.max_hp:
            return
        if hp:
            self.max_hp = max_hp
        if status != self.status:
            self.set_status(status)
        self.hp = hp
        self.touch()

    def set_status(self, status: str) -> None:
        """A new status; sleep is counted from when it began."""
        if status != "slp" or self.status != "slp":
            self.sleep_turns = 0
            self.rested = False
        self.status = status
        self.touch()

    def use(self, move: str) -> None:
        """It used a move."""
        if move != self.last_used:
            self.last_used = move
            self.touch()

    def freeze(self, active: bool) -> FoePokemon:
        """What the other seat may know of it."""
        frozen = self.frozen
        if frozen is None or frozen.active is not active:
            percent = 100.0 * self.hp / self.max_hp if self.max_hp else 0.0
            frozen = self.frozen = FoePokemon(
                self.details.species,
                self.details.level,
                percent,
                self.status,
                active,
                tuple([SeenMove(move, used) for move, used in self.pp_used.items()]),
                self.sleep_turns,
                self.rested,
                self.item,
                self.ability,
                self.last_used,
                self.tera,
            )
        return frozen


@dataclass(slots=True)
class TrackedActive:
    """The Pokemon a side has on the field, and everything it loses when it leaves.

    `volatiles` are in the order in which they began, with their counters (see knowledge.Active). `slot` is the move it
    last chose from its own list; a move that this one calls, or Mimic's copy, costs its PP. `passing` are effects that
    end with the turn, `until_action` those that end with its next action. `before` is the condition in which it came.
    `offered` are the moves that its own seat was last offered where they are not its own. `acted`: it has had its
    action of this turn, so that what counts actions has counted it. `toxic`: Toxic's counter exists (gen 1).
    """

    pokemon: TrackedPokemon
    species: str
    boosts: Boosts = NO_BOOSTS
    volatiles: dict[str, int] = field(default_factory=dict)
    passing: frozenset[str] = frozenset()
    until_action: frozenset[str] = frozenset()
    last_move: str | None = None
    preparing: str | None = None
    binding: str | None = None
    disabled_move: str | None = None
    mimicked_move: str | None = None
    mimic_slot: str | None = None
    slot: str | None = None
    types: tuple[str, ...] = ()
    confusion_turns: int = 0
    toxic: bool = False
    toxic_turns: int = 0
    acted: bool = False
    locked_turns: int = 0
    disable_turns: int = 0
    substitute_hits: int = 0
    before: Condition = UNHURT
    offered: tuple[OwnMove, ...] = ()
    frozen: Active | None = None

    def add(self, effect: str) -> None:
        """An effect began, or began once more."""
        if effect not in self.volatiles:
            self.volatiles[effect] = 0
        elif effect in COUNTED:
            self.volatiles[effect] += 1
        self.frozen = None

    def drop(self, effect: str) -> None:
        """An effect ended, if it was there."""
        if self.volatiles.pop(effect, None) is not None:
            self.frozen = None

    def act(self) -> None:
        """It has come as far as using its move, whatever became of that. One action brings several such lines."""
        if not self.acted:
            self.acted = True
            if "disable" in self.volatiles:
                self.disable_turns += 1
                self.frozen = None

    def end_turn(self) -> None:
        """A turn is over: effects of one turn end, the others grow older."""
        self.acted = False
        for effect in self.passing:
            self.drop(effect)
        self.passing = frozenset()
        for effect in self.volatiles.keys() & AGEING:
            self.volatiles[effect] += 1
            self.frozen = None

    def boost(self, stat: str, stage: int) -> None:
        """Set one stage, kept within -6 and 6. Raises KeyError for an unknown stat."""
        self.boosts = self.boosts._replace(**{BOOST_FIELDS[stat]: max(-6, min(6, stage))})
        self.frozen = None

    def stage(self, stat: str) -> int:
        """The present stage of a stat. Raises KeyError for an unknown one."""
        stage: int = getattr(self.boosts, BOOST_FIELDS[stat])
        return stage

    def freeze(self) -> Active:
        """Its public form."""
        frozen = self.frozen
        if frozen is None:
            frozen = self.frozen = Active(
                self.species,
                self.boosts,
                frozenset(self.volatiles),
                self.last_move,
                self.preparing,
                self.binding,
                self.disabled_move,
                self.mimicked_move,
                self.types,
                self.confusion_turns,
                self.toxic_turns,
                tuple(self.volatiles.items()),
                self.locked_turns,
                self.disable_turns,
                self.substitute_hits,
            )
        return frozen


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
