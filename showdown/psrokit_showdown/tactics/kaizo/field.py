"""Adjustments of moves about the field: screens, weather, hazards."""

from __future__ import annotations

from psrokit_showdown.tactics.heuristics import HAZARDS
from psrokit_showdown.tactics.kaizo.case import Case

_PREPARED = 3
_LAYERS = {"spikes": 3, "toxicspikes": 2}


def screen(case: Case) -> float:
    """While half the health is left."""
    return -2.0 if case.own.hp < 0.5 else 0.0


def weather(case: Case) -> float:
    """Once, while health is left; published rules do not see that it is there already."""
    there = case.move.weather.lower() == case.scene.view.weather.lower() and not case.scene.faithful
    return -1.0 if case.own.hp < 0.4 or there else 1.0


def hazard(case: Case) -> float:
    """As many layers as there can be; not before those that fly."""
    layers = case.scene.foe_side.get(case.move.side, 0)
    most = _LAYERS.get(case.move.side, 1)
    full = layers >= (1 if case.scene.gen == 2 else most) or (most == 1 and case.move.side in case.scene.foe_side)
    return case.maybe(1, 0.4) if not full and "flying" not in case.foe.types else -1.0


def clearing(case: Case) -> float:
    """Where the own side has something to clear, and the other side has not."""
    theirs = case.maybe(-1, 0.8) if HAZARDS & set(case.scene.foe_side) else 0.0
    return theirs + (case.maybe(1, 0.5) if HAZARDS & set(case.scene.own_side) else 0.0)


def imprison(case: Case) -> float:
    """Often wanted."""
    return case.maybe(2, 0.61)


def conversion(case: Case) -> float:
    """Hardly ever."""
    return -2.0 if case.own.hp < 0.9 or case.likely(0.8) else 0.0


def haze(case: Case) -> float:
    """Where the other side has prepared."""
    return 2.0 if max(case.foe.boost(name) for name in ("atk", "spa", "def", "spd", "evasion")) >= _PREPARED else 0.0


def magic_coat(case: Case) -> float:
    """In full health."""
    points = case.maybe(-1, 0.61) if case.own.hp < 0.3 else 0.0
    return points + (case.maybe(1, 0.39) if case.own.hp == 1.0 else case.maybe(-1, 0.88))


def always_worse(case: Case) -> float:
    """Two points off."""
    del case
    return -2.0
