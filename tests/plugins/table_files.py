"""Tables as files: how tests write them, and when two are the same."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from psrokit.api import PayoffTable

WINS = "policy,a,b,c\na,,3,4\nb,1,,\nc,2,,\n"
NXDO = {
    "n_players": 2,
    "exponential_average_coeff": None,
    "strat_ids_to_specs": {"p": {"id": "p", "metadata": {}, "pure_strategy_indexes": {"0": 0}}},
    "player_and_strat_index_to_strat_id": {"(0, 0)": "p", "(1, 0)": "q", "(1, 1)": "r"},
    "payoff_matrices_per_player": [[[0.25, 0.0]], [[-0.25, 0.0]]],
    "games_played_matrices_per_player": [[[8, 0]], [[8, 0]]],
}


def write(tmp_path: Path, name: str, content: str | bytes | dict[str, Any]) -> Path:
    path = tmp_path / name
    if isinstance(content, dict):
        content = json.dumps(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def same_table(one: PayoffTable, other: PayoffTable) -> bool:
    return one.seats == other.seats and all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name)) for field in fields(one)[1:]
    )
