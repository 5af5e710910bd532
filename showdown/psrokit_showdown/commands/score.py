"""A win rate with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from psrokit.api import IntegrityError

_ADDED = 2
_LEVEL = 0.95


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
