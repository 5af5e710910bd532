"""Teams as records."""

from __future__ import annotations

import numpy as np
import pytest

from psrokit.api import InputError
from psrokit_showdown import engine
from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.engine import layout
from psrokit_showdown.mechanics import full_stats
from psrokit_showdown.teams import Member, Team


@pytest.mark.parametrize("level", [100, 68, 5])
def test_stats_are_those_of_the_mechanics(level: int) -> None:
    for species in gen1_species():
        record = engine.pack_team(Team((Member(species, ("tackle",), level=level),)))[0]
        stats = full_stats(species, level)
        assert record[layout.MAX_HP] == record[layout.HP] == stats.hp
        found = record[layout.OWN : layout.OWN + 4]
        np.testing.assert_array_equal(found, (stats.attack, stats.defence, stats.special, stats.speed))


def test_moves_begin_with_all_their_pp() -> None:
    for move in gen1_moves().values():
        record = engine.pack_team(Team((Member("mew", (move.id,)),)))[0]
        assert (record[layout.MON_MOVE], record[layout.MON_PP]) == (move.num, move.max_pp)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Member("Lugia", ("surf",)), "unknown species"),
        (Member("Mewe", ("surf",)), "Did you mean 'mew'"),
        (Member("Mew", ("surfe",)), "Did you mean 'surf'"),
        (Member("Mew", ()), "0 moves"),
        (Member("Mew", ("surf", "rest", "fly", "dig", "bide")), "5 moves"),
        (Member("Mew", ("surf",), level=256), "level 256"),
        (Member("Mew", ("surf",), nature="Modest"), "Modest nature"),
        (Member("Mew", ("surf",), ivs=(30, 30, 30, 30, 28, 30)), "Special is one stat"),
    ],
)
def test_what_generation_1_cannot_hold_is_refused(wrong: Member, said: str) -> None:
    with pytest.raises(InputError, match=said):
        engine.pack_team(Team((wrong,)))


@pytest.mark.parametrize("nature", ["", "Hardy", "serious", "BASHFUL"])
def test_a_nature_without_effect_is_none(nature: str) -> None:
    plain, natured = (engine.pack_team(Team((Member("Mew", ("surf",), nature=each),))) for each in ("", nature))
    np.testing.assert_array_equal(natured, plain)


def test_a_seventh_pokemon_is_refused() -> None:
    with pytest.raises(InputError, match="at most 6"):
        engine.pack_team(Team((Member("Mew", ("surf",)),) * 7))
