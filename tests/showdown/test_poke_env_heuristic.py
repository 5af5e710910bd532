"""`poke_env_heuristic` against poke-env's own SimpleHeuristicsPlayer: the same choice at every turn of real battles."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import orjson
import pytest
from poke_env.battle import Battle, Move, Pokemon
from poke_env.player import SimpleHeuristicsPlayer
from streams import recorded

from psrokit.api import Observation
from psrokit_showdown.actions import chosen_place, legal_choices
from psrokit_showdown.baselines.poke_env_heuristic import PokeEnvHeuristic
from psrokit_showdown.data.dex import slot_id
from psrokit_showdown.protocol import to_id
from psrokit_showdown.view import Fold

NOT_FOR_POKE_ENV = {"t:", "expire", "uhtmlchange", "error", "seed", "win", "tie", "request"}


def both_choices(file: Path, gen: int) -> Iterator[tuple[str, str]]:
    """At every turn that a choice was asked for: what poke-env's player does, and what ours does."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith(">")]
    asked = next(json.loads(line[9:]) for line in lines if line.startswith("|request|{"))["side"]
    battle = Battle("battle-test-1", asked["name"], logging.getLogger("silent"), gen=gen)
    fold, latest = Fold(int(asked["id"][1]) - 1), ""
    actor = PokeEnvHeuristic("faithful").start(fold.seat, np.random.default_rng(0))
    for line in lines:
        if line.startswith("|request|"):
            latest = line[9:] or latest
            continue
        fold.feed([line])
        parts = line.split("|")
        if len(parts) > 1 and parts[1] not in NOT_FOR_POKE_ENV:
            battle.parse_message(parts)
        request = json.loads(latest) if line.startswith("|turn|") else {}
        if "active" in request:
            battle.parse_request(orjson.loads(latest), False)
            observation = Observation(fold.view(request), legal_choices(request))
            yield their_choice(battle), in_words(observation, actor.act(observation))


def their_choice(battle: Battle) -> str:
    order = SimpleHeuristicsPlayer.choose_singles_move(battle)[0].order
    if isinstance(order, Move):
        return f"move {slot_id(order.id)}"
    assert isinstance(order, Pokemon)
    return f"switch {to_id(order.species)}"


def in_words(observation: Observation, choice: str) -> str:
    place = chosen_place(choice)
    if choice.startswith("move"):
        return f"move {slot_id(observation.view.options[place].id)}"
    return f"switch {observation.view.team[place].species}"


@pytest.mark.parametrize(("gen", "decisions"), [(1, 46), (2, 46), (3, 44), (4, 79)])
def test_they_choose_alike_at_every_turn(gen: int, decisions: int) -> None:
    found = [
        pair
        for file in sorted(recorded("firstperson").glob(f"battle-gen{gen}ou-*.txt"))
        for pair in both_choices(file, gen)
    ]
    assert len(found) == decisions
    assert [pair for pair in found if pair[0] != pair[1]] == []
