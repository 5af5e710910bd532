"""`psrokit analyze`."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit.cli.output import json_option


@click.command("analyze")
@click.argument("table", type=click.Path(path_type=Path))
@click.option(
    "--games", metavar="FILE|N", help="Games per pair, as a table like TABLE or one number; the rest are ties."
)
@click.option("--draws", type=click.Path(dir_okay=False, path_type=Path), help="Ties per pair, as a table like TABLE.")
@click.option("--returns", type=float, nargs=2, metavar="LOW HIGH", help="The least and the greatest return of a game.")
@click.option(
    "--win-loss",
    is_flag=True,
    help="State that games are won, tied and lost, so that payoffs are win rates: from -1 to 1, or --returns 0 100.",
)
@click.option("--format", "format_", metavar="NAME", help="The table format. [default: the one that recognises TABLE]")
@click.option("--only", multiple=True, metavar="ANALYZER", help="Ask only this; may be given more than once.")
@click.option("--level", type=float, default=0.95, show_default=True, help="Confidence of intervals.")
@click.option("--resamples", type=int, help="Draws of the bootstrap.  [default: 400, fewer for more than 270 policies]")
@click.option("--seed", type=int, default=0, show_default=True, help="Fixes every random number.")
@click.option("--budget", type=int, default=1000, show_default=True, help="Games there are to play next.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page that needs no network.")
@click.option(
    "--save", type=click.Path(dir_okay=False, path_type=Path), help="Write the table to a .csv, .nfg or .parquet."
)
@json_option
def verb(
    *,
    table: Path,
    games: str | None,
    draws: Path | None,
    returns: tuple[float, float] | None,
    win_loss: bool,
    format_: str | None,
    only: tuple[str, ...],
    level: float,
    resamples: int | None,
    seed: int,
    budget: int,
    html: Path | None,
    save: Path | None,
    as_json: bool,
) -> None:
    """Say all there is to know about a TABLE: who is in equilibrium, how sure that is, and what to play next.

    TABLE is a CSV of wins of each policy (rows) against each other (columns), or any other file that a table format
    knows (`psrokit plugins list`), or the folder of a run. Pairs that never met are missing, never even: the answer
    says what they could change.
    """
    from psrokit.cli.analyzing import Request, show_analysis  # noqa: PLC0415 # `psrokit --help` stays fast

    request = Request(table, games, draws, returns, win_loss, format_, only, level, resamples, seed, budget)
    show_analysis(request, html=html, save=save, as_json=as_json)
