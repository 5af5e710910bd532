"""What every executor must do."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from psrokit.drive import open_lanes
from psrokit.game import Game, Role
from psrokit.play import Executor, Match, Outcome
from psrokit.policy import Policy
from psrokit.seeds import seed
from psrokit.testing.playing import PURPOSE, played, told
from psrokit.testing.suite import ComponentSuite, expect, insist

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal

_MATCHES = 4
_END_SECONDS = 10.0


@dataclass(frozen=True)
class ExecutorSuite(ComponentSuite):
    """Checks an executor on a game with one policy for each seat. The policies must be components."""

    game: Game
    policies: tuple[Policy, ...]

    def gives_the_results_of_plain_play(self) -> None:
        """Whatever it does to play faster, each match ends as it does when played here, one after the other."""
        with open_lanes(self.game) as lanes:
            here = told(played(lanes, self._matches(_MATCHES), in_flight=1))
        expect(self._in_order(self._calls[0]) == here, "its results differ from plain play")

    def answers_each_match_once(self) -> None:
        """There is one outcome for each match, and a result or the kind of a failure in each."""
        for answers in self._calls:
            indices = sorted(index for index, _ in answers)
            expect(indices == list(range(_MATCHES)), f"of {_MATCHES} matches it answered {indices}")
            expect(all(_is_whole(outcome) for _, outcome in answers), "an outcome has neither returns nor a failure")

    def plays_again_in_the_same_venue(self) -> None:
        """A venue serves one call after the other, with equal results."""
        first, second = map(self._in_order, self._calls)
        expect(first == second, f"the first call ended as {first}, the second as {second}")

    def plays_equal_matches_alike(self) -> None:
        """The same match asked for twice in one call ends twice in the same way."""
        match = self._matches(1)
        with self.component.open(self.game) as venue:
            one, other = told([outcome for _, outcome in venue.play([*match, *match])])
        expect(one == other, f"the same match ended as {one} and as {other}")

    def plays_nothing_when_asked_for_nothing(self) -> None:
        """No matches, no outcomes."""
        with self.component.open(self.game) as venue:
            expect(not list(venue.play([])), "there are outcomes of no matches")

    def can_be_left_in_the_middle(self) -> None:
        """Whoever stops asking for outcomes can leave the venue at once."""
        started = monotonic()
        with self.component.open(self.game) as venue:
            next(iter(venue.play(self._matches(_MATCHES))))
            first = monotonic() - started
        left = monotonic() - started - first
        expect(left < _END_SECONDS, f"leaving the venue took {left:.1f} seconds")

    def leaves_no_process_behind(self) -> None:
        """Everything that it started has ended when the venue is left."""
        before = _children()
        with self.component.open(self.game) as venue:
            list(venue.play(self._matches(2)))
        until = monotonic() + _END_SECONDS
        while (left := _children() - before) and monotonic() < until:
            sleep(0.05)
        expect(not left, f"the processes {sorted(left)} still run")

    @cached_property
    def _calls(self) -> list[list[tuple[int, Outcome]]]:
        """The answers to two equal calls in one venue."""
        with self.component.open(self.game) as venue:
            return [list(venue.play(self._matches(_MATCHES))) for _ in range(2)]

    def _in_order(self, answers: Sequence[tuple[int, Outcome]]) -> list[tuple[Any, ...]]:
        return told([outcome for _, outcome in sorted(answers, key=lambda answer: answer[0])])

    def _matches(self, number: int) -> Sequence[Match]:
        return [Match(self.policies, seed(PURPOSE, "executor", each), PURPOSE) for each in range(number)]


def suite(component: Executor, place: Rehearsal, role: Role) -> ExecutorSuite:
    """The suite for an executor that an experiment names."""
    del role
    policies = tuple(place.population[its_role][0].policy for its_role in place.experiment.game.seats)
    return ExecutorSuite(component, place.experiment.game, policies)


def check_executor(executor: Executor, game: Game, policies: Sequence[Policy]) -> None:
    """Raise LawBroken with all that `executor` does wrong; `policies`: one for each seat of `game`."""
    insist(ExecutorSuite(executor, game, tuple(policies)))


def _is_whole(outcome: Outcome) -> bool:
    return (outcome.returns is None) == (outcome.failure is not None)


def _children() -> set[int]:
    """The processes that this one has started and that still run, where the system tells."""
    running = set()
    for tasks in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        running |= {int(pid) for pid in tasks.read_text(encoding="ascii").split()}
    return running
