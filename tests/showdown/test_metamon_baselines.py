"""Metamon's players: what each does in positions made by hand, in random battles of every generation, and by name."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rnn_files import write_tiny
from side_by_side import decisions, of_generation
from streams import DATA
from test_baselines import choice, own, position

import psrokit_showdown.baselines
from psrokit.api import InputError, Observation, Policy, build, spec
from psrokit_showdown.baselines.bug_catcher import BugCatcher
from psrokit_showdown.baselines.emerald_kaizo import EmeraldKaizo
from psrokit_showdown.baselines.gym_leader import GymLeader
from psrokit_showdown.baselines.kaizo_plus import KaizoPlus
from psrokit_showdown.baselines.smogon_switcher import SmogonSwitcher
from psrokit_showdown.commands.competing import Contest, hold
from psrokit_showdown.commands.order import agreement
from psrokit_showdown.data import gen1_moves
from psrokit_showdown.matchup import option_damage
from psrokit_showdown.simulator import Simulator
from psrokit_showdown.tactics.reckoning import accuracy, blow, expected_damage, hit_points, stat, worst_damage
from psrokit_showdown.tactics.scene import ATTACK, HP, SPEED, Mon, Rules, Scene
from psrokit_showdown.tactics.usage import read_checks

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
FOLDER = Path(psrokit_showdown.baselines.__file__).parent
NAMED = {
    found.group(1): file.stem
    for file in sorted(FOLDER.glob("*.py"))
    for found in [re.search(r"Metamon: (\w+)", file.read_text(encoding="utf-8"))]
    if found
}
"""Metamon's name -> ours, as the docstrings say."""
NEED_USAGE = {"smogon_switcher", "kaizo_plus"}
NEED_WEIGHTS = {"base_rnn", "wins_only_rnn", "mini_rnn"}
CHECKS = {"starmie": {"chansey": 0.9, "tauros": 0.2}, "chansey": {"tauros": 0.6}}


@pytest.fixture(scope="module")
def usage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("usage") / "checks.json"
    file.write_text(json.dumps(CHECKS), encoding="utf-8")
    return file


def player(name: str, usage: Path, **options: Any) -> Policy:
    more = {"usage": str(usage)} if name in NEED_USAGE else {}
    more |= {"weights": str(write_tiny(usage.with_name("tiny.pt")))} if name in NEED_WEIGHTS else {}
    policy: Policy = build("policy", {"use": name, **more, **options})
    return policy


def often(policy: Policy, observation: Observation, times: int = 200) -> Counter[str]:
    """What the policy does with different generators, by choice."""
    return Counter(policy.start(0, np.random.default_rng(number)).act(observation) for number in range(times))


def scene(observation: Observation, rules: Rules = "corrected") -> Scene:
    return Scene(observation, np.random.default_rng(0), rules)


def sides(here: Scene) -> tuple[Mon, Mon]:
    assert here.own is not None
    assert here.foe is not None
    return here.own, here.foe


# --- names ---


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


# --- the shared calculations ---


def test_stats_are_inferred_as_in_gen_1() -> None:
    here = scene(position(own("tauros", "bodyslam"), foe="starmie"))
    mine, theirs = sides(here)
    assert stat(here, theirs, HP) == 323
    assert (stat(here, theirs, SPEED), stat(here, mine, SPEED), stat(here, mine, ATTACK)) == (328, 318, 298)


def test_damage_is_near_the_exact_one() -> None:
    observation = position(own(*TAUROS), foe="starmie")
    here = scene(observation)
    mine, theirs = sides(here)
    for option in here.moves:
        exact = option_damage(observation.view, gen1_moves()[option.move.id])
        assert exact is not None
        low, high = (blow(here, mine, theirs, option.move, roll) for roll in (0.85, 1.0))
        assert low == pytest.approx(exact.low, rel=0.05, abs=3)
        assert high == pytest.approx(exact.high, rel=0.05, abs=3)
        mean = expected_damage(here, mine, theirs, option.move)
        assert mean == pytest.approx(exact.expected, rel=0.05, abs=3)


def test_health_is_in_hit_points_unless_faithful() -> None:
    hurt = ("|-damage|p2a: starmie|50/100",)
    here = position(own("tauros", "bodyslam"), foe="starmie", lines=hurt)
    assert hit_points(scene(here), sides(scene(here))[1]) == pytest.approx(161.5)
    assert hit_points(scene(here, "faithful"), sides(scene(here))[1]) == pytest.approx(50)


def test_evasion_hurts_the_attacker_unless_faithful() -> None:
    raised = ("|-boost|p2a: starmie|evasion|1",)
    here = position(own("tauros", "bodyslam"), foe="starmie", lines=raised)
    values: dict[Rules, float] = {}
    for rules in ("corrected", "faithful"):
        now = scene(here, rules)
        values[rules] = accuracy(now, *sides(now), now.moves[0].move)
    assert values["corrected"] == pytest.approx(0.66)
    assert values["faithful"] == pytest.approx(255 / 256)


def test_nothing_is_sure_that_can_miss() -> None:
    here = scene(position(own("tauros", "blizzard", "bodyslam"), foe="starmie"))
    sure = [worst_damage(here, *sides(here), option.move) > 0 for option in here.moves]
    assert sure == [False, True]


