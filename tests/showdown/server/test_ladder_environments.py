"""Environments on a real ladder: gymnasium's checks, rewards to the last, and whatever may go wrong on the way."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import gymnasium
import numpy as np
import pytest
from faulty_proxy import FaultyProxy
from gymnasium.utils.env_checker import check_env
from gymnasium.utils.seeding import np_random

from psrokit.api import Actor, EnvironmentFault, InputError, Observation, PolicyFault, build, generator, weighed
from psrokit_showdown.envs.ladder import ShowdownLadderEnv, ShowdownLadderVectorEnv
from psrokit_showdown.envs.starting import match_seed
from psrokit_showdown.server import address
from psrokit_showdown.server.background import Background
from psrokit_showdown.server.process import ServerProcess
from psrokit_showdown.teams import draw_pair, load_teams

ID = "psrokit_showdown.envs:psrokit/ShowdownLadder-v0"


def url(port: int) -> str:
    return f"ws://127.0.0.1:{port}/showdown/websocket"


def chosen(info: dict[str, Any], rng: np.random.Generator) -> int:
    return int(rng.choice(np.flatnonzero(info["action_mask"])))


def finish(env: Any, info: dict[str, Any], before: Callable[[int], None] = lambda _: None) -> list[Any]:
    """Play on with random legal indices until the battle ends: what every step told."""
    rng, told = generator("agent"), []
    for number in range(1000):
        before(number)
        told.append(env.step(chosen(info, rng)))
        *_, terminated, truncated, info = told[-1]
        if terminated or truncated:
            return told
    raise AssertionError("no battle is that long")


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
        assert fallen[info["return"]] == 6 * [True]  # nobody gave up: the last Pokemon's fall is seen and rewarded
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


@contextmanager
def between(port: int) -> Iterator[tuple[FaultyProxy, int, Background]]:
    """A proxy that cuts nothing by itself, in a thread of its own."""
    proxy = FaultyProxy(port, 0.0, 1)
    running = proxy.running()
    with Background() as background:
        yield proxy, background.run(running.__aenter__(), 5.0), background
        background.run(running.__aexit__(None, None, None), 5.0)


async def cut(proxy: FaultyProxy) -> None:
    proxy.cut_all()


def test_a_dropped_connection_comes_back(server: int) -> None:
    with between(server) as (proxy, port, background):
        env = ShowdownLadderEnv("max_power", server=url(port))
        _, info = env.reset(seed=1)
        before = proxy.connections
        told = finish(env, info, lambda number: background.run(cut(proxy), 5.0) if number in {2, 5} else None)
        *_, terminated, truncated, info = told[-1]
        assert (terminated, truncated) == (True, False)
        assert proxy.connections >= before + 2
        env.close()


def test_a_server_that_is_gone_truncates_the_battle_and_says_so(mortal: ServerProcess) -> None:
    env = ShowdownLadderEnv("max_power", server=url(mortal.port), battle_seconds=10.0)
    _, info = env.reset(seed=1)
    *_, info = env.step(chosen(info, generator("agent")))
    mortal.stop()
    started = monotonic()
    observation, reward, terminated, truncated, info = finish(env, info)[-1]
    assert (terminated, truncated, info["failure"], reward) == (False, True, "net", 0.0)
    assert "could not be reached again" in info["why"]
    assert env.observation_space.contains(observation)
    with pytest.raises(EnvironmentFault):
        env.reset()
    env.close()
    assert monotonic() - started < 60.0


def test_nobody_to_play_with_is_an_error_with_a_remedy(server: int) -> None:
    env = ShowdownLadderEnv(server=url(server), format="gen2randombattle", opponent_seconds=1.0)
    with pytest.raises(
        EnvironmentFault, match=r"no battle began within . seconds \(no_opponent: nobody came\)"
    ) as told:
        env.reset()
    assert "opponents=" in str(told.value)
    env.close()


def test_a_team_that_the_server_refuses_is_told_in_its_words(server: int, tmp_path: Path) -> None:
    (tmp_path / "one.gen1ou_team").write_text("Mewtwo\nAbility: No Ability\n- Psychic\n")
    env = ShowdownLadderEnv("random", server=url(server), teams=str(tmp_path), opponent_seconds=1.0)
    with pytest.raises(EnvironmentFault, match="Your team was rejected"):
        env.reset()
    env.close()


def test_an_opponent_whose_team_is_refused_is_told_at_once(server: int, tmp_path: Path) -> None:
    (tmp_path / "illegal.gen1ou_team").write_text("Mewtwo\nAbility: No Ability\n- Psychic\n")
    (tmp_path / "legal.gen1ou_team").write_text("Tauros\nAbility: No Ability\n- Body Slam\n")
    seed = next(s for s in range(99) if _drawn(tmp_path, s) == ["legal", "illegal"])
    env = ShowdownLadderEnv("random", server=url(server), teams=str(tmp_path), opponent_seconds=40.0)
    started = monotonic()
    with pytest.raises(EnvironmentFault, match=r"opponent Random\(.*Your team was rejected"):
        env.reset(seed=seed)
    assert monotonic() - started < 20.0
    env.close()


def _drawn(folder: Path, seed: int) -> list[str]:
    """Whose teams a reset with this seed draws, the learner's first."""
    match = match_seed(np_random(seed)[0])
    return [Path(drawn.name).stem for drawn in draw_pair(load_teams(str(folder), "gen1ou"), match)]


def test_a_server_that_is_not_there_is_an_error() -> None:
    env = ShowdownLadderEnv(server=url(9), battle_seconds=1.0)
    with pytest.raises(EnvironmentFault, match="nobody could log in"):
        env.reset()
    env.close()


def test_a_learner_that_takes_too_long_has_given_up(server: int) -> None:
    env = ShowdownLadderEnv("random", server=url(server), decision_seconds=0.5)
    _, info = env.reset(seed=1)
    sleep(2.0)
    *_, terminated, truncated, info = env.step(chosen(info, generator("agent")))
    assert (terminated, truncated, info["return"]) == (True, False, -1.0)
    assert info["record"]["fault"] == "the policy thought for more than 0.5 seconds"
    env.close()


@dataclass(frozen=True)
class Faulty:
    """An opponent that raises."""

    def start(self, seat: int, rng: np.random.Generator) -> Actor:
        return self

    def act(self, observation: Observation) -> Any:
        raise ZeroDivisionError("seven is no divisor")


def test_an_opponent_that_raises_is_no_victory(server: int) -> None:
    env = ShowdownLadderEnv([Faulty()], server=url(server))
    with pytest.raises(PolicyFault, match="seven is no divisor"):
        finish(env, env.reset(seed=1)[1])
    env.close()


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
