"""Nothing hidden reaches a view or an observation: battles that differ only in what a seat cannot see look the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from battles import member

from psrokit.api import Encoder, build
from psrokit_showdown.actions import legal_choices
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.protocol import for_seat
from psrokit_showdown.simulator import BattleSpec, Request, Simulator, Update
from psrokit_showdown.view import Fold

SPACES = ("default", "expanded", "team_preview", "opponent_move", "tokenized", "gen1_entities")
MINE = "]".join(
    member(species, ["bodyslam", "recover", "surf", "thunderwave"])
    for species in ("chansey", "starmie", "tauros", "snorlax", "jynx", "golem")
)
SHOWN = [
    member("snorlax", ["bodyslam", "rest", "harden", "surf"]),
    member("chansey", ["softboiled", "surf", "rest", "sing"]),
]
"""They use the first two moves only."""
OTHERS = [
    (["amnesia", "earthquake"], ["mew", "zapdos", "alakazam", "rhydon"], "252,252,252,252,252,252"),
    (["hyperbeam", "icebeam"], ["gengar", "ditto", "jynx", "moltres"], "0,0,0,0,0,0"),
]
"""Last two moves of the lead, the bench behind the second, and the stat experience of that bench."""


def hidden_team(number: int) -> str:
    moves, bench, experience = OTHERS[number]
    lead = SHOWN[0].replace("harden,surf", ",".join(moves))
    others = [member(species, moves).replace("252,252,252,252,252,252", experience) for species in bench]
    assert lead != SHOWN[0]
    return "]".join([lead, SHOWN[1], *others])


def careful(request: Request) -> str:
    """Seat 1 uses its first two moves in turn, and sends its second Pokemon when the first has fainted."""
    legal = legal_choices(request)
    wanted = [choice for choice in ("move 1", "move 2", "switch 2") if choice in legal]
    return wanted[0]


def seen(simulator: Simulator, number: int, seed: int) -> Iterator[tuple[BattleView, list[dict[str, Any]], Request]]:
    """What seat 0 knows at each decision, with its observations and what seat 1 was asked, until a third must come."""
    simulator.start(0, BattleSpec("gen1ou", (seed, 2, 3, 4), (MINE, hidden_team(number))))
    folds = (Fold(0), Fold(1))
    encoders: list[Encoder] = [build("observation_space", {"use": name}).start() for name in SPACES]
    step = 0
    while True:
        update = simulator.exchange()[0]
        assert isinstance(update, Update)
        folds[0].feed(for_seat(update.log, 0))
        asked = {seat: request for seat, request in enumerate(update.requests) if request is not None}
        fallen = sum(one["condition"] == "0 fnt" for one in asked[1]["side"]["pokemon"]) if 1 in asked else 0
        if update.ended or fallen == 2:
            break
        if 0 in asked:
            view = folds[0].view(asked[0])
            yield view, [dict(encoder.encode(view)) for encoder in encoders], asked.get(1, {})
        step += 1
        legal = legal_choices(asked[0]) if 0 in asked else ()
        choices = {0: legal[step % len(legal)]} if legal else {}
        simulator.choose(0, choices | ({1: careful(asked[1])} if 1 in asked else {}))
    if not update.ended:
        simulator.drop(0)
        simulator.exchange()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_hidden_moves_pokemon_and_stats_change_nothing(simulator: Simulator, seed: int) -> None:
    one, other = (list(seen(simulator, number, seed)) for number in (0, 1))
    assert len(one) == len(other) > 20
    differing = 0
    for (view, arrays, truth), (twin, twin_arrays, twin_truth) in zip(one, other, strict=True):
        assert view == twin
        for mine, theirs in zip(arrays, twin_arrays, strict=True):
            assert mine.keys() == theirs.keys()
            assert all(np.array_equal(mine[name], theirs[name]) for name in mine)
        differing += truth != twin_truth
    assert differing > 20  # what the other seat was told is really different


def test_at_first_only_the_lead_is_known(simulator: Simulator) -> None:
    (first, _, _), *_ = seen(simulator, 0, 1)
    assert first.foe is not None
    assert first.foe.species == "snorlax"
    assert [foe.species for foe in first.foes] == ["snorlax"]
    assert first.foes[0].moves == ()
