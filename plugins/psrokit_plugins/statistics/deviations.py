"""What policies of one role earn against a mixture of the others: from fresh games, or by arithmetic in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from psrokit.api import (
    Estimate,
    Floats,
    Game,
    InputError,
    IntegrityError,
    Measurement,
    Member,
    MetaStrategy,
    Pairing,
    PayoffTable,
    Policy,
    Role,
    Seat,
    State,
    generator,
    samples_are_wins,
    versus,
)

_ROUNDING = 1e-12
"""Differences of payoffs of size 1 are not exact below this."""
FEWEST = 4
"""Mirrored groups that a measurement needs: two on each half."""


@dataclass(frozen=True, slots=True)
class Trials:
    """Games of policies at `seat` against `state`'s mixture in the other seats, played for `purpose` alone.

    pairs: mirrored groups of games, each one deal and one draw of opponents that every policy meets.
    """

    state: State
    seat: Seat
    purpose: str
    pairs: int

    def returns(self, measurement: Measurement, members: Sequence[Member]) -> Floats:
        """Returns of `members`, shape (groups, members), from games played now; seats are exchanged where alike.

        Groups with a failed match are left out. Raises IntegrityError if fewer than 4 remain, and InputError if the
        mixture is a joint one.
        """
        setup = measurement.setup
        pairings = [self._pairing(measurement, number) for number in range(self.pairs)]
        policies = [member.policy for member in members]
        returns = versus(setup.venue, setup.game.seats, policies, pairings, self.purpose).T
        complete: Floats = returns[~np.isnan(returns).any(axis=1)]
        if len(complete) < FEWEST:
            raise IntegrityError(
                f"failed games left {len(complete)} of {self.pairs} groups for '{self.purpose}', "
                f"at least {FEWEST} are needed"
            )
        return complete

    def _pairing(self, measurement: Measurement, number: int) -> Pairing:
        deal = measurement.seed(self.purpose, self.state.table.seats[self.seat], number)
        drawn = drawn_policies(self.state, generator(deal, "opponents"))
        return Pairing(tuple(None if seat == self.seat else policy for seat, policy in enumerate(drawn)), deal)


def drawn_policies(state: State, rng: np.random.Generator) -> list[Policy]:
    """One policy per seat, each drawn from its role's mixture. Raises InputError if the mixture is a joint one."""
    weights = independent_weights(state.strategy)
    return [
        state.population[role][int(rng.choice(len(weights[role]), p=weights[role]))].policy
        for role in state.table.seats
    ]


def fair_share(game: Game) -> float | None:
    """What a mixture earns against itself where symmetry tells: constant-sum games whose seats are all alike."""
    alike = len(set(game.seats)) == 1
    return game.utility_sum / len(game.seats) if alike and game.utility_sum is not None else None


def table_payoffs(table: PayoffTable, strategy: MetaStrategy, seat: Seat) -> Floats:
    """Mean payoff in the table of each member at `seat` against the mixture in the other seats, shape (members,).

    Raises InputError if the mixture is a joint one.
    """
    return against_others(table.mean[seat], table.seats, independent_weights(strategy), seat)


def table_regret(table: PayoffTable, strategy: MetaStrategy, seat: Seat) -> float:
    """The best gain of one seat from deviating to a member, in the table itself; never below 0. Raises as above."""
    payoffs = table_payoffs(table, strategy, seat)
    return max(float(payoffs.max() - payoffs @ strategy.weights[table.seats[seat]]), 0.0)


def against_others(values: Floats, seats: Sequence[Role], weights: Mapping[Role, Floats], seat: Seat) -> Floats:
    """The sum of values (*K) over the policies of all other seats, weighed; shape (members at `seat`,)."""
    for other in reversed(range(len(seats))):
        if other != seat:
            values = np.tensordot(values, weights[seats[other]], axes=(other, 0))
    return np.asarray(values)


def independent_weights(strategy: MetaStrategy) -> Mapping[Role, Floats]:
    """The mixture of each role. Raises InputError if the seats' choices are correlated."""
    if strategy.joint is not None:
        raise InputError(
            "this needs independent mixtures; the meta-solver gave a correlated one",
            remedy="Correlated play is measured by `cce_gap` and `ce_gap`; `nash` and others mix independently.",
        )
    return strategy.weights


def over_mixture(returns: Floats, members: Floats, weights: Floats) -> Floats:
    """What policies return more than the mixture of `members` in the same games, shape (games, policies).

    returns: (games, policies). members: (games, K). weights: (K,). Differences are mixed and not returns, so that equal
    returns gain exactly 0: what rounding leaves would look like a gain without any spread.
    """
    return np.asarray((returns[:, :, np.newaxis] - members[:, np.newaxis, :]) @ weights)


def limit_seen(gains: Floats, table: PayoffTable, seat: Seat) -> float:
    """The largest size of a gain: what the range that the table states allows, else as far as anything shows.

    Where all sampled games were won, tied and lost, that is at least what such games allow: few of them may all be
    alike. Where nothing is stated and all gains are 0, up to the rounding of payoffs, the spread of the table's payoffs
    stands in, where that is 0 too, 1.
    """
    if table.returns is not None:
        return table.returns[1] - table.returns[0]
    payoffs = table.mean[seat]
    rounding = _ROUNDING * float(np.abs(payoffs[table.known]).max(initial=0.0))
    shown = max(float(np.abs(gains).max(initial=0.0)), _of_won_games(table))
    return next((size for size in (shown, float(np.ptp(payoffs))) if size > rounding), 1.0)


def _of_won_games(table: PayoffTable) -> float:
    """The largest gain in games that are won, tied and lost, against an even share where seats are alike; else 0."""
    if not table.count.any() or not samples_are_wins(table):
        return 0.0
    return 1.0 if table.seats[0] == table.seats[1] else 2.0


def gains_convention(seats: Sequence[Role]) -> str:
    """How gains of several seats make one number."""
    roles = len(set(seats))
    if roles == len(seats):
        return "nashconv: sum over roles"
    return "per player: gain of one seat" if roles == 1 else "sum over roles, one seat of each"


def in_points(gain: Estimate) -> Estimate:
    """A gain in returns on the scale of win rates: a return of 2 is the whole way from losing to winning."""
    value, low, high = (50 * number for number in (gain.value, gain.low, gain.high))
    return replace(gain, value=value, low=low, high=high, units="win-rate points (100 x return / 2)")


def computed_gains(
    value: float,
    seats: Sequence[Role],
    method: str = "arithmetic in the exact payoff table; 0 at a Nash equilibrium of it",
) -> Estimate:
    """Restricted exploitability where sampling error has no part in it."""
    return Estimate.exact(
        value, kind="restricted_exploitability", convention=gains_convention(seats), units="return", method=method
    )
