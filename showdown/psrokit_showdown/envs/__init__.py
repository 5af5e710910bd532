"""Environments for reinforcement learning: `psrokit/Showdown-v0` for gymnasium, `parallel` for PettingZoo.

Naming this module registers the id, as gymnasium wants it: `make("psrokit_showdown.envs:psrokit/Showdown-v0")`.
Needs gymnasium, and PettingZoo for two learners: `pip install "psrokit[envs]"`.
"""

from gymnasium import register

register(
    "psrokit/Showdown-v0",
    entry_point="psrokit_showdown.envs.single:ShowdownEnv",
    vector_entry_point="psrokit_showdown.envs.vector:ShowdownVectorEnv",
)
