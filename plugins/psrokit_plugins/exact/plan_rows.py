"""Realization plans of many policies as the rows of one array that grows with the population."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from psrokit.api import Floats, Policy

_KEPT = 2**30
"""Bytes of plans that are kept: enough for the populations of long runs of games that can be solved exactly."""


class PlanRows:
    """The plans of one seat's policies, each computed once.

    A population grows at its end, so the plans of its members usually are the first rows, in order, and are answered
    without a copy. `plan` computes the plan, shape (size,), of a policy that is not known yet.
    """

    def __init__(self, plan: Callable[[Policy], Floats], size: int) -> None:
        self._plan = plan
        self._numbers: dict[Policy, int] = {}
        self._rows = np.empty((16, size))

    def __call__(self, policies: Sequence[Policy]) -> Floats:
        """The plans of `policies`, shape (K, size), not to be written into.

        Policies that cannot be hashed (a frozen dataclass with, say, a list among its options) are not kept.
        """
        try:
            numbers = self._numbered(policies)
        except TypeError:
            return np.stack([self._plan(policy) for policy in policies])
        rows = self._rows[: len(numbers)] if numbers == list(range(len(numbers))) else self._rows[numbers]
        rows.flags.writeable = False
        return rows

    def _numbered(self, policies: Sequence[Policy]) -> list[int]:
        numbers = [self._numbers.get(policy, -1) for policy in policies]
        if -1 not in numbers:
            return numbers
        new = [policy for policy, number in zip(policies, numbers, strict=True) if number < 0]
        if len(self._numbers) + len(new) > max(16, _KEPT // (8 * self._rows.shape[1])):
            self._numbers, new = {}, list(policies)
            self._rows = np.empty_like(self._rows)  # rows that were handed out stay as they are
        for policy in dict.fromkeys(new):
            self._add(policy)
        return [self._numbers[policy] for policy in policies]

    def _add(self, policy: Policy) -> None:
        number, plan = len(self._numbers), self._plan(policy)
        if number == len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
        self._rows[number] = plan
        self._numbers[policy] = number
