"""The bracket of the best gain holds the truth as often as it says, on games whose truth was planted."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from psrokit.api import Floats
from psrokit_plugins.linear_programs.zero_sum import solve_symmetric
from psrokit_plugins.statistics.best_gain import Bracket, Gains, best_gain, max_quantile

Rng = np.random.Generator
LEVEL = 0.9


def planted(family: str, size: int, rng: Rng) -> Floats:
    """Expected returns of a symmetric game with outcomes +1 and -1."""
    skill, cycle = rng.normal(size=size), rng.normal(size=(size, 2))
    transitive = skill[:, np.newaxis] - skill
    cyclic = np.outer(cycle[:, 0], cycle[:, 1])
    if family == "nothing to gain":
        return np.zeros((size, size))
    if family == "transitive":
        return np.tanh(transitive)
    if family == "spinning top":
        return np.tanh(transitive / 2 + cyclic - cyclic.T)
    clones = rng.integers(0, 3, size)
    return np.tanh(cyclic - cyclic.T)[np.ix_(clones, clones)]


def mirrored_pairs(chances: Floats, rng: Rng) -> Floats:
    """Means of two games, each won (+1) or lost (-1), with these expected returns."""
    return np.asarray(
        np.mean([np.where(rng.random(chances.shape) < (1 + chances) / 2, 1.0, -1.0) for _ in "12"], axis=0)
    )


def solved_from_noise(payoff: Floats, rng: Rng) -> Floats:
    """The mixture that a run would have: Nash of a table with 40 pairs per cell."""
    table = np.triu(mirrored_pairs(np.broadcast_to(payoff, (40, *payoff.shape)), rng).mean(axis=0), 1)
    return solve_symmetric(table - table.T).row


def bracketed(payoff: Floats, mixture: Floats, n: int, rng: Rng) -> tuple[Bracket, float]:
    """The bracket from n deals that every member was tried on, and the truth."""
    opponents = rng.choice(len(mixture), size=n, p=mixture)
    samples = mirrored_pairs(payoff[:, opponents].T, rng)
    samples[np.arange(n), opponents] = 0.0
    bracket = best_gain([Gains(samples[:, mixture < 1], 1.0)], LEVEL, 300, rng)
    return bracket, max(float((payoff @ mixture).max()), 0.0)


def test_roles_share_the_error_of_the_upper_end() -> None:
    rng = np.random.default_rng(0)
    roles = [Gains(rng.choice([-1.0, 1.0], size=(60, 3)), 1.0) for _ in "12"]
    both, draws = best_gain(roles, 0.9, 500, np.random.default_rng(1)), np.random.default_rng(1)
    assert both.high == sum(best_gain([each], 0.95, 500, draws).high for each in roles)


@pytest.mark.parametrize("family", ["nothing to gain", "transitive", "spinning top", "clones"])
@pytest.mark.parametrize("mix", ["nash of noise", "uniform"])
def test_coverage(family: str, mix: str) -> None:
    rng = np.random.default_rng([len(family), len(mix)])
    below = above = 0
    trials = 100
    for trial in range(trials):
        size, n = (3, 30) if trial % 2 else (8, 60)
        payoff = planted(family, size, rng)
        mixture = np.full(size, 1 / size) if mix == "uniform" else solved_from_noise(payoff, rng)
        bracket, truth = bracketed(payoff, mixture, n, rng)
        below += truth < bracket.low - 1e-12
        above += truth > bracket.high + 1e-12
    allowed = stats.binom.isf(0.001, trials, (1 - LEVEL) / 2)
    assert below <= allowed
    assert above <= allowed
    assert below + above <= trials * (1 - LEVEL)


def test_the_plug_in_would_not_pass_that_test() -> None:
    rng = np.random.default_rng(5)
    above = 0
    for _ in range(50):
        payoff = planted("spinning top", 8, rng)
        table = np.triu(mirrored_pairs(np.broadcast_to(payoff, (40, 8, 8)), rng).mean(axis=0), 1)
        mixture = solve_symmetric(table - table.T).row
        plug_in = float(((table - table.T) @ mixture).max())
        assert plug_in == pytest.approx(0, abs=1e-9)
        above += float((payoff @ mixture).max()) > plug_in + 1e-3
    assert above > 25


def test_a_real_gain_is_found_and_the_bracket_closes_with_more_games() -> None:
    rng = np.random.default_rng(2)
    payoff = planted("spinning top", 8, rng)
    mixture = np.full(8, 1 / 8)
    widths = []
    for n in (50, 500, 5000):
        bracket, truth = bracketed(payoff, mixture, n, rng)
        assert bracket.low <= truth <= bracket.high
        widths.append(bracket.high - bracket.low)
    assert widths[0] > 2 * widths[1] > 4 * widths[2]
    assert bracket.low > 0.8 * truth


def test_the_winner_s_curse_is_not_in_the_value() -> None:
    rng = np.random.default_rng(3)
    noise = [mirrored_pairs(np.zeros((40, 20)), rng) for _ in range(200)]
    cursed = np.mean([samples.mean(axis=0).max() for samples in noise])
    fitted = [best_gain([Gains(samples, 1.0)], LEVEL, 100, rng).value for samples in noise]
    assert cursed > 0.15
    assert np.mean(fitted) < 0.05  # raised to 0 where negative, so not quite 0 in the mean
    assert np.mean(np.array(fitted) == 0) > 0.4


def test_gains_add_up_over_roles() -> None:
    rng = np.random.default_rng(4)
    one, two = (Gains(0.3 + 0.1 * rng.normal(size=(400, 3)), 1.0) for _ in range(2))
    both = best_gain([one, two], LEVEL, 300, rng)
    assert both.low < 0.6 < both.high
    assert both.value == pytest.approx(0.6, abs=0.03)
    assert both.high - both.low < 0.1


def test_members_that_always_tie_still_leave_doubt() -> None:
    bracket = best_gain([Gains(np.zeros((60, 5)), 1.0)], LEVEL, 300, np.random.default_rng(0))
    assert (bracket.value, bracket.low) == (0.0, 0.0)
    assert bracket.high > 1 - 0.05 ** (1 / 60)  # a gain of 1 with this chance stays unseen once in twenty times


def test_roles_without_deviations_gain_nothing() -> None:
    none = Gains(np.zeros((60, 0)), 1.0)
    assert best_gain([none, none], LEVEL, 300, np.random.default_rng(0)) == Bracket(0.0, 0.0, 0.0)


def test_the_quantile_grows_with_independent_columns_and_not_with_copies() -> None:
    rng = np.random.default_rng(1)
    samples = rng.normal(size=(500, 20))
    copies = np.repeat(samples[:, :1], 20, axis=1)
    assert max_quantile(samples, 0.05, 4000, rng) == pytest.approx(stats.norm.isf(1 - 0.95 ** (1 / 20)), abs=0.12)
    assert max_quantile(copies, 0.05, 4000, rng) == pytest.approx(stats.norm.isf(0.05), abs=0.08)


def test_the_same_seed_gives_the_same_bracket() -> None:
    samples = np.random.default_rng(0).normal(size=(50, 4)).clip(-1, 1)
    first, again = (best_gain([Gains(samples, 1.0)], LEVEL, 300, np.random.default_rng(9)) for _ in range(2))
    assert first == again
