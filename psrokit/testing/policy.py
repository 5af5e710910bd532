"""What every policy must do."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from psrokit.game import Game, Role, Seat
from psrokit.play import Match
from psrokit.policy import Policy
from psrokit.seeds import generator, seed
from psrokit.testing.playing import EPISODES, AnyLegalAction, Noted, played, told
from psrokit.testing.suite import CheckFailed, ComponentSuite, expect, insist

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal

_PURPOSE = "check"


@dataclass(frozen=True)
class PolicySuite(ComponentSuite):
    """Checks one policy in the seats of `role` of a game, against uniformly random others."""

    game: Game
    role: Role

    def plays_only_legal_actions(self) -> None:
        """Whole episodes in each of its seats end, and nothing it chose was illegal."""
        failed = [outcome.failure for outcome in played(self.game, self._matches(self.component)) if outcome.failure]
        expect(not failed, f"{len(failed)} episodes failed, the first with '{failed[:1]}'")

    def repeats_itself_from_the_same_seed(self) -> None:
        """Equal seeds give equal actions: all its randomness comes from the generator it was given."""
        first, second = self._notes(), self._notes()
        expect(first == second, "the same seeds led to other actions: it has randomness or memory of its own")

    def leaves_the_global_generators_alone(self) -> None:
        """It neither reads nor moves Python's and NumPy's global random state."""
        before = random.getstate(), _numpy_state()
        self._notes()
        expect((random.getstate(), _numpy_state()) == before, "it moved a global random generator")

    def keeps_episodes_apart(self) -> None:
        """Many episodes at once are played as one after the other: what it remembers lives in its actors."""
        one_by_one, together = self._notes(in_flight=1), self._notes()
        expect(one_by_one == together, "episodes played at the same time disturb each other")

    def answers_many_as_it_answers_one(self) -> None:
        """`act_many`, where it is offered, chooses what `act` would have chosen."""
        in_bulk = told(played(self.game, self._matches(self.component)))
        singly = told(played(self.game, self._matches(Noted(self.component))))
        expect(in_bulk == singly, "episodes answered in bulk end otherwise than those answered one by one")

    def starts_in_every_seat_of_its_role(self) -> None:
        """It seats an actor, with an `act`, wherever its role sits."""
        for seat in self._seats():
            actor = self.component.start(seat, generator(_PURPOSE, seat))
            expect(callable(getattr(actor, "act", None)), f"in seat {seat} it starts {actor!r}, which cannot act")

    def _seats(self) -> list[Seat]:
        seats = [seat for seat, role in enumerate(self.game.seats) if role == self.role]
        if not seats:
            raise CheckFailed(f"the game has no role '{self.role}', only {', '.join(self.game.seats)}")
        return seats

    def _matches(self, policy: Policy) -> Sequence[Match]:
        others = AnyLegalAction()
        return [
            Match(
                tuple(policy if place == seat else others for place in range(len(self.game.seats))),
                seed(_PURPOSE, seat, episode),
                _PURPOSE,
            )
            for seat in self._seats()
            for episode in range(EPISODES)
        ]

    def _notes(self, in_flight: int = 2 * EPISODES) -> list[list[object]]:
        """What it does in each episode, in the order in which the episodes are dealt."""
        noted = Noted(self.component)
        played(self.game, self._matches(noted), in_flight)
        return noted.notes


def suite(component: Policy, place: Rehearsal, role: Role) -> PolicySuite:
    """The suite for a policy that an experiment names."""
    return PolicySuite(component, place.experiment.game, role)


def check_policy(policy: Policy, game: Game, role: Role | None = None) -> None:
    """Raise CheckFailed with all that `policy` does wrong in `game`, in the seats of `role` (default: the first's)."""
    insist(PolicySuite(policy, game, game.seats[0] if role is None else role))


def _numpy_state() -> str:
    return repr(np.random.get_state())  # noqa: NPY002 # the legacy generator is what is watched here
