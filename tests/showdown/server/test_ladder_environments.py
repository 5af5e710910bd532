"""Environments on a real ladder: gymnasium's checks, rewards to the last, and what is refused before a battle."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from laddering import chosen, finish, url

from psrokit.api import InputError, build, generator, weighed
from psrokit_showdown.envs.ladder import ShowdownLadderEnv, ShowdownLadderVectorEnv
from psrokit_showdown.server import address

ID = "psrokit_showdown.envs:psrokit/ShowdownLadder-v0"


@pytest.fixture
def env(server: int) -> Iterator[ShowdownLadderEnv]:
    made = ShowdownLadderEnv(["max_power"], server=url(server), render_mode="ansi")
    yield made
    made.close()


def test_gymnasium_finds_nothing_wrong(server: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        env = gymnasium.make(ID, opponents=["random"], server=url(server), render_mode="ansi")
        check_env(env.unwrapped)
        env.close()


def test_whole_battles_with_exact_rewards(env: ShowdownLadderEnv) -> None:
    binary = build("reward", {"use": "binary"})
    for seed in (1, 2):
        observation, info = env.reset(seed=seed)
        assert "turn 1\nown " in str(env.render())
        told = finish(env, info)
        observation, _, terminated, truncated, info = told[-1]
        assert (terminated, truncated, info["asked"]) == (True, False, False)
        assert env.observation_space.contains(observation)
        assert info["return"] in {1.0, 0.0, -1.0}
        outcome = weighed(info["reward_components"], binary.weights(0.0))
        assert outcome == 100.0 * info["return"]
        assert not any(weighed(step[-1]["reward_components"], binary.weights(0.0)) for step in told[:-1])
        (learner,) = env._sitting.learners.values()  # type: ignore[union-attr]
        assert learner.view is not None
        fallen = {1.0: [mon.fainted for mon in learner.view.foes], -1.0: [mon.fainted for mon in learner.view.team]}
        for side in (info["return"],) if info["return"] else fallen:  # in a tie both last ones fall at once
            assert fallen[side] == 6 * [True]  # nobody gave up: the last Pokemon's fall is seen and rewarded
        assert sum(step[-1]["reward_components"]["removed_pokemon"] for step in told) == sum(fallen[1.0])
        assert info["record"]["turns"] > 5
        assert info["record"]["fault"] is None
        with pytest.raises(gymnasium.error.ResetNeeded):
            env.step(0)


def test_an_illegal_index_is_replaced_and_told(env: ShowdownLadderEnv) -> None:
    _, info = env.reset(seed=1)
    illegal = int(np.flatnonzero(info["action_mask"] == 0)[0])
    mask = info["action_mask"]
    *_, info = env.step(illegal)
    assert (info["substituted"], info["substitutions"]) == (True, 1)
    assert mask[info["action"]] == 1


def test_a_battle_under_way_is_forfeited_and_the_next_begins(server: int) -> None:
    env = ShowdownLadderEnv("random", server=url(server), max_decisions=2)
    for _ in range(2):
        _, info = env.reset(seed=3)
        env.step(chosen(info, generator("agent")))
    *_, terminated, truncated, info = env.step(chosen(info, generator("agent")))
    assert (terminated, truncated, info["asked"]) == (False, True, True)
    _, info = env.reset()
    assert info["asked"]
    env.close()


def test_many_battles_side_by_side(server: int) -> None:
    envs = gymnasium.make_vec(
        ID, num_envs=3, vectorization_mode="vector_entry_point", opponents=["random", "max_power"], server=url(server)
    )
    assert isinstance(envs.unwrapped, ShowdownLadderVectorEnv)
    observations, infos = envs.reset(seed=1)
    rng, ended = generator("agent"), np.zeros(3, np.int64)
    while not ended.all():
        actions = np.array([rng.choice(np.flatnonzero(mask)) for mask in infos["action_mask"]])
        observations, _, terminated, truncated, infos = envs.step(actions)
        assert not truncated.any()
        ended += terminated
    assert envs.observation_space.contains(observations)
    envs.close()


def test_close_leaves_nothing_behind() -> None:
    before, others = {thread.ident for thread in threading.enumerate()}, (children(), sockets())
    env = ShowdownLadderEnv("max_power")
    _, info = env.reset(seed=1)
    env.step(chosen(info, generator("agent")))
    assert children() > others[0]
    assert sockets() > others[1]
    env.close()
    env.close()
    until = monotonic() + 10.0
    while {thread.ident for thread in threading.enumerate()} - before and monotonic() < until:
        sleep(0.1)
    assert {thread.ident for thread in threading.enumerate()} <= before
    assert (children(), sockets()) == others


def children() -> int:
    return len(Path(f"/proc/self/task/{threading.main_thread().native_id}/children").read_text().split())


def sockets() -> int:
    """Open connections to a server (the event loops keep their own pairs of Unix sockets)."""
    inodes = {path.readlink().name for path in Path("/proc/self/fd").iterdir() if path.is_symlink()}
    return sum(f"socket:[{row.split()[9]}]" in inodes for row in Path("/proc/net/tcp").read_text().splitlines()[1:])


def test_a_server_elsewhere_needs_permission_and_hears_one_message_a_second(
    server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This machine's server, taken for one elsewhere."""
    monkeypatch.setattr(address, "_is_here", lambda _host: False)
    with pytest.raises(InputError, match="--i-have-permission"):
        ShowdownLadderEnv("random", server=url(server))
    env = ShowdownLadderEnv("random", server=url(server), i_have_permission=url(server))
    _, info = env.reset(seed=1)
    started = monotonic()
    for number in range(3):
        *_, info = env.step(chosen(info, generator("agent", number)))
    assert monotonic() - started > 2.0
    env.close()


def test_bad_input(server: int) -> None:
    with pytest.raises(InputError, match="nobody can come to a server"):
        ShowdownLadderEnv([])
    with pytest.raises(InputError, match="Did you mean 'max_power'"):
        ShowdownLadderEnv(["max_pwoer"])
    with pytest.raises(InputError, match="psrokit showdown start --name nowhere"):
        ShowdownLadderEnv(server="nowhere")
    with pytest.raises(InputError, match="user name"):
        ShowdownLadderEnv(server=url(server), user="!!!")
    env = ShowdownLadderEnv(server=url(server))
    with pytest.raises(InputError, match="unknown option of reset 'opponent'"):
        env.reset(options={"opponent": "random"})
    env.close()
