"""Parts of the exact engine: kept plans, restricted games, learning against best responses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from exact_games import (
    GOOFSPIEL,
    KUHN,
    KUHN_OF_THREE,
    LEDUC,
    iterated,
    pure_plans,
    random_plans,
)

from psrokit.api import Policy, generator
from psrokit_plugins.exact.against_best import learned_against_best
from psrokit_plugins.exact.least_best import held_by_hull
from psrokit_plugins.exact.plan_rows import PlanRows
from psrokit_plugins.exact.restriction import restricted
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.policies.uniform import Uniform

# ----------------------------------------------------------------------------- kept plans


@dataclass(frozen=True)
class Numbered:
    """A policy that is only a number."""

    number: int

    def start(self, seat: int, rng: np.random.Generator) -> None:
        raise AssertionError("it is only a key: nobody plays it")


def test_plans_are_computed_once_and_handed_out_without_copies() -> None:
    asked: list[Policy] = []

    def plan(policy: Policy) -> np.ndarray:
        asked.append(policy)
        return np.full(3, float(policy.number))  # type: ignore[attr-defined]

    rows = PlanRows(plan, 3)
    many = [Numbered(number) for number in range(40)]
    first = rows(many[:5])  # type: ignore[arg-type]
    assert rows(many)[:, 0].tolist() == list(range(40))  # type: ignore[arg-type]
    assert first[:, 0].tolist() == list(range(5)), "rows that were handed out stay as they are"
    assert np.shares_memory(rows(many[:7]), rows(many[:9]))  # type: ignore[arg-type]
    assert rows([Numbered(7), Numbered(3), Numbered(7)])[:, 0].tolist() == [7, 3, 7]  # type: ignore[list-item]
    assert len(asked) == 40
    with pytest.raises(ValueError, match="read-only"):
        rows(many)[0, 0] = 1.0  # type: ignore[arg-type]


def test_kept_plans_are_dropped_when_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psrokit_plugins.exact.plan_rows._KEPT", 20 * 8 * 3)
    rows = PlanRows(lambda policy: np.full(3, float(policy.number)), 3)  # type: ignore[attr-defined]
    early = rows([Numbered(number) for number in range(15)])  # type: ignore[misc]
    late = rows([Numbered(number) for number in range(10, 25)])  # type: ignore[misc]
    assert early[:, 0].tolist() == list(range(15))
    assert late[:, 0].tolist() == list(range(10, 25))


# ----------------------------------------------------------------------------- restricted games


@pytest.mark.parametrize("game", [KUHN, GOOFSPIEL, KUHN_OF_THREE])
def test_plans_of_a_restricted_game_are_worth_the_same_in_the_whole_game(game: OpenSpiel) -> None:
    form, rng = game.exact(), generator("restricted", game.game)
    allowed = []
    for seat, states in enumerate(form.states):
        support = np.any([next(pure_plans(form, seat)) > 0, rng.random(states.sequences) < 0.5], axis=0)
        chosen = states.choosing(rng.integers(states.sizes)) > 0
        allowed.append(support | chosen)
    smaller = restricted(form, tuple(allowed))
    assert len(smaller.form.sequences) < len(form.sequences)
    plans = random_plans(smaller.form, rng)
    whole = [smaller.whole(seat, plan, form.states[seat].sequences) for seat, plan in enumerate(plans)]
    for plan, mask, states in zip(whole, allowed, form.states, strict=True):
        assert not plan[~mask][1:].any()
        np.testing.assert_allclose(states.plan(states.conditional(plan)), plan, atol=1e-15)
    np.testing.assert_allclose(smaller.form.values(plans), form.values(whole), atol=1e-12)


def test_a_game_restricted_to_everything_is_the_game() -> None:
    form = LEDUC.exact()
    same = restricted(form, tuple(np.ones(states.sequences, dtype=bool) for states in form.states)).form
    assert np.array_equal(same.sequences, form.sequences)
    for mine, theirs in zip(same.states, form.states, strict=True):
        assert (mine.keys, mine.legal, mine.levels) == (theirs.keys, theirs.legal, theirs.levels)
        assert np.array_equal(mine.parent, theirs.parent)
        assert np.array_equal(mine.first, theirs.first)


# ----------------------------------------------------------------------------- learning


def test_learning_nears_the_linear_program_from_both_sides() -> None:
    form = LEDUC.exact()
    state = iterated(LEDUC, Uniform(), 10)[-1]
    plans = form.plans(0, [member.policy for member in state.population[LEDUC.seats[0]]])
    truth = held_by_hull(form, 1, plans).value
    errors = []
    for steps in (50, 800):
        learned = learned_against_best(form, 1, plans, steps)
        gradients = form.payoff_matrix(1) @ plans.T
        above = form.states[1].best_value(gradients @ learned.weights) - truth
        below = truth - (learned.responder @ gradients).min()
        assert above > -1e-12
        assert below > -1e-12
        errors.append(above + below)
    assert errors[1] < errors[0] / 2
    assert errors[1] < 0.3
