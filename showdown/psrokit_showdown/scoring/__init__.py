"""What a choice is worth to the scripted player: one small function per consideration, and their sum.

A score is in units of one Pokemon's full HP; `psrokit_showdown.weights.Weights` says what each consideration counts.
"""

from __future__ import annotations

from collections.abc import Callable

from psrokit_showdown.actions import chosen_move, chosen_place
from psrokit_showdown.data import Move, gen1_moves
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.matchup import bench_duel
from psrokit_showdown.mechanics import damage
from psrokit_showdown.scoring import ailments, attack, staying_power
from psrokit_showdown.scoring.situation import Situation, Use, situation
from psrokit_showdown.scoring.switches import added, switch_score
from psrokit_showdown.weights import Weights

__all__ = ["MOVE_TERMS", "Situation", "score", "situation"]

MOVE_TERMS: tuple[Callable[[Use], float], ...] = (
    attack.hit,
    attack.knock_out,
    attack.recharging,
    attack.boom,
    attack.bind,
    ailments.status,
    ailments.plague,
    staying_power.recovery,
    staying_power.setup,
    staying_power.screen,
    staying_power.substitute,
    attack.counter,
    staying_power.haze,
    staying_power.luck,
    staying_power.staying,
)


def move_score(now: Situation, move: Move) -> float:
    """The worth of using a move."""
    use = Use(now, move, damage(now.mine, now.theirs, move, int(now.foe_left)))
    return added([term(use) for term in MOVE_TERMS])


def replacement_score(view: BattleView, place: int) -> float:
    """The worth of sending in `view.team[place]` when one must be sent."""
    return bench_duel(view, place).edge


def score(view: BattleView, legal: tuple[str, ...], weights: Weights) -> list[float]:
    """The worth of every legal choice, in order."""
    now = situation(view, weights) if view.decision == "move" else None
    return [_choice_score(view, choice, now) for choice in legal]


def _choice_score(view: BattleView, choice: str, now: Situation | None) -> float:
    if choice.startswith("switch"):
        place = chosen_place(choice)
        return switch_score(now, place) if now is not None else replacement_score(view, place)
    if now is None or not choice.startswith("move"):
        return 0.0
    move = gen1_moves().get(chosen_move(view, choice))
    return move_score(now, move) if move is not None else 0.0
