"""No number leaves psrokit without saying what it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "payoff",
    "win_rate",
    "regret",
    "restricted_exploitability",
    "exploitability",
    "nash_conv",
    "cce_gap",
    "ce_gap",
    "game_value",
    "gain",
    "nash_weight",
    "inclusion_probability",
    "posterior_probability",
    "p_value",
    "rating",
    "rank",
    "cyclic_share",
    "diversity",
    "disagreement",
    "weight",
    "certificate",
]
Bound = Literal["exact", "estimate", "lower", "upper", "bracket"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its uncertainty and its meaning.

    value: the point estimate; for a bracket the middle is not meaningful, so `value` is the lower end's estimate.
    low, high: the interval at `level` (both equal `value` when `bound` is "exact").
    level: confidence level in [0, 1]; 1.0 for exact numbers.
    kind: what is measured, in the field's terms.
    bound: "exact", "estimate" (two-sided interval), "lower" or "upper" (one-sided), "bracket" ([lower, upper]).
    convention: how the number is normalised, e.g. "nashconv: sum over roles" or "per player".
    units: e.g. "return", "win rate".
    n: independent samples behind it (mirrored pairs count once); 0 for exact numbers.
    method: how it was computed.
    """

    value: float
    low: float
    high: float
    level: float
    kind: Kind
    bound: Bound
    convention: str
    units: str
    n: int
    method: str

    def __post_init__(self) -> None:
        for name in ("value", "low", "high", "level"):
            if math.isnan(getattr(self, name)):
                raise ValueError(f"an Estimate's {name} is not a number")
        if self.low > self.high:
            raise ValueError(f"an Estimate's interval is empty: [{self.low}, {self.high}]")

    @classmethod
    def exact(cls, value: float, *, kind: Kind, convention: str, units: str, method: str) -> Estimate:
        """A number known without sampling error."""
        return cls(value, value, value, 1.0, kind, "exact", convention, units, 0, method)

    def __str__(self) -> str:
        if self.bound == "exact":
            return f"{self.value:.6g} ({self.kind}, exact, {self.convention})"
        meaning = f"{self.kind}, {self.bound}, {self.convention}, n={self.n}"
        return f"{self.value:.4g} [{self.low:.4g}, {self.high:.4g}] at {level_text(self.level)} ({meaning})"


def level_text(level: float) -> str:
    """A confidence level in percent: "95 %", "99.9 %"."""
    return f"{100 * level:.3g} %"
