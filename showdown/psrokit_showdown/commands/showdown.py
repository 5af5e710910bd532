"""`psrokit showdown`: the simulator, teams, and battles between policies."""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import Any

import click


class _Seconds(click.FloatRange):
    """A time above 0 that ends."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number of seconds."""
        seconds: float = super().convert(value, param, ctx)
        if not isfinite(seconds):
            self.fail(f"{value} is no time that ends.", param, ctx)
        return seconds


SECONDS = _Seconds(min=0.0, min_open=True)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
format_option = click.option("--format", "format_id", default="gen1ou", show_default=True, help="A Showdown format.")


@click.group("showdown")
def showdown() -> None:
    """Pokemon Showdown: the simulator, teams, and battles between policies."""


@showdown.command("install")
@json_option
def install(as_json: bool) -> None:
    """Install the simulator unless it is there, and check every file of it against its hash."""
    from psrokit_showdown.commands.installing import show_installation  # noqa: PLC0415 # `psrokit --help` stays fast

    show_installation(as_json=as_json)


@showdown.command("battle")
@click.argument("first")
@click.argument("second")
@format_option
@click.option("--teams", default="builtin", show_default=True, help="Where both players' teams are drawn from.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Decides teams and chance.")
@click.option("--games", type=click.IntRange(min=1), default=1, show_default=True, help="1, or an even number.")
@json_option
def battle(first: str, second: str, *, format_id: str, teams: str, seed: int, games: int, as_json: bool) -> None:
    """Let two policies play: FIRST and SECOND are names, or JSON such as '{"use": "scripted", "damage": 2}'.

    A single game is told move by move. Of more games every deal is played twice, with seats exchanged, and the result
    has a 95 % interval.
    """
    from psrokit_showdown.commands.battling import Bout, show_bout  # noqa: PLC0415 # `psrokit --help` stays fast

    show_bout(Bout(first, second, format_id, teams, seed, games), as_json=as_json)


@showdown.command("verify-engine")
@click.option("--battles", "count", type=click.IntRange(min=1), default=300, show_default=True, help="How many.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Decides which battles.")
@click.option("--family", "families", multiple=True, help="Only battles of this family; may be given again.")
@click.option("--teams", default="builtin", show_default=True, help="The teams of the family real-teams.")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="A folder for the simulator's battles.")
@json_option
def verify_engine(
    *, count: int, seed: int, families: tuple[str, ...], teams: str, keep: Path | None, as_json: bool
) -> int:
    """Hold the native engine against the unmodified simulator, decision by decision. Exit code 6 if anything differs.

    Both play the same battles: the random state, HP, PP, every effect and counter, what may be chosen and who wins are
    compared after every decision. With --keep a run that was stopped goes on where it stopped, and a changed engine is
    compared without playing on the simulator again.
    """
    from psrokit_showdown.commands.verifying import Wanted, show_verification  # noqa: PLC0415 # --help stays fast

    return show_verification(Wanted(count, seed, families, teams, keep), as_json=as_json)


@showdown.command("compare-engines")
@click.argument("run", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--pairs", type=click.IntRange(min=2), default=30, show_default=True, help="Deals of each pair of policies."
)
@click.option("--workers", type=click.IntRange(min=1), default=2, show_default=True, help="Processes on each engine.")
@json_option
def compare_engines(run: Path, *, pairs: int, workers: int, as_json: bool) -> int:
    """Let the policies of a RUN, its responses among them, play the same matches on both engines.

    Every deal is played twice, with seats exchanged. Outcomes are compared down to every recorded choice, the run's own
    win rates with the interval of the games on Showdown, and both engines by the clock. Exit code 6 if a game differs.
    """
    from psrokit_showdown.commands.comparing import show_comparison  # noqa: PLC0415 # `psrokit --help` stays fast

    return show_comparison(run, pairs, workers, as_json=as_json)
