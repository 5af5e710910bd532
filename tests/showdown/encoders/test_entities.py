"""The compiled encoder gives what the space `gen1_entities` gives for a seat's view, and hides what that hides."""

from __future__ import annotations

import numpy as np
import pytest
from native_battles import (
    begun,
    chosen_at_random,
    equal_to_the_slow_way,
    hides_what_is_hidden,
    of_spells,
    of_twins,
    played,
)

from psrokit_showdown.encoders.entities import encode_entities
from psrokit_showdown.engine.formats import FORMATS
from psrokit_showdown.observation_spaces.gen1_entities import Gen1Entities


def decisions_compared(format_id: str, count: int, seed: int) -> int:
    """Play at random and compare every decision; how many there were."""
    ticks = played(begun(format_id, count, seed), format_id, chosen_at_random(seed))
    return sum(len(arrays["field"]) for arrays in equal_to_the_slow_way(ticks, Gen1Entities(), encode_entities))


@pytest.mark.parametrize("format_id", FORMATS)
def test_every_format(format_id: str) -> None:
    assert decisions_compared(format_id, 7, 1) > 500


def test_species_and_moves_that_come_twice() -> None:
    ticks = played(of_twins(8, 1), "gen1customgame", chosen_at_random(2, 0.4))
    assert sum(len(one["field"]) for one in equal_to_the_slow_way(ticks, Gen1Entities(), encode_entities)) > 200


def test_what_lasts() -> None:
    """Every counter comes up, as far as the game lets it."""
    ticks = played(of_spells(40, 1), "gen1ou", chosen_at_random(2, 0.05))
    columns = Gen1Entities().arrays["actives"].columns
    most = np.zeros(len(columns))
    for arrays in equal_to_the_slow_way(ticks, Gen1Entities(), encode_entities):
        most = np.maximum(most, arrays["actives"].max(axis=(0, 1)))
    seen = {name: most[columns.index(name)] for name in ("locked_turns", "bound_turns", "disable_turns")}
    assert seen["locked_turns"] == seen["bound_turns"] == 1.0  # five hits
    assert seen["disable_turns"] >= 3 / 8
    assert most[columns.index("substitute_hits")] >= 2 / 8
    assert most[columns.index("toxic_turns")] >= 3 / 16


@pytest.mark.slow
@pytest.mark.parametrize("format_id", FORMATS)
def test_many_battles(format_id: str) -> None:
    assert decisions_compared(format_id, 350, 2) > 30_000


def test_nothing_hidden_leaks() -> None:
    hides_what_is_hidden(encode_entities)
