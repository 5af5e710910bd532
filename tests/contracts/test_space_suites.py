"""The suites of spaces and rewards find what is wrong, and nothing where nothing is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from psrokit.catalog import build
from psrokit.drive import open_lanes
from psrokit.testing import CheckFailed, check_action_space, check_observation_space, check_reward
from psrokit.testing.action_space import ActionSpaceSuite
from psrokit.testing.observation_space import ObservationSpaceSuite
from psrokit.testing.playing import Episodes, watched
from psrokit.testing.reward import RewardSuite
from psrokit.testing.suite import results

FAULTY = str(Path(__file__).parent / "faulty_spaces.py")
SUITES = {"observation_space": ObservationSpaceSuite, "action_space": ActionSpaceSuite, "reward": RewardSuite}
FAULTS = {
    "observation_space/faulty_dtype": "gives the arrays that it promises",
    "observation_space/faulty_bounds": "keeps within its bounds",
    "observation_space/faulty_nameless": "names every column",
    "observation_space/faulty_common_memory": "keeps episodes apart",
    "observation_space/faulty_reused": "gives arrays of their own",
    "action_space/faulty_empty": "has a legal index at every decision",
    "action_space/faulty_lenient": "refuses every other index",
    "action_space/faulty_lost": "finds its actions again",
    "reward/faulty_names": "measures the same components every time",
    "reward/faulty_infinite": "measures finite numbers",
    "reward/faulty_unmeasured": "weighs only what it measures",
    "reward/faulty_annealing": "weighs the same again",
    "reward/faulty_indifferent": "prefers winning",
}
GAME = {"use": "matrix", "payoffs": [[0, -1, 1], [1, 0, -1], [-1, 1, 0]], "seats": ["player", "player"]}


@cache
def of_kuhn() -> Episodes:
    game = build("game", {"use": "openspiel", "game": "kuhn_poker"})
    with open_lanes(game) as lanes:
        return watched(lanes, game)


@pytest.mark.parametrize(("name", "check"), FAULTS.items(), ids=list(FAULTS))
def test_fault_is_found(name: str, check: str) -> None:
    kind, _, use = name.partition("/")
    component = build(kind, {"use": use}, [FAULTY])
    failed = [result.check for result in results(SUITES[kind](component, of_kuhn())) if result.problem]
    assert check in failed


def test_what_keeps_the_rules_passes() -> None:
    game = build("game", GAME)
    check_observation_space(build("observation_space", {"use": "sound_zeros"}, [FAULTY]), game)
    check_action_space(build("action_space", {"use": "sound_places"}, [FAULTY]), game)
    check_reward(build("reward", {"use": "sound_winning"}, [FAULTY]), game)
    with pytest.raises(CheckFailed, match="fails 1 checks"):
        check_reward(build("reward", {"use": "faulty_indifferent"}, [FAULTY]), game)
