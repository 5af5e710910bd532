"""Metamon's players in battles of every generation, and their order of strength."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from metamon_players import NAMED, NEED_USAGE, TAUROS, player, team
from side_by_side import decisions, of_generation
from streams import DATA
from test_baselines import position

from psrokit_showdown.commands.competing import Contest, hold
from psrokit_showdown.commands.order import agreement
from psrokit_showdown.simulator import Simulator
from psrokit_showdown.tactics.scene import Rules


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
