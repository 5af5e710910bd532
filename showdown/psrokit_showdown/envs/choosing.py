"""Which vector environment a choice of parts gets: the one over rows where all of them have a form for rows."""

from __future__ import annotations

from typing import Any

from gymnasium.vector import VectorEnv

from psrokit.api import Reward
from psrokit_showdown.action_spaces.default import Default
from psrokit_showdown.action_spaces.minimal import Minimal
from psrokit_showdown.envs.interface import Interface, Part
from psrokit_showdown.envs.setting import Setting
from psrokit_showdown.envs.vector import ShowdownVectorEnv
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.rewards.aggressive_shaped import AggressiveShaped
from psrokit_showdown.rewards.annealed import Annealed
from psrokit_showdown.rewards.binary import Binary
from psrokit_showdown.rewards.default_shaped import DefaultShaped


def many_battles(
    num_envs: int, opponent: Part = "random", *, render_mode: str | None = None, **options: Any
) -> VectorEnv:
    """`num_envs` learners against one policy; the options are those of `Setting`.

    On the native engine battles are rows, with observations `gen1_entities` or `tokenized`, the action spaces and
    rewards of this package, and render_mode None; anything else makes views. Either way steps and battles are the same.
    """
    setting = Setting(opponent, **options)
    game = setting.played
    if render_mode is None and _native(game) and _has_rows(setting.interface, game.format):
        # numba is heavy: only those who play natively wait for it
        from psrokit_showdown.envs.native import NativeVectorEnv  # noqa: PLC0415

        return NativeVectorEnv(num_envs, setting)
    return ShowdownVectorEnv(num_envs, setting, render_mode)


def _native(game: object) -> bool:
    return isinstance(game, Showdown) and game.engine == "native" and not game.audit


def _has_rows(parts: Interface, format_id: str) -> bool:
    # numba, as above
    from psrokit_showdown.encoders.of_space import row_encoder  # noqa: PLC0415
    from psrokit_showdown.engine.view_pokemon import SHOWS_HP  # noqa: PLC0415

    known = isinstance(parts.actions, Default | Minimal) and _is_shaped(parts.reward) and format_id != SHOWS_HP
    return known and row_encoder(parts.observations) is not None


def _is_shaped(reward: Reward) -> bool:
    """Whether a reward weighs `reward_components`."""
    if isinstance(reward, Annealed):
        return _is_shaped(reward.start) and _is_shaped(reward.end)
    return isinstance(reward, AggressiveShaped | Binary | DefaultShaped)
