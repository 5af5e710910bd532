"""Run as a program: two random poke-env players against each other on a local server; prints what it took as JSON.

`python -m psrokit_showdown.commands.rival_games PORT GAMES AT_ONCE TEAMS` where TEAMS is a file of packed teams, one a
line. poke-env can wait for ever, so whoever starts this gives it a deadline and kills it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from psrokit_showdown.commands.rival_server import drawn_team, server_configuration
from psrokit_showdown.commands.rounds import FORMAT
from psrokit_showdown.server.names import player_name

WARM_UP_GAMES = 4


def main(port: int, games: int, at_once: int, teams: Path) -> None:
    """Log two players in, warm up, then time `games` battles, `at_once` at a time."""
    first, second = (_player(port, at_once, teams) for _ in range(2))
    asyncio.run(first.battle_against(second, n_battles=WARM_UP_GAMES))
    before = first.decisions + second.decisions
    started = perf_counter()
    asyncio.run(first.battle_against(second, n_battles=games))
    seconds = perf_counter() - started
    finished = first.n_finished_battles - WARM_UP_GAMES
    told = {"games": finished, "decisions": first.decisions + second.decisions - before, "seconds": seconds}
    sys.stdout.write(json.dumps(told) + "\n")


def _player(port: int, at_once: int, teams: Path) -> Any:
    from poke_env import AccountConfiguration  # noqa: PLC0415 # optional
    from poke_env.player import RandomPlayer  # noqa: PLC0415

    class CountingPlayer(RandomPlayer):
        """poke-env's own random player, with a count of what it decides."""

        decisions = 0

        def choose_move(self, battle: Any) -> Any:
            self.decisions += 1
            return super().choose_move(battle)

    account = AccountConfiguration(player_name(), None)
    return CountingPlayer(
        account_configuration=account,
        battle_format=FORMAT,
        max_concurrent_battles=at_once,
        server_configuration=server_configuration(port),
        team=drawn_team(teams),
        log_level=40,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
