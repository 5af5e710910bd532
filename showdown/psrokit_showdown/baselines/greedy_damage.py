"""The player that maximises the damage of this turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Action, Actor, Observation, Seat, policy
from psrokit_showdown.actions import chosen_move, chosen_place
from psrokit_showdown.data import gen1_moves
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.matchup import bench_duel, foe_hp, option_damage, turns_taken


@policy("greedy_damage")
@dataclass(frozen=True)
class GreedyDamage:
    """Uses the move of greatest expected damage by generation 1's rules, and sends in the best matchup when one faints.

    Types, STAB, critical hits by speed, accuracy, stages and status count, and so do the turns a move takes: charging
    and recharging halve it (recharging not when it knocks out), fainting from one's own Explosion quarters it. It
    never switches of its own accord. Generation 1 only.
    """

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # nothing to remember, nothing random
        """An actor without memory; it draws nothing."""
        return _GreedyDamage()


@dataclass(frozen=True, slots=True)
class _GreedyDamage:
    def act(self, observation: Observation) -> Action:
        view: BattleView = observation.view
        moves = [choice for choice in observation.legal if choice.startswith("move")]
        if moves:
            return max(moves, key=lambda choice: _worth(view, chosen_move(view, choice)))
        return max(observation.legal, key=lambda choice: bench_duel(view, chosen_place(choice)).edge)


def _worth(view: BattleView, name: str) -> float:
    """Expected damage a turn, in hit points, no more than the target has."""
    move, foe = gen1_moves().get(name), view.foe_active
    dealt = option_damage(view, move) if move else None
    if move is None or dealt is None or foe is None:
        return 0.0
    hp = foe_hp(foe)
    return min(dealt.mean, hp) * dealt.chance / turns_taken(move, dealt.low >= hp)
