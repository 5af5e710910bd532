"""How sure a Nash equilibrium is: the equilibria of many payoff tables that the same games could have come from.

Each resampled table (`resampled_means`) is solved with one fixed rule, the analytic centre of its equilibria: the
equilibrium where there is only one, which sampled tables all but always have. A vertex that some method happens to end
at would jump between equilibria of equal right, and its jumps would look like doubt. Every draw's gap is checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, InputError, IntegrityError, PayoffTable, Role, checked_means
from psrokit_plugins.linear_programs.analytic_centres import alike_centres, distinct_centres
from psrokit_plugins.normal_form.constant_sum import two_player_sum
from psrokit_plugins.statistics.resampling import resampled_means

LARGEST_GAP = 1e-3
"""No draw may leave more to gain, relative to half the spread of its payoffs."""
_CELLS = 1_000_000
"""Payoffs held at a time."""


@dataclass(frozen=True, slots=True)
class EquilibriumDraws:
    """Equilibria of resampled tables.

    weights: role -> shape (count, K_role), each row a distribution. gaps: shape (count,), what both seats together
    could gain in the resampled table, relative to half the spread of its payoffs.
    """

    weights: Mapping[Role, Floats]
    gaps: Floats

    def interval(self, level: float) -> Mapping[Role, Floats]:
        """The middle `level` of each policy's weights: role -> shape (2, K_role), lower ends first."""
        tail = (1 - level) / 2
        return {role: np.quantile(draws, [tail, 1 - tail], axis=0) for role, draws in self.weights.items()}


def equilibrium_bootstrap(table: PayoffTable, count: int, rng: np.random.Generator) -> EquilibriumDraws:
    """Equilibria of `count` resampled tables of a two-player constant-sum game; the same for the same state of `rng`.

    Raises InputError for other tables, and IntegrityError if a cell is unknown or a draw has too large a gap.
    """
    checked_means(table)
    if two_player_sum(table) is None:
        raise InputError("equilibria are resampled for two-player constant-sum tables only")
    seats, gaps = table.seats, []
    draws: list[tuple[Floats, ...]] = []
    for size in _batches(table, count):
        means = resampled_means(table, size, rng)
        if seats[0] == seats[1]:
            strategies, gap = alike_centres((means[:, 0] - means[:, 1]) / 2)
            draws.append((strategies,))
        else:
            row, column, gap = distinct_centres(means[:, 0])
            draws.append((row, column))
        gaps.append(gap)
    found = EquilibriumDraws(
        {
            role: np.concatenate(parts)
            for role, parts in zip(dict.fromkeys(seats), zip(*draws, strict=True), strict=True)
        },
        np.concatenate(gaps),
    )
    if found.gaps.max() > LARGEST_GAP:
        raise IntegrityError(f"an equilibrium of a resampled table has a relative gap of {found.gaps.max():.2g}")
    return found


def _batches(table: PayoffTable, count: int) -> list[int]:
    """`count` in parts small enough to be held at a time."""
    if count < 1:
        raise InputError(f"a bootstrap needs at least one draw, not {count}")
    most = max(1, _CELLS // sum(table.sizes) ** 2)
    return [min(most, count - start) for start in range(0, count, most)]
