"""A payoff table as a normal-form game that numerical methods can work on, and the certificates of their answers.

Methods judge in absolute tolerances, so each role's payoffs are brought to [-1, 1] first: a positive affine change of a
player's payoffs changes no best response and no equilibrium, Nash or correlated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, Role, Seat, checked_means, seat_exchanges

Profile = Mapping[Role, Floats]
"""A mixed strategy of each role."""

_NEARLY = 1e-9


@dataclass(frozen=True, slots=True)
class NormalForm:
    """Payoffs per seat, shape (n, *K), those of each role within [-1, 1]; seats of equal role share a strategy.

    payoff of a seat in returns = middles[role] + scales[role] * payoffs[seat].
    """

    seats: tuple[Role, ...]
    payoffs: Floats
    middles: Mapping[Role, float]
    scales: Mapping[Role, float]

    @classmethod
    def of(cls, table: PayoffTable) -> NormalForm:
        """The game of the table's means. Raises IntegrityError, naming the cell, where one is missing or not finite."""
        means = checked_means(table)
        payoffs, middles, scales = np.zeros_like(means), {}, {}
        for role in dict.fromkeys(table.seats):
            own = [seat for seat, its in enumerate(table.seats) if its == role]
            high, low = float(means[own].max()) / 2, float(means[own].min()) / 2
            middles[role], scales[role] = high + low, high - low
            if scales[role] > 0:
                payoffs[own] = (means[own] - middles[role]) / scales[role]
        return cls(table.seats, payoffs, middles, scales)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Policies per seat."""
        return self.payoffs.shape[1:]

    @property
    def first_seat(self) -> Mapping[Role, Seat]:
        """The first seat of each role: what it can gain, every seat of the role can."""
        return {role: self.seats.index(role) for role in self.seats}

    def size(self, role: Role) -> int:
        """Policies of a role."""
        return self.sizes[self.seats.index(role)]

    def uniform(self) -> dict[Role, Floats]:
        """Every policy of every role alike."""
        return {role: np.full(self.size(role), 1 / self.size(role)) for role in self.first_seat}

    def deviation_payoffs(self, strategies: Profile) -> dict[Role, Floats]:
        """What each policy of each role earns when all other seats play `strategies`, shape (K_role,) per role."""
        return {role: self.marginal(seat, (seat,), strategies) for role, seat in self.first_seat.items()}

    def marginal(self, seat: Seat, kept: Sequence[Seat], strategies: Profile) -> Floats:
        """Payoffs of `seat` averaged over the strategies of all seats but those `kept`, in the order of the seats."""
        payoffs = self.payoffs[seat]
        for other in reversed(range(len(self.seats))):
            if other not in kept:
                payoffs = _averaged(payoffs, strategies[self.seats[other]], other)
        return np.asarray(payoffs)

    def slope(self, role: Role, other: Role, strategies: Profile) -> Floats:
        """Derivatives of what each policy of `role` earns by the weights of `other`, shape (K_role, K_other)."""
        seat, total = self.first_seat[role], np.zeros((self.size(role), self.size(other)))
        for its in range(len(self.seats)):
            if its != seat and self.seats[its] == other:
                pair = self.marginal(seat, (seat, its), strategies)
                total += pair if seat < its else pair.T
        return total

    def gains(self, strategies: Profile) -> dict[Role, float]:
        """What one seat of each role gains by its best deviation, in units of its scale; never below 0."""
        payoffs = self.deviation_payoffs(strategies)
        return {role: max(float(its.max() - its @ strategies[role]), 0.0) for role, its in payoffs.items()}

    def gap(self, strategies: Profile) -> float:
        """The sum of all seats' best gains (NashConv inside the table), each in units of its scale."""
        gains = self.gains(strategies)
        return sum(gains[role] for role in self.seats)

    def value(self, strategies: Profile) -> float:
        """What seat 0 earns, in returns."""
        role = self.seats[0]
        return self.middles[role] + self.scales[role] * float(self.marginal(0, (), strategies))

    def answer(self, strategies: Profile, **proofs: float) -> MetaStrategy:
        """The meta-strategy with its certificate: `value` for seat 0, `gap`, and the largest `scale` of a role."""
        certificate = {"value": self.value(strategies), "gap": self.gap(strategies), "scale": self.scale, **proofs}
        return MetaStrategy(dict(strategies), certificate=certificate)

    @property
    def scale(self) -> float:
        """The largest scale of a role: no seat gains more than gap * scale in returns."""
        return max(self.scales.values())

    def symmetrised(self, joint: Floats) -> Floats:
        """A joint distribution averaged over all exchanges of seats of equal role, shape (*K)."""
        return np.asarray(np.mean([joint.transpose(order) for order in seat_exchanges(tuple(self.seats))], axis=0))


def _averaged(payoffs: Floats, weights: Floats, axis: int) -> Floats:
    """Payoffs averaged along one axis; a plain product where it can be one, for dynamics do this many times."""
    if axis == payoffs.ndim - 1:
        return np.asarray(payoffs @ weights)
    return np.asarray(weights @ payoffs if payoffs.ndim == 2 else np.tensordot(payoffs, weights, axes=(axis, 0)))


def two_players(game: NormalForm, solver: str, others: str) -> None:
    """Raise InputError unless the game has two seats; `others`: the solvers that take any number."""
    if len(game.seats) != 2:
        raise InputError(
            f"{solver} solves tables of two players, this one has {len(game.seats)} seats",
            remedy=f"Meta-solvers for any number of players: {others}.",
        )


def distribution(weights: Floats) -> Floats:
    """The distribution nearest to what rounding left of one: no negatives, sum 1."""
    kept = np.where(weights > 0, weights, 0.0)
    return np.asarray(kept / kept.sum())


def best_responses(payoffs: Floats) -> Floats:
    """All best responses alike: a mixture over the policies whose payoff is the largest, up to rounding."""
    best = payoffs >= payoffs.max() - _NEARLY
    return np.asarray(best / best.sum())
