"""One move under consideration, with what its score depends on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from psrokit_showdown.data.effects import MoveFacts, move_facts
from psrokit_showdown.tactics.scene import Mon, Scene


@dataclass(frozen=True, slots=True)
class Case:
    """A move of `own` against `foe`. slower: it is more likely to be the slower of the two."""

    scene: Scene
    own: Mon
    foe: Mon
    move: MoveFacts
    slower: bool

    def likely(self, probability: float) -> bool:
        """True with a probability."""
        return self.scene.chance(probability)

    def maybe(self, points: float, probability: float) -> float:
        """The points with a probability, else nothing."""
        return points if self.scene.chance(probability) else 0.0

    def draw(self) -> float:
        """A number from 0 to 1."""
        return float(self.scene.rng.random())

    @property
    def factor(self) -> float:
        """The factor of the move's type."""
        return self.scene.factor(self.move.type, self.foe)

    @property
    def resisted(self) -> bool:
        """Whether the move's type does less than usual."""
        return self.factor < 1

    @property
    def foe_last(self) -> MoveFacts | None:
        """The last move of the other side's Pokemon, if it has shown one."""
        return move_facts(self.scene.gen, self.foe.last_move) if self.foe.last_move else None

    def owns(self, *names: str) -> bool:
        """Whether the own Pokemon has one of the moves."""
        return any(move.id in names for move in self.own.moves)

    @property
    def damaging(self) -> int:
        """How many moves of the own Pokemon do damage."""
        return sum(move.category != "status" for move in self.own.moves)


PHYSICAL_TYPES = frozenset({"normal", "fighting", "flying", "poison", "ground", "ghost", "bug", "rock", "steel"})
"""The types whose attacks were physical in the third games."""
Adjustment = Callable[[Case], float]
"""What is added to a move's score."""
