"""The real simulator rejects nothing that the action spaces allow, and they leave out nothing that it allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from battles import seeded
from node_scripts import run_script
from side_by_side import Folds, decisions, drawn, generated

from psrokit.api import Observation
from psrokit_showdown.action_spaces.default import Default
from psrokit_showdown.observation_spaces.opponent_move import OpponentMove
from psrokit_showdown.simulator import BattleSpec, Simulator
from psrokit_showdown.simulator.install import install
from psrokit_showdown.vocabularies import OWN, load_vocabulary

SPACE = Default()
TIERS = ("ou", "uu", "nu", "ubers")
DISGUISED = """
Pawmot||leftovers|ironfist|revivalblessing,closecombat,voltswitch,icepunch|Jolly|,252,,,4,252|||||,,,,,electric
Zoroark||lifeorb|illusion|nastyplot,darkpulse,uturn,flamethrower|Timid|,,,252,4,252|||||,,,,,poison
Garchomp||rockyhelmet|roughskin|earthquake,stealthrock,dragontail,protect|Jolly|,252,,,4,252|||||,,,,,steel
Toxapex||blacksludge|regenerator|toxicspikes,recover,haze,surf|Bold|252,,252,,4,|||||,,,,,fairy
Dugtrio||choiceband|arenatrap|earthquake,stoneedge,suckerpunch,rockslide|Jolly|,252,,,4,252|||||,,,,,ground
Iron Valiant||boosterenergy|quarkdrive|moonblast,closecombat,encore,destinybond|Naive|,4,,252,,252|||||,,,,,ghost
""".strip().replace("\n", "]")
"""A gen 9 team with a preview, Terastallization, an illusion, a revival, hidden trapping and a choice lock."""


@dataclass
class Tally:
    """What was played: decisions, verbs chosen, legal choices that had no index, and words of the observations."""

    decisions: int = 0
    battles: int = 0
    chosen: Counter[str] = field(default_factory=Counter)
    unnumbered: list[str] = field(default_factory=list)
    words: set[str] = field(default_factory=set)


def play(simulator: Simulator, specs: Sequence[BattleSpec], tally: Tally) -> None:
    """Play the battles side by side, both seats uniform over legal indices. A rejected choice fails the test."""
    rng = seeded(len(specs))

    def choose(_lane: int, _seat: int, observation: Observation) -> str:
        tally.words.update(OpponentMove().start().encode(observation.view)["text"].item().split(" "))
        allowed = [SPACE.action(observation, int(index)) for index in np.flatnonzero(SPACE.mask(observation))]
        tally.unnumbered += set(observation.legal) - set(allowed)
        return str(rng.choice(allowed))

    def count(folds: Folds) -> None:
        tally.battles += 1
        assert {fold.closing_view().outcome for fold in folds} in ({1, -1}, {0})
        assert [fold.unknown for fold in folds] == [{}, {}]

    for decision in decisions(simulator, specs, choose, ended=count):
        verb, _, detail = decision.choice.partition(" ")
        tally.chosen["terastallize" if detail.endswith("terastallize") else verb] += 1
        tally.decisions += 1


def brought(format_id: str, battles: int) -> list[BattleSpec]:
    """Battles between random teams that the format's validator lets pass."""
    payload = {"format": format_id, "count": battles + 1, "seed": "1,2,3,4"}
    teams = run_script(install(lambda _: None), Path(__file__).parent / "legal_teams.js", payload)
    return [BattleSpec(format_id, (number, 2, 3, 4), pair) for number, pair in enumerate(pairwise(teams))]


def test_gen1ou_battles(simulator: Simulator) -> None:
    tally = Tally()
    play(simulator, drawn(4), tally)
    assert tally.decisions > 400
    assert tally.unnumbered == []


@pytest.mark.parametrize("format_id", ["gen1uu", "gen1nu", "gen1ubers"])
def test_battles_of_other_tiers(simulator: Simulator, format_id: str) -> None:
    tally = Tally()
    play(simulator, brought(format_id, 3), tally)
    assert tally.decisions > 200
    assert tally.unnumbered == []
    assert load_vocabulary(OWN).unknown(tally.words) == []


@pytest.mark.parametrize("gen", [2, 3, 4, 9])
def test_random_battles_of_other_gens(simulator: Simulator, gen: int) -> None:
    tally = Tally()
    play(simulator, generated(gen, 3), tally)
    assert tally.decisions > 200
    assert tally.unnumbered == []
    assert load_vocabulary(OWN).unknown(tally.words) == []


def test_team_preview_terastallization_illusion_and_revival(simulator: Simulator) -> None:
    tally = Tally()
    play(simulator, [BattleSpec("gen9ou", (number, 2, 3, 4), (DISGUISED, DISGUISED)) for number in range(8)], tally)
    assert tally.unnumbered == []
    assert load_vocabulary(OWN).unknown(tally.words) == []
    assert tally.chosen["team"] == 16
    assert tally.chosen["terastallize"] >= 8


@pytest.mark.slow
def test_a_hundred_thousand_gen1_decisions(simulator: Simulator) -> None:
    tally = Tally()
    while tally.decisions < 100_000:
        play(simulator, drawn(64, first=tally.battles), tally)
    assert tally.unnumbered == []


@pytest.mark.slow
@pytest.mark.parametrize("gen", [1, 2, 3, 4, 9])
def test_many_random_battles(simulator: Simulator, gen: int) -> None:
    tally = Tally()
    play(simulator, generated(gen, 100), tally)
    assert tally.decisions > 10_000
    assert tally.unnumbered == []
    assert load_vocabulary(OWN).unknown(tally.words) == []


@pytest.mark.slow
@pytest.mark.parametrize("format_id", [*(f"gen{gen}{tier}" for gen in (1, 2, 3, 4) for tier in TIERS), "gen9ou"])
def test_many_battles_of_every_tier(simulator: Simulator, format_id: str) -> None:
    tally = Tally()
    play(simulator, brought(format_id, 40), tally)
    assert tally.battles == 40
    assert tally.unnumbered == []
    assert load_vocabulary(OWN).unknown(tally.words) == []