# --- positions ---

TAUROS = ("tauros", "bodyslam", "hyperbeam", "earthquake", "blizzard")
BENCH = [
    ("starmie", "surf", "thunderbolt"),
    ("chansey", "icebeam", "softboiled"),
    ("rhydon", "earthquake", "rockslide"),
]


def team(*first: str, condition: str = "") -> list[dict[str, Any]]:
    return [own(*first, condition=condition), *(own(*each) for each in BENCH)]


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


# --- usage statistics ---


def test_unknown_opponents_count_as_no_check_known(usage: Path) -> None:
    fainted = position(*team("tauros", "bodyslam", condition="0 fnt"), foe="zapdos", forced=True)
    assert choice(SmogonSwitcher(usage), fainted) == choice(KaizoPlus(usage), fainted) == "rhydon"


@pytest.mark.parametrize("content", ["[", "[]", '{"tauros": 3}', '{"tauros": {"starmie": "often"}}'])
def test_what_is_no_statistics_is_said_to_be_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "usage.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="these are no usage statistics"):
        read_checks(str(file))
    with pytest.raises(InputError, match="there are no usage statistics here"):
        read_checks(str(tmp_path / "nothing"))
    with pytest.raises(InputError):
        build("policy", {"use": "smogon_switcher"})


def test_both_published_forms_are_read() -> None:
    metamon, smogon = DATA / "usage" / "metamon" / "checks_gen1ou.json", DATA / "usage" / "smogon"
    if not metamon.exists():
        pytest.skip(f"no usage statistics: {metamon} is absent")
    assert read_checks(str(metamon))["snorlax"]["cloyster"] == pytest.approx(0.6977125)
    exeggutor = json.loads((smogon / "gen1ou-1760-chaos.json").read_text())["data"]["Tauros"]["Checks and Counters"]
    mean, deviation = exeggutor["Exeggutor"][1:]
    assert read_checks(str(smogon))["tauros"]["exeggutor"] == pytest.approx(mean - 4 * deviation)


# --- battles ---


@pytest.mark.parametrize("name", sorted(NAMED.values()))
def test_players_are_deterministic_given_their_generator(name: str, usage: Path) -> None:
    here = [position(*team(*TAUROS), foe=foe) for foe in ("starmie", "zapdos", "gengar", "chansey")]
    actors = [player(name, usage).start(0, np.random.default_rng(3)) for _ in range(2)]
    runs = [[actor.act(one) for one in here * 5] for actor in actors]
    assert runs[0] == runs[1]


@pytest.mark.parametrize("gen", [1, 2, 3, 4, 9])
def test_every_player_plays_every_generation_legally(fresh_simulator: Simulator, gen: int, usage: Path) -> None:
    names = sorted(NAMED.values())
    actors = [
        [
            player(one, usage).start(seat, np.random.default_rng([lane, seat]))
            for seat, one in enumerate((name, "random"))
        ]
        for lane, name in enumerate(names)
    ]
    specs, made = of_generation(gen, len(names)), 0
    for decision in decisions(
        fresh_simulator, specs, lambda lane, seat, seen: str(actors[lane][seat].act(seen)), most=60
    ):
        assert decision.choice in decision.observation.legal
        made += 1
    assert made > 1500


# --- strength ---

PUBLISHED_NAMES = {
    "Random": "random",
    "MaxBP": "max_bp",
    "BasicSwitch": "basic_switcher",
    "Gen1AI": "gen1_trainer",
    "BugCatcher": "bug_catcher",
    "Gen1BossAI": "gen1_boss_ai",
    "Grunt": "grunt",
    "GymLeader": "gym_leader",
    "EKRisky": "ek_risky",
    "EmeraldKaizo": "emerald_kaizo",
    "PokeEnvHeuristic": "poke_env_heuristic",
    "KaizoPlus": "kaizo_plus",
}
WITHOUT_RULES = {"random", "max_bp", "basic_switcher", "gen1_trainer"}
"""They play the same under both rules."""


@pytest.mark.slow
@pytest.mark.parametrize("rules", ["faithful", "corrected"])
def test_the_order_of_strength_is_the_published_one(rules: Rules) -> None:
    """1,320 games in gen1ou; the published table pools generations. 100 games a pair gave 0.986 under both rules."""
    published, checks = DATA / "results" / "metamon_heuristic_heatmap.csv", DATA / "usage/metamon/checks_gen1ou.json"
    if not (published.exists() and checks.exists()):
        pytest.skip(f"no published results: {published} or {checks} is absent")
    policies = []
    for theirs, ours in PUBLISHED_NAMES.items():
        options: dict[str, str] = {} if ours in WITHOUT_RULES else {"rules": rules}
        options |= {"usage": str(checks)} if ours in NEED_USAGE else {}
        policies.append(f"{theirs}={json.dumps({'use': ours, **options})}")
    standings = hold(Contest(tuple(policies), ("gen1ou",), 20, "builtin", 1, "native"))
    assert standings.failed == 0
    found = agreement(standings.strengths, published, standings.resampled(400, np.random.default_rng(1)))
    assert found.n == len(PUBLISHED_NAMES)
    assert found.low > 0.85
