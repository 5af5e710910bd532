"""Zero-sum games: every answer is certified, and agrees with solvers that share no code with it."""

from __future__ import annotations

import warnings
from fractions import Fraction

import nashpy
import numpy as np
import pytest
from adversarial import FAMILIES, adversarial, antisymmetric
from rational import exact_gap, exact_value

from psrokit.api import Floats, IntegrityError
from psrokit_plugins.linear_programs.strategies import duality_gap
from psrokit_plugins.linear_programs.zero_sum import METHODS, Saddle, solve_symmetric, solve_zero_sum

RPS = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]])


def check(game: Floats, saddle: Saddle) -> None:
    """The claims of a saddle, from the unscaled game; exactly where that is affordable."""
    for side, size in zip((saddle.row, saddle.column), game.shape, strict=True):
        assert side.shape == (size,)
        assert side.min() >= 0
        assert abs(side.sum() - 1) < 1e-12
    assert saddle.gap <= 1e-9
    assert saddle.scale == pytest.approx(np.ptp(game) / 2, rel=1e-12, abs=0)
    if game.size <= 64 and saddle.scale > 0:
        scale, rounding = Fraction(saddle.scale), 1e-15 * np.abs(game).max() / saddle.scale
        assert (
            float(exact_gap(game.tolist(), saddle.row.tolist(), saddle.column.tolist()) / scale) <= 1e-9 + 10 * rounding
        )
        wrong = (Fraction(saddle.value) - exact_value(game.tolist())) / scale
        assert abs(float(wrong)) <= 1e-9 + 10 * rounding


def check_family(family: str, games: int) -> None:
    for number in range(games):
        game = adversarial(family, number)
        check(game, solve_zero_sum(game))
        if number % 4 == 0:
            twin = antisymmetric(family, number)
            saddle = solve_symmetric(twin)
            check(twin, saddle)
            assert saddle.value == 0
            assert np.array_equal(saddle.row, saddle.column)


@pytest.mark.parametrize("family", FAMILIES)
def test_hard_games_are_certified_and_have_the_exact_value(family: str) -> None:
    check_family(family, 135)  # with the symmetric ones about 2,000 games in all


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_a_hundred_thousand_hard_games(family: str) -> None:
    check_family(family, 6_700)


@pytest.mark.parametrize("family", ["gaussian", "wins", "transitive"])
def test_the_value_agrees_with_nashpy(family: str) -> None:
    for number in range(20):
        game = adversarial(family, number)
        game /= np.abs(game).max() or 1.0  # nashpy does not scale
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            row, column = nashpy.Game(game).linear_program()
        assert solve_zero_sum(game).value == pytest.approx(float(row @ game @ column), abs=1e-7)


@pytest.mark.parametrize("scale", [1e-300, 1e-9, 1.0, 1e12, 1e300])
@pytest.mark.parametrize("shift", [0.0, 5.0])
def test_rock_paper_scissors_at_every_scale(scale: float, shift: float) -> None:
    saddle = solve_zero_sum(RPS * scale + shift * scale)
    assert saddle.row == pytest.approx(np.full(3, 1 / 3), abs=1e-12)
    assert saddle.column == pytest.approx(np.full(3, 1 / 3), abs=1e-12)
    assert saddle.value == pytest.approx(shift * scale, rel=1e-12, abs=1e-12 * scale)
    assert saddle.unique
    assert np.array_equal(solve_symmetric(RPS * scale).row, solve_symmetric(RPS).row)


def test_a_constant_game_is_answered_uniformly() -> None:
    saddle = solve_zero_sum(np.full((2, 4), 7.0))
    assert saddle.row.tolist() == [0.5, 0.5]
    assert saddle.column.tolist() == [0.25] * 4
    assert (saddle.value, saddle.gap, saddle.unique) == (7.0, 0.0, False)


def test_the_same_game_gets_the_same_bytes() -> None:
    for family in FAMILIES:
        first, again = (solve_zero_sum(adversarial(family, 8)) for _ in range(2))
        assert first.row.tobytes() == again.row.tobytes()
        assert first.column.tobytes() == again.column.tobytes()


def test_uniqueness_is_claimed_or_denied_as_enumeration_has_it() -> None:
    """Games of small whole numbers are full of ties: where enumeration finds several equilibria, so is it said."""
    rng = np.random.default_rng(0)
    claimed, flagged = 0, 0
    for _ in range(100):
        game = rng.integers(-3, 4, rng.integers(2, 5, 2)).astype(float)
        unique = solve_zero_sum(game).unique
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = list(nashpy.Game(game).vertex_enumeration())
        distinct = {tuple(np.round(np.concatenate(pair), 6)) for pair in found}
        claimed, flagged = claimed + (unique is True), flagged + (unique is False)
        assert unique == (len(distinct) == 1)
    assert claimed > 40
    assert flagged > 30


def test_a_game_with_a_duplicated_strategy_has_several_equilibria() -> None:
    assert solve_zero_sum(np.vstack([RPS, RPS[:1]])).unique is False


def test_a_blurred_answer_is_sharpened() -> None:
    def blurred(game: Floats) -> tuple[Floats, Floats] | None:
        answer = METHODS[0](game)
        assert answer is not None
        blur = 1 + 1e-5 * np.sin(np.arange(len(answer[0])))
        return answer[0] * blur, answer[1]

    game = np.random.default_rng(3).normal(size=(12, 12))
    answer = blurred(game / np.abs(game).max())
    assert answer is not None
    assert duality_gap(game, answer[0] / answer[0].sum(), answer[1]) > 1e-7
    assert solve_zero_sum(game, [blurred]).gap < 1e-12


def test_a_method_that_fails_is_followed_by_the_next() -> None:
    assert solve_zero_sum(RPS, [lambda game: None, METHODS[1]]).gap < 1e-9  # noqa: ARG005 # a method that gives up


def test_no_answer_without_a_certificate() -> None:
    def wrong(game: Floats) -> tuple[Floats, Floats]:
        return np.eye(game.shape[0])[0], np.eye(game.shape[1])[0]

    with pytest.raises(IntegrityError, match="3 x 3 table could be certified: the smallest relative gap is 2"):
        solve_zero_sum(RPS, [wrong])
    with pytest.raises(IntegrityError, match="could be certified"):
        solve_symmetric(RPS, [])
