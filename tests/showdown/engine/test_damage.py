"""Damage of the engine against the mechanics, which were written for views and are no part of it."""

from __future__ import annotations

from itertools import product

import pytest
from duels import active_hp, begun, member

from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.outcomes import outcomes
from psrokit_showdown.mechanics import Fighter, damage, full_stats

ATTACKERS = ("tauros", "starmie", "gengar", "zapdos", "exeggutor", "charizard")
DEFENDERS = ("chansey", "golem", "snorlax", "gengar", "cloyster", "dragonite")
MOVES = ("bodyslam", "psychic", "thunderbolt", "earthquake", "nightshade", "slash", "surf", "drillpeck", "explosion")


def fighter(species: str, level: int) -> Fighter:
    stats = full_stats(species, level)
    known = gen1_species()[species]
    return Fighter(
        level, known.types, known.base_speed,
        stats.attack, stats.defence, stats.special, stats.speed, stats.attack, stats.defence, stats.special,
    )  # fmt: skip


@pytest.mark.parametrize("move", MOVES)
def test_damage_is_that_of_the_mechanics(move: str) -> None:
    for attacker, defender in product(ATTACKERS, DEFENDERS):
        row = begun([member(attacker, move, level=74)], [member(defender, "splash")])
        full = active_hp(row, layout.P2)
        found = {full - active_hp(outcome.row, layout.P2) for outcome in outcomes(row, (1, 1))}
        told = damage(fighter(attacker, 74), fighter(defender, 100), gen1_moves()[move])
        assert max(found) == min(full, told.critical_high), (attacker, defender, move)
        hits = found - {0} or {0}
        assert min(hits) == min(full, told.low, told.critical_low), (attacker, defender, move)
