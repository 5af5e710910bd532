"""A meta-solver that is right: the faulty ones change one step of it each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, checked_means


@dataclass(frozen=True)
class Dynamics:
    """Follow the leader for 150 rounds: right, but for what the classes below change."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        means = self.means(table)
        scale = self.scale(means)
        totals = [np.zeros(size) for size in table.sizes]
        sums = [np.zeros(size) for size in table.sizes]
        for _ in range(150):
            plays = [self.best(total) for total in totals]
            sums = [played + play for played, play in zip(sums, plays, strict=True)]
            totals[0] = totals[0] + self.own(means) / scale @ plays[1]
            totals[1] = totals[1] + self.theirs(means).T / scale @ plays[0]
        weights = {role: self.mixed(played / played.sum()) for role, played in zip(table.seats, sums, strict=True)}
        return MetaStrategy(weights, certificate=self.certificate(means, weights))

    def means(self, table: PayoffTable) -> Floats:
        means = checked_means(table)
        if len(table.seats) != 2:
            raise InputError("this solver takes two seats and no others")
        return means

    def scale(self, means: Floats) -> float:
        return float(np.ptp(means)) or 1.0

    def best(self, total: Floats) -> Floats:
        best = total >= total.max() - 1e-9
        return np.asarray(best / best.sum())

    def own(self, means: Floats) -> Floats:
        return np.asarray(means[0])

    def theirs(self, means: Floats) -> Floats:
        return np.asarray(means[1])

    def mixed(self, weights: Floats) -> Floats:
        return weights

    def certificate(self, means: Floats, weights: dict[str, Floats]) -> dict[str, float]:
        return {}
