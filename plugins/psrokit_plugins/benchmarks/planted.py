"""Symmetric games of 20 policies whose every payoff is known, and evidence about them made by the thousand.

Families: transitive (skill alone), spinning top (skill and a cycle), blocks (rock-paper-scissors within blocks of
three, skill between them) and two that dominate (and nearly equal each other). Returns are +1 and -1; a sample is the
mean of a mirrored pair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from psrokit.api import Floats, PayoffTable
from psrokit_plugins.statistics.allocation import Request

Rng = np.random.Generator
SIZE = 20


def transitive(rng: Rng) -> Floats:
    """Skill alone."""
    skill = rng.normal(size=SIZE)
    return _odds(skill[:, np.newaxis] - skill)


def spinning_top(rng: Rng) -> Floats:
    """Skill and a cycle of rank two."""
    skill, one, other = rng.normal(size=(3, SIZE))
    return _odds(skill[:, np.newaxis] - skill + np.outer(one, other) - np.outer(other, one))


def blocks(rng: Rng) -> Floats:
    """Rock-paper-scissors within blocks of three, skill between them."""
    block, place = np.divmod(np.arange(SIZE), 3)
    skill, strength = rng.normal(size=SIZE)[block], rng.uniform(0.8, 1.8, size=SIZE)
    beats = (place[:, np.newaxis] - place) % 3
    cycle = np.where(beats == 1, 1.0, np.where(beats == 2, -1.0, 0.0)) * (block[:, np.newaxis] == block)
    noise = 0.1 * rng.normal(size=(SIZE, SIZE))
    return _odds(skill[:, np.newaxis] - skill + cycle * np.sqrt(np.outer(strength, strength)) + noise - noise.T)


def two_dominate(rng: Rng) -> Floats:
    """Two policies dominate all others and nearly equal each other."""
    skill = rng.normal(size=SIZE) / 2
    skill[:2] = skill.max() + 1 + 0.05 * rng.normal(size=2)
    return _odds(skill[:, np.newaxis] - skill)


FAMILIES: dict[str, Callable[[Rng], Floats]] = {
    "transitive": transitive,
    "spinning top": spinning_top,
    "blocks": blocks,
    "two dominate": two_dominate,
}


def _odds(logits: Floats) -> Floats:
    """Expected returns of games won with these log-odds."""
    return np.asarray(np.tanh(logits / 2))


def pair_sums(payoff: Floats, pairs: Floats, rng: Rng) -> tuple[Floats, Floats]:
    """Sum and sum of squares of so many mirrored pairs per entry: both games won +1, both lost -1, else 0."""
    win = (1 + payoff) / 2
    both_won = rng.binomial(pairs.astype(np.int64), win**2)
    one_each = 1 - win**2
    chance = np.divide((1 - win) ** 2, one_each, out=np.ones_like(win), where=one_each > 0)
    both_lost = rng.binomial(pairs.astype(np.int64) - both_won, np.minimum(chance, 1.0))
    return (both_won - both_lost).astype(float), (both_won + both_lost).astype(float)


@dataclass
class Evidence:
    """Games played so far in one planted game; payoff: (K, K), antisymmetric."""

    payoff: Floats
    rng: Rng
    count: Floats = field(init=False)
    total: Floats = field(init=False)
    squares: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.count, self.total, self.squares = np.zeros((3, *self.payoff.shape))

    def play(self, pairs: Floats) -> None:
        """So many more pairs per cell; only the upper triangle of `pairs` counts."""
        pairs = np.triu(pairs, 1)
        total, squares = pair_sums(self.payoff, pairs, self.rng)
        self.count += pairs + pairs.T
        self.total += total - total.T
        self.squares += squares + squares.T

    def answer(self, requests: Sequence[Request]) -> int:
        """Play what is asked for; how many pairs that was."""
        pairs = np.zeros_like(self.count)
        for request in requests:
            pairs[request.profile] = request.groups
        self.play(pairs)
        return int(pairs.sum())

    def table(self) -> PayoffTable:
        """The same as a payoff table, its diagonal exactly 0."""
        empty = PayoffTable.empty(("player", "player"), self.payoff.shape)
        empty.count[...], empty.total[...] = self.count, np.stack([self.total, -self.total])
        empty.squares[...], empty.games[...] = self.squares, 2 * self.count
        np.fill_diagonal(empty.exact, val=True)
        return empty


def true_error(payoff: Floats, mixture: Floats) -> float:
    """What the best deviation gains from the mixture in truth, in returns."""
    return max(float((payoff @ mixture).max()), 0.0)
