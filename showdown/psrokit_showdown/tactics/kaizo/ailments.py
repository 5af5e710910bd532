"""Adjustments of moves that put to sleep, paralyse, poison, seed or confuse, and of moves about that."""

from __future__ import annotations

from psrokit_showdown.tactics.kaizo.case import Case

_GUARDS = ("protect", "detect")
_OFTEN_REPEATED = frozenset({"dreameater", "fakeout", "falseswipe", "focuspunch", "superfang", "snore"})


def sleep(case: Case) -> float:
    """Wanted by those that feed on it."""
    return case.maybe(1, 0.5) if case.owns("dreameater", "nightmare") else 0.0


def paralysis(case: Case) -> float:
    """Wanted by the slower."""
    if case.slower:
        return case.maybe(3, 0.92) if case.foe.status != "par" else 0.0
    return -1.0 if case.own.hp < 0.7 else 0.0


def poison(case: Case) -> float:
    """Only while both are fit."""
    return -1.0 if min(case.own.hp, case.foe.hp) < 0.5 else 0.0


def draining_away(case: Case) -> float:
    """Toxic and Leech Seed take time: for the fit, best behind a guard."""
    points = 0.0
    if case.damaging and case.own.hp < 0.5:
        drawn = case.draw()
        points = 0.0 if drawn < 0.04 else -3.0 if drawn < 0.35 else -6.0
    return points + (case.maybe(2, 0.77) if case.owns(*_GUARDS) else 0.0)


def confusion(case: Case) -> float:
    """Less and less wanted as the other side weakens."""
    bonus = case.maybe(1, 0.5) if case.move.boosts else 0.0
    return bonus + sum(case.maybe(-1, 0.5) for limit in (0.7, 0.5, 0.3) if case.foe.hp <= limit)


def disable(case: Case) -> float:
    """The faster takes away an attack."""
    last = case.foe_last
    if case.slower or last is None:
        return 0.0
    return 1.0 if last.category != "status" else case.maybe(-1, 0.61)


def encore(case: Case) -> float:
    """The faster holds the other side to what does no damage."""
    last = case.foe_last
    if case.slower or last is None:
        return -2.0
    return case.maybe(3, 0.88) if last.category == "status" or last.id in _OFTEN_REPEATED else -2.0


def dream_eater(case: Case) -> float:
    """Not against those that resist it, and of no use against the waking."""
    return -1.0 if case.resisted else 0.0


def facade(case: Case) -> float:
    """Stronger with a status."""
    return 1.0 if case.own.status else 0.0


def sleep_talk(case: Case) -> float:
    """For the sleeping alone."""
    return 10.0 if case.own.status == "slp" else -5.0


def snore(case: Case) -> float:
    """For the sleeping."""
    return 2.0 if case.own.status == "slp" else 0.0


def heal_bell(case: Case) -> float:
    """For teams with something to heal; published, for a user with something to heal."""
    ill = case.own.status if case.scene.faithful else any(each.status for each in case.scene.alive)
    return 0.0 if ill else -5.0


def trapping(case: Case) -> float:
    """Holds those that are dying slowly."""
    return case.maybe(1, 0.5) if case.foe.status == "tox" else 0.0


def taunt(case: Case) -> float:
    """Not against those that strike hard as it is, nor against those that its type leaves cold."""
    points = case.maybe(-1, 0.5) if case.factor == 0 else 0.0
    last = case.foe_last
    if last is None or case.scene.factor(last.type, case.own) <= 1:
        return points
    return points + case.maybe(-1, 0.5)
