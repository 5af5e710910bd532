"""Adjustments of moves that raise or lower stats."""

from __future__ import annotations

from psrokit_showdown.tactics.kaizo.case import PHYSICAL_TYPES, Case

_STRONG = 3


def attack_up(case: Case) -> float:
    """Attack is raised in full health, and not twice."""
    return _offence_up(case, "atk", wanted=True)


def special_attack_up(case: Case) -> float:
    """Special Attack likewise, where the types already favour its user; published, where they favour this very move."""
    best = max((case.scene.factor(move.type, case.foe) for move in case.own.moves if move.power), default=0.0)
    best = case.factor if case.scene.faithful else best
    return _offence_up(case, "spa", wanted=best > 1)


def _offence_up(case: Case, name: str, *, wanted: bool) -> float:
    if case.own.hp == 1.0 and case.own.boost(name) < _STRONG:
        return case.maybe(1, 0.5) if wanted else 0.0
    if case.scene.faithful or case.own.hp < 0.4:  # published: the bands are of 0 to 100, health is of 0 to 1
        return -2.0
    return 0.0 if case.own.hp > 0.7 else case.maybe(-2, 0.84)


def defence_up(case: Case) -> float:
    """Defence is raised in full health, least against special attacks, and not for ever.

    Published, it is Special Defence that must not be high.
    """
    points = case.maybe(2, 0.5) if case.own.hp == 1.0 and case.own.boost("def") < _STRONG else 0.0
    high = case.own.boost("spd" if case.scene.faithful else "def") >= _STRONG
    points += case.maybe(-1, 0.61) if high else 0.0
    if case.own.hp <= 0.4:
        return points - 2
    if case.own.hp >= 0.7 and not case.likely(0.22):
        return points
    last = case.foe_last
    odds = 0.7 if last is None else {"physical": 0.59, "status": 0.77}.get(last.category, 1.0)
    return points + case.maybe(-2, odds)


def special_defence_up(case: Case) -> float:
    """Special Defence is raised in full health, and not for ever."""
    if case.own.hp == 1.0:
        return case.maybe(-1, 0.61) if case.own.boost("spd") >= _STRONG else case.maybe(2, 0.5)
    if case.own.hp < 0.4:
        return -2.0
    return case.maybe(-2, 0.22 if case.own.hp > 0.7 else 0.7)


def speed_up(case: Case) -> float:
    """Speed is for the slower."""
    return case.maybe(3, 0.73) if case.slower else -3.0


def speed_down(case: Case) -> float:
    """The other side's speed matters to the slower."""
    return case.maybe(2, 0.73) if case.slower else -3.0


def dragon_dance(case: Case) -> float:
    """For the slower, or the healthy."""
    if case.slower:
        return case.maybe(1, 0.5)
    return case.maybe(-1, 0.73) if case.own.hp < 0.5 else 0.0


def evasion_up(case: Case) -> float:
    """Early and not for ever."""
    points = case.maybe(3, 0.61) if case.own.hp > 0.9 else 0.0
    stage = case.own.boost("evasion")
    points += case.maybe(-1, 0.5) if stage >= _STRONG else 0.0
    if case.own.hp < 0.4:
        return points - 2
    return points + (case.maybe(-2, 0.73) if case.own.hp < 0.7 and stage != 0 else 0.0)


def attack_down(case: Case) -> float:
    """Attack is lowered once, of those that use it by their types."""
    if case.foe.boost("atk") < 0:
        low = -1.0 if case.own.hp < 0.9 else 0.0
        return -1.0 + low + (case.maybe(-1, 0.8) if case.foe.boost("atk") < -3 else 0.0)
    return -2.0 if case.own.hp < 0.7 or not PHYSICAL_TYPES & set(case.foe.types) else 0.0


def defence_down(case: Case) -> float:
    """Tickle, Moonblast, Fake Tears: only early, and not for ever."""
    weak = case.own.hp < (0.5 if case.move.id == "moonblast" else 0.7)
    watched = {"tickle": ("atk",), "moonblast": ("spa",)}.get(case.move.id, ("def", "spd"))
    low = weak or min(case.foe.boost(name) for name in watched) <= -_STRONG
    return (-2.0 if weak else 0.0) + (case.maybe(-2, 0.8) if low else 0.0)


def belly_drum(case: Case) -> float:
    """Only in full health."""
    return -2.0 if case.own.hp < 0.9 else 0.0


def curse(case: Case) -> float:
    """A Ghost's curse costs; another's is wanted until Defence is high (published: the more, the higher it is)."""
    if "ghost" in case.own.types:
        return case.maybe(-1, 0.69)
    stage = case.own.boost("def")
    wanted = sum(stage >= each if case.scene.faithful else stage <= each for each in (1, 2, 3))
    return sum(case.maybe(1, 0.5) for _ in range(wanted)) + case.maybe(1, 0.5)


def baton_pass(case: Case) -> float:
    """Passes on what is worth it, in time."""
    highest, limit = max(case.own.boosts), 0.7 if case.slower else 0.6
    if highest >= _STRONG and case.own.hp < limit:
        return case.maybe(2, 0.69)
    return -2.0 if highest < _STRONG - 1 or case.own.hp > limit else 0.0


def phazing(case: Case) -> float:
    """Drives away who has prepared."""
    return case.maybe(2, 0.5) if max(case.foe.boosts) >= _STRONG else -3.0
