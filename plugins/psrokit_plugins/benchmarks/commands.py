"""The commands of `psrokit bench` that measure parts of psrokit beside their peers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
_AT_LEAST_ONE = click.IntRange(min=1)


def add_to(cli: click.Group) -> None:
    """Add them to `bench`, psrokit's own group."""
    bench = cli.commands["bench"]
    assert isinstance(bench, click.Group)
    for command in (leduc, table, lp, alpharank, nashconv, statistics, bootstrap, ratings):
        bench.add_command(command)


def _terms(command: F) -> F:
    """The options of all of them."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of a table."),
        click.option("--deadline", type=float, default=600.0, show_default=True, help="Seconds for each contestant."),
        click.option("--threads", type=_AT_LEAST_ONE, default=1, show_default=True, help="Threads of each contestant."),
        click.option("--seeds", type=_AT_LEAST_ONE, default=5, show_default=True, help="Rounds: seeds 0, 1, ..."),
        click.option("--peers", default="all", show_default=True, metavar="NAME,...", help="Which, or `none`."),
    ):
        command = option(command)
    return command


def _game(default: str) -> Callable[[F], F]:
    return click.option("--game", default=default, show_default=True, help="A two-player game of OpenSpiel.")


def _size(default: int, what: str) -> Callable[[F], F]:
    return click.option("--size", type=_AT_LEAST_ONE, default=default, show_default=True, help=what)


def _run(name: str, options: dict[str, Any], *, peers: str, as_json: bool, **terms: Any) -> None:
    from psrokit_plugins.benchmarks.comparing import compare, show  # noqa: PLC0415 # `psrokit --help` stays fast
    from psrokit_plugins.benchmarks.measuring import Terms  # noqa: PLC0415

    chosen = None if peers == "all" else [name for name in peers.split(",") if name != "none"]
    document = compare(f"{__package__}.{name}", options, chosen, Terms(**terms))
    show(document, as_json=as_json)
    if "error" in document["psrokit"]:
        click.get_current_context().exit(1)


@click.command("leduc")
@_game("leduc_poker")
@click.option(
    "--way",
    type=click.Choice(["psro", "xdo", "linear_program"]),
    default="psro",
    show_default=True,
    help="How psrokit solves it: xdo mixes the actions of responses, linear_program solves the whole game at once.",
)
@click.option("--patience", type=float, default=60.0, show_default=True, help="Seconds that psro_v2 may iterate.")
@_terms
def leduc(game: str, way: str, patience: float, **terms: Any) -> None:
    """From uniform play to NashConv 1e-9, which OpenSpiel certifies. `--game kuhn_poker` for a small game.

    Beside it OpenSpiel's psro_v2, which samples its payoffs (like with like: `--way psro`), and its linear program of
    the whole game (`--way linear_program`). Larger games: `--game "liars_dice(dice_sides=5)" --way xdo`.
    """
    _run("leduc", {"game": game, "way": way, "patience": patience}, **terms)


@click.command("table")
@_game("leduc_poker")
@_size(200, "Policies of each player.")
@click.option("--cells", type=_AT_LEAST_ONE, default=10, show_default=True, help="Cells that peers compute.")
@_terms
def table(game: str, size: int, cells: int, **terms: Any) -> None:
    """The exact payoff table of two random populations.

    Peers compute cell by cell; they compute a few, and their times are scaled up to the table. psro_v2's are sampled.
    """
    _run("table", {"game": game, "size": size, "cells": cells}, **terms)


@click.command("lp")
@_size(300, "Actions of each player.")
@click.option("--family", default="gaussian", show_default=True, help="Payoffs: gaussian or spinning-top.")
@_terms
def lp(size: int, family: str, **terms: Any) -> None:
    """One zero-sum matrix game, both players' strategies. The residual is the gap, relative to half the spread."""
    _run("lp", {"size": size, "family": family}, **terms)


@click.command("alpharank")
@_size(30, "Policies of each population.")
@click.option("--populations", type=click.IntRange(1, 2), default=2, show_default=True, help="One, or one a seat.")
@_terms
def alpharank(size: int, populations: int, **terms: Any) -> None:
    """Alpha-rank in the limit of infinite alpha. The residual says how far from stationary the answer is.

    Peers write the chain between all profiles as a matrix, which has size ** 4 entries for two populations.
    """
    _run("alpharank", {"size": size, "populations": populations}, **terms)


@click.command("nashconv")
@_game("leduc_poker")
@_size(50, "Policies of each player.")
@_terms
def nashconv(game: str, size: int, **terms: Any) -> None:
    """NashConv of a mixture of random policies in the full game."""
    _run("nashconv", {"game": game, "size": size}, **terms)


@click.command("statistics")
@click.option(
    "--family", default="spinning top", show_default=True, help="transitive, spinning top, blocks or two dominate."
)
@click.option("--games", type=_AT_LEAST_ONE, default=50, show_default=True, help="Planted games in a round.")
@click.option("--pairs", type=_AT_LEAST_ONE, default=100, show_default=True, help="Pairs a cell of uniform play.")
@_terms
def statistics(family: str, games: int, pairs: int, **terms: Any) -> None:
    """How many games the evaluator `adaptive` needs for a mixture with the true error that uniform play leaves.

    On planted games of 20 policies whose payoffs are known. The ratio is that of games, not of seconds.
    """
    _run("statistics", {"family": family, "games": games, "pairs": pairs}, **terms)


@click.command("bootstrap")
@_size(50, "Policies of the symmetric game.")
@click.option("--draws", type=_AT_LEAST_ONE, default=1000, show_default=True, help="Resampled tables.")
@_terms
def bootstrap(size: int, draws: int, **terms: Any) -> None:
    """Nash equilibria of resampled payoff tables. The residual is the largest relative gap of any of them."""
    _run("bootstrap", {"size": size, "draws": draws}, **terms)


@click.command("ratings")
@_size(50, "Policies.")
@click.option("--draws", type=_AT_LEAST_ONE, default=1000, show_default=True, help="Resampled records.")
@_terms
def ratings(size: int, draws: int, **terms: Any) -> None:
    """Bradley-Terry strengths of resampled records. The residual is the largest share of games predicted wrong."""
    _run("ratings", {"size": size, "draws": draws}, **terms)
