"""The restricted bracket on planted games of 20 policies: it holds the truth at least as often as it says.

The mixture is the Nash equilibrium of a table of noisy games, as in a run; then every member is tried against it in
fresh mirrored pairs on common deals. Luck is either each member's own or one number per deal for all members.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from psrokit.api import Floats
from psrokit_plugins.benchmarks.planted import FAMILIES, SIZE, Evidence, true_error
from psrokit_plugins.linear_programs.zero_sum import solve_symmetric
from psrokit_plugins.statistics.best_gain import Bracket, Gains, best_gain

LEVEL = 0.95
RESAMPLES = 500


@dataclass
class Tally:
    """Of so many brackets how many held the truth, lay above it and below it, and how wide they were."""

    family: str
    games: int = 0
    held: int = 0
    too_high: int = 0
    too_low: int = 0
    width: float = 0.0
    truth: float = 0.0

    def add(self, bracket: Bracket, truth: float) -> None:
        too_high, too_low = truth < bracket.low - 1e-9, truth > bracket.high + 1e-9
        self.games += 1
        self.held += not too_high and not too_low
        self.too_high += too_high
        self.too_low += too_low
        self.width += bracket.width
        self.truth += truth

    def __str__(self) -> str:
        return (
            f"{self.family}: held {self.held / self.games:.3f}, truth below {self.too_high / self.games:.3f}, above "
            f"{self.too_low / self.games:.3f}; mean width {self.width / self.games:.3f}, "
            f"mean truth {self.truth / self.games:.4f}"
        )


def fresh_pairs(payoff: Floats, mixture: Floats, pairs: int, lucks: int, rng: np.random.Generator) -> Floats:
    """Returns of every member in mirrored pairs against draws of the mixture, shape (pairs, K); 1 or K lucks a deal."""
    opponents = rng.choice(len(mixture), size=pairs, p=mixture)
    chances = (1 + payoff[:, opponents].T) / 2
    luck = rng.random((2, pairs, lucks))
    samples = np.where(luck < chances, 1.0, -1.0).mean(axis=0)
    samples[np.arange(pairs), opponents] = 0.0
    return np.asarray(samples)


def tallied(family: str, games: int, pairs: int) -> Tally:
    tally = Tally(family)
    for game in range(games):
        rng = np.random.default_rng([3, sorted(FAMILIES).index(family), game])
        payoff = FAMILIES[family](rng)
        evidence = Evidence(payoff, rng)
        evidence.play(np.full(payoff.shape, 50.0))
        means = evidence.table().mean
        mixture = solve_symmetric((means[0] - means[1]) / 2).row
        samples = fresh_pairs(payoff, mixture, pairs, SIZE if game % 2 else 1, rng)
        bracket = best_gain([Gains(samples[:, mixture < 1], 1.0)], LEVEL, RESAMPLES, rng)
        tally.add(bracket, true_error(payoff, mixture))
    return tally


@pytest.mark.parametrize("family", FAMILIES)
def test_the_bracket_holds_the_truth(family: str) -> None:
    tally = tallied(family, games=60, pairs=100)
    assert tally.held >= stats.binom.ppf(0.001, tally.games, LEVEL)
    assert max(tally.too_high, tally.too_low) <= stats.binom.isf(0.001, tally.games, (1 - LEVEL) / 2)


@pytest.mark.slow
@pytest.mark.parametrize("pairs", [30, 100, 400])
def test_the_bracket_holds_the_truth_on_a_thousand_games(pairs: int) -> None:
    tallies = [tallied(family, games=250, pairs=pairs) for family in FAMILIES]
    sys.stdout.write(f"{pairs} pairs\n" + "".join(f"  {tally}\n" for tally in tallies))
    assert sum(tally.held for tally in tallies) >= LEVEL * 1000
    for tally in tallies:
        assert tally.held >= stats.binom.ppf(0.01, tally.games, LEVEL)
