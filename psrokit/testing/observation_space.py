"""What every observation space must do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from psrokit.drive import open_lanes
from psrokit.game import Game, Observation, Role
from psrokit.spaces import Arrays, ObservationSpace
from psrokit.testing.comparing import same
from psrokit.testing.playing import Episodes, watched
from psrokit.testing.suite import ComponentSuite, expect, insist

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal


@dataclass(frozen=True)
class ObservationSpaceSuite(ComponentSuite):
    """Checks an observation space on what seats were asked in some episodes."""

    episodes: Episodes

    def gives_the_arrays_that_it_promises(self) -> None:
        """Every decision has the names, shapes and dtypes of `arrays`."""
        forms = {name: (spec.shape, spec.dtype) for name, spec in self.component.arrays.items()}
        for arrays in self._all():
            found = {name: (array.shape, array.dtype) for name, array in arrays.items()}
            expect(found == forms, f"it promises {forms} and gives {found}")

    def keeps_within_its_bounds(self) -> None:
        """Numbers are finite and lie between `low` and `high`."""
        specs = [(name, spec) for name, spec in self.component.arrays.items() if spec.dtype.kind != "U"]
        for arrays in self._all():
            for name, spec in specs:
                array = arrays[name]
                expect(np.isfinite(array).all(), f"{name} has numbers that are not finite")
                inside = (array >= spec.low).all() and (array <= spec.high).all()
                expect(inside, f"{name} leaves [{spec.low}, {spec.high}]: {array.min()} to {array.max()}")

    def names_every_column(self) -> None:
        """Each place of the last axis of an array of numbers has a name of its own."""
        for name, spec in self.component.arrays.items():
            if spec.dtype.kind != "U":
                names = len(set(spec.columns))
                expect(names == len(spec.columns) == spec.shape[-1], f"{name} has {names} names for {spec.shape}")

    def repeats_itself(self) -> None:
        """A new encoder gives the same arrays for the same views."""
        expect(_alike(list(self._all()), list(self._all())), "the same views gave other arrays")

    def keeps_episodes_apart(self) -> None:
        """Encoders that take turns give what they give alone: what is remembered lives in the encoder."""
        alone = [self._encoded(episode) for episode in self.episodes]
        encoders = [self.component.start() for _ in self.episodes]
        together: list[list[Arrays]] = [[] for _ in self.episodes]
        for step in range(max(map(len, self.episodes))):
            for encoder, episode, arrays in zip(encoders, self.episodes, together, strict=True):
                if step < len(episode):
                    arrays.append(encoder.encode(episode[step].view))
        for one, other in zip(alone, together, strict=True):
            expect(_alike(one, other), "episodes encoded at the same time disturb each other")

    def gives_arrays_of_their_own(self) -> None:
        """What was given is not written into later."""
        given = []
        for episode in self.episodes:
            encoder = self.component.start()
            given += [(arrays, _copies(arrays)) for arrays in (encoder.encode(one.view) for one in episode)]
        expect(all(same(arrays, copy) for arrays, copy in given), "an array changed after it was given")

    def _all(self) -> Sequence[Arrays]:
        return [arrays for episode in self.episodes for arrays in self._encoded(episode)]

    def _encoded(self, episode: Sequence[Observation]) -> list[Arrays]:
        encoder = self.component.start()
        return [encoder.encode(observation.view) for observation in episode]


def suite(component: ObservationSpace, place: Rehearsal, role: Role) -> ObservationSpaceSuite:
    """The suite for an observation space, on the game of an experiment."""
    del role
    return ObservationSpaceSuite(component, watched(place.lanes, place.experiment.game))


def check_observation_space(space: ObservationSpace, game: Game) -> None:
    """Raise LawBroken with all that `space` does wrong in random episodes of `game`."""
    with open_lanes(game) as lanes:
        insist(ObservationSpaceSuite(space, watched(lanes, game)))


def _copies(arrays: Arrays) -> Arrays:
    return {name: array.copy() for name, array in arrays.items()}


def _alike(one: Sequence[Arrays], other: Sequence[Arrays]) -> bool:
    return len(one) == len(other) and all(same(left, right) for left, right in zip(one, other, strict=True))
