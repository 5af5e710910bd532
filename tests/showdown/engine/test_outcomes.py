"""Outcomes of a decision with their probabilities."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from duels import active_hp, after, begun, member

from psrokit.api import InputError
from psrokit_showdown import engine
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.outcomes import outcomes, play


def test_probabilities_sum_to_one_and_nothing_is_drawn() -> None:
    row = begun([member("Starmie", "surf")], [member("Chansey", "splash")])
    found = list(outcomes(row, (1, 1)))
    assert sum(outcome.probability for outcome in found) == 1
    assert len(found) == 1 + 2 * 39  # a miss; critical or not and 39 rolls
    for outcome in found:
        np.testing.assert_array_equal(outcome.row[:4], row[:4])


def test_the_chance_to_miss_is_that_of_the_rules() -> None:
    row = begun([member("Starmie", "blizzard")], [member("Chansey", "splash")])
    full = active_hp(row, layout.P2)
    missed = sum(o.probability for o in outcomes(row, (1, 1)) if active_hp(o.row, layout.P2) == full)
    assert missed == 1 - Fraction(229, 256)


def test_a_script_leads_to_its_outcome() -> None:
    row = begun([member("Tauros", "bodyslam")], [member("Chansey", "thunderwave")])
    for outcome in list(outcomes(row, (1, 1)))[::97]:
        again, draws = play(row, (1, 1), outcome.script)
        np.testing.assert_array_equal(again, outcome.row)
        assert tuple(draw.outcome for draw in draws) == outcome.script


def test_what_is_drawn_is_among_the_outcomes_as_often_as_it_should_be() -> None:
    """20,000 drawn decisions against the enumerated distribution: a chi-squared test at 1 in 10,000."""
    row = begun([member("Starmie", "psychic")], [member("Snorlax", "splash")])
    weights: dict[bytes, Fraction] = {}
    for outcome in outcomes(row, (1, 1)):
        key = outcome.row[4 : layout.SEEN].tobytes()
        weights[key] = weights.get(key, Fraction(0)) + outcome.probability
    count = 20_000
    states = np.repeat(row[None], count, axis=0)
    states[:, :4] = np.random.default_rng(3).integers(-(2**15), 2**15, size=(count, 4))
    engine.step(states, np.ones((count, 2), np.int8))
    drawn: dict[bytes, int] = {}
    for state in states:
        key = state[4 : layout.SEEN].tobytes()
        drawn[key] = drawn.get(key, 0) + 1
    assert set(drawn) <= set(weights)
    expected = np.array([float(weights[key]) * count for key in weights])
    observed = np.array([drawn.get(key, 0) for key in weights])
    large = expected >= 5
    statistic = float((((observed - expected) ** 2) / expected)[large].sum())
    freedom = int(large.sum())
    assert statistic < freedom + 4 * np.sqrt(2 * freedom) + 10


def test_too_many_outcomes_are_refused() -> None:
    row = begun([member("Starmie", "psychic")], [member("Snorlax", "bodyslam")])
    with pytest.raises(InputError, match="more than 50 outcomes"):
        list(outcomes(row, (1, 1), limit=50))


def test_a_tie_of_speed_that_decides_is_a_draw() -> None:
    row = begun([member("Tauros", "splash")], [member("Tauros", "splash")])
    found = list(outcomes(row, (1, 1)))
    assert [outcome.probability for outcome in found] == [Fraction(1, 2)] * 2
    assert after(row, 1, 1)[layout.TURN] == 2
