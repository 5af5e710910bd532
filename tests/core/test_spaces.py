"""The rule for indices from outside, the weighing of rewards, and the description for gymnasium."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from psrokit.game import Observation
from psrokit.reward import weighed
from psrokit.seeds import generator
from psrokit.spaces import (
    Arrays,
    ArraySpec,
    Executed,
    IllegalAction,
    Mask,
    executed,
    gymnasium_actions,
    gymnasium_observations,
)

OBSERVATION = Observation("anything", ("b", "d"))


@dataclass(frozen=True)
class Letters:
    """Four letters; the legal ones are those of the observation."""

    size: int = 4

    def mask(self, observation: Observation) -> Mask:
        return np.array([letter in observation.legal for letter in "abcd"])

    def action(self, observation: Observation, index: int) -> str:
        if not self.mask(observation)[index]:
            raise IllegalAction(f"{index} is not legal")
        return "abcd"[index]

    def index(self, observation: Observation, action: str) -> int:
        del observation
        return "abcd".index(action)


@dataclass(frozen=True)
class Pair:
    @property
    def arrays(self) -> dict[str, ArraySpec]:
        text = ArraySpec((), np.dtype("<U8"), columns=("first", "second"))
        return {"text": text, "numbers": ArraySpec((2,), np.dtype(np.float32), -1.0, 1.0, ("x", "y"))}

    def start(self) -> Pair:
        return self

    def encode(self, view: object) -> Arrays:
        return {"text": np.array(str(view), "<U8"), "numbers": np.zeros(2, np.float32)}


def test_a_legal_index_is_executed_as_it_is_and_draws_nothing() -> None:
    rng = generator("test")
    before = rng.bit_generator.state
    assert executed(Letters(), OBSERVATION, 3, rng) == Executed(3, "d", substituted=False)
    assert rng.bit_generator.state == before


@pytest.mark.parametrize("index", [-1, 0, 2, 4, 99])
def test_an_illegal_index_becomes_a_random_legal_one_with_a_flag(index: int) -> None:
    rng = generator("test", index + 1)
    done = [executed(Letters(), OBSERVATION, index, rng) for _ in range(200)]
    assert all(one.substituted for one in done)
    counts = [sum(one == Executed(place, "abcd"[place], substituted=True) for one in done) for place in (1, 3)]
    assert sum(counts) == 200
    assert min(counts) > 60


def test_a_reward_is_the_weighed_sum_of_its_components() -> None:
    assert weighed({"won": 1.0, "damage": 0.25, "other": 9.0}, {"won": 100.0, "damage": 2.0, "absent": 0.0}) == 100.5
    with pytest.raises(KeyError):
        weighed({"won": 1.0}, {"damage": 2.0})


def test_a_space_describes_itself_to_gymnasium() -> None:
    spaces = pytest.importorskip("gymnasium").spaces
    described = gymnasium_observations(Pair())
    assert isinstance(described, spaces.Dict)
    assert described["numbers"] == spaces.Box(-1.0, 1.0, (2,), np.float32)
    assert {"text": "a b", "numbers": np.ones(2, np.float32)} in described
    assert {"text": "longer than 8", "numbers": np.ones(2, np.float32)} not in described
    assert gymnasium_actions(Letters()) == spaces.Discrete(4)
