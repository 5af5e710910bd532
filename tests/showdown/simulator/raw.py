"""The ground truth: the same battles played by the package alone, in a Node script without any of our own code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, cast

from node_scripts import run_script
from playing import Played

from psrokit_showdown.simulator import Update, commands
from psrokit_showdown.simulator.install import install

SCRIPT = Path(__file__).with_name("raw_battles.js")


def raw_steps(battles: Sequence[Played], form: Literal["steps", "digests"]) -> list[list[Any]]:
    """Every step of every battle when the choices that were made in it are made again."""
    payload = {"form": form, "battles": [_described(battle) for battle in battles]}
    return cast("list[list[Any]]", run_script(install(lambda _: None), SCRIPT, payload, seconds=600))


def step(update: Update) -> dict[str, Any]:
    """An update in the form of the script's steps."""
    return {
        "log": list(update.log),
        "requests": list(update.requests),
        "ended": update.ended,
        "winner": update.winner,
        "turn": update.turn,
        "prng": update.prng,
    }


def digest(update: Update) -> str:
    """The same digest as the script's."""
    text = json.dumps(step(update), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _described(battle: Played) -> dict[str, Any]:
    _, _, format_id, seed, seats = json.loads(commands.start(0, battle.spec))
    return {"format": format_id, "seed": seed, "seats": seats, "choices": battle.last.choices}
