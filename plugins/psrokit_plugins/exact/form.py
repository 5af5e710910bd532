"""The sequence form of a game: where expected returns, payoff tables and best responses are plain linear algebra."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial, reduce
from typing import Protocol, TypeGuard

import numpy as np
from scipy.sparse import csr_array

from psrokit.api import Floats, InputError, Policy, Seat
from psrokit_plugins.exact.plan_rows import PlanRows
from psrokit_plugins.exact.states import InformationStates, Ints

_ROUNDING = 1e-14
"""Sums of returns of size 1 are not exact below this."""


class KnownPolicy(Policy, Protocol):
    """A policy whose action probabilities can be asked for, and not only sampled."""

    def behaviour(self, states: InformationStates) -> Floats:
        """The probability of each sequence's last action, shape (S,); `states.tabulate` asks state by state."""


@dataclass(frozen=True, eq=False)
class SequenceForm:
    """A finite game with perfect recall (Koller, Megiddo and von Stengel 1996), for any number of seats.

    states: the information states of each seat. sequences: shape (L, n), for each of L leaves the sequence that leads
    there for each seat. payoffs: shape (L, n), returns times the probability of chance, leaves that differ only by
    chance added up. utility_sum: the sum of all returns if constant. scale: the largest absolute return.

    A plan is a realization plan of one seat, shape (S,). Everything is linear in each plan, so a mixture of policies
    is the weighted sum of their plans: `weights @ form.plans(seat, policies)`.
    """

    name: str
    states: tuple[InformationStates, ...]
    sequences: Ints
    payoffs: Floats
    utility_sum: float | None
    scale: float
    _built: dict[Seat, tuple[csr_array, csr_array]] = field(default_factory=dict, init=False, repr=False)

    def plan(self, seat: Seat, policy: Policy) -> Floats:
        """The realization plan of a policy in a seat (kept for equal policies; do not write into it).

        Raises InputError if the policy's action probabilities are not known or are no distributions.
        """
        plan: Floats = self._plans[seat]([policy])[0]
        return plan

    def plans(self, seat: Seat, policies: Sequence[Policy]) -> Floats:
        """The plans of several policies in a seat, shape (K, S); do not write into them."""
        return self._plans[seat](policies)

    def values(self, plans: Sequence[Floats]) -> Floats:
        """The expected return of each seat, shape (n,), when seat s plays plans[s]."""
        reached = reduce(np.multiply, (plan[self.sequences[:, seat]] for seat, plan in enumerate(plans)))
        return np.asarray(self.payoffs.T @ reached)

    def table(self, plans: Sequence[Floats]) -> Floats:
        """The expected returns of all profiles, shape (n, K_0, ..., K_{n-1}), from plans of shape (K_s, S_s)."""
        seats = len(self.states)
        solved = seats if self.utility_sum is None else seats - 1
        tables = [self._contracted(seat, plans) for seat in range(solved)]
        if self.utility_sum is not None:
            tables.append(self.utility_sum - reduce(np.add, tables))
        return np.stack(tables)

    def payoff_matrix(self, seat: Seat) -> csr_array:
        """For two seats, what `seat` is paid by its own and the other's sequence: it gets plan @ matrix @ plan."""
        return self._matrices(seat)[seat]

    def reach(self, seat: Seat, plans: Sequence[Floats]) -> Floats:
        """The probability, shape (L,), that all seats but `seat` play towards each leaf. plans[seat] is not read."""
        others = [other for other in range(len(self.states)) if other != seat]
        return reduce(np.multiply, (plans[other][self.sequences[:, other]] for other in others))

    def gradient(self, seat: Seat, reach: Floats) -> Floats:
        """The value of each sequence of a seat, shape (S,): its expected return is plan @ gradient."""
        size = self.states[seat].sequences
        return _summed(self.sequences[:, seat], self.payoffs[:, seat] * reach, size)

    def best_value(self, seat: Seat, reach: Floats) -> float:
        """The expected return of a best response of `seat` to others that reach the leaves so."""
        return self.states[seat].best_value(self.gradient(seat, reach))

    def best_choices(self, seat: Seat, reach: Floats, ties: Floats) -> Ints:
        """A best response as a pure strategy, shape (H,): the number of the action at each information state.

        ties: others' reach, shape (L,), that decides between actions whose values differ by no more than rounding; what
        is still equal then is decided for the first action.
        """
        values, second = self.gradient(seat, reach), self.gradient(seat, ties)
        return self.states[seat].best_choices(values, second, _ROUNDING * self.scale)

    def _contracted(self, seat: Seat, plans: Sequence[Floats]) -> Floats:
        if len(plans) == 2:
            return _bilinear(*self._matrices(seat), *plans)
        return _contract(self.payoffs[:, seat], self.sequences, plans)

    def _matrices(self, seat: Seat) -> tuple[csr_array, csr_array]:
        """A seat's payoffs by sequence of seat 0 and sequence of seat 1, and transposed; for two seats."""
        if seat not in self._built:
            self._built[seat] = self._by_sequence(seat, 0), self._by_sequence(seat, 1)
        return self._built[seat]

    def _by_sequence(self, seat: Seat, of: Seat) -> csr_array:
        """What `seat` is paid, with a row for each sequence of `of`: put in order here, for SciPy takes its time."""
        rows, columns = self.sequences[:, of], self.sequences[:, 1 - of]
        order, shape = np.argsort(rows, kind="stable"), (self.states[of].sequences, self.states[1 - of].sequences)
        ends = np.cumsum(np.bincount(rows, minlength=shape[0]))
        return csr_array((self.payoffs[order, seat], columns[order], np.append(0, ends)), shape=shape)

    @cached_property
    def _plans(self) -> list[PlanRows]:
        return [PlanRows(partial(self._new_plan, seat), states.sequences) for seat, states in enumerate(self.states)]

    def behaviour(self, seat: Seat, policy: Policy) -> Floats:
        """A policy's action probabilities in a seat, shape (S,). Raises InputError if they are not known."""
        if not is_known(policy):
            raise InputError(
                f"the action probabilities of {policy!r} are not known, so its payoffs cannot be computed exactly",
                remedy="Give it a method `behaviour`, or use the evaluator `sampled`.",
            )
        return policy.behaviour(self.states[seat])

    def _new_plan(self, seat: Seat, policy: Policy) -> Floats:
        return self.states[seat].plan(self.behaviour(seat, policy))


def is_known(policy: Policy) -> TypeGuard[KnownPolicy]:
    """Whether a policy's action probabilities can be asked for."""
    return hasattr(policy, "behaviour")  # isinstance on a protocol takes longer than the plan of a small game


def _contract(payoffs: Floats, sequences: Ints, plans: Sequence[Floats]) -> Floats:
    """Sum over leaves of payoff times every seat's plan, for all combinations of plans: shape (K_0, ..., K_{n-1})."""
    if len(plans) == 1:
        return np.asarray(plans[0] @ _summed(sequences[:, 0], payoffs, plans[0].shape[1]))
    weights = plans[0][:, sequences[:, 0]]
    return np.stack([_contract(payoffs * row, sequences[:, 1:], plans[1:]) for row in weights])


def _summed(places: Ints, values: Floats, size: int) -> Floats:
    """Values added up by place, shape (size,)."""
    return np.bincount(places, values, minlength=size).astype(np.float64, copy=False)


def _bilinear(matrix: csr_array, transposed: csr_array, rows: Floats, columns: Floats) -> Floats:
    if len(rows) < len(columns):
        return np.asarray((transposed @ rows.T).T @ columns.T)
    return np.asarray(rows @ (matrix @ columns.T))
