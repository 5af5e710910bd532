"""Did the oracle answer? Each new policy against the mixture it was to beat, on games played for nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.api import Estimate, Floats, InputError, Measurement, Member, Seat, State, first_seats, metric
from psrokit_plugins.statistics.deviations import FEWEST, Trials, fair_share, limit_seen, over_mixture, table_payoffs
from psrokit_plugins.statistics.intervals import mean_interval


@metric("response_gain")
@dataclass(frozen=True)
class ResponseGain:
    """Gain of each new policy over the previous mixture, and its improvement over the incumbent.

    pairs: fresh mirrored groups per policy. level: confidence of each two-sided interval.

    `response_gain:<member>` is the response's return against the previous mixture less what the mixture itself earns
    there. `response_improvement:<member>` is its return less that of the incumbent, the member of the previous mixture
    with the most weight, on the same deals against the same opponents. An interval that holds 0 proves no gain.
    Where the game has several roles, members are named <role>/<member>.
    """

    pairs: int = 100
    level: float = 0.95

    def __post_init__(self) -> None:
        if self.pairs < FEWEST or not 0 < self.level < 1:
            raise InputError(f"response_gain needs pairs >= {FEWEST} and 0 < level < 1")

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        """Two estimates per new member; none at iteration 0 and where the oracle found nothing new."""
        previous = measurement.previous
        if previous is None:
            return {}
        estimates: dict[str, Estimate] = {}
        for seat in first_seats(measurement.setup.game.seats):
            role = measurement.setup.game.seats[seat]
            newcomers = measurement.state.population[role][len(previous.population[role]) :]
            if newcomers:
                estimates |= self._of_role(measurement, previous, seat, newcomers)
        return estimates

    def _of_role(
        self, measurement: Measurement, previous: State, seat: Seat, newcomers: Sequence[Member]
    ) -> dict[str, Estimate]:
        role = measurement.setup.game.seats[seat]
        incumbent = previous.population[role][int(np.argmax(previous.strategy.weights[role]))]
        gains, improvements = self._samples(measurement, previous, seat, newcomers)
        limit = limit_seen(np.hstack([gains, improvements / 2]), previous.table, seat)
        against = f"returns against the mixture of iteration {previous.iteration}"
        estimates: dict[str, Estimate] = {}
        for column, member in enumerate(newcomers):
            label = f"{role}/{member.name}" if len(previous.population.members) > 1 else member.name
            estimates[f"response_gain:{label}"] = self._estimate(
                gains[:, column], limit, f"{against}, less what that mixture earns"
            )
            estimates[f"response_improvement:{label}"] = self._estimate(
                improvements[:, column], 2 * limit, f"{against}, less those of '{incumbent.name}' on the same deals"
            )
        return estimates

    def _samples(
        self, measurement: Measurement, previous: State, seat: Seat, newcomers: Sequence[Member]
    ) -> tuple[Floats, Floats]:
        """Gains over the mixture and improvements over the incumbent, each of shape (groups, newcomers)."""
        role = measurement.setup.game.seats[seat]
        weights = previous.strategy.weights[role]
        value = _known_value(measurement, previous, seat)
        best_first = np.argsort(-weights, kind="stable")
        stayers = best_first[: 1 if value is not None else np.count_nonzero(weights)]
        members = [*newcomers, *(previous.population[role][index] for index in stayers)]
        returns = Trials(previous, seat, "gate", self.pairs).returns(measurement, members)
        new, old = returns[:, : len(newcomers)], returns[:, len(newcomers) :]
        gains = over_mixture(new, old, weights[stayers]) if value is None else new - value
        return gains, new - old[:, :1]

    def _estimate(self, samples: Floats, limit: float, convention: str) -> Estimate:
        interval = mean_interval(samples, (-limit, limit), self.level)
        return Estimate(
            value=interval.value,
            low=interval.low,
            high=interval.high,
            level=self.level,
            kind="gain",
            bound="estimate",
            convention=convention,
            units="return",
            n=len(samples),
            method="fresh mirrored games; Student interval with Agresti-Coull observations",
        )


def _known_value(measurement: Measurement, state: State, seat: Seat) -> float | None:
    """What the state's mixture earns at `seat` against itself, where that needs no games."""
    share = fair_share(measurement.setup.game)
    if share is None and bool(state.table.exact.all()):
        return float(table_payoffs(state.table, state.strategy, seat) @ state.strategy.weights[state.table.seats[seat]])
    return share
