"""What every action space must do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from psrokit.drive import open_lanes
from psrokit.game import Game, Observation, Role
from psrokit.seeds import generator
from psrokit.spaces import ActionSpace, IllegalAction, executed
from psrokit.testing.playing import Episodes, watched
from psrokit.testing.suite import ComponentSuite, LawBroken, expect, insist

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal


@dataclass(frozen=True)
class ActionSpaceSuite(ComponentSuite):
    """Checks an action space on what seats were asked in some episodes."""

    episodes: Episodes

    def has_a_legal_index_at_every_decision(self) -> None:
        """The mask has the size of the space, holds booleans and is never empty."""
        for observation in self._observations():
            mask = self.component.mask(observation)
            expect(mask.shape == (self.component.size,) and mask.dtype == np.bool_, f"a mask is {mask!r}")
            expect(mask.any(), f"no index is legal where {list(observation.legal)} are")

    def gives_only_legal_actions(self) -> None:
        """Every index of the mask stands for an action that the game allows."""
        for observation in self._observations():
            for index in np.flatnonzero(self.component.mask(observation)):
                action = self.component.action(observation, int(index))
                expect(action in observation.legal, f"index {index} stands for {action!r}, which is not legal")

    def refuses_every_other_index(self) -> None:
        """An index outside the mask, or outside the space, raises IllegalAction."""
        for observation in self._observations():
            mask = self.component.mask(observation)
            for index in (-1, *map(int, np.flatnonzero(~mask)), self.component.size):
                try:
                    action = self.component.action(observation, index)
                except IllegalAction:
                    continue
                raise LawBroken(f"the illegal index {index} became {action!r}")

    def finds_its_actions_again(self) -> None:
        """The index of an action stands for that action."""
        for observation in self._observations():
            for index in np.flatnonzero(self.component.mask(observation)):
                action = self.component.action(observation, int(index))
                again = self.component.action(observation, self.component.index(observation, action))
                expect(again == action, f"{action!r} has an index that stands for {again!r}")

    def says_the_same_again(self) -> None:
        """The same observation has the same mask: a space remembers nothing."""
        masks = [[self.component.mask(one).tolist() for one in self._observations()] for _ in range(2)]
        expect(masks[0] == masks[1], "the same observations had other masks")

    def lets_an_illegal_index_be_replaced(self) -> None:
        """The rule for indices from outside finds a legal action for any of them, and says that it did."""
        rng = generator("check", "indices")
        for observation in self._observations():
            mask = self.component.mask(observation)
            legal = set(map(int, np.flatnonzero(mask)))
            for index in range(-1, self.component.size + 1):
                done = executed(self.component, observation, index, rng)
                expect(done.action in observation.legal, f"index {index} became {done}, which is not legal")
                expect(done.index in legal and done.substituted is (index not in legal), f"index {index} became {done}")

    def _observations(self) -> Iterator[Observation]:
        for episode in self.episodes:
            yield from episode


def suite(component: ActionSpace, place: Rehearsal, role: Role) -> ActionSpaceSuite:
    """The suite for an action space, on the game of an experiment."""
    del role
    return ActionSpaceSuite(component, watched(place.lanes, place.experiment.game))


def check_action_space(space: ActionSpace, game: Game) -> None:
    """Raise LawBroken with all that `space` does wrong in random episodes of `game`."""
    with open_lanes(game) as lanes:
        insist(ActionSpaceSuite(space, watched(lanes, game)))
