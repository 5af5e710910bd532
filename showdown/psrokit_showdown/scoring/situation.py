"""The fight on the field as the considerations of the scripted player see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from psrokit_showdown.data import Move
from psrokit_showdown.knowledge import Active, BattleView, FoePokemon, OwnPokemon
from psrokit_showdown.matchup import ACTS, Duel, bench_duel, foe_fighter, foe_moves, own_fighter
from psrokit_showdown.mechanics import Damage, Fighter, damage, full_stats
from psrokit_showdown.weights import Weights

LIKELY_FALL = 0.75
"""A blow that is expected to take this much of what is left is reckoned to end the matter, in proportion."""


@dataclass(frozen=True, slots=True)
class Situation:
    """The fight on the field as the considerations see it. HP of the foe are those of the best stats it can have.

    `acts` is how likely the foe is to act this turn, `blow` the share of what is left of the own HP that its best
    attack then takes, `threat` that share as far as it is feared.
    """

    view: BattleView
    weights: Weights
    own: OwnPokemon
    foe: FoePokemon
    own_field: Active
    foe_field: Active
    mine: Fighter
    theirs: Fighter
    their_moves: tuple[Move, ...]
    their_best: Move | None
    foe_max: int
    foe_left: float
    duel: Duel
    acts: float
    blow: float
    threat: float

    @property
    def shielded(self) -> bool:
        """Whether the foe stands behind a Substitute."""
        return "substitute" in self.foe_field.volatiles

    @property
    def doom(self) -> float:
        """How likely the own Pokemon is to fall before it can act, from 0 to 1."""
        return 0.0 if self.duel.faster or self.blow < LIKELY_FALL else self.blow

    @property
    def worth(self) -> float:
        """What the own Pokemon still is, from 0 to 1."""
        return (0.3 + 0.7 * self.own.hp_fraction) * (0.5 + 0.5 * ACTS[self.own.status])


def situation(view: BattleView, weights: Weights) -> Situation | None:
    """The fight on the field; None before both sides have a Pokemon there."""
    own, foe = view.active, view.foe_active
    if own is None or foe is None or view.own is None or view.foe is None:
        return None
    mine, theirs = own_fighter(own, view.own), foe_fighter(foe, view.foe)
    moves = foe_moves(foe)
    full = full_stats(foe.species, foe.level).hp
    now = bench_duel(view, view.team.index(own))
    acts = _acts_now(foe, view)
    blow = min(1.0, now.taken / max(0.01, ACTS[foe.status])) * acts
    return Situation(
        view,
        weights,
        own,
        foe,
        view.own,
        view.foe,
        mine,
        theirs,
        moves,
        _best_against(theirs, moves, mine),
        full,
        foe.hp_fraction * full,
        now,
        acts,
        blow,
        blow * weights.fear,
    )


def _acts_now(foe: FoePokemon, view: BattleView) -> float:
    """How likely the foe is to act this turn. In generation 1 the turn of waking up is lost as well."""
    if view.foe is None or foe.status in ("slp", "frz") or "mustrecharge" in view.foe.volatiles:
        return 0.0
    half = 0.5 if "confusion" in view.foe.volatiles else 1.0
    return half * ACTS[foe.status]


def _best_against(attacker: Fighter, moves: tuple[Move, ...], defender: Fighter) -> Move | None:
    best, most = None, 0.0
    for move in moves:
        dealt = damage(attacker, defender, move).expected
        if dealt > most and not move.explodes:
            best, most = move, dealt
    return best


class Use(NamedTuple):
    """A move that the own Pokemon could use, and its damage to the foe."""

    now: Situation
    move: Move
    dealt: Damage


class Arrival(NamedTuple):
    """A Pokemon that could come in by choice, and how it would fare."""

    now: Situation
    pokemon: OwnPokemon
    duel: Duel
