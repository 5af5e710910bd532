"""What protocol lines have shown of a Pokemon, and it takes along when it leaves the field."""

from __future__ import annotations

from dataclasses import dataclass, field

from psrokit_showdown.knowledge import FoePokemon, SeenMove
from psrokit_showdown.protocol import Condition, Details


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
