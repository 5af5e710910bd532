"""Is the run getting anywhere? The current mixture against the best policy it started with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from psrokit.api import (
    Estimate,
    Floats,
    InputError,
    IntegrityError,
    Match,
    Measurement,
    Member,
    Policy,
    Role,
    State,
    first_seats,
    generator,
    metric,
)
from psrokit_plugins.statistics.deviations import drawn_policies
from psrokit_plugins.statistics.intervals import mean_interval


@metric("progress")
@dataclass(frozen=True)
class Progress:
    """Win rate of the newest mixture against the best member of the first population, for two-player games.

    pairs: fresh deals, each played twice with seats exchanged; the mixture's policy is drawn once per deal.
    level: confidence of the two-sided interval.

    The best member has the most weight in the first meta-strategy. The higher return wins, a tie counts one half.
    """

    pairs: int = 100
    level: float = 0.95

    def __post_init__(self) -> None:
        if self.pairs < 2 or not 0 < self.level < 1:
            raise InputError("progress needs pairs >= 2 and 0 < level < 1")

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        """One win rate; none at iteration 0. Raises IntegrityError if failures leave fewer than two pairs."""
        seats = measurement.setup.game.seats
        if len(seats) != 2:
            raise InputError(f"progress compares win rates of two players, this game has {len(seats)} seats")
        if measurement.previous is None:
            return {}
        best = best_members(measurement.states[0])
        scores = self._scores(measurement, [best[role].policy for role in seats])
        interval = mean_interval(scores, (0.0, 1.0), self.level)
        names = " / ".join(dict.fromkeys(member.name for member in best.values()))
        estimate = Estimate(
            value=interval.value,
            low=interval.low,
            high=interval.high,
            level=self.level,
            kind="win_rate",
            bound="estimate",
            convention=f"mixture of iteration {measurement.state.iteration} against '{names}', both seats; ties 1/2",
            units="win rate",
            n=len(scores),
            method="fresh mirrored games; Student interval with Agresti-Coull observations",
        )
        return {"progress": estimate}

    def _scores(self, measurement: Measurement, theirs: list[Policy]) -> Floats:
        """Per deal the mixture's score in [0, 1] over both seats, shape (deals without failures,)."""
        matches = [match for number in range(self.pairs) for match in _both_seats(measurement, theirs, number)]
        scores = np.full(len(matches), np.nan)
        for index, outcome in measurement.setup.venue.play(matches):
            if outcome.returns is not None:
                mine, other = outcome.returns[index % 2], outcome.returns[1 - index % 2]
                scores[index] = (np.sign(mine - other) + 1) / 2
        paired = scores.reshape(-1, 2).mean(axis=1)
        complete: Floats = paired[~np.isnan(paired)]
        if len(complete) < 2:
            raise IntegrityError(f"failed games left {len(complete)} of {self.pairs} pairs for 'progress'")
        return complete


def best_members(state: State) -> dict[Role, Member]:
    """The member of each role with the most weight, the first of equals."""
    return {
        role: members[int(np.argmax(state.strategy.weights[role]))]
        for role, members in state.population.members.items()
    }


def _both_seats(measurement: Measurement, theirs: list[Policy], number: int) -> list[Match]:
    """One deal twice: the mixture's draw at seat 0, then at seat 1."""
    game, deal = measurement.setup.game, measurement.seed("progress", number)
    ours = drawn_policies(measurement.state, generator(deal, "mixture"))
    if len(first_seats(game.seats)) == 1:
        ours[1] = ours[0]
    return [Match((ours[0], theirs[1]), deal, "progress"), Match((theirs[0], ours[1]), deal, "progress")]
