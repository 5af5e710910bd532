"""A meta-solver's answers to small tables, each worked out once: what its laws look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from psrokit.errors import IntegrityError, PsrokitError
from psrokit.meta import MetaStrategy
from psrokit.payoff import PayoffTable
from psrokit.testing.suite import ComponentSuite, LawBroken, expect
from psrokit.testing.tables import constant_sum_tables

CLOSE = 1e-6
"""Weights, and gains in half the spread of payoffs, that differ by no more are equal."""
_REMEDY = "psrokit.api.checked_means(table) refuses whatever is no game"


@dataclass(frozen=True)
class SolverAnswers(ComponentSuite):
    """Asks a meta-solver. `answers`: those to `constant_sum_tables`."""

    answers: dict[str, MetaStrategy] = field(default_factory=dict, init=False, compare=False, repr=False)

    def _tables(self) -> Mapping[str, PayoffTable]:
        return constant_sum_tables()

    def _answer(self, name: str) -> MetaStrategy:
        """The answer to one of the tables, worked out once."""
        if name not in self.answers:
            self.answers[name] = self._solve(self._tables()[name])
        return self.answers[name]

    def _solve(self, table: PayoffTable) -> MetaStrategy:
        strategy = self.component.solve(table)
        expect(isinstance(strategy, MetaStrategy), f"the answer is no MetaStrategy: {strategy!r}")
        assert isinstance(strategy, MetaStrategy)
        return strategy

    def _solve_or_refuse(self, table: PayoffTable) -> MetaStrategy | None:
        """The answer; None where the table is refused with a sentence."""
        try:
            return self._solve(table)
        except PsrokitError as error:
            expect(len(str(error)) > 20, f"the refusal says only '{error}'")
            return None

    def _must_refuse(self, table: PayoffTable, reason: str) -> None:
        """Fail unless the table is an IntegrityError that says `reason`."""
        try:
            answer = self.component.solve(table)
        except IntegrityError as error:
            expect(reason in str(error), f"the refusal does not say {reason}: {error}; {_REMEDY}")
        except Exception as error:
            raise LawBroken(f"it raised {type(error).__name__}: {error}; {_REMEDY}") from error
        else:
            raise LawBroken(f"it answered {answer!r}; {_REMEDY}")
