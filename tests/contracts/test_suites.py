"""`check_` functions pass what is right and raise with everything that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from psrokit.catalog import build
from psrokit.testing import (
    LawBroken,
    check_action_space,
    check_analyzer,
    check_game,
    check_meta_solver,
    check_observation_space,
    check_policy,
    check_rating,
    check_reward,
    check_table_format,
)

HERE = Path(__file__).parent
KUHN = build("game", {"use": "openspiel", "game": "kuhn_poker"})


def faulty(kind: str, name: str, file: str) -> Any:
    return build(kind, {"use": name}, [str(HERE / file)])


def test_what_is_right_passes() -> None:
    check_game(KUHN)
    check_policy(build("policy", {"use": "behaviour", "states": {"0": 0}}), KUHN)
    check_meta_solver(build("meta_solver", {"use": "nash"}))
    check_analyzer(build("analyzer", {"use": "records"}))
    check_rating(build("rating", {"use": "elo"}))
    check_table_format(build("table_format", {"use": "cells"}))
    check_observation_space(faulty("observation_space", "sound_zeros", "faulty_observation_spaces.py"), KUHN)
    check_action_space(faulty("action_space", "sound_places", "faulty_action_spaces.py"), KUHN)
    check_reward(faulty("reward", "sound_winning", "faulty_rewards.py"), KUHN)


def test_all_that_is_wrong_is_said() -> None:
    with pytest.raises(LawBroken, match=r"breaks 1 laws:\n- leaves the global generators alone: it moved"):
        check_policy(faulty("policy", "faulty_reading", "faulty_policies.py"), KUHN)
    with pytest.raises(LawBroken, match=r"breaks 2 laws:\n- .*\n- "):
        check_reward(faulty("reward", "faulty_unmeasured", "faulty_rewards.py"), KUHN)
