"""Alpha-rank: equal to dense linear algebra and to OpenSpiel; ties, several sinks and impossible alphas are said."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from tables import ALIKE, RPS, exact_table, general_table

from psrokit.api import Floats, InputError
from psrokit.testing import check_meta_solver
from psrokit_plugins.meta_solvers.alpha_rank import AlphaRank
from psrokit_plugins.structure import response_dynamics
from psrokit_plugins.structure.response_dynamics import profiles_long_run

M = 50


def dense_rates(means: Floats) -> Floats:
    """The infinite-alpha rates between profiles, written out."""
    shape, size = means.shape[1:], means[0].size
    place = np.array(list(product(*map(range, shape))))
    rates = np.zeros((size, size))
    for i in range(size):
        changed = place != place[i]
        for seat in range(len(shape)):
            others = np.flatnonzero((changed.sum(axis=1) == 1) & changed[:, seat])
            gain = means[seat].ravel()[others] - means[seat].ravel()[i]
            rates[i, others] = np.where(gain > 0, 1.0, np.where(gain == 0, 1 / M, 0.0))
    return rates


def dense_stationary(rates: Floats) -> Floats:
    """The long run from a uniform start: powers of the chain, squared until they stop changing."""
    step = np.eye(len(rates)) + (rates - np.diag(rates.sum(axis=1))) / (2 * max(rates.sum(axis=1).max(), 1.0))
    for _ in range(60):
        step = step @ step
        step /= step.sum(axis=1, keepdims=True)
    return np.asarray(step.mean(axis=0))


@pytest.mark.parametrize("number", range(60))
def test_profiles_are_equal_to_dense_powers(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_dynamics, "DENSE", 1 + number % 2 * 600)  # both ways of solving
    rng = np.random.default_rng(number)
    sizes = tuple(rng.integers(1, 6, size=rng.integers(2, 4)))
    means = rng.integers(0, int(rng.choice([2, 4, 100])), size=(len(sizes), *sizes)).astype(float)
    if number % 3 == 0 and len(sizes) == 2:
        means[1] = -means[0]
    found = profiles_long_run(means, M)
    assert np.abs(found.mass - dense_stationary(dense_rates(means))).max() < 1e-8


@pytest.mark.parametrize("zero_sum", [True, False])
def test_forty_policies_a_side_are_equal_to_a_dense_solution(zero_sum: bool) -> None:
    rng = np.random.default_rng(40)
    means = rng.normal(size=(2, 40, 40))
    means[1] = -means[0] if zero_sum else means[1]
    rates = dense_rates(means)
    found = profiles_long_run(means, M)
    for sink in found.sinks:
        chain = rates[np.ix_(sink, sink)]
        system = (chain - np.diag(chain.sum(axis=1))).T
        system[-1] = 1.0
        exact = np.linalg.solve(system, np.eye(len(sink))[-1])
        assert np.abs(found.mass[sink] / found.mass[sink].sum() - exact).max() < 1e-8
    assert found.mass[np.concatenate(found.sinks)].sum() == pytest.approx(1)


@pytest.mark.parametrize("number", range(20))
def test_policies_of_one_population_are_equal_to_dense_powers(number: int) -> None:
    rng = np.random.default_rng(number)
    payoff = rng.integers(-2, 3, size=(7, 7)).astype(float)
    payoff = np.triu(payoff, 1) - np.triu(payoff, 1).T
    rates = np.where(payoff.T > 0, 1.0, np.where(payoff == 0, 1 / M, 0.0))
    np.fill_diagonal(rates, 0)
    weights = AlphaRank().solve(exact_table(ALIKE, payoff)).weights["player"]
    assert np.abs(weights - dense_stationary(rates)).max() < 1e-8


@pytest.mark.parametrize("number", range(6))
def test_openspiel_agrees_on_several_populations(number: int) -> None:
    alpharank = pytest.importorskip("open_spiel.python.egt.alpharank", reason="OpenSpiel's alpharank needs matplotlib")
    rng = np.random.default_rng(number)
    means = rng.normal(size=(2, 4, 3)) if number % 2 else rng.normal(size=(3, 2, 3, 2))
    _, _, theirs, _, _ = alpharank.compute(list(means), m=20, alpha=0.7)
    ours = AlphaRank(alpha=0.7, population=20).solve(general_table(means))
    assert ours.joint is not None
    assert np.abs(ours.joint.ravel() - theirs).max() < 1e-8


def test_openspiel_agrees_on_one_population() -> None:
    alpharank = pytest.importorskip("open_spiel.python.egt.alpharank", reason="OpenSpiel's alpharank needs matplotlib")
    payoff = np.random.default_rng(3).normal(size=(5, 5))
    payoff = payoff - payoff.T
    _, _, theirs, _, _ = alpharank.compute([payoff], m=10, alpha=0.5)
    ours = AlphaRank(alpha=0.5, population=10).solve(exact_table(ALIKE, payoff)).weights["player"]
    assert np.abs(ours - theirs).max() < 1e-8


def test_openspiel_agrees_on_the_limit_without_ties() -> None:
    alpharank = pytest.importorskip("open_spiel.python.egt.alpharank", reason="OpenSpiel's alpharank needs matplotlib")
    means = np.random.default_rng(5).normal(size=(2, 5, 5))
    means[1] = -means[0]
    _, _, theirs, _, _ = alpharank.compute(list(means), m=M, alpha=1.0, use_inf_alpha=True, inf_alpha_eps=1e-9)
    joint = AlphaRank().solve(general_table(means)).joint
    assert joint is not None
    assert np.abs(joint.ravel() - theirs).max() < 1e-6


def test_a_growing_alpha_tends_to_the_limit() -> None:
    means = np.random.default_rng(6).normal(size=(2, 6, 6))
    means[1] = -means[0]
    limit, near, far = (AlphaRank(alpha).solve(general_table(means)).joint for alpha in (None, 1000.0, 10.0))
    assert limit is not None and near is not None and far is not None  # noqa: PT018
    assert np.abs(near - limit).max() < 1e-3 < np.abs(far - limit).max()


def test_rock_paper_scissors_is_even_and_clones_share() -> None:
    assert AlphaRank().solve(exact_table(ALIKE, RPS)).weights["player"] == pytest.approx(np.full(3, 1 / 3))
    cloned = np.array(RPS)[np.ix_([0, 1, 2, 2], [0, 1, 2, 2])]
    weights = AlphaRank().solve(exact_table(ALIKE, cloned)).weights["player"]
    assert weights[2] == pytest.approx(weights[3])


def test_several_sinks_share_by_their_basins() -> None:
    even = AlphaRank().solve(general_table(np.array([[[1.0, 0.0], [0.0, 1.0]]] * 2)))
    assert even.certificate == {"sinks": 2.0, "largest_sink": 1.0}
    assert even.joint == pytest.approx(np.array([[0.5, 0.0], [0.0, 0.5]]))


@pytest.mark.parametrize("dense", [1, 600])
def test_basins_of_three_coordinations(dense: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_dynamics, "DENSE", dense)
    rng = np.random.default_rng(8)
    means = rng.normal(size=(2, 12, 12)) + 4 * np.diag([1.0, 1, 1] + [0.0] * 9)
    found = profiles_long_run(means, M)
    assert len(found.sinks) >= 3
    assert np.abs(found.mass - dense_stationary(dense_rates(means))).max() < 1e-8


def test_a_large_table_without_structure_has_its_mass_on_better_profiles() -> None:
    means = np.random.default_rng(9).normal(size=(2, 150, 150))
    means[1] = -means[0]
    found = profiles_long_run(means, M)
    flow = found.mass.reshape(150, 150)
    # by definition, what leaves a profile enters it: checked on 50 of them
    for i, j in np.random.default_rng(1).integers(0, 150, size=(50, 2)):
        rows, columns = means[0][:, j] - means[0][i, j], means[1][i] - means[1][i, j]
        leaving = flow[i, j] * ((rows > 0).sum() + (columns > 0).sum())
        assert leaving == pytest.approx(flow[rows < 0, j].sum() + flow[i, columns < 0].sum(), rel=1e-6, abs=1e-12)


def test_what_cannot_be_computed_is_refused() -> None:
    with pytest.raises(InputError, match="positive finite alpha"):
        AlphaRank(alpha=-1.0)
    with pytest.raises(InputError, match="population >= 2"):
        AlphaRank(population=1)
    with pytest.raises(InputError, match="alpha is too large"):
        AlphaRank(alpha=1e6).solve(general_table(np.array([[[1.0, 0.0], [0.0, 1.0]]] * 2)))
    with pytest.raises(InputError, match="up to 2500 profiles"):
        AlphaRank(alpha=1.0).solve(general_table(np.zeros((2, 51, 50))))


def test_the_shipped_suite_accepts_it() -> None:
    check_meta_solver(AlphaRank())
    check_meta_solver(AlphaRank(alpha=1e-9))
