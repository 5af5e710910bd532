"""What every metric must do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from psrokit.estimate import Estimate
from psrokit.game import Role
from psrokit.measure import Measurement, Metric
from psrokit.psro import Setup, State
from psrokit.testing.comparing import contents, same
from psrokit.testing.generators import leaving_generators_alone, with_other_generators
from psrokit.testing.suite import ComponentSuite, claiming, expect, insist
from psrokit.testing.venues import RememberingVenue, ReversedVenue

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal

_ROUNDING = 1e-9


@dataclass(frozen=True)
class MetricSuite(ComponentSuite):
    """Checks a metric on the first states of a run. `payoff_purposes`: of the matches that their tables hold."""

    setup: Setup
    states: tuple[State, ...]
    payoff_purposes: frozenset[str]
    truths: Mapping[str, float] = field(default_factory=dict)
    """The first state's true numbers by `Estimate.kind`, where they are known."""

    def measures_named_estimates(self) -> None:
        """Each number has a name and is an Estimate, which says what it is."""
        for measured in self._measured():
            for name, estimate in measured.items():
                expect(isinstance(name, str) and name, f"a number is named {name!r}")
                expect(isinstance(estimate, Estimate), f"{name} is {estimate!r}, no Estimate")
                expect(np.isfinite(estimate.value), f"{name} is {estimate.value}")

    def gives_each_number_an_interval_that_holds_it(self) -> None:
        """The value lies in its own interval, and only exact numbers have none."""
        for measured in self._measured():
            for name, estimate in measured.items():
                inside = estimate.low <= estimate.value <= estimate.high
                expect(inside, f"{name} = {estimate.value} lies outside [{estimate.low}, {estimate.high}]")
                exact = estimate.bound != "exact" or estimate.low == estimate.high
                expect(exact, f"{name} is called exact and has an interval")

    def measures_the_same_again(self) -> None:
        """The same states and matches give the same numbers, to the last bit."""
        expect(list(self._measured()) == list(self._measured()), "a second measurement gave other numbers")

    def does_not_care_who_finishes_first(self) -> None:
        """The numbers are the same if its matches finish in the opposite order."""
        reverse = replace(self.setup, venue=ReversedVenue(self.setup.venue))
        expect(list(self._measured(reverse)) == list(self._measured()), "the order of matches changes the numbers")

    def measures_the_first_state(self) -> None:
        """It says something, or nothing, about a state that has no state before it."""
        measured = next(self._measured())
        expect(isinstance(measured, Mapping), f"about the first state it says {measured!r}")

    def says_what_its_numbers_are(self) -> None:
        """Convention, units and method stand beside every number, and a sampled one says how many samples."""
        for measured in self._measured():
            for name, estimate in measured.items():
                said = all(text.strip() for text in (estimate.convention, estimate.units, estimate.method))
                expect(said, f"{name} lacks its convention, units or method")
                expect(estimate.bound == "exact" or estimate.n > 0, f"{name} is {estimate.bound} of no samples")

    @claiming("exploitability_of_the_mixture")
    def holds_the_truth_where_it_is_known(self) -> None:
        """The exploitability of the state's mixture lies in its interval, or on the right side of its bound.

        An interval may miss the truth now and then: it is given its own width once more on either side.

        One implementation gave 0.40 as the exploitability of a mixture that nobody can exploit.
        """
        compared = 0
        for name, estimate in next(self._measured()).items():
            truth = self.truths.get(estimate.kind)
            if truth is not None and not estimate.units.startswith("win-rate"):
                compared += 1
                expect(_holds(estimate, truth), f"{name} is {estimate}, the truth is {truth:.4g}")
        expect(compared or not self.truths, f"none of its numbers is one of {sorted(self.truths)}")

    def leaves_the_global_generators_alone(self) -> None:
        """It does not move Python's and NumPy's global random state."""
        list(self._measured())  # matches come from memory from here on: their players are judged elsewhere
        leaving_generators_alone(lambda: list(self._measured()))

    def does_not_depend_on_the_global_generators(self) -> None:
        """Whatever was drawn elsewhere, the numbers are the same."""
        there = with_other_generators(lambda: list(self._measured()))
        expect(list(self._measured()) == there, "draws elsewhere change the numbers")

    def plays_matches_of_its_own(self) -> None:
        """A number about a table is not made from the matches that made the table."""
        venue = RememberingVenue(self.setup.venue)
        list(self._measured(replace(self.setup, venue=venue)))
        mixed = venue.purposes & self.payoff_purposes
        expect(not mixed, f"it plays matches of the purpose {sorted(mixed)}")

    def leaves_the_states_alone(self) -> None:
        """It only looks."""
        before = _arrays(self.states[-1])
        list(self._measured())
        expect(same(before, _arrays(self.states[-1])), "the state that was measured has changed")

    def _measured(self, setup: Setup | None = None) -> Iterator[Mapping[str, Estimate]]:
        """What it says about each state."""
        for last in range(1, len(self.states) + 1):
            yield self.component.measure(Measurement(setup or self.setup, self.states[:last]))


def suite(component: Metric, place: Rehearsal, role: Role) -> MetricSuite:
    """The suite for a metric that an experiment names."""
    del role
    return MetricSuite(component, place.setup, place.states, place.payoff_purposes)


def check_metric(
    metric: Metric, setup: Setup, states: tuple[State, ...], payoff_purposes: frozenset[str] = frozenset({"payoff"})
) -> None:
    """Raise LawBroken with all that `metric` does wrong. The setup's venue plays each match once."""
    insist(MetricSuite(metric, replace(setup, venue=RememberingVenue(setup.venue)), states, payoff_purposes))


def _holds(estimate: Estimate, truth: float) -> bool:
    slack = (estimate.high - estimate.low) / 2 + _ROUNDING
    above = estimate.bound == "upper" or estimate.low - slack <= truth
    return above and (estimate.bound == "lower" or truth <= estimate.high + slack)


def _arrays(state: State) -> dict[str, object]:
    weights = {f"weights of {role}": np.array(its) for role, its in state.strategy.weights.items()}
    return {**contents(state.table), **weights}
