"""Many battles as one environment: each goes as it would alone, is truncated and begins anew."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import pytest
from env_parts import ID, NATIVE, SIMULATOR
from gymnasium.vector import AutoresetMode

from psrokit.api import generator
from psrokit_showdown.envs.setting import Setting
from psrokit_showdown.envs.single import ShowdownEnv
from psrokit_showdown.envs.vector import LearnersVectorEnv, ShowdownVectorEnv


@pytest.mark.parametrize("game", [SIMULATOR, NATIVE])
def test_many_battles_go_as_each_alone(game: dict[str, Any]) -> None:
    lanes = 2
    vector: Any = gymnasium.make_vec(ID, num_envs=lanes, vectorization_mode="vector_entry_point", game=game)
    assert isinstance(vector.unwrapped, LearnersVectorEnv)
    assert vector.metadata["autoreset_mode"] is AutoresetMode.NEXT_STEP
    alone = [ShowdownEnv(game=NATIVE) for _ in range(lanes)]
    rngs = [generator("agent", lane) for lane in range(lanes)]
    observations, infos = vector.reset(seed=7)
    last = [(*env.reset(seed=7 + lane), 0.0, False) for lane, env in enumerate(alone)]
    ends = np.zeros(lanes, np.int64)
    while not ends.all():
        actions = [int(rng.choice(np.flatnonzero(mask))) for rng, mask in zip(rngs, infos["action_mask"], strict=True)]
        observations, rewards, terminated, _, infos = vector.step(np.array(actions))
        last = [_step(env, told, action) for env, told, action in zip(alone, last, actions, strict=True)]
        for lane, (observation, info, reward, ended) in enumerate(last):
            np.testing.assert_equal({name: array[lane] for name, array in observations.items()}, observation)
            assert infos["reward_components"]["hp_gain"][lane] == info["reward_components"]["hp_gain"]
            assert (rewards[lane], terminated[lane]) == (reward, ended)
            assert vector.unwrapped.match_seeds[lane] == alone[lane].match_seed
            ends[lane] += ended
    assert vector.observation_space.contains(observations)
    vector.close()


def test_many_battles_are_truncated_and_begin_anew() -> None:
    env = ShowdownVectorEnv(2, Setting(game=NATIVE, max_decisions=2))
    with pytest.raises(gymnasium.error.ResetNeeded):
        env.step([0, 0])
    env.reset(seed=1)
    first = env.match_seeds
    told = [env.step([0, 0]) for _ in range(3)]
    assert [truncated.tolist() for *_, truncated, _ in told] == [[False] * 2, [True] * 2, [False] * 2]
    assert not any(terminated.any() for _, _, terminated, *_ in told)
    *_, begun = told[-1]
    assert begun["action"].tolist() == [-1, -1]
    assert not set(env.match_seeds) & set(first)
    assert told[-1][1].tolist() == [0.0, 0.0]


def _step(env: ShowdownEnv, told: Any, action: int) -> Any:
    """What one battle of a vector environment tells next."""
    if told[3]:
        return (*env.reset(), 0.0, False)
    observation, reward, terminated, _, info = env.step(action)
    return observation, info, reward, terminated
