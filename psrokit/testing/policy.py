"""What every policy must do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from psrokit.drive import open_lanes
from psrokit.game import Game, Lanes, Role, Seat
from psrokit.play import Match, Outcome
from psrokit.policy import Policy, answers_batches
from psrokit.seeds import generator, seed
from psrokit.testing.generators import watching_generators
from psrokit.testing.playing import EPISODES, PURPOSE, AnyLegalAction, Noted, played, told
from psrokit.testing.suite import ComponentSuite, LawBroken, expect, insist

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal


@dataclass(frozen=True)
class PolicySuite(ComponentSuite):
    """Checks one policy in the seats of `role` of a game, against random others. `lanes`: open, of the game."""

    game: Game
    role: Role
    lanes: Lanes

    def plays_only_legal_actions(self) -> None:
        """Whole episodes in each of its seats end, and nothing it chose was illegal."""
        failed = [outcome.failure for outcome in self._first.outcomes if outcome.failure]
        expect(not failed, f"{len(failed)} episodes failed, the first with '{failed[:1]}'")

    def repeats_itself_from_the_same_seed(self) -> None:
        """Equal seeds give equal actions: all its randomness comes from the generator it was given."""
        same = self._first.notes == self._show().notes
        expect(same, "the same seeds led to other actions: it has randomness or memory of its own")

    def leaves_the_global_generators_alone(self) -> None:
        """It does not move Python's and NumPy's global random state."""
        expect(not self._first.moved, "it moved a global random generator")

    def keeps_episodes_apart(self) -> None:
        """Many episodes at once are played as one after the other: what it remembers lives in its actors."""
        same = self._first.notes == self._show(in_flight=1).notes
        expect(same, "episodes played at the same time disturb each other")

    def answers_many_as_it_answers_one(self) -> None:
        """`act_many`, where it is offered, chooses what `act` would have chosen."""
        if answers_batches(self.component):
            in_bulk = told(played(self.lanes, self._matches(self.component)))
            same = in_bulk == told(self._first.outcomes)
            expect(same, "episodes answered in bulk end otherwise than those answered one by one")

    def starts_in_every_seat_of_its_role(self) -> None:
        """It seats an actor, with an `act`, wherever its role sits."""
        for seat in self._seats():
            actor = self.component.start(seat, generator(PURPOSE, seat))
            expect(callable(getattr(actor, "act", None)), f"in seat {seat} it starts {actor!r}, which cannot act")

    def _seats(self) -> list[Seat]:
        seats = [seat for seat, role in enumerate(self.game.seats) if role == self.role]
        if not seats:
            raise LawBroken(f"the game has no role '{self.role}', only {', '.join(self.game.seats)}")
        return seats

    def _matches(self, policy: Policy) -> Sequence[Match]:
        others = AnyLegalAction()
        return [
            Match(
                tuple(policy if place == seat else others for place in range(len(self.game.seats))),
                seed(PURPOSE, seat, episode),
                PURPOSE,
            )
            for seat in self._seats()
            for episode in range(EPISODES)
        ]

    @cached_property
    def _first(self) -> _Shown:
        return self._show()

    def _show(self, in_flight: int = 2 * EPISODES) -> _Shown:
        """What it does, decision by decision, when episodes are dealt anew."""
        noted = Noted(self.component)
        outcomes, moved = watching_generators(lambda: played(self.lanes, self._matches(noted), in_flight))
        return _Shown(noted.notes, outcomes, moved)


@dataclass(frozen=True)
class _Shown:
    """notes: the actions of each episode, in the order in which they were dealt. moved: the global generators."""

    notes: Sequence[Sequence[object]]
    outcomes: Sequence[Outcome]
    moved: bool


def suite(component: Policy, place: Rehearsal, role: Role) -> PolicySuite:
    """The suite for a policy that an experiment names."""
    return PolicySuite(component, place.experiment.game, role, place.lanes)


def check_policy(policy: Policy, game: Game, role: Role | None = None) -> None:
    """Raise LawBroken with all that `policy` does wrong in `game`, in the seats of `role` (default: the first's)."""
    with open_lanes(game) as lanes:
        insist(PolicySuite(policy, game, game.seats[0] if role is None else role, lanes))
