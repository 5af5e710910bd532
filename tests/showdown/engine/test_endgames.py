"""Endgames: values that can be worked out by hand, bounds, and strategies in play."""

from __future__ import annotations

import numpy as np
import pytest
from endgame_positions import STARMIE, TAUROS, solved_duel, standing

from psrokit.api import Floats
from psrokit_showdown import engine
from psrokit_showdown.endgames.matrix_games import solve
from psrokit_showdown.endgames.same import canonical
from psrokit_showdown.endgames.solve import Endgame, solve_endgame
from psrokit_showdown.engine.kernel import States


def test_a_sure_knock_out_by_the_faster_side_is_worth_one() -> None:
    swift = {"species": "Tauros", "moves": ["swift"], "hp": 1}
    slow = {"species": "Chansey", "moves": ["swift"], "hp": 1}
    solution = solve_endgame(standing(swift, slow), 1e-9, 100).solution
    assert solution.complete
    assert 1 - 1e-10 < solution.low <= 1 <= solution.high
    assert solve_endgame(standing(slow, swift), 1e-9, 100).solution.high < -1 + 1e-10


def test_turns_of_hitting_and_missing_are_a_geometric_series() -> None:
    """Each knocks out with p: p - q p + q^2 (p - q p) + ... = p / (1 + q), but for who has used all PP."""
    fast = {"species": "Tauros", "moves": ["tackle"], "hp": 1}
    accuracy = 242 / 256  # 95 % of 255
    slow = {"species": "Chansey", "moves": ["tackle"], "hp": 1}
    solution = solve_endgame(standing(fast, slow), 1e-9, 2000).solution
    miss = 1 - accuracy
    expected = accuracy / (1 + miss)
    assert solution.low - 1e-9 <= expected <= solution.high + 1e-9
    assert solution.high - solution.low < 1e-8


def test_equal_sides_have_value_nought() -> None:
    side = {"species": "Tauros", "moves": ["bodyslam", "swift"], "hp": 60}
    solution = solve_endgame(standing(side, side), 1e-4, 4000).solution
    assert solution.low <= 0 <= solution.high
    assert solution.high - solution.low < 1e-3
    np.testing.assert_allclose(solution.low_matrix, -solution.high_matrix.T, atol=1e-9)


def test_exchanged_sides_have_the_opposite_value() -> None:
    one = solve_endgame(standing(TAUROS, STARMIE), 1e-2, 1500).solution
    two = solve_endgame(standing(STARMIE, TAUROS), 1e-2, 1500).solution
    assert max(one.low, -two.high) <= min(one.high, -two.low)


def test_bounds_hold_and_narrow_as_more_is_explored() -> None:
    few, more = (solve_endgame(standing(TAUROS, STARMIE), 1e-9, limit).solution for limit in (300, 1500))
    assert few.low <= more.low <= more.high <= few.high
    gaps = [(each.high_matrix - each.low_matrix).max() for each in (few, more)]
    assert gaps[1] < gaps[0]


@pytest.fixture(scope="module")
def solved() -> Endgame:
    return solved_duel()


def test_solved_strategies_secure_the_value_in_play(solved: Endgame) -> None:
    """1,000 battles each: the solved seat 0 against a best response, and the other way round, at five deviations."""
    low, high = solved.low[0], solved.high[0]
    margin = 5 / np.sqrt(1000)
    assert np.mean(played(solved, 0, 1000)) > low - margin
    assert np.mean(played(solved, 1, 1000)) < high + margin


def played(game: Endgame, solved_seat: int, count: int) -> Floats:
    """Returns of seat 0 where one seat plays the solution and the other one the best answer to it; a battle that
    leaves what is explored counts as worst for the solved seat."""
    rng = np.random.default_rng(7)
    states = np.repeat(game.graph.root, count, axis=0)
    states[:, :4] = rng.integers(-(2**15), 2**15, size=(count, 4))
    results = np.full(count, np.nan)
    while np.isnan(results).any():
        choices = np.zeros((count, 2), np.int8)
        for i in np.flatnonzero(np.isnan(results)):
            pair = _chosen(game, states[i : i + 1], solved_seat, rng)
            if pair is None:
                results[i] = -1.0 if solved_seat == 0 else 1.0
            else:
                choices[i] = pair
        going = np.isnan(results)
        after = states[going]
        engine.step(after, choices[going])
        states[going] = after
        over = going & engine.ended(states)
        results[over] = np.array([1.0, -1.0, 0.0])[engine.winner(states[over])]
    return results


_CACHE: dict[bytes, tuple[Floats, int, list[list[int]]]] = {}


def _chosen(game: Endgame, row: States, solved_seat: int, rng: np.random.Generator) -> tuple[int, int] | None:
    key = bytes([solved_seat]) + canonical(row, False).tobytes()
    if key not in _CACHE:
        matrices = game.matrices(row)
        if matrices is None:
            return None
        matrix = matrices[solved_seat]
        found = solve(matrix[None])
        mix = found.row_mix[0] if solved_seat == 0 else found.column_mix[0]
        answer = int((mix @ matrix).argmin()) if solved_seat == 0 else int((matrix @ mix).argmax())
        options = [[c for c in range(1, 11) if int(m) >> (c - 1) & 1] for m in engine.legal(row)[0]]
        _CACHE[key] = (mix, answer, options)
    mix, answer, options = _CACHE[key]
    drawn = int(rng.choice(len(mix), p=mix))
    pair = (drawn, answer) if solved_seat == 0 else (answer, drawn)
    return options[0][pair[0]], options[1][pair[1]]
