"""Matches between poke-env's players, and a team that shows what other players overlook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psrokit.api import (
    Match,
    Outcome,
    Policy,
    build,
    drive,
    open_lanes,
)
from psrokit_showdown.games.showdown import Showdown

RANDOM, MOST_POWER = "poke_env.player:RandomPlayer", "poke_env.player:MaxBasePowerPlayer"
PREVIEWED = """
Pawmot||leftovers|ironfist|revivalblessing,closecombat,voltswitch,icepunch|Jolly|,252,,,4,252|||||,,,,,electric
Zoroark||lifeorb|illusion|nastyplot,darkpulse,uturn,flamethrower|Timid|,,,252,4,252|||||,,,,,poison
Garchomp||rockyhelmet|roughskin|earthquake,stealthrock,dragontail,protect|Jolly|,252,,,4,252|||||,,,,,steel
""".strip().replace("\n", "]")
"""A gen 9 team with a preview, an illusion and a revival."""


def player(name: str, **options: Any) -> Policy:
    built: Policy = build("policy", {"use": "poke_env", "player": name, **options})
    return built


def simple() -> Policy:
    built: Policy = build("policy", "simple_heuristics")
    return built


def play(game: Showdown, matches: Sequence[Match], in_flight: int = 8) -> list[Outcome]:
    with open_lanes(game) as lanes:
        outcomes = dict(drive(lanes, matches, in_flight=in_flight, attempts=1))
    return [outcomes[index] for index in range(len(matches))]
