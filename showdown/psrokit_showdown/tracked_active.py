"""What protocol lines have shown of the Pokemon that a side has on the field, and that it loses when it leaves."""

from __future__ import annotations

from dataclasses import dataclass, field

from psrokit_showdown.knowledge import Active, Boosts, OwnMove
from psrokit_showdown.protocol import Condition
from psrokit_showdown.tracked_pokemon import TrackedPokemon

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
