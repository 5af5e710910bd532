"""`psrokit play`: the command."""

from __future__ import annotations

import click

from psrokit_showdown.commands.showdown import SECONDS, format_option


@click.command("play")
@click.argument("policy")
@format_option
@click.option("--teams", default="builtin", show_default=True, help="Where both players' teams are drawn from.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Decides teams and chance.")
@click.option("--browser", is_flag=True, help="Play on a local server instead; its page needs the Internet.")
@click.option("--wait", type=SECONDS, default=600.0, show_default=True, help="With --browser: seconds allowed to you.")
def play(policy: str, *, format_id: str, teams: str, seed: int, browser: bool, wait: float) -> None:
    """Play a Pokemon battle against POLICY yourself: a name, or JSON such as '{"use": "scripted", "damage": 2}'.

    What you may choose is listed in words; type its number, or q to give up. You see what a player may see.
    """
    from psrokit_showdown.commands.facing import Duel, play_in_browser, play_in_terminal  # noqa: PLC0415 # --help

    duel = Duel(policy, format_id, teams, seed)
    if browser:
        play_in_browser(duel, seconds=wait)
    else:
        play_in_terminal(duel)
