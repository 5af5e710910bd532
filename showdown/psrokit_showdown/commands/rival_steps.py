"""Run as a program: poke-env's gymnasium environment against its random player on a local server; prints JSON.

`python -m psrokit_showdown.commands.rival_steps PORT STEPS TEAMS` where TEAMS is a file of packed teams, one a line.
Its observation is empty and its reward 0: nothing but the way there is measured. See `rivals` about deadlines.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
from gymnasium.spaces import Box

from psrokit_showdown.commands.rival_server import drawn_team, server_configuration
from psrokit_showdown.commands.rounds import FORMAT
from psrokit_showdown.server.names import player_name

WARM_UP_STEPS = 100


def main(port: int, steps: int, teams: Path) -> None:
    """Play, warm up, then time `steps` steps of random legal indices."""
    env = _environment(port, teams)
    observation, _ = env.reset()
    for number in range(WARM_UP_STEPS + steps):
        if number == WARM_UP_STEPS:
            started, spent = perf_counter(), process_time()
        legal = np.flatnonzero(observation["action_mask"])
        observation, _, terminated, truncated, _ = env.step(np.int64(random.choice(legal)))  # noqa: S311 # a benchmark
        if terminated or truncated:
            observation, _ = env.reset()
    told = {"steps": steps, "seconds": perf_counter() - started, "processor_seconds": process_time() - spent}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _environment(port: int, teams: Path) -> Any:
    from poke_env import AccountConfiguration  # noqa: PLC0415 # optional
    from poke_env.environment import SingleAgentWrapper, SinglesEnv  # noqa: PLC0415
    from poke_env.player import RandomPlayer  # noqa: PLC0415

    class EmptyEnv(SinglesEnv):
        """poke-env's environment, with no work of ours in it."""

        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            nothing = Box(0.0, 1.0, (1,), np.float32)
            self.observation_spaces = dict.fromkeys(self.possible_agents, nothing)

        def calc_reward(self, battle: Any) -> float:  # noqa: ARG002
            return 0.0

        def embed_battle(self, battle: Any) -> Any:  # noqa: ARG002
            return np.zeros(1, np.float32)

    env = EmptyEnv(
        account_configuration1=AccountConfiguration(player_name(), None),
        account_configuration2=AccountConfiguration(player_name(), None),
        battle_format=FORMAT,
        server_configuration=server_configuration(port),
        team=drawn_team(teams),
        log_level=40,
    )
    return SingleAgentWrapper(env, RandomPlayer(start_listening=False, battle_format=FORMAT, log_level=40))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
    sys.exit(0)
