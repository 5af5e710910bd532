"""Formats that make their own teams: the same from the same seed, and none can be brought."""

from __future__ import annotations

import pytest

from psrokit.api import InputError, Match, build, drive, open_lanes
from psrokit_showdown.teams import load_teams


@pytest.mark.parametrize("gen", [1, 9])
def test_random_battles_are_played_and_repeat(gen: int) -> None:
    game, player = (
        build("game", {"use": "showdown", "format": f"gen{gen}randombattle"}),
        build("policy", {"use": "random"}),
    )
    matches = [Match((player, player), number, "check") for number in (5, 6)]
    told = []
    for _ in range(2):
        with open_lanes(game) as lanes:
            told.append(dict(drive(lanes, matches, in_flight=2)))
    assert told[0] == told[1]
    assert all(outcome.failure is None and outcome.returns is not None for outcome in told[0].values())


def test_no_team_can_be_brought() -> None:
    assert load_teams("builtin", "gen9randombattle") == ()
    with pytest.raises(InputError, match="makes its own teams"):
        load_teams("some/folder", "gen9randombattle")
