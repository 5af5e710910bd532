"""Iterated dominance: textbook games, mixtures, and what a failed linear program must not become."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from rational import exact_value
from tables import ALIKE, DISTINCT, RPS, exact_table

from psrokit.api import IntegrityError, PayoffTable
from psrokit.testing.tables import DILEMMA, general, symmetric
from psrokit_plugins.statistics.completions import Incomplete
from psrokit_plugins.statistics.missing import out_by_dominance
from psrokit_plugins.structure.dominance import certain_dominance, iterated_dominance

BY_A_MIXTURE = np.array([[4.0, 0.0], [0.0, 4.0], [1.0, 1.0]])
"""No row beats the third, half of each of the first two does."""


def test_the_dilemma_is_solved_for_both() -> None:
    left = iterated_dominance(symmetric(DILEMMA))
    assert left.policies == {"player": (1,)}
    assert [(each.policy, each.round, each.by.tolist()) for each in left.eliminated] == [(0, 1, [0.0, 1.0])]


def test_elimination_goes_on_where_it_lets_more_go() -> None:
    payoffs = np.array([[[1.0, 1.0, 0.0], [0.0, 0.0, 2.0]], [[0.0, 2.0, 1.0], [3.0, 1.0, 0.0]]])
    left = iterated_dominance(general(DISTINCT, payoffs))
    assert left.policies == {"row": (0,), "column": (1,)}
    assert [(each.role, each.policy, each.round) for each in left.eliminated] == [
        ("column", 2, 1),
        ("row", 1, 2),
        ("column", 0, 3),
    ]


def test_a_mixture_dominates_what_no_policy_does() -> None:
    table = general(DISTINCT, np.stack([BY_A_MIXTURE, np.zeros((3, 2))]))
    assert iterated_dominance(table, by="pure").policies["row"] == (0, 1, 2)
    left = iterated_dominance(table)
    assert left.policies == {"row": (0, 1), "column": (0, 1)}
    by = left.eliminated[0].by
    assert np.all(by @ BY_A_MIXTURE > BY_A_MIXTURE[2])
    assert by[2] == 0


def test_weak_dominance_needs_one_better_cell() -> None:
    payoffs = np.array([[[1.0, 1.0], [1.0, 0.0]], np.zeros((2, 2))])
    assert iterated_dominance(general(DISTINCT, payoffs)).policies["row"] == (0, 1)
    assert iterated_dominance(general(DISTINCT, payoffs), "weak").policies["row"] == (0,)
    halves = np.stack([np.array([[2.0, 0.0, 1.0], [0.0, 2.0, 1.0], [1.0, 1.0, 0.0]]), np.zeros((3, 3))])
    assert iterated_dominance(general(DISTINCT, halves), "weak", "pure").policies["row"] == (0, 1, 2)
    assert iterated_dominance(general(DISTINCT, halves), "weak").policies["row"] == (0, 1)


@pytest.mark.parametrize("strength", ["strict", "weak"])
@pytest.mark.parametrize("by", ["pure", "mixed"])
def test_cycles_and_copies_survive(strength: str, by: str) -> None:
    for game in (np.array(RPS), np.zeros((3, 3)), np.array(RPS)[np.ix_([0, 1, 2, 2], [0, 1, 2, 2])]):
        left = iterated_dominance(exact_table(ALIKE, game), strength, by)  # type: ignore[arg-type] # pytest gives plain text
        assert left.policies == {"player": tuple(range(len(game)))}
        assert not left.eliminated


@pytest.mark.parametrize("scale", [1e-12, 1e12])
def test_scale_is_no_matter(scale: float) -> None:
    assert iterated_dominance(symmetric(DILEMMA * scale)).policies == {"player": (1,)}


@dataclass(frozen=True)
class FakeFailure:
    """What HiGHS answers where it gives up; 2 is also its answer to a program that it cannot read."""

    status: int
    message: str = "numerical difficulties"
    x: None = None


@pytest.mark.parametrize("status", [1, 2, 3, 4])
def test_a_failed_linear_program_is_no_answer(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    monkeypatch.setattr("psrokit_plugins.structure.dominance.linprog", lambda *_, **__: FakeFailure(status))
    with pytest.raises(IntegrityError, match="tests dominance failed: numerical difficulties"):
        iterated_dominance(exact_table(ALIKE, RPS), "weak")


@pytest.fixture
def fake_methods(monkeypatch: pytest.MonkeyPatch) -> None:
    """No way to solve a matrix game finds anything."""
    monkeypatch.setattr("psrokit_plugins.linear_programs.zero_sum.METHODS", (lambda _: None,))


@pytest.mark.usefixtures("fake_methods")
def test_an_unsolved_game_of_leads_is_no_answer() -> None:
    with pytest.raises(IntegrityError, match="could be certified"):
        iterated_dominance(general(DISTINCT, np.stack([BY_A_MIXTURE, np.zeros((3, 2))])))


@pytest.mark.parametrize("strength", ["strict", "weak"])
def test_mixtures_are_found_as_exact_arithmetic_finds_them(strength: str) -> None:
    """Integer games, with the answer by the value of the game of gains: strictly dominated where it is positive."""
    rng = np.random.default_rng(7)
    for _ in range(60):
        game = rng.integers(-2, 3, (4, 3)).astype(float)
        table = general(DISTINCT, np.stack([game, np.zeros((4, 3))]))
        gone = {each.policy: each for each in iterated_dominance(table, strength).eliminated if each.round == 1}  # type: ignore[arg-type] # as above
        for policy in range(4):
            others = np.delete(game, policy, axis=0) - game[policy]
            strictly = exact_value(others.tolist()) > 0
            if strictly or strength == "strict":
                assert (policy in gone) == strictly
            if policy in gone:
                earned = gone[policy].by @ (game - game[policy])
                assert gone[policy].by[policy] == 0
                assert earned.min() >= -1e-9
                assert earned.max() > 1e-9


def test_between_bounds_it_holds_whatever_the_payoffs_are() -> None:
    """By the mixture of the first two the third is dominated, and no longer where it could earn 3."""
    for unknown, left in ((2.9, (0, 1)), (3.0, (0, 1, 2))):
        most = BY_A_MIXTURE.copy()
        most[2, 0] = unknown
        zeros = np.zeros((3, 2))
        found = certain_dominance(DISTINCT, np.stack([BY_A_MIXTURE, zeros]), np.stack([most, zeros]))
        assert found.policies["row"] == left


@pytest.mark.usefixtures("fake_methods")
def test_missing_payoffs_are_judged_by_the_same_linear_program() -> None:
    unknown = PayoffTable.empty(DISTINCT, (4, 2))
    for profile, payoff in np.ndenumerate(BY_A_MIXTURE):
        unknown = unknown.with_exact((profile[0], profile[1]), (payoff, -payoff))
    with pytest.raises(IntegrityError, match="could be certified"):
        out_by_dominance(Incomplete.of(unknown))


def test_holes_are_refused() -> None:
    with pytest.raises(IntegrityError, match=r"without games, the first is \(0, 3\)"):
        iterated_dominance(exact_table(ALIKE, RPS).grown((4, 4)))
