"""A decision in its parts: the same ways with the same probabilities, and what makes positions the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from duels import many
from endgame_positions import STARMIE, TAUROS, standing
from scipy.stats import chi2

from psrokit.api import Floats
from psrokit_showdown import engine
from psrokit_showdown.endgames import parts
from psrokit_showdown.endgames.same import canonical, reads_damage
from psrokit_showdown.endgames.ways import ways
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.engine.outcomes import outcomes

LEVEL = 1e-6
"""A chi-squared test fails by chance once in a million times."""


@pytest.fixture(scope="module", autouse=True)
def compiled_parts() -> None:
    parts.prepare(print)


def whole_decision(row: States, choices: tuple[int, int], *, damage_matters: bool = True) -> dict[bytes, float]:
    """Probabilities of the positions after a decision, by its parts."""
    found: Counter[bytes] = Counter()
    first = ways(row, np.array([choices], np.int8))
    pausing = parts.paused(first.rows)
    _add(found, first.rows[~pausing], first.probability[~pausing], damage_matters=damage_matters)
    if pausing.any():
        second = ways(first.rows[pausing], np.zeros((int(pausing.sum()), 2), np.int8))
        chances = first.probability[pausing][second.origin] * second.probability
        _add(found, second.rows, chances, damage_matters=damage_matters)
    return dict(found)


def _add(found: Counter[bytes], rows: States, chances: Floats, *, damage_matters: bool) -> None:
    for row, chance in zip(canonical(rows, damage_matters), chances, strict=True):
        found[row.tobytes()] += chance


def walk(row: States, decisions: int, seed: int) -> Iterator[tuple[States, tuple[int, int]]]:
    """Positions and choices of random play."""
    rng = np.random.default_rng(seed)
    row = row.copy()
    row[0, :4] = rng.integers(-(2**15), 2**15, size=4)
    for _ in range(decisions):
        masks = engine.legal(row)[0]
        if not masks.any():
            return
        one, two = (int(rng.choice([c for c in range(1, 11) if mask >> (c - 1) & 1] or [0])) for mask in masks)
        yield row.copy(), (one, two)
        engine.step(row, np.array([[one, two]], np.int8))


def test_parts_make_the_whole_decision() -> None:
    """The same draws, decision by decision, in 60 battles of six against six: equal rows, generator included."""
    states, rng, compared = many(60), np.random.default_rng(5), 0
    while not engine.ended(states).all() and compared < 4000:
        masks = engine.legal(states)
        choices = np.zeros((60, 2), np.int8)
        for i, seat in zip(*np.nonzero(masks), strict=True):
            choices[i, seat] = rng.choice([c for c in range(1, 11) if masks[i, seat] >> (c - 1) & 1])
        played = states.copy()
        engine.step(states, choices)
        running = ~engine.ended(played)
        parts.advance_parts(played, choices)
        while (waiting := parts.paused(played)).any():
            rest = played[waiting]
            parts.advance_parts(rest, np.zeros((len(rest), 2), np.int8))
            played[waiting] = rest
        np.testing.assert_array_equal(played, states)
        compared += int(running.sum())
    assert compared > 2000


def test_ways_of_the_parts_have_the_probabilities_of_the_outcomes() -> None:
    row = standing(TAUROS, STARMIE)
    for choices in ((1, 1), (1, 2), (2, 2)):
        exact: dict[bytes, object] = {}
        for outcome in outcomes(row[0], choices):
            key = canonical(outcome.row[None], True)[0].tobytes()
            exact[key] = exact.get(key, 0) + outcome.probability  # type: ignore[operator]
        found = whole_decision(row, choices)
        assert set(found) == set(exact)
        assert sum(found.values()) == pytest.approx(1, abs=1e-12)
        for key, chance in found.items():
            assert chance == pytest.approx(float(exact[key]), abs=1e-12)  # type: ignore[arg-type]


def test_what_is_left_out_of_a_position_never_matters() -> None:
    """From a position and from the same with all unread words cleared, the same follows equally often."""
    pairs = (
        (
            {"species": "Gengar", "moves": ["hypnosis", "nightshade"]},
            {"species": "Chansey", "moves": ["thrash", "rest"]},
        ),
        ({"species": "Alakazam", "moves": ["psychic", "counter"]}, {"species": "Tauros", "moves": ["stomp", "bide"]}),
        ({"species": "Cloyster", "moves": ["clamp", "rest"]}, {"species": "Snorlax", "moves": ["rage", "dig"]}),
    )
    compared = 0
    for number, (first, second) in enumerate(pairs):
        root = standing(first, second)
        matters = reads_damage(root)
        for row, choices in walk(root, 12, number):
            bare = canonical(row, matters)
            assert engine.legal(bare).tolist() == engine.legal(row).tolist()
            full, cleared = (whole_decision(start, choices, damage_matters=matters) for start in (row, bare))
            assert set(full) == set(cleared)
            assert all(chance == pytest.approx(cleared[key], abs=1e-12) for key, chance in full.items())
            compared += 1
    assert compared > 15


def test_positions_are_drawn_as_often_as_enumerated() -> None:
    """100,000 decisions of the engine's own draws against the probabilities: chi-squared at 1 in a million."""
    row = standing(TAUROS, STARMIE)
    chances = whole_decision(row, (1, 1), damage_matters=False)
    count = 100_000
    drawn: Counter[bytes] = Counter()
    for seed in range(10):
        states = np.repeat(row, count // 10, axis=0)
        states[:, :4] = np.random.default_rng(seed).integers(-(2**15), 2**15, size=(len(states), 4))
        engine.step(states, np.ones((len(states), 2), np.int8))
        drawn.update(state.tobytes() for state in canonical(states, False))
    assert set(drawn) <= set(chances)
    expected = np.array(list(chances.values())) * count
    observed = np.array([drawn[key] for key in chances], float)
    usual = expected >= 10
    cells = np.r_[observed[usual], observed[~usual].sum()], np.r_[expected[usual], expected[~usual].sum()]
    statistic = float(((cells[0] - cells[1]) ** 2 / cells[1]).sum())
    assert statistic < chi2.isf(LEVEL, len(cells[0]) - 1)
