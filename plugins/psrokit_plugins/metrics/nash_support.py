"""The metric `nash_support`: which policies belong to the equilibrium of the payoff table, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from psrokit.api import Estimate, Floats, InputError, Measurement, MetaStrategy, PayoffTable, generator, metric
from psrokit_plugins.meta_solvers.max_entropy_nash import MaxEntropyNash
from psrokit_plugins.statistics.equilibrium_bootstrap import EquilibriumDraws, equilibrium_bootstrap
from psrokit_plugins.statistics.intervals import mean_interval


@metric("nash_support")
@dataclass(frozen=True)
class NashSupport:
    """Per policy its weight in the table's Nash equilibrium and the probability that it belongs to it.

    resamples: payoff tables drawn from the posterior of the means, each solved to the analytic centre of its
    equilibria, which is the equilibrium where there is only one. threshold: the weight above which a
    policy belongs to an equilibrium. level: of the intervals.

    Whatever meta-solver the run uses, this is about the maximum-entropy Nash equilibrium of the same table. A weight
    comes with the middle `level` of its resampled weights. The inclusion probability is the share of resampled tables
    in whose equilibrium the policy has more than `threshold`; its interval only covers the number of resamples. Tables
    of exact payoffs are not resampled. Only two-player constant-sum tables have these numbers.
    """

    resamples: int = 1000
    threshold: float = 1e-3
    level: float = 0.95

    def __post_init__(self) -> None:
        if self.resamples < 100 or not 0 < self.threshold < 1 or not 0 < self.level < 1:
            raise InputError("nash_support needs resamples >= 100, 0 < threshold < 1 and 0 < level < 1")

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        """`nash_weight:<role>/<policy>` and `inclusion:<role>/<policy>` for each policy.

        Raises InputError unless the table describes a two-player constant-sum game.
        """
        table, population = measurement.state.table, measurement.state.population
        solution = MaxEntropyNash().solve(table)
        names = {role: population.names(role) for role in solution.weights}
        if bool(table.exact.all()):
            return dict(self._exact(solution, names))
        rng = generator(measurement.seed("nash_support"))
        draws = equilibrium_bootstrap(table, self.resamples, rng)
        return dict(self._sampled(table, solution, draws, names))

    def _exact(self, solution: MetaStrategy, names: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Estimate]]:
        for role, weights in solution.weights.items():
            for name, weight in zip(names[role], weights.tolist(), strict=True):
                yield (
                    f"nash_weight:{role}/{name}",
                    Estimate.exact(weight, kind="nash_weight", convention=_WEIGHT, units="probability", method=_EXACT),
                )
                yield (
                    f"inclusion:{role}/{name}",
                    Estimate.exact(
                        float(weight > self.threshold),
                        kind="inclusion_probability",
                        convention=self._inclusion(),
                        units="probability",
                        method=_EXACT,
                    ),
                )

    def _sampled(
        self, table: PayoffTable, solution: MetaStrategy, draws: EquilibriumDraws, names: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[str, Estimate]]:
        fewest = int(table.count[~table.exact].min())
        ends = draws.interval(self.level)
        for role, weights in solution.weights.items():
            for member, name in enumerate(names[role]):
                weight = float(weights[member])
                low, high = (float(end) for end in ends[role][:, member])
                yield (
                    f"nash_weight:{role}/{name}",
                    Estimate(
                        weight,
                        min(low, weight),
                        max(high, weight),
                        self.level,
                        "nash_weight",
                        "estimate",
                        _WEIGHT,
                        "probability",
                        fewest,
                        f"interval: analytic centres of the equilibria of {self.resamples} resampled tables; "
                        "n is of the least played cell",
                    ),
                )
                yield f"inclusion:{role}/{name}", self._included(draws.weights[role][:, member], fewest)

    def _included(self, drawn: Floats, fewest: int) -> Estimate:
        share = mean_interval((drawn > self.threshold).astype(float), (0.0, 1.0), self.level)
        return Estimate(
            share.value,
            share.low,
            share.high,
            self.level,
            "inclusion_probability",
            "estimate",
            self._inclusion(),
            "probability",
            fewest,
            f"share of {self.resamples} resampled tables; the interval is of that share, n of the least played cell",
        )

    def _inclusion(self) -> str:
        return f"weight above {self.threshold:g} in the Nash equilibrium of the table"


_WEIGHT = "maximum-entropy Nash equilibrium of the table"
_EXACT = "linear program on exact payoffs"
