"""Many battles at once."""

from __future__ import annotations

import numpy as np
import pytest
from duels import after, begun, many, member

from psrokit.api import InputError
from psrokit_showdown import engine
from psrokit_showdown.engine import layout

SURF, SWITCH = 1, 6


def test_a_battle_begins_with_both_seats_asked() -> None:
    row = begun([member("Starmie", "surf", "rest"), member("Mew", "surf")], [member("Golem", "rest")])
    np.testing.assert_array_equal(engine.legal(row[None]), [[0b100011, 0b1]])
    assert engine.turn(row[None])[0] == 1
    assert not engine.ended(row[None])[0]


def test_an_illegal_choice_is_told_and_moves_nothing() -> None:
    states = many(3)
    before = states.copy()
    with pytest.raises(InputError, match=r"choices \[10, 0\] of battle 1"):
        engine.step(states, np.array([[1, 1], [10, 0], [1, 1]], np.int8))
    np.testing.assert_array_equal(states[1], before[1])
    assert (states[[0, 2]] != before[[0, 2]]).any(axis=1).all()


def test_rows_of_an_array_with_gaps_are_refused() -> None:
    states = many(4)[::2]
    for refused in (lambda: engine.legal(states), lambda: engine.step(states, np.ones((2, 2), np.int8))):
        with pytest.raises(InputError, match="contiguous"):
            refused()


def test_an_ended_battle_stays_as_it_is() -> None:
    row = begun([member("Mewtwo", "psychic")], [member("Weedle", "rest", level=2)])
    over = after(row, 1, 1)
    assert engine.ended(over[None])[0]
    assert engine.winner(over[None])[0] == 0
    np.testing.assert_array_equal(engine.legal(over[None]), [[0, 0]])
    np.testing.assert_array_equal(after(over, 0, 0), over)


def test_a_copied_row_goes_its_own_way() -> None:
    row = many(1)[0]
    one, other = after(row, 1, 1), after(row, 1, 1)
    np.testing.assert_array_equal(one, other)
    assert (one != row).any()


def test_threads_change_no_result() -> None:
    alone, together = many(50), many(50)
    seeds = np.random.default_rng(1).integers(2**64, size=(50, 2), dtype=np.uint64)
    counts = engine.play_random(alone, seeds)
    np.testing.assert_array_equal(engine.play_random(together, seeds, threads=3), counts)
    np.testing.assert_array_equal(alone, together)
    assert engine.ended(alone).all()
    assert set(engine.winner(alone)) >= {0, 1}
    assert counts.min() > 0


def test_the_random_player_s_battles_are_those_of_single_steps() -> None:
    """Whatever it chose was legal, and steps with the same choices lead to the same end."""
    played = many(1)
    seeds = np.array([[5, 6]], np.uint64)
    count = int(engine.play_random(played, seeds)[0])
    states, decisions = many(1), 0
    replay = np.array(played[0, layout.SEED : layout.SEED + 4])
    dice = _Dice(seeds[0])
    while not engine.ended(states)[0]:
        masks = engine.legal(states)[0]
        choices = [dice.choose(seat, int(mask)) for seat, mask in enumerate(masks)]
        decisions += sum(choice > 0 for choice in choices)
        engine.step(states, np.array([choices], np.int8))
    assert decisions == count
    np.testing.assert_array_equal(states[0, layout.SEED : layout.SEED + 4], replay)
    np.testing.assert_array_equal(states, played)


class _Dice:
    """splitmix64, as its author published it, in plain Python."""

    def __init__(self, seeds: np.ndarray) -> None:
        self._states = [int(seed) for seed in seeds]

    def choose(self, seat: int, mask: int) -> int:
        options = [choice for choice in range(1, 11) if mask >> (choice - 1) & 1]
        if len(options) < 2:
            return options[0] if options else 0
        low = 2**64 - 1
        self._states[seat] = x = (self._states[seat] + 0x9E3779B97F4A7C15) & low
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & low
        x = (x ^ x >> 27) * 0x94D049BB133111EB & low
        return options[(x >> 32) * len(options) >> 32]
