"""Environments on a real ladder: whatever may go wrong on the way is told, and costs no more than its battle."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import numpy as np
import pytest
from faulty_proxy import FaultyProxy
from gymnasium.utils.seeding import np_random
from laddering import chosen, finish, url

from psrokit.api import Actor, EnvironmentFault, Observation, PolicyFault, generator
from psrokit_showdown.envs.ladder import ShowdownLadderEnv
from psrokit_showdown.envs.starting import match_seed
from psrokit_showdown.server.background import Background
from psrokit_showdown.server.process import ServerProcess
from psrokit_showdown.teams import draw_pair, load_teams


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
