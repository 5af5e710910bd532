"""`psrokit compete`: the command; `competing` plays."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from psrokit_showdown.commands.showdown import json_option


@click.command("compete")
@click.argument("policies", nargs=-1, required=True)
@click.option(
    "--format",
    "formats",
    multiple=True,
    default=("gen1ou",),
    show_default=True,
    help="A Showdown format; may be given again, and all count alike.",
)
@click.option(
    "--games",
    type=click.IntRange(min=2),
    default=100,
    show_default=True,
    help="Per pair and format; an even number.",
)
@click.option(
    "--teams",
    default="builtin",
    show_default=True,
    help="Where all teams are drawn from; {format} in it stands for the format.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Decides teams and chance.")
@click.option(
    "--engine",
    type=click.Choice(["native", "showdown"]),
    help="What plays: the compiled engine (formats of gen 1), or the simulator.  "
    "[default: the compiled engine where it can, else the simulator]",
)
@click.option(
    "--published",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV of win rates in percent (rows against columns) whose order of strengths is compared with this one.",
)
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with the heat map.")
@click.option(
    "--save", type=click.Path(dir_okay=False, path_type=Path), help="Write the table to a .csv, .nfg, .parquet."
)
@json_option
def compete(
    *,
    policies: tuple[str, ...],
    formats: tuple[str, ...],
    games: int,
    teams: str,
    seed: int,
    engine: Literal["native", "showdown"] | None,
    published: Path | None,
    html: Path | None,
    save: Path | None,
    as_json: bool,
) -> int:
    """Let POLICIES play each other, every pair as often, and show who beats whom.

    Each is a name, JSON such as '{"use": "kaizo_plus", "usage": "checks.json"}', or either under another name:
    Gen1AI=gen1_trainer. Every deal is played twice with seats exchanged, and every win rate has a 95 % interval.
    What can be refused is refused before the first game; what was played is written even if something later fails.
    """
    from psrokit_showdown.commands.competing import Contest, Wanted, show_contest  # noqa: PLC0415 # `psrokit --help` stays fast

    contest = Contest(policies, formats, games, teams, seed, engine)
    return show_contest(contest, Wanted(published, html, save), as_json=as_json)
