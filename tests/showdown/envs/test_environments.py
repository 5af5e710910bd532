"""The environment of one battle: gymnasium's own check, exact seeds, rewards, ends, and what a step tells."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import gymnasium
import numpy as np
import pytest
from env_parts import ID, NATIVE, SIMULATOR, chosen
from gymnasium.utils.env_checker import check_env

from psrokit.api import InputError, Match, build, drive, generator, open_lanes, weighed
from psrokit_showdown.envs.single import ShowdownEnv

Trajectory = list[dict[str, Any]]


@pytest.fixture(scope="module")
def single() -> Iterator[ShowdownEnv]:
    env = ShowdownEnv(game=SIMULATOR, render_mode="ansi")
    yield env
    env.close()


def played(env: Any, seed: int, steps: int = 1000) -> Trajectory:
    """At most one battle of random legal choices: what reset and every step told."""
    rng = generator("agent", seed)
    observation, info = env.reset(seed=seed)
    told = [{"observation": observation, "info": info}]
    for _ in range(steps):
        observation, reward, terminated, truncated, info = env.step(chosen(info, rng))
        told.append({"observation": observation, "reward": reward, "ends": (terminated, truncated), "info": info})
        if terminated or truncated:
            break
    return told


@pytest.mark.parametrize("engine", ["showdown", "native"])
def test_gymnasium_finds_nothing_wrong(engine: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        env = gymnasium.make(ID, game={"use": "showdown", "engine": engine}, render_mode="ansi")
        check_env(env.unwrapped, skip_render_check=engine == "showdown")  # it would start a simulator for each mode
        env.close()


def test_the_same_seed_gives_the_same_battle_on_both_engines(single: ShowdownEnv) -> None:
    first, again = played(single, 5), played(single, 5)
    seed = single.match_seed
    played(single, 6, steps=1)
    native = ShowdownEnv(game=NATIVE)
    np.testing.assert_equal(again, first)
    np.testing.assert_equal(played(native, 5), first)
    assert native.match_seed == seed != single.match_seed
    assert first[-1]["ends"] == (True, False)
    assert first[-1]["info"]["return"] in {1.0, 0.0, -1.0}


def test_a_battle_goes_as_the_driver_plays_it(single: ShowdownEnv) -> None:
    """The learner plays as the policy does, so that the match of that seed must have the same result."""
    space, policy = build("action_space", {"use": "default"}), build("policy", {"use": "max_power"})
    single.reset(seed=9)
    assert single.match_seed is not None
    actor = policy.start(0, generator(single.match_seed, "policy", 0))
    ended = False
    while not ended:
        (learner,) = single._sitting.learners.values()  # type: ignore[union-attr]
        assert learner.asked is not None
        _, _, ended, _, after = single.step(space.index(learner.asked, actor.act(learner.asked)))
    match = Match((policy, build("policy", {"use": "random"})), single.match_seed, "test")
    with open_lanes(build("game", NATIVE)) as lanes:
        ((_, outcome),) = drive(lanes, [match], in_flight=1)
    assert outcome.returns is not None
    assert after["return"] == outcome.returns[0]


def test_an_illegal_index_is_replaced_counted_and_told(single: ShowdownEnv) -> None:
    _, info = single.reset(seed=1)
    illegal = int(np.flatnonzero(info["action_mask"] == 0)[0])
    mask = info["action_mask"]
    *_, info = single.step(illegal)
    assert info["substituted"]
    assert info["substitutions"] == 1
    assert info["action"] != illegal
    assert mask[info["action"]] == 1
    legal = int(np.flatnonzero(info["action_mask"])[0])
    *_, info = single.step(legal)
    assert (info["substituted"], info["substitutions"], info["action"]) == (False, 1, legal)


def test_a_reward_can_be_chosen_afterwards(single: ShowdownEnv) -> None:
    told = played(single, 3)
    shaped, binary = (build("reward", {"use": use}) for use in ("default_shaped", "binary"))
    for step in told[1:]:
        assert step["reward"] == weighed(step["info"]["reward_components"], shaped.weights(0.0))
    valued = [weighed(step["info"]["reward_components"], binary.weights(0.0)) for step in told[1:]]
    assert valued[-1] == 100.0 * told[-1]["info"]["return"]
    assert not any(valued[:-1])


def test_progress_changes_the_reward() -> None:
    env = ShowdownEnv(game=NATIVE, reward={"use": "annealed"})
    shaped = [step["reward"] for step in played(env, 3)[1:]]
    env.progress = 1.0
    binary = [step["reward"] for step in played(env, 3)[1:]]
    assert any(shaped[:-1])
    assert not any(binary[:-1])
    assert abs(binary[-1]) == 100.0


def test_a_battle_is_truncated_and_the_next_one_begins(single: ShowdownEnv) -> None:
    env = ShowdownEnv(game=SIMULATOR, max_decisions=3)
    told = played(env, 2)
    assert len(told) == 4
    assert told[-1]["ends"] == (False, True)
    assert told[-1]["info"]["asked"]
    with pytest.raises(gymnasium.error.ResetNeeded):
        env.step(0)
    np.testing.assert_equal(played(env, 4)[:3], played(single, 4, steps=2))
    env.close()


def test_what_is_rendered(single: ShowdownEnv) -> None:
    single.reset(seed=3)
    assert "turn 1\nown " in str(single.render())
    assert str(single.render()).count("\n  may use ") == 4
    played(single, 3)
    assert str(single.render()).splitlines()[0].endswith((", won", ", lost", ", tied"))


def test_close_ends_the_simulator() -> None:
    env = ShowdownEnv(game=SIMULATOR)
    env.reset(seed=1)
    process = env._table._lanes._simulator._worker.child._process  # type: ignore[attr-defined]
    assert process.poll() is None
    env.close()
    assert process.poll() is not None


def test_unknown_options_of_a_reset() -> None:
    with pytest.raises(InputError, match="unknown option of reset 'oponent'"):
        ShowdownEnv(game=NATIVE).reset(options={"oponent": "random"})


def test_a_dead_simulator_truncates_the_battle_and_the_next_one_is_played() -> None:
    env = ShowdownEnv(game=SIMULATOR)
    _, info = env.reset(seed=1)
    process = env._table._lanes._simulator._worker.child._process  # type: ignore[attr-defined]
    process.kill()
    process.wait()
    *_, terminated, truncated, info = env.step(chosen(info, generator("agent")))
    assert (terminated, truncated, info["failure"]) == (False, True, "crash")
    assert played(env, 1)[-1]["ends"] == (True, False)
    env.close()
