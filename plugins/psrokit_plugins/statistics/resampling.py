"""Other payoff tables that the same games could have come from: draws of the means from their posterior.

A table keeps sums of its samples, not the samples, so they cannot be drawn again with replacement. What it keeps fixes
a mean and a variance per cell, and a draw is a Beta variable with the mean and the variance of the posterior. The
prior is one imaginary sample per cell, half of it at either end of the range of returns (Jeffreys' Beta(1/2, 1/2)): for
samples of two values the posterior is then exactly Jeffreys', five wins in five are strong evidence and not certainty,
and no draw leaves the range. With many samples it is the central limit theorem's normal distribution.

The unit of evidence is the sample, the mean of a mirrored group; single games of a group are never drawn apart.

Where games are won, tied and lost, the shares of the three have a Dirichlet distribution: prior 1/2, 0, 1/2, and as
many samples as give the payoff the variance of its posterior. So ties are drawn as well, and without ties it is the
Beta distribution again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats, PayoffTable, return_bounds, returns_are_wins, seat_exchanges
from psrokit_plugins.normal_form.constant_sum import two_player_sum

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Resampled:
    """Draws of a table. means: shape (count, seats, *K). ties: the shares of tied games, (count, *K), else 0."""

    means: Floats
    ties: Floats


def resampled(table: PayoffTable, count: int, rng: np.random.Generator) -> Resampled:
    """Draws of a table; the same for the same state of `rng`.

    Cells that mirror each other have the same draw, exchanged. In a two-seat table whose payoffs have a constant sum
    every draw has it too; hence a symmetric zero-sum table stays antisymmetric. Otherwise the draws of different
    seats are independent, since a table does not keep how they vary together. Exact cells are the same in every draw,
    cells without evidence are NaN in every draw.
    """
    exchanges = seat_exchanges(table.seats)
    cells = np.indices(table.sizes).reshape(len(table.seats), -1)
    flat = np.stack([np.ravel_multi_index(tuple(cells[list(order)]), table.sizes) for order in exchanges])
    firsts = cells[:, flat[0] == flat.min(axis=0)]
    draws, tied = _draws(table, firsts, count, rng)
    means, ties = np.zeros((count, len(table.seats), flat.shape[1])), np.zeros((count, flat.shape[1]))
    times = np.zeros(flat.shape[1])
    for order in exchanges:
        target = np.ravel_multi_index(tuple(firsts[list(order)]), table.sizes)
        means[:, :, target] += draws[:, list(order)]
        ties[:, target] = tied
        times[target] += 1
    return Resampled((means / times).reshape(count, len(table.seats), *table.sizes), ties.reshape(count, *table.sizes))


def resampled_means(table: PayoffTable, count: int, rng: np.random.Generator) -> Floats:
    """The means of `resampled`, shape (count, seats, *K)."""
    return resampled(table, count, rng).means


@dataclass(frozen=True, slots=True)
class _Posterior:
    """Per seat and cell, shape (seats, cells): mean and variance of the payoff and the expected share of ties; per
    seat, (seats, 1): the bounds of payoffs.
    """

    mean: Floats
    variance: Floats
    ties: Floats
    low: Floats
    high: Floats

    def first_seat(self) -> _Posterior:
        """That of seat 0 alone."""
        return _Posterior(self.mean[:1], self.variance[:1], self.ties[:1], self.low[:1], self.high[:1])

    def drawn(self, count: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Independent draws of payoffs and of shares of ties, shape (count, seats, cells) each.

        Of a Dirichlet distribution, the share of ties and the share of wins in the decided games are independent and
        have Beta distributions. Where there is no variance, a payoff is the mean itself.
        """
        doubtful = self.variance > 0
        tied = self.ties[doubtful]
        middle, half = (np.broadcast_to(end, doubtful.shape)[doubtful] for end in self._scale)
        lead = (self.mean[doubtful] - middle) / half
        weight = (1 - tied - lead**2) * half**2 / self.variance[doubtful] - 1
        share = rng.beta(weight * (1 - tied + lead) / 2, weight * (1 - tied - lead) / 2, (count, len(tied)))
        drawn = np.zeros((count, len(tied)))
        some = tied > 0
        drawn[:, some] = rng.beta((weight * tied)[some], (weight * (1 - tied))[some], (count, int(some.sum())))
        payoffs = np.broadcast_to(self.mean, (count, *self.mean.shape)).copy()
        payoffs[:, doubtful] = middle + half * (1 - drawn) * (2 * share - 1)
        ties = np.zeros_like(payoffs)
        ties[:, doubtful] = drawn
        return payoffs, ties

    @property
    def _scale(self) -> tuple[Floats, Floats]:
        """The middle and half the width of the bounds."""
        return (self.low + self.high) / 2, (self.high - self.low) / 2


def _draws(table: PayoffTable, firsts: Indices, count: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draws of one cell of each class of mirrored cells, shape (count, seats, classes), and of shares of ties, (count,
    classes); `firsts`: (seats, classes).
    """
    sum_of_means = two_player_sum(table)
    posterior = _posterior(table, np.ravel_multi_index(tuple(firsts), table.sizes))
    if sum_of_means is None:
        draws, ties = posterior.drawn(count, rng)
        # seats that play the same policy of the same role share what they get
        role = np.array([table.seats.index(seat) for seat in table.seats])
        alike = (role[:, None, None] == role[None, :, None]) & (firsts[:, None] == firsts[None, :])
        return np.take_along_axis(draws, alike.argmax(axis=1)[None], axis=1), ties[:, 0]
    draws, ties = posterior.first_seat().drawn(count, rng)
    return np.concatenate([draws, sum_of_means - draws], axis=1), ties[:, 0]


def _posterior(table: PayoffTable, cells: Indices) -> _Posterior:
    """The posterior of these cells, given by their place in the flattened table."""
    seats = len(table.seats)
    low, high = (end[:, np.newaxis] for end in return_bounds(table))
    exact, n = table.exact.ravel()[cells], table.count.ravel()[cells]
    known, total, squares = (each.reshape(seats, -1)[:, cells] for each in (table.mean, table.total, table.squares))
    mean = (total + (low + high) / 2) / (n + 1)
    second = (squares + (low**2 + high**2) / 2) / (n + 1)
    variance = np.maximum(second - mean**2, 0.0) / (n + 2)
    certain = exact | (n == 0)
    ties = np.zeros_like(mean)
    if returns_are_wins(table):
        share = (table.ties / np.maximum(table.games, 1)).ravel()[cells]
        # games beside a failed one are counted and in no sample: the samples must have room for their lead
        decided = np.maximum(np.maximum((n * (1 - share) + 1), np.abs(total) + 1) / (n + 1), second)
        ties = np.where(certain, 0.0, 1 - decided)
    return _Posterior(np.where(certain, known, mean), np.where(certain, 0.0, variance), ties, low, high)
