"""A win rate with its interval."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from psrokit.api import IntegrityError, group_sample

_ADDED = 2
_LEVEL = 0.95


def points_of(seats: Sequence[str], groups: Iterable[Sequence[Sequence[float] | None]]) -> tuple[float, ...]:
    """What the first policy won in each mirrored pair of games, 0 to 1; pairs of which a game failed are left out.

    groups: the returns of the two games of each pair, None for a game that failed.
    """
    samples = (group_sample(seats, group) for group in groups)
    return tuple((1 + float(sample[0])) / 2 for sample in samples if sample is not None)


@dataclass(frozen=True, slots=True)
class Score:
    """Share of points won, ties one half, with its 95 % interval; n: mirrored pairs."""

    value: float
    low: float
    high: float
    n: int

    @classmethod
    def of(cls, pairs: Sequence[float]) -> Self:
        """From the points of each pair, 0 to 1: Student's interval after two imaginary pairs at each end.

        The imaginary ones (Agresti and Coull 1998) keep the interval from vanishing when all pairs are equal. Raises
        IntegrityError without any pair.
        """
        from scipy.special import stdtrit  # noqa: PLC0415 # only where something is counted

        if not pairs:
            raise IntegrityError("no pair of games was finished, so there is no win rate")
        total = len(pairs) + 2 * _ADDED
        centre = (sum(pairs) + _ADDED) / total
        squares = sum((points - centre) ** 2 for points in pairs) + _ADDED * (centre**2 + (1 - centre) ** 2)
        reach = float(stdtrit(max(len(pairs) - 1, 1), (1 + _LEVEL) / 2)) * math.sqrt(squares / (total - 1) / total)
        value = sum(pairs) / len(pairs)
        return cls(value, max(min(centre - reach, value), 0.0), min(max(centre + reach, value), 1.0), len(pairs))
