"""Adjustments of moves that heal, protect or pay with health."""

from __future__ import annotations

from psrokit_showdown.tactics.kaizo.case import Case

_GUARDS = frozenset({"protect", "detect"})


def recovery(case: Case) -> float:
    """The slower heals when hurt; the faster would waste its turn."""
    if case.own.hp == 1.0:
        return -3.0
    if not case.slower:
        return -8.0
    return case.maybe(-3, 0.88) if case.own.hp > 0.7 else case.maybe(2, 0.92)


def rest(case: Case) -> float:
    """Rest is for later than recovery: the slower the earlier."""
    if case.own.hp == 1.0:
        return -8.0
    never, rarely = (0.71, 0.6) if case.slower else (0.5, 0.4)
    if case.own.hp > never:
        return -5.0
    if case.own.hp > rarely and case.likely(0.8 if case.slower else 0.73):
        return -3.0
    return case.maybe(3, 0.96)


def draining(case: Case) -> float:
    """Feeding on those that resist is poor."""
    return case.maybe(-3, 0.8) if case.resisted else 0.0


def protecting(case: Case) -> float:
    """Not twice in a row."""
    return case.maybe(-2, 0.8) if case.own.last_move in _GUARDS else 0.0


def substitute(case: Case) -> float:
    """Less and less wanted as health goes."""
    return sum(case.maybe(-1, 0.61) for limit in (0.5, 0.7, 0.9) if case.own.hp < limit)


def exploding(case: Case) -> float:
    """The weaker, the readier; published, the fast are ready in full health."""
    hp = case.own.hp
    if hp > 0.8:
        fast = 3 if case.scene.faithful else -3
        return case.maybe(-1 if case.slower else fast, 0.8)
    if hp > 0.5:
        return case.maybe(-1, 0.8)
    if hp > 0.3:
        return case.maybe(1, 0.5)
    drawn = case.draw()
    return 2.0 if drawn < 0.4 else 1.0 if drawn < 0.9 else 0.0


def destiny_bond(case: Case) -> float:
    """For the faster that is about to faint."""
    if case.slower:
        return -1.0
    points = -1.0 + (case.maybe(1, 0.5) if case.own.hp < 0.7 else 0.0)
    points += case.maybe(1, 0.5) if case.own.hp < 0.5 else 0.0
    return points + (case.maybe(2, 0.61) if case.own.hp < 0.3 else 0.0)


def endure(case: Case) -> float:
    """For the dying."""
    return case.maybe(1, 0.73) if 0.04 < case.own.hp < 0.34 else -1.0


def endeavor(case: Case) -> float:
    """For the weak against the strong."""
    if case.foe.hp < 0.7:
        return -1.0
    return 1.0 if case.own.hp < (0.5 if case.slower else 0.4) else -1.0


def flail(case: Case) -> float:
    """Strong in the weak, of whom the faster may wait longer."""
    healthy, weak = (0.6, 0.4) if case.slower else (0.33, 0.08)
    return -1.0 if case.own.hp > healthy else 0.0 if case.own.hp > weak else 1.0


def pain_split(case: Case) -> float:
    """For who has less, while the other side has much."""
    return 1.0 if case.foe.hp >= 0.8 and case.own.hp < (0.6 if case.slower else 0.4) else -1.0
