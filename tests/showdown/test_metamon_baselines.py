"""Metamon's players: their names, and what each does in positions made by hand."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from metamon_players import NAMED, TAUROS, often, player, team
from test_baselines import choice, position

from psrokit.api import InputError, build, spec
from psrokit_showdown.baselines.bug_catcher import BugCatcher
from psrokit_showdown.baselines.emerald_kaizo import EmeraldKaizo
from psrokit_showdown.baselines.gym_leader import GymLeader

REGISTERED = {
    *("RandomBaseline", "MaxBPBaseline", "PokeEnvHeuristic", "Gen1Trainer", "Gen1TrainerGoodSwitching", "Gen1BossAI"),
    *("BasicSwitcher", "Grunt", "GymLeader", "SmogonSwitcher", "BugCatcher", "EmeraldKaizo", "KaizoPlus"),
    *("BaseRNN", "WinsOnlyRNN", "MiniRNN"),
}
FURTHER = {
    *("SwitchToBestMove", "RiskTaker", "NotRiskTaker", "PreferPhysical", "PreferSpecial", "PreferStatus"),
    *("PreferPriority", "PreferPrioritySmart", "EasyPokeEnvHeuristic", "_ParameterizedPokeEnvHeuristic"),
    *("GruntRandomSwitching", "EKRisky"),
}


def test_every_baseline_of_metamon_is_here_by_name() -> None:
    assert set(NAMED) == REGISTERED | FURTHER
    assert len(NAMED) == 28


def test_the_page_names_each() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "play-metamons-baselines.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| (\w+) \| `(\w+)` \|$", page, re.MULTILINE)) == NAMED


@pytest.mark.parametrize("name", sorted(NAMED.values()))
def test_specs_read_back(name: str, usage: Path) -> None:
    policy = player(name, usage)
    assert build("policy", spec(policy)) == policy


def test_probabilities_are_checked(usage: Path) -> None:
    with pytest.raises(InputError, match="stab is a probability from 0 to 1, not 2"):
        player("parameterized_poke_env_heuristic", usage, stab=2.0).start(0, np.random.default_rng(0))
    with pytest.raises(InputError, match="random_most is a probability"):
        player("max_bp", usage, random_most=-1.0).start(0, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("name", "first", "foe", "lines", "expected"),
    [
        ("max_bp", TAUROS, "gengar", (), "hyperbeam"),
        ("basic_switcher", ("tauros", "bodyslam", "stomp"), "zapdos", (), "chansey"),
        ("basic_switcher", ("starmie", "thunderbolt", "surf"), "rhydon", (), "surf"),
        ("grunt", TAUROS, "gengar", (), "earthquake"),
        ("grunt_random_switching", TAUROS, "gengar", (), "earthquake"),
        ("smogon_switcher", TAUROS, "gengar", (), "earthquake"),
        ("bug_catcher", TAUROS, "gengar", (), "bodyslam"),
        ("switch_to_best_move", TAUROS, "gengar", (), "earthquake"),
        ("switch_to_best_move", ("tauros", "bodyslam"), "zapdos", (), "chansey"),
        ("not_risk_taker", ("tauros", "blizzard", "bodyslam", "fireblast"), "mew", (), "bodyslam"),
        ("prefer_physical", ("tauros", "blizzard", "bodyslam", "strength"), "mew", (), "bodyslam"),
        ("prefer_special", ("tauros", "hyperbeam", "blizzard", "thunderbolt"), "mew", (), "blizzard"),
        ("prefer_special", ("tauros", "bodyslam", "strength"), "mew", (), "bodyslam"),
        ("prefer_status", ("chansey", "icebeam", "thunderwave"), "mew", (), "thunderwave"),
        ("prefer_priority", ("jolteon", "thunderbolt", "quickattack"), "mew", (), "quickattack"),
        ("poke_env_heuristic", TAUROS, "gengar", (), "earthquake"),
        ("poke_env_heuristic", ("slowbro", "surf", "amnesia"), "charizard", (), "amnesia"),
        ("gym_leader", TAUROS, "zapdos", (), "hyperbeam"),
        ("gym_leader", ("tauros", "bodyslam", "blizzard"), "chansey", ("|-damage|p2a: chansey|9/100",), "bodyslam"),
        ("emerald_kaizo", ("tauros", "bodyslam", "stomp"), "mew", ("|-damage|p2a: mew|5/100",), "bodyslam"),
        ("kaizo_plus", ("tauros", "bodyslam", "stomp"), "mew", ("|-damage|p2a: mew|5/100",), "bodyslam"),
    ],
)
def test_what_each_uses(  # noqa: PLR0917 # a table of positions
    name: str, first: tuple[str, ...], foe: str, lines: tuple[str, ...], expected: str, usage: Path
) -> None:
    options = {"random_most": 0.0} if name == "max_bp" else {}
    assert choice(player(name, usage, **options), position(*team(*first), foe=foe, lines=lines)) == expected


@pytest.mark.parametrize(
    ("name", "foe", "expected"),
    [
        ("gen1_trainer", "zapdos", "starmie"),
        ("gen1_boss_ai", "zapdos", "starmie"),
        ("gen1_trainer_good_switching", "zapdos", "rhydon"),
        ("grunt", "zapdos", "rhydon"),
        ("gym_leader", "zapdos", "rhydon"),
        ("poke_env_heuristic", "zapdos", "rhydon"),
        ("basic_switcher", "zapdos", "chansey"),
        ("emerald_kaizo", "zapdos", "rhydon"),
        ("bug_catcher", "exeggutor", "rhydon"),
        ("smogon_switcher", "starmie", "chansey"),
        ("kaizo_plus", "starmie", "chansey"),
    ],
)
def test_whom_each_sends_in(name: str, foe: str, expected: str, usage: Path) -> None:
    fainted = team("tauros", "bodyslam", condition="0 fnt")
    assert choice(player(name, usage), position(*fainted, foe=foe, forced=True)) == expected


@pytest.mark.parametrize("name", ["random", "max_bp", "risk_taker", "prefer_status", "grunt_random_switching"])
def test_some_send_in_anybody(name: str, usage: Path) -> None:
    fainted = team("tauros", "bodyslam", condition="0 fnt")
    assert set(often(player(name, usage), position(*fainted, foe="mew", forced=True))) == {
        "switch 2",
        "switch 3",
        "switch 4",
    }


def test_max_bp_errs_a_little() -> None:
    counts = often(build("policy", {"use": "max_bp"}), position(*team(*TAUROS), foe="mew"), 1000)
    assert 920 < counts["move 2"] < 985
    assert len(counts) == 7


def test_gen_1_trainers_use_any_move() -> None:
    counts = often(build("policy", {"use": "gen1_trainer"}), position(*team(*TAUROS), foe="mew"))
    assert set(counts) == {f"move {number}" for number in range(1, 5)}


def test_the_boss_looks_at_types_and_spares_the_afflicted() -> None:
    boss = build("policy", {"use": "gen1_boss_ai"})
    here = position(*team("chansey", "thunderwave", "thunderbolt"), foe="zapdos")
    assert set(often(boss, here)) == {"move 1", "move 2"}
    paralysed = ("|-status|p2a: slowbro|par",)
    here = position(*team("chansey", "thunderwave", "thunderbolt"), foe="slowbro", lines=paralysed)
    assert set(often(boss, here)) == {"move 2"}
    faithful = build("policy", {"use": "gen1_boss_ai", "rules": "faithful"})
    assert set(often(faithful, here)) == {"move 1", "move 2"}


def test_the_gym_leader_prepares_first_and_heals_late() -> None:
    amnesia = often(GymLeader(), position(*team("slowbro", "surf", "amnesia"), foe="snorlax"))
    assert 70 < amnesia["move 2"] < 130
    low = position(*team("chansey", "icebeam", "softboiled", condition="100/703"), foe="snorlax")
    assert 130 < often(GymLeader(), low)["move 2"] < 170
    assert often(GymLeader("faithful"), low)["move 2"] == 0


def test_the_gym_leader_knows_a_knock_out_from_a_percentage() -> None:
    """Body Slam does less than the 194 HP that Starmie has left, and more than 60, its percentage."""
    hurt = ("|-damage|p2a: starmie|60/100",)
    here = position(*team("snorlax", "bodyslam", "amnesia"), foe="starmie", lines=hurt)
    assert often(GymLeader(), here)["move 2"] > 70
    assert often(GymLeader("faithful"), here)["move 2"] == 0


def test_the_helpless_leave() -> None:
    here = position(*team("jolteon", "thunderbolt", "thunderwave"), foe="rhydon")
    assert choice(GymLeader(), here) in {"starmie", "chansey"}
    leaving = often(EmeraldKaizo(), here)
    assert 165 < sum(count for chosen, count in leaving.items() if chosen.startswith("switch")) < 195, "nine in ten"


def test_kaizo_minds_its_health() -> None:
    hurt = position(*team("chansey", "icebeam", "softboiled", condition="300/703"), foe="starmie")
    fine = position(*team("chansey", "icebeam", "softboiled"), foe="starmie")
    assert often(EmeraldKaizo(), hurt)["move 2"] > 150
    assert often(EmeraldKaizo(), fine)["move 2"] == 0
    raising = position(*team("snorlax", "bodyslam", "amnesia", condition="500/523"), foe="mew")
    assert often(EmeraldKaizo(), raising)["move 2"] > 0
    assert often(EmeraldKaizo("faithful"), raising)["move 2"] == 0, "published, below full health nothing is raised"


def test_published_faults_that_changed_choices() -> None:
    best = build("policy", {"use": "switch_to_best_move", "rules": "faithful"})
    assert len(often(best, position(*team(*TAUROS), foe="gengar"))) == 7, "it chose at random when it did not switch"
    fainted = position(*team("tauros", "bodyslam", condition="0 fnt"), foe="zapdos", forced=True)
    assert choice(EmeraldKaizo(), fainted) != choice(EmeraldKaizo("faithful"), fainted)


def test_worst_moves_are_the_bug_catchers() -> None:
    counts = often(BugCatcher(), position(*team("tauros", "bodyslam", "stomp", "earthquake"), foe="zapdos"))
    assert counts["move 3"] > 190, "all else does some damage, unless it misses in thought"
