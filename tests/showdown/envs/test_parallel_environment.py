"""Two learners in one battle: PettingZoo's own check, both engines alike, and what the one who waits is told."""

from __future__ import annotations

import warnings

import numpy as np
from env_parts import NATIVE, SIMULATOR, chosen
from pettingzoo.test import parallel_api_test

from psrokit.api import generator
from psrokit_showdown.envs.parallel import ShowdownParallelEnv


def test_pettingzoo_finds_nothing_wrong() -> None:
    env = ShowdownParallelEnv(game=NATIVE)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parallel_api_test(env, num_cycles=200)
    env.close()


def test_two_learners() -> None:
    env, alone = ShowdownParallelEnv(game=NATIVE, render_mode="ansi"), ShowdownParallelEnv(game=SIMULATOR)
    rng = generator("two")
    observations, infos = env.reset(seed=4)
    np.testing.assert_equal(alone.reset(seed=4), (observations, infos))
    waited = 0
    total = dict.fromkeys(env.agents, 0.0)
    while env.agents:
        actions = {agent: chosen(infos[agent], rng) for agent in env.agents}
        before = observations
        told = env.step(actions)
        np.testing.assert_equal(alone.step(actions), told)
        observations, rewards, terminated, truncated, infos = told
        for agent in () if any(terminated.values()) else env.agents:
            total[agent] += rewards[agent]
            if not infos[agent]["asked"]:
                waited += 1
                assert rewards[agent] == 0.0
                assert observations[agent]["action_mask"].tolist() == [1] + 12 * [0]
                np.testing.assert_equal(observations[agent]["numbers"], before[agent]["numbers"])
    assert waited
    assert all(total.values())
    assert set(terminated.values()) == {True}
    assert set(truncated.values()) == {False}
    assert sum(info["return"] for info in infos.values()) == 0.0
    assert "player_1: turn " in str(env.render())
    alone.close()
