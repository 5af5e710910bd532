"""How much members of the population can gain from a mixture, bracketed by the games of the payoff table itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from psrokit.api import USUAL, Estimate, InputError, Measurement, metric, stating
from psrokit_plugins.statistics.deviations import computed_gains, gains_convention
from psrokit_plugins.statistics.table_bracket import table_bracket


@metric("table_bracket")
@dataclass(frozen=True)
class TableBracket:
    """Restricted exploitability within bounds that need no further games and hold however the games were chosen.

    level: confidence that the bracket holds the truth, at all times together. returns: the least and the greatest
    return that a seat can get, by default what the table states, else -1 and 1.

    It is what the evaluator `adaptive` stops by (give both the same `level`). Distinct roles: the sum
    over roles; alike seats: the gain of one seat. Wider than `restricted_exploitability`, which plays fresh games.
    """

    level: float = 0.95
    returns: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not 0 < self.level < 1 or (self.returns is not None and self.returns[0] >= self.returns[1]):
            raise InputError("table_bracket needs 0 < level < 1 and returns from the least to the greatest")

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        """One estimate. Raises InputError where games returned something outside the range, and for joint mixtures."""
        table = measurement.state.table
        table = stating(table, self.returns or table.returns or USUAL)
        bracket = table_bracket(table, measurement.state.strategy, self.level)
        if bool(table.exact.all()):
            return {"table_bracket": computed_gains(bracket.value, table.seats)}
        estimate = Estimate(
            value=bracket.value,
            low=bracket.low,
            high=bracket.high,
            level=self.level,
            kind="restricted_exploitability",
            bound="bracket",
            convention=gains_convention(table.seats),
            units="return",
            n=int(np.min(table.count[~table.exact])),
            method="confidence sequences of all cells of the table, by betting; n is the fewest samples of a cell",
        )
        return {"table_bracket": estimate}
