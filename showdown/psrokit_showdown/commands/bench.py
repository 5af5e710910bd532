"""`psrokit bench battles` and `psrokit bench encode`."""

from __future__ import annotations

import click

from psrokit_showdown.commands.showdown import json_option


@click.command("battles")
@click.option("--games", type=click.IntRange(min=2), default=100, show_default=True, help="Battles in each round.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="Rounds, taken in turn.")
@json_option
def battles(games: int, rounds: int, as_json: bool) -> None:
    """Measure gen1ou, random against random, through the whole stack: simulator, views, policies, two workers.

    Where poke-env is installed, the same is played by two of its random players on a local Showdown server, the two in
    turn. The result is the median of all rounds.
    """
    from psrokit_showdown.commands.measuring import show_speeds  # noqa: PLC0415 # `psrokit --help` stays fast

    show_speeds(games, rounds, as_json=as_json)


@click.command("encode")
@click.option(
    "--games", type=click.IntRange(min=1), default=20, show_default=True, help="Battles whose views are used."
)
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="Rounds, taken in turn.")
@json_option
def encode(games: int, rounds: int, as_json: bool) -> None:
    """Measure what a decision costs in each observation space, action mask and reward: processor time, gen1ou.

    The views are those of random battles. Each round clears what earlier ones have worked out, so that every view is
    new; the result is the median of all rounds, and the least.
    """
    from psrokit_showdown.commands.encoding import show_costs  # noqa: PLC0415 # `psrokit --help` stays fast

    show_costs(games, rounds, as_json=as_json)
