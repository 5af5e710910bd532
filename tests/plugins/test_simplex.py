"""The dense simplex method: compiled or not it is the same, and it says so when it is beaten."""

from __future__ import annotations

import numpy as np
import pytest
from adversarial import FAMILIES, adversarial

from psrokit_plugins.linear_programs import simplex as module
from psrokit_plugins.linear_programs.simplex import hot_simplex, simplex
from psrokit_plugins.linear_programs.strategies import duality_gap
from psrokit_plugins.linear_programs.zero_sum import METHODS, solve_zero_sum


@pytest.mark.parametrize("size", [40, 120])
def test_large_games_are_solved_to_rounding_by_the_first_method(size: int) -> None:
    rng = np.random.default_rng(size)
    skill = rng.normal(size=size)
    cycle = rng.normal(size=(size, 4))
    games = {
        "gaussian": rng.normal(size=(size, size + 10)),
        "wins": rng.integers(-1, 2, (size, size)).astype(float),
        "spinning top": np.tanh(skill[:, None] - skill + cycle @ np.kron(np.eye(2), [[0, 1], [-1, 0]]) @ cycle.T),
    }
    for name, game in games.items():
        scaled = (game - (game.max() + game.min()) / 2) / (np.ptp(game) / 2)
        answer = simplex(scaled)
        assert answer is not None, name
        assert duality_gap(scaled, *answer) < 1e-12, name
        assert solve_zero_sum(game, [simplex]).gap < 1e-12


def test_compiled_and_interpreted_code_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the size from which on it is compiled changes no result."""
    games = [adversarial(family, number) for family in FAMILIES for number in (1, 3, 4)]
    games = [game / (np.abs(game).max() or 1.0) for game in games if game.size < 200]
    assert len(games) > 20
    answers = []
    for bound in (0, 10**9):
        monkeypatch.setattr(module, "_COMPILED_FROM", bound)
        answers.append([simplex(game) for game in games])
    for compiled, interpreted in zip(*answers, strict=True):
        assert (compiled is None) == (interpreted is None)
        if compiled is not None and interpreted is not None:
            assert [side.tobytes() for side in compiled] == [side.tobytes() for side in interpreted]


def test_cycling_ends_and_is_followed_by_another_method(monkeypatch: pytest.MonkeyPatch) -> None:
    game = np.random.default_rng(0).normal(size=(12, 12))
    monkeypatch.setattr(module, "_PATIENCE", 0)
    assert simplex(game / np.abs(game).max()) is None
    assert solve_zero_sum(game, METHODS).gap < 1e-9


def test_an_answer_depends_on_nothing_but_the_game() -> None:
    rng = np.random.default_rng(1)
    game = rng.normal(size=(30, 25))
    first = solve_zero_sum(game)
    for size in range(5, 30, 6):
        solve_zero_sum(game[:size, :size])
    again = solve_zero_sum(game.copy(order="F"))
    assert first.row.tobytes() == again.row.tobytes()
    assert first.column.tobytes() == again.column.tobytes()


def test_a_hot_start_ends_where_a_cold_one_ends_with_fewer_exchanges(monkeypatch: pytest.MonkeyPatch) -> None:
    exchanges, exchange = [0], module._Tableau._exchange

    def counted(tableau: module._Tableau, row: int, column: int) -> None:
        exchanges[0] += 1
        exchange(tableau, row, column)

    monkeypatch.setattr(module._Tableau, "_exchange", counted)
    game, spent = np.random.default_rng(2).uniform(-1, 1, (60, 61)), {"cold": 0, "hot": 0}
    before = simplex(game[:20, :21])
    for size in range(21, 60):
        now = game[:size, : size + 1]
        answers = {}
        for kind, answer in {"cold": simplex, "hot": lambda table, start=before: hot_simplex(table, start)}.items():
            exchanges[0] = 0
            answers[kind] = answer(now)
            spent[kind] += exchanges[0]
        assert [side.tobytes() for side in answers["hot"]] == [side.tobytes() for side in answers["cold"]], size
        before = answers["hot"]
    assert spent["hot"] < spent["cold"] / 2, spent


def test_supports_that_are_no_basis_start_nothing() -> None:
    game = np.random.default_rng(3).uniform(-1, 1, (5, 5))
    one, two = np.array([1.0, 0, 0, 0, 0]), np.array([0.5, 0.5, 0, 0, 0])
    assert hot_simplex(game, (one, two)) is None
    assert hot_simplex(np.vstack([game[:1], game[:1], game[2:]]), (two, two)) is None  # two equal rows
