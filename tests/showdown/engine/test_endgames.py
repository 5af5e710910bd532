"""Endgames: the parts of a decision, which positions are the same, values that can be worked out by hand, play."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from duels import many
from endgame_positions import STARMIE, TAUROS, solved_duel, standing
from scipy.stats import chi2

from psrokit.api import Floats, build
from psrokit_showdown import engine
from psrokit_showdown.endgames import parts
from psrokit_showdown.endgames.matrix_games import solve
from psrokit_showdown.endgames.position import parse_position, told
from psrokit_showdown.endgames.probes import probe_of, read_probes, regret, regrets, write_probes
from psrokit_showdown.endgames.same import canonical, reads_damage
from psrokit_showdown.endgames.solve import Endgame, solve_endgame
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


def test_probes_are_read_back_and_judge_mixes(solved: Endgame, tmp_path: Path) -> None:
    position = parse_position({"sides": [TAUROS, STARMIE]}, "test")
    kept = probe_of(position, solved.solution, 1e-3)
    file = tmp_path / "probes.jsonl"
    write_probes(file, [kept, kept])
    again, _ = read_probes(file)
    assert told(again.position) == {"sides": [TAUROS, STARMIE]}
    np.testing.assert_allclose(again.low, kept.low, atol=1e-11)
    gap = solved.high[0] - solved.low[0]
    for seat in (0, 1):
        assert regret(again, seat, again.mixes[seat]).low == pytest.approx(0, abs=1e-9)
        assert regret(again, seat, again.mixes[seat]).high <= 2 * gap + 1e-9
    worst = max(regret(again, 0, mix).low for mix in np.eye(2))
    assert worst > 0.05


def test_a_policy_has_its_regret(solved: Endgame) -> None:
    kept = probe_of(parse_position({"sides": [TAUROS, STARMIE]}, "test"), solved.solution, 1e-3)
    found = regrets(kept, build("policy", {"use": "max_power"}), 3, 1)
    assert found[0].mix.tolist() == [0.0, 1.0]
    assert found[1].mix.tolist() == [1.0, 0.0]
    assert [item.low for item in found] == [regret(kept, item.seat, item.mix).low for item in found]
