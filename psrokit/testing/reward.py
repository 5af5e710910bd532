"""What every reward must do."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from psrokit.drive import open_lanes
from psrokit.game import Game, Role
from psrokit.reward import Reward, weighed
from psrokit.testing.playing import Episodes, watched
from psrokit.testing.suite import ComponentSuite, expect, insist

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal

_PROGRESS = (0.0, 0.25, 0.5, 1.0)
_OUTCOMES = (None, 1.0, 0.0, -1.0)


@dataclass(frozen=True)
class RewardSuite(ComponentSuite):
    """Checks a reward on the steps from one decision to the next of some episodes.

    Each step is taken for the last one, too, with every outcome. From a decision to itself nothing happened.
    """

    episodes: Episodes

    def measures_the_same_components_every_time(self) -> None:
        """The names never change, so that they can be columns of a file."""
        names = {tuple(components) for components in self._components()}
        expect(len(names) == 1, f"the components are sometimes {' and sometimes '.join(map(str, sorted(names)))}")

    def measures_finite_numbers(self) -> None:
        """Each component is a finite float."""
        for components in self._components():
            for name, value in components.items():
                expect(isinstance(value, float) and math.isfinite(value), f"{name} is {value!r}")

    def weighs_only_what_it_measures(self) -> None:
        """Every weight, at any progress, is finite and belongs to a component."""
        known = set(next(self._components()))
        for progress in _PROGRESS:
            weights = self.component.weights(progress)
            expect(set(weights) <= known, f"{sorted(set(weights) - known)} are weighed and not measured")
            expect(all(math.isfinite(weight) for weight in weights.values()), f"a weight is infinite in {weights}")

    def measures_the_same_again(self) -> None:
        """A reward remembers nothing."""
        expect(list(self._components()) == list(self._components()), "the same views gave other components")

    def weighs_the_same_again(self) -> None:
        """Weights follow from the progress alone, in whatever order they are asked for."""
        forth = [dict(self.component.weights(progress)) for progress in _PROGRESS]
        back = [dict(self.component.weights(progress)) for progress in reversed(_PROGRESS)]
        expect(forth == back[::-1], "the same progress gave other weights")

    def prefers_winning(self) -> None:
        """With everything else equal a win is worth more than a loss once training is done."""
        for before, after in self._steps():
            win, loss = (self._worth(before, after, outcome) for outcome in (1.0, -1.0))
            expect(win > loss, f"a win is worth {win} and a loss {loss}")

    def _worth(self, before: object, after: object, outcome: float) -> float:
        return weighed(self.component.components(before, after, outcome), self.component.weights(1.0))

    def _components(self) -> Iterator[Mapping[str, float]]:
        for before, after in self._steps():
            for outcome in _OUTCOMES:
                yield self.component.components(before, after, outcome)

    def _steps(self) -> Iterator[tuple[object, object]]:
        for episode in self.episodes:
            yield episode[0].view, episode[0].view
            for before, after in pairwise(episode):
                yield before.view, after.view


def suite(component: Reward, place: Rehearsal, role: Role) -> RewardSuite:
    """The suite for a reward, on the game of an experiment."""
    del role
    return RewardSuite(component, watched(place.lanes, place.experiment.game))


def check_reward(reward: Reward, game: Game) -> None:
    """Raise LawBroken with all that `reward` does wrong in random episodes of `game`."""
    with open_lanes(game) as lanes:
        insist(RewardSuite(reward, watched(lanes, game)))
