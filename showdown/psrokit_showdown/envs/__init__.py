"""Environments for reinforcement learning: `psrokit/Showdown-v0` and `psrokit/ShowdownLadder-v0` for gymnasium,
`parallel` for PettingZoo.

Naming this module registers the ids, as gymnasium wants it: `make("psrokit_showdown.envs:psrokit/Showdown-v0")`.
Needs gymnasium, PettingZoo for two learners, poke-env for ladders: `pip install "psrokit[envs,poke-env]"`.
"""

from gymnasium import register

register(
    "psrokit/Showdown-v0",
    entry_point="psrokit_showdown.envs.single:ShowdownEnv",
    vector_entry_point="psrokit_showdown.envs.choosing:many_battles",
)
register(
    "psrokit/ShowdownLadder-v0",
    entry_point="psrokit_showdown.envs.ladder:ShowdownLadderEnv",
    vector_entry_point="psrokit_showdown.envs.ladder:ShowdownLadderVectorEnv",
    nondeterministic=True,
)
