"""Less variance from the same games: what a value function makes of the luck in them is subtracted.

x - b (c - E c) has the mean of x for every fixed b, and less variance the better c predicts x (AIVAT: Burch, Schmid,
Moravcik and Bowling 2018, arXiv:1612.06915, builds such c from the chance events of a game). Two things would break
that: a value function that was fitted to, or picked after seeing, the games it corrects, and a coefficient estimated on
them. Hence the value function is a component that stands in the experiment, known by the hash of its spec and files,
and the coefficient is fixed beforehand or comes from the other half of the games.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from psrokit.api import Estimate, Floats, InputError, IntegrityError, spec_hash
from psrokit_plugins.statistics.intervals import mean_interval

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ControlVariate:
    """A value function that was frozen before any game was seen.

    digest: SHA-256 of its identity, its files' content included. expectation: the mean of its values over all games,
    known from the rules of the game. coefficient: b; None to choose it on the other half of the games.
    """

    digest: str
    expectation: float = 0.0
    coefficient: float | None = None

    @classmethod
    def frozen(
        cls, value_function: object, digest: str, expectation: float = 0.0, coefficient: float | None = None
    ) -> Self:
        """That of a component. Raises IntegrityError if it, or one of its files, is not what `digest` froze."""
        now = spec_hash(value_function)
        if now != digest:
            raise IntegrityError(
                f"the value function has the hash {now[:_SHOWN]}, the experiment froze {digest[:_SHOWN]}",
                remedy="A value function that was changed after games were seen cannot correct them.",
            )
        return cls(digest, expectation, coefficient)

    def corrected(self, samples: Floats, values: Floats) -> tuple[Floats, Floats]:
        """Samples without their predicted luck, each (n / 2,): every other one from the first, and from the second.

        samples, values: (n,), what each game returned and what the value function makes of its luck. Raises InputError
        below four games or where the shapes differ.
        """
        if samples.shape != values.shape or samples.ndim != 1 or len(samples) < 4:
            raise InputError(f"a control variate needs a value for each of at least 4 games, not {values.shape}")
        luck = values - self.expectation
        halves = (slice(0, None, 2), slice(1, None, 2))
        first, second = (
            samples[half] - self._coefficient(samples[other], values[other]) * luck[half]
            for half, other in (halves, halves[::-1])
        )
        return first, second

    def mean(self, samples: Floats, values: Floats, bounds: tuple[float, float], level: float) -> Estimate:
        """The mean return, corrected, with its two-sided interval; bounds: between which corrected samples lie.

        The halves depend on each other where each chose the other's coefficient, so their errors are added.
        """
        halves = [mean_interval(half, bounds, level) for half in self.corrected(samples, values)]
        value, low, high = (float(np.mean([getattr(half, end) for half in halves])) for end in ("value", "low", "high"))
        if self.coefficient is not None:
            whole = mean_interval(np.concatenate(self.corrected(samples, values)), bounds, level)
            value, low, high = whole.value, whole.low, whole.high
        return Estimate(
            value=value,
            low=low,
            high=high,
            level=level,
            kind="payoff",
            bound="estimate",
            convention="expected return of one seat, corrected for luck",
            units="return",
            n=len(samples),
            method=f"control variate: value function {self.digest[:_SHOWN]}, frozen before the games",
        )

    def _coefficient(self, samples: Floats, values: Floats) -> float:
        """The fixed one, or that of least variance on these games."""
        if self.coefficient is not None:
            return self.coefficient
        spread = float(np.var(values))
        return float(np.cov(samples, values, bias=True)[0, 1]) / spread if spread > 0 else 0.0
