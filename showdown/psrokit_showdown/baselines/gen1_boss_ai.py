"""The gym leader of the first games."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.data.effects import MoveFacts
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.habits import changing_type
from psrokit_showdown.tactics.scene import Rules, Scene


@policy("gen1_boss_ai")
@dataclass(frozen=True)
class Gen1BossAI:
    """Marks its moves as the bosses of the first games did, and uses any of those marked best. Metamon: Gen1BossAI.

    No effect is tried twice on a Pokemon with a status, moves that prepare or heal are for its first turn, and types
    count throughout. It sends in the first Pokemon that is left.

    rules: "corrected", or "faithful" to the players behind published results: it spares a Pokemon with a status
    confusion and its like, not a second status.
    """

    rules: Rules = "corrected"

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(_choose, rng, self.rules)


_START, _POINTLESS = 10, 5
_PREPARING = frozenset({"reflect", "lightscreen", "transform"})


def _choose(scene: Scene) -> str:
    if not scene.moves:
        return str(scene.legal[0])
    marks = [_mark(scene, option.move) for option in scene.moves]
    lowest = min(marks)
    best = [option for option, mark in zip(scene.moves, marks, strict=True) if mark == lowest]
    return changing_type(scene, scene.pick(best).choice)


def _mark(scene: Scene, move: MoveFacts) -> int:
    """The lower the better."""
    mark = _START
    if scene.foe is not None and scene.foe.status and _afflicts(scene, move):
        mark += _POINTLESS
    if scene.first_turn and (move.boosts or move.heals or move.id in _PREPARING):
        mark -= 1
    return mark - 1 if scene.factor(move.type, scene.foe) >= 1 else mark + 1


def _afflicts(scene: Scene, move: MoveFacts) -> bool:
    return bool(move.volatile) if scene.faithful else bool(move.status)
