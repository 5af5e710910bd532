"""The suites of spaces and rewards find what is wrong, and nothing where nothing is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from breaking import broken

from psrokit.catalog import build
from psrokit.drive import open_lanes
from psrokit.testing import CheckFailed, check_action_space, check_observation_space, check_reward
from psrokit.testing.action_space import ActionSpaceSuite
from psrokit.testing.observation_space import ObservationSpaceSuite
from psrokit.testing.playing import Episodes, watched
from psrokit.testing.reward import RewardSuite

SUITES = {"observation_space": ObservationSpaceSuite, "action_space": ActionSpaceSuite, "reward": RewardSuite}
FAULTY = [str(Path(__file__).parent / f"faulty_{kind}s.py") for kind in SUITES]
FAULTS = {
    "observation_space/faulty_dtype": "gives the arrays that it promises",
    "observation_space/faulty_bounds": "keeps within its bounds",
    "observation_space/faulty_nameless": "names every column",
    "observation_space/faulty_common_memory": "keeps episodes apart",
    "observation_space/faulty_reused": "gives arrays of their own",
    "observation_space/faulty_drifting": "repeats itself",
    "action_space/faulty_stranger": "gives only legal actions",
    "action_space/faulty_moody_mask": "says the same again",
    "action_space/faulty_empty": "has a legal index at every decision",
    "action_space/faulty_lenient": "refuses every other index",
    "action_space/faulty_lost": "finds its actions again",
    "reward/faulty_names": "measures the same components every time",
    "reward/faulty_infinite": "measures finite numbers",
    "reward/faulty_drifting": "measures the same again",
    "reward/faulty_unmeasured": "weighs only what it measures",
    "reward/faulty_annealing": "weighs the same again",
    "reward/faulty_indifferent": "prefers winning",
}
MORE = {("action_space/faulty_stranger", "lets an illegal index be replaced")}
"""Further laws that the same components break."""
GAME = {"use": "matrix", "payoffs": [[0, -1, 1], [1, 0, -1], [-1, 1, 0]], "seats": ["player", "player"]}


@cache
def of_leduc() -> Episodes:
    """Some seats decide twice, so that a second answer can spoil the first."""
    game = build("game", {"use": "openspiel", "game": "leduc_poker"})
    with open_lanes(game) as lanes:
        return watched(lanes, game)


@pytest.mark.parametrize(("name", "check"), sorted({*FAULTS.items(), *MORE}))
def test_fault_is_found(name: str, check: str) -> None:
    kind, _, use = name.partition("/")
    component = build(kind, {"use": use}, FAULTY)
    assert check in broken(SUITES[kind](component, of_leduc()))


def test_what_keeps_the_rules_passes() -> None:
    game = build("game", GAME)
    check_observation_space(build("observation_space", {"use": "sound_zeros"}, FAULTY), game)
    check_action_space(build("action_space", {"use": "sound_places"}, FAULTY), game)
    check_reward(build("reward", {"use": "sound_winning"}, FAULTY), game)
    with pytest.raises(CheckFailed, match="fails 1 checks"):
        check_reward(build("reward", {"use": "faulty_indifferent"}, FAULTY), game)
