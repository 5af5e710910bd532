"""poke-env's players as policies, and policies as players of poke-env.

    from psrokit.api import build
    from psrokit_showdown.poke_env_players import as_player

    player = as_player(build("policy", "greedy_damage"), battle_format="gen1ou", team=TEAM)
    await player.battle_against(opponent, n_battles=10)

The other way round, `{use: poke_env, player: module:Class}` is a policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psrokit.api import Policy
from psrokit_showdown.poke_env_players.needed import need_poke_env

if TYPE_CHECKING:
    from psrokit_showdown.poke_env_players.policy_player import PolicyPlayer

__all__ = ["as_player"]


def as_player(policy: Policy, *, seed: int = 0, seconds: float = 30.0, **options: Any) -> PolicyPlayer:
    """A `poke_env.Player` that plays as `policy` does: for `battle_against`, `ladder`, poke-env's own environments.

    seed: decides the policy's randomness, battle by battle. seconds: how long it may think; if it takes longer, raises
    or chooses illegally, it gives up that battle, and the player's `played` says why. options: those of Player's
    constructor (`battle_format`, `team`, `account_configuration`, `server_configuration` ...). Raises EnvironmentFault
    without poke-env.
    """
    need_poke_env("a policy becomes a player of")
    from psrokit_showdown.poke_env_players.policy_player import PolicyPlayer  # noqa: PLC0415 # optional

    return PolicyPlayer(policy, seed, seconds, **options)
