"""The correlated equilibria of most entropy: beside two bounds on it that owe nothing to the solver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from scipy.optimize import linprog, minimize

from psrokit.api import Floats
from psrokit.testing.tables import general
from psrokit_plugins.meta_solvers.cce import CoarseCorrelated
from psrokit_plugins.meta_solvers.ce import Correlated

WITHIN = 1e-6
KINDS = 6


def mixed_games(count: int, seed: int) -> Iterator[Floats]:
    """Payoffs of 2 to 4 players, (seats, *K), one kind after the other.

    Continuous, whole, won or lost, with a copy of a policy of everybody, of common interest, with single policies.
    """
    rng = np.random.default_rng(seed)
    for number in range(count):
        kind, players = number % KINDS, int(rng.integers(2, 5))
        most = {2: 6, 3: 4, 4: 3}[players]
        payoffs = rng.normal(size=(players, *rng.integers(1 if kind == 5 else 2, most, players)))
        if kind == 1:
            payoffs = np.rint(2 * payoffs)
        elif kind == 2:
            payoffs = np.sign(payoffs)
        elif kind == 3:
            for seat in range(players):
                payoffs = np.concatenate([payoffs, np.take(payoffs, [0], axis=1 + seat)], axis=1 + seat)
        elif kind == 4:
            payoffs = np.broadcast_to(np.rint(payoffs[:1]), payoffs.shape)
        yield payoffs


def deviations(payoffs: Floats, *, told: bool) -> Floats:
    """What each deviation gains in each profile, (deviations, profiles), of one role's payoffs scaled to a spread of 1.

    told: after hearing which policy was drawn; otherwise before.
    """
    rows = []
    for seat, own in enumerate(payoffs):
        scaled = np.moveaxis(own, seat, 0) / (np.ptp(own) or 1.0)
        for instead in range(len(scaled)):
            gain = scaled[instead] - scaled
            heard = [
                gain * (np.arange(len(gain)) == policy).reshape(-1, *[1] * (gain.ndim - 1))
                for policy in range(len(gain))
            ]
            rows += [np.moveaxis(row, 0, seat).ravel() for row in (heard if told else [gain])]
    return np.array(rows)


def entropy(joint: Floats) -> float:
    played = joint[joint > 0]
    return float(-(played * np.log(played)).sum())


def by_tangent(joint: Floats, gains: Floats) -> float:
    """No equilibrium's entropy lies above the tangent at `joint`; a linear program says how high that goes."""
    slope = -np.log(np.maximum(joint, 1e-12))
    best = linprog(
        -slope,
        A_ub=gains,
        b_ub=np.zeros(len(gains)),
        A_eq=np.ones((1, len(joint))),
        b_eq=[1.0],
        options={"primal_feasibility_tolerance": 1e-10},
    )
    return entropy(joint) - float(best.fun) - float(slope @ joint)


def by_duality(gains: Floats) -> float:
    """No equilibrium has more entropy than log sum exp(-G'z) for any z >= 0; here found by L-BFGS."""

    def log_sum(multipliers: Floats) -> tuple[float, Floats]:
        exponents = -(gains.T @ multipliers)
        parts = np.exp(exponents - exponents.max())
        return float(exponents.max() + np.log(parts.sum())), -(gains @ (parts / parts.sum()))

    start, bounds = np.full(len(gains), 0.1), [(0.0, None)] * len(gains)
    found = minimize(log_sum, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 300})
    return float(found.fun)


def check(games: Sequence[Floats]) -> None:
    for number, payoffs in enumerate(games):
        table = general([f"p{seat}" for seat in range(len(payoffs))], payoffs)
        for solver, told in ((Correlated("max_entropy"), True), (CoarseCorrelated("max_entropy"), False)):
            strategy = solver.solve(table)
            gains = deviations(payoffs, told=told)
            assert strategy.joint is not None
            joint = strategy.joint.ravel()
            assert float((gains @ joint).max()) <= WITHIN / 1e3, (number, solver)
            assert strategy.certificate["max_entropy"] == 1, (number, solver)
            dual = by_duality(gains)
            assert min(by_tangent(joint, gains), dual) - entropy(joint) <= WITHIN, (number, solver)
            assert entropy(joint) <= dual + WITHIN, (number, solver)


def test_no_correlated_equilibrium_has_more_entropy() -> None:
    check(list(mixed_games(5 * KINDS, seed=7)))


@pytest.mark.slow
def test_no_correlated_equilibrium_of_300_games_has_more_entropy() -> None:
    check(list(mixed_games(300, seed=0)))


def test_the_bounds_see_a_distribution_that_is_not_the_most_even() -> None:
    """The check can fail: an equilibrium of most welfare has less entropy, by far more than allowed."""
    payoffs = next(mixed_games(1, seed=3))
    table = general([f"p{seat}" for seat in range(len(payoffs))], payoffs)
    joint = CoarseCorrelated("max_welfare").solve(table).joint
    assert joint is not None
    gains = deviations(payoffs, told=False)
    assert min(by_tangent(joint.ravel(), gains), by_duality(gains)) - entropy(joint.ravel()) > 1e3 * WITHIN


def gap(payoffs: Floats, joint: Floats, *, told: bool) -> float:
    """What all seats together gain by deviating from a joint distribution, payoffs scaled to a spread of 2."""
    total = 0.0
    for seat, own in enumerate(payoffs):
        mine, drawn = (np.moveaxis(values, seat, 0).reshape(own.shape[seat], -1) for values in (own, joint))
        if told:
            gains = [float((mine @ heard).max() - mine[policy] @ heard) for policy, heard in enumerate(drawn)]
        else:
            gains = [float((mine @ drawn.sum(axis=0)).max() - (mine * drawn).sum())]
        total += sum(max(0.0, one) for one in gains) / (np.ptp(own) / 2 or 1.0)
    return total


@pytest.mark.parametrize("select", ["max_gini", "max_entropy", "max_welfare"])
def test_the_gap_of_a_certificate_is_what_all_seats_gain_together(select: str) -> None:
    several = 0
    for payoffs in mixed_games(2 * KINDS, 5):
        table = general(tuple(f"role {seat}" for seat in range(len(payoffs))), payoffs)
        for solver, told in ((Correlated(select), True), (CoarseCorrelated(select), False)):  # type: ignore[arg-type] # pytest gives plain text
            found = solver.solve(table)
            assert found.joint is not None
            true = gap(payoffs, found.joint, told=told)
            assert found.certificate["gap"] == pytest.approx(true, rel=1e-3, abs=1e-14)
            several += true > 1e-11
    assert several or select == "max_welfare"
