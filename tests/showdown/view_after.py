"""What a seat knows after a few lines of a gen 1 battle."""

from __future__ import annotations

from typing import Any

from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.simulator import Request
from psrokit_showdown.view import Fold

LEADS = ["|gen|1", "|teamsize|p1|6", "|teamsize|p2|6", "|switch|p1a: Muk|Muk|413/413", "|switch|p2a: Mew|Mew|100/100"]
MUK = {
    "ident": "p1: Muk",
    "details": "Muk",
    "condition": "413/413",
    "active": True,
    "stats": {"atk": 308, "def": 248, "spa": 228, "spd": 228, "spe": 198},
    "moves": ["sludge", "mimic", "bodyslam", "explosion"],
    "item": "",
}


def request(*moves: tuple[str, int, int], **more: Any) -> Request:
    options = [{"id": name, "pp": pp, "maxpp": limit, "disabled": False} for name, pp, limit in moves]
    return {"active": [{"moves": options}], "side": {"name": "a", "id": "p1", "pokemon": [MUK]}, **more}


FRESH = request(("sludge", 32, 32), ("mimic", 16, 16), ("bodyslam", 24, 24), ("explosion", 8, 8))


def view_after(*lines: str) -> BattleView:
    fold = Fold(0)
    fold.feed(LEADS)
    fold.view(FRESH)
    fold.feed(lines)
    return fold.view(FRESH)
