"""`psrokit bench battles`, `psrokit bench encode` and `psrokit bench env`."""

from __future__ import annotations

import click

from psrokit_showdown.commands.showdown import json_option


@click.command("battles")
@click.option("--games", type=click.IntRange(min=2), default=100, show_default=True, help="Battles in each round.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="Rounds, taken in turn.")
@json_option
def battles(games: int, rounds: int, as_json: bool) -> None:
    """Measure gen1ou, random against random: the native engine, the simulator, and poke-env where it is installed.

    The native engine plays 500 times the games as arrays between compiled random players in two threads, 200 times
    through `psrokit run` between compiled scripted ones on two workers, each battle recorded, and 5 times with a NumPy
    policy that answers arrays. The simulator's battles go through views, policies and two workers. poke-env's are those
    of two of its random players on a local Showdown server. All are measured in turn, without start-up; the result is
    the median of all rounds.
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

    The views are those of random battles on the native engine. Each round clears what earlier ones have worked out, so
    that every view is new; the result is the median of all rounds, and the least. Then the same decisions as rows: the
    compiled encoders, 256 rows by one call, and beside them the space's own encoders with views at hand (of the spaces
    of words, `tokenized`).
    """
    from psrokit_showdown.commands.encoding import show_costs  # noqa: PLC0415 # `psrokit --help` stays fast

    show_costs(games, rounds, as_json=as_json)


@click.command("env")
@click.option("--steps", type=click.IntRange(min=1), default=2000, show_default=True, help="Steps of each environment.")
@click.option("--lanes", type=click.IntRange(min=1), default=32, show_default=True, help="Battles of the vector form.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="Rounds, taken in turn.")
@json_option
def env(steps: int, lanes: int, rounds: int, as_json: bool) -> None:
    """Measure the gymnasium environments: gen1ou against `random`, one battle, many, two learners, on both engines.

    Where poke-env is installed, also one battle at a time on the ladder of a local server, and poke-env's own
    environment there (with an empty observation, so that what is measured is its way of playing alone).

    A step is a learner's decision with its observation, mask and reward. One more round before the others is not
    counted; the result is the median of the others.
    """
    from psrokit_showdown.commands.stepping import show_steps  # noqa: PLC0415 # `psrokit --help` stays fast

    show_steps(steps, lanes, rounds, as_json=as_json)
