"""States in the universal form, folded from a few lines of a gen 4 battle."""

from __future__ import annotations

from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.to_universal import universal_state
from psrokit_showdown.universal import UniversalState
from psrokit_showdown.view import Fold

GEN4 = ("|gen|4", "|tier|[Gen 4] OU", "|player|p1|one||", "|player|p2|two||", "|teamsize|p1|6", "|teamsize|p2|6")
JIRACHI = {
    "ident": "p1: Jirachi",
    "details": "Jirachi",
    "condition": "404/404",
    "active": True,
    "stats": {"atk": 328, "def": 236, "spa": 212, "spd": 236, "spe": 276},
    "moves": ["ironhead", "hiddenpowerfire70", "return102", "uturn"],
    "baseAbility": "serenegrace",
    "item": "choicescarf",
}
SLOTS = [
    {"id": name, "pp": 24, "maxpp": 24, "disabled": False} for name in ("ironhead", "hiddenpower", "return", "uturn")
]
REQUEST = {"active": [{"moves": SLOTS}], "side": {"name": "one", "id": "p1", "pokemon": [JIRACHI]}}


def gen4_view(*lines: str, leads: bool = True) -> BattleView:
    fold = Fold(0)
    fold.feed(GEN4)
    if leads:
        fold.feed(("|switch|p1a: Jirachi|Jirachi|404/404", "|switch|p2a: Foe|Gyarados, M|100/100", "|turn|1"))
    fold.feed(lines)
    return fold.view(REQUEST)


def gen4(*lines: str) -> UniversalState:
    return universal_state(gen4_view(*lines))
