"""What environments refuse, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import numpy as np
import pytest
from env_parts import NATIVE, rows, views

from psrokit.api import InputError, build
from psrokit_showdown.action_spaces.default import Default
from psrokit_showdown.envs.choosing import many_battles
from psrokit_showdown.envs.ladder import LadderSetting, ShowdownLadderVectorEnv
from psrokit_showdown.envs.parallel import ShowdownParallelEnv
from psrokit_showdown.envs.single import ShowdownEnv

MATRIX = {"use": "matrix", "payoffs": [[0.0, 1.0], [1.0, 0.0]]}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"opponent": "max_pwoer"}, "Did you mean 'max_power'"),
        ({"opponent": 5}, "5 is no policy\n  Give its name"),
        ({"opponent": Default()}, "is no policy"),
        ({"opponent": type(build("policy", {"use": "random"}))}, "is no policy"),
        ({"action": "default_shaped"}, "unknown action_space"),
        ({"action": build("policy", {"use": "random"})}, "is no action space"),
        ({"observation": 1.5}, r"1\.5 is no observation space"),
        ({"reward": None}, "None is no reward"),
        ({"game": MATRIX}, "this environment plays battles of Pokemon Showdown"),
        ({"game": 3}, "3 is no game"),
        ({"seat": 2}, "seats 0 and 1, not 2"),
        ({"seat": "p1"}, "seats 0 and 1, not 'p1'"),
        ({"max_decisions": 0}, "max_decisions is a whole number from 1 on, not 0\n  Leave it out"),
        ({"max_decisions": -3}, "not -3"),
        ({"max_decisions": 1.5}, r"not 1\.5"),
        ({"max_decisions": True}, "not True"),
    ],
)
def test_what_cannot_be_meant(options: dict[str, Any], said: str) -> None:
    made: list[Callable[[], Any]] = [lambda: ShowdownEnv(**options), lambda: views(2, **options)]
    made += [lambda: many_battles(2, **options)]
    if not {"opponent", "seat"} & options.keys():
        made.append(lambda: ShowdownParallelEnv(**options))
    for make in made:
        with pytest.raises(InputError, match=said):
            make()


@pytest.mark.parametrize("count", [0, -1, 1.0, "2", True])
@pytest.mark.parametrize("kind", [views, rows, ShowdownLadderVectorEnv])
def test_how_many_battles(kind: Callable[[Any], Any], count: Any) -> None:
    with pytest.raises(InputError, match="num_envs is a whole number from 1 on"):
        kind(count)


@pytest.mark.parametrize("name", ["battle_seconds", "opponent_seconds", "decision_seconds"])
@pytest.mark.parametrize("seconds", [-1, 0.0, float("inf"), float("nan"), "45", True])
def test_waits_on_a_ladder_end(name: str, seconds: Any) -> None:
    with pytest.raises(InputError, match=f"{name} is a number of seconds above 0"):
        LadderSetting(**{name: seconds})


def test_a_ladder_battle_has_decisions() -> None:
    with pytest.raises(InputError, match="max_decisions"):
        LadderSetting(max_decisions=0)


@pytest.mark.parametrize("action", ["x", 1.5, None, np.float64(1.0), np.array([1, 2]), True])
def test_a_step_takes_a_whole_number(action: Any) -> None:
    with closing(ShowdownEnv(game=NATIVE)) as env:
        env.reset(seed=1)
        with pytest.raises(InputError, match="an action is a whole number, not"):
            env.step(action)
        *_, info = env.step(np.int64(40))
        assert (info["substituted"], info["substitutions"]) == (True, 1), "what was refused has not been played"


@pytest.mark.parametrize("kind", [views, rows])
@pytest.mark.parametrize("actions", ["xy", [0.0, 1.0], [0], [0, 1, 2], [[0], [1]], [0, [1, 2]], None, [True, False]])
def test_a_step_takes_a_whole_number_for_each_battle(kind: Callable[..., Any], actions: Any) -> None:
    with closing(kind(2, game=NATIVE)) as env:
        env.reset(seed=1)
        with pytest.raises(InputError, match="a step of 2 battles takes 2 whole numbers"):
            env.step(actions)
        *_, infos = env.step([-1, 10**12])
        assert infos["substitutions"].tolist() == [1, 1]


@pytest.mark.parametrize("kind", [views, rows])
def test_seeds_are_one_or_one_for_each(kind: Callable[..., Any]) -> None:
    with closing(kind(2, game=NATIVE)) as env:
        with pytest.raises(InputError, match="2 battles take one seed, or 2; these are 3"):
            env.reset(seed=[1, 2, 3])
        env.reset(seed=np.int64(7))
        whole = env.match_seeds
        env.reset(seed=[7, 8])
        assert env.match_seeds == whole


def test_two_learners_both_act() -> None:
    env = ShowdownParallelEnv(game=NATIVE)
    env.reset(seed=1)
    with pytest.raises(InputError, match="player_1 must act"):
        env.step({"player_0": 0})
    with pytest.raises(InputError, match="an action is a whole number, not 'x'"):
        env.step({"player_0": 0, "player_1": "x"})  # type: ignore[dict-item]
    env.close()


def test_no_info_holds_the_seed() -> None:
    """From it follow the hidden team and all chance; who records battles asks the environment itself."""
    with closing(ShowdownEnv(game=NATIVE)) as env:
        assert env.match_seed is None
        _, info = env.reset(seed=1)
        assert env.match_seed is not None
        assert not any("seed" in name for name in info)
        assert str(env.match_seed) not in str(info)
    with closing(rows(2, game=NATIVE)) as many:
        assert many.match_seeds == ()
        _, infos = many.reset(seed=1)
        assert not any("seed" in name for name in infos)
        assert many.match_seeds[0] == env.match_seed
