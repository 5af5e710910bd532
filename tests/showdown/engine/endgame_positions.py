"""The endgame that tests solve."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from psrokit_showdown.endgames.position import parse_position, row_of
from psrokit_showdown.endgames.solve import Endgame, solve_endgame
from psrokit_showdown.engine.kernel import States

TAUROS = {"species": "Tauros", "moves": ["bodyslam", "hyperbeam"], "hp": 120}
STARMIE = {"species": "Starmie", "moves": ["surf", "recover"], "hp": 90, "status": "par"}


def standing(first: Mapping[str, object], second: Mapping[str, object]) -> States:
    return row_of(parse_position({"sides": [first, second]}, "test"))


@cache
def solved_duel() -> Endgame:
    """Tauros against Starmie."""
    return solve_endgame(standing(TAUROS, STARMIE), 1e-3, 3000)
