"""The vector environment over rows is the one over views: observations, masks, rewards, ends and infos, all equal."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import pytest
from env_parts import ID

from psrokit_showdown.envs.choosing import many_battles
from psrokit_showdown.envs.native import NativeVectorEnv
from psrokit_showdown.envs.setting import Setting
from psrokit_showdown.envs.vector import ShowdownVectorEnv

EXPANDED = {"use": "tokenized", "base": {"use": "expanded"}}
PARTS: list[dict[str, Any]] = [
    {"opponent": "random"},
    {"opponent": "greedy_damage", "observation": EXPANDED, "seat": 1, "max_decisions": 30},
    {"opponent": "gym_leader", "observation": "gen1_entities", "action": "minimal", "reward": {"use": "annealed"}},
    {"opponent": "scripted", "observation": EXPANDED, "reward": "aggressive_shaped"},
]


def both(parts: dict[str, Any]) -> tuple[NativeVectorEnv, ShowdownVectorEnv]:
    rows, views = many_battles(4, **parts), ShowdownVectorEnv(4, Setting(**parts))
    assert isinstance(rows, NativeVectorEnv)
    return rows, views


@pytest.mark.parametrize("parts", PARTS)
def test_every_step(parts: dict[str, Any]) -> None:
    """Legal and illegal indices alike, through ends, cuts and new battles."""
    rng, ends, replaced = np.random.default_rng(3), np.zeros(2, np.int64), 0
    rows, views = both(parts)
    rows.progress = views.progress = 0.3
    told, wanted = rows.reset(seed=7), views.reset(seed=7)
    np.testing.assert_equal(told, wanted)
    assert rows.match_seeds == views.match_seeds
    for _ in range(160):
        mask = told[0]["action_mask"]
        legal = np.where(mask, rng.random(mask.shape), -1.0).argmax(axis=1)
        actions = np.where(rng.random(4) < 0.9, legal, rng.integers(-1, 14, 4))
        told, wanted = rows.step(actions), views.step(actions)
        np.testing.assert_equal(told, wanted)
        ends += (told[2].sum(), told[3].sum())
        replaced += told[4]["substituted"].sum()
    assert replaced > 10
    assert ends[0] > 0 or ends[1] > 10
    rows.close()
    views.close()


def test_a_tie_after_a_win_is_told() -> None:
    """Gymnasium makes arrays of what it can; a winner that is nobody is none of them."""
    env = ShowdownVectorEnv(2, Setting())
    infos: dict[str, Any] = {}
    for place, winner in enumerate((1, None)):
        infos = env._tell(infos, {"return": 0.0, "record": {"winner": winner}}, place)
    assert [record["winner"] for record in infos["record"]] == [1, None]
    env.close()


def test_another_opponent_from_a_reset_on() -> None:
    rows, views = both({})
    for env in (rows, views):
        env.reset(seed=1)
    options = {"opponent": "gym_leader"}
    np.testing.assert_equal(rows.reset(options=options), views.reset(options=options))
    actions = np.zeros(4, np.int64)
    np.testing.assert_equal(rows.step(actions), views.step(actions))
    rows.close()
    views.close()


def test_gymnasium_makes_it_where_all_parts_have_rows() -> None:
    for extra, kind in (
        ({}, NativeVectorEnv),
        ({"observation": "default"}, ShowdownVectorEnv),
        ({"render_mode": "ansi"}, ShowdownVectorEnv),
        ({"game": {"use": "showdown", "audit": 0.5}}, ShowdownVectorEnv),
    ):
        env = gymnasium.make_vec(ID, num_envs=2, vectorization_mode="vector_entry_point", **extra)
        assert type(env.unwrapped) is kind
        env.close()
