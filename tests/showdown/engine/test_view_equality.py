"""What a row says a seat knows is what the protocol's lines say, after every decision."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest

from psrokit_showdown.engine import layout
from psrokit_showdown.engine.seen import DISABLED_TURNS, LOCKED_TURNS
from psrokit_showdown.simulator.install import install
from psrokit_showdown.teams import load_teams
from psrokit_showdown.verification import families
from psrokit_showdown.verification.families import CYCLE, battles
from psrokit_showdown.verification.native import replay
from psrokit_showdown.verification.recorder import Recorder, Recording
from psrokit_showdown.verification.views import view_differences


def test_views_from_rows_are_those_from_lines() -> None:
    install(lambda _: None)
    teams = [named.team.packed for named in load_teams("builtin", "gen1ou")]
    mixed = [family for family in CYCLE if family != "stalls"]
    wanted = [battle for battle in islice(battles(30, mixed, teams), 24) if battle.script.pp is None]
    decisions = 0
    with Recorder() as recorder:
        for battle in wanted:
            (recording,) = recorder.record([replace(battle.script, log=True)])
            assert isinstance(recording, Recording)
            rows = replay(recording)
            assert len(rows) == len(recording.trace)
            found = next(view_differences(recording, rows), None)
            assert found is None, f"{battle.family} {battle.number}: {found}"
            decisions += len(recording.choices)
    assert decisions > 1000


SPELLS = (
    *("wrap", "firespin", "clamp", "thrash", "petaldance", "bide", "disable", "confuseray", "thunderwave", "toxic"),
    *("leechseed", "substitute", "haze", "metronome", "mirrormove", "rest", "sleeppowder", "bodyslam", "headbutt"),
)
"""Moves of an unknown length, what breaks them off, and what raises Toxic's counter."""


def test_what_lasts_is_counted_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    install(lambda _: None)
    monkeypatch.setattr(families, "TANGLED", SPELLS)
    locked, disabled, toxic = 0, 0, 0
    with Recorder() as recorder:
        for battle in islice(battles(7, ["tangles"], []), 40):
            (recording,) = recorder.record([replace(battle.script, log=True)])
            assert isinstance(recording, Recording)
            rows = replay(recording)
            found = next(view_differences(recording, rows), None)
            assert found is None, f"{battle.number}: {found}"
            for side in (layout.P1, layout.P2):
                words = rows[:, layout.SEEN + (side == layout.P2) * layout.SEEN_WORDS :]
                locked = max(locked, words[:, LOCKED_TURNS].max())
                disabled = max(disabled, words[:, DISABLED_TURNS].max())
                toxic = max(toxic, rows[:, side + layout.TOXIC_COUNT].max())
    assert (locked, disabled >= 5, toxic >= 3) == (5, True, True)


def test_a_view_that_differs_is_found() -> None:
    install(lambda _: None)
    teams = [named.team.packed for named in load_teams("builtin", "gen1ou")]
    (battle,) = islice(battles(31, ["real-teams"], teams), 1)
    with Recorder() as recorder:
        (recording,) = recorder.record([replace(battle.script, log=True)])
    assert isinstance(recording, Recording)
    rows = replay(recording)
    rows[3, layout.P1 + layout.STAGE] += 1
    decision, place, *_ = next(view_differences(recording, rows))
    assert decision == 3
    assert place.endswith("boosts.attack")
