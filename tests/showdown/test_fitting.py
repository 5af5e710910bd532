"""Players of Pokemon in an experiment without Pokemon are refused before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from psrokit.api import EnvironmentFault
from psrokit.plan import make_plan

EXPERIMENT = """
game: {game}
population: [{policy}]
oracle: {oracle}
meta_solver: nash
evaluator: {{use: sampled, pairs: 2}}
iterations: 1
"""
KUHN = "{use: openspiel, game: kuhn_poker}"


def planned(folder: Path, game: str, policy: str, oracle: str) -> None:
    file = folder / "experiment.yaml"
    file.write_text(EXPERIMENT.format(game=game, policy=policy, oracle=oracle), encoding="utf-8")
    make_plan(file)


@pytest.mark.parametrize(
    ("policy", "oracle", "named"),
    [
        ("uniform", "tuned", "oracle 'tuned' needs"),
        ("greedy_damage", "exact", "policy 'greedy_damage' needs"),
        ("grunt", "tuned", "oracle 'tuned' and policy 'grunt' need"),
    ],
)
def test_players_of_pokemon_need_a_game_of_it(tmp_path: Path, policy: str, oracle: str, named: str) -> None:
    with pytest.raises(EnvironmentFault, match=f"{named} battles of Pokemon, and game 'openspiel' has none"):
        planned(tmp_path, KUHN, policy, oracle)


@pytest.mark.parametrize(("game", "policy", "oracle"), [("showdown", "grunt", "tuned"), (KUHN, "random", "exact")])
def test_others_are_planned(tmp_path: Path, game: str, policy: str, oracle: str) -> None:
    planned(tmp_path, game, policy, oracle)
