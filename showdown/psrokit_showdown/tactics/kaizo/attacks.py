"""Adjustments of attacks that are more than damage."""

from __future__ import annotations

from psrokit_showdown.tactics.kaizo.case import Case

_GUARDS = ("protect", "detect")
_COUNTERED = {"counter": "physical", "mirrorcoat": "special"}


def sure_hit(case: Case) -> float:
    """Wanted when accuracy is gone."""
    stage = case.own.boost("accuracy")
    return (case.maybe(1, 0.61) if stage <= -3 else 0.0) + (1.0 if stage <= -5 else 0.0)


def high_critical(case: Case) -> float:
    """A little more than another attack."""
    if case.resisted:
        return 0.0
    return case.maybe(1, 0.5 if case.factor >= 2 else 0.25)


def recharging(case: Case) -> float:
    """For the nearly lost."""
    return -1.0 if case.resisted or case.own.hp > (0.6 if case.slower else 0.41) else 0.0


def solar_beam(case: Case) -> float:
    """Two turns are long."""
    blocked = case.resisted or any(move.id in _GUARDS for move in case.foe.moves)
    return (-2.0 if blocked else 0.0) + (-1.0 if case.own.hp < 0.38 else 0.0)


def hiding(case: Case) -> float:
    """Away for a turn: bad against a guard, good while the other side is dying."""
    if any(move.id in _GUARDS for move in case.foe.moves):
        return -1.0
    dying = case.foe.status == "tox" or "leechseed" in case.foe.volatiles
    return case.maybe(1, 0.69) if not case.slower or dying else 0.0


def countering(case: Case) -> float:
    """Counter and Mirror Coat: by what the other side did last, while health lasts."""
    if case.foe.status == "slp" or "confusion" in case.foe.volatiles:
        return -1.0
    points = case.maybe(-1, 0.96) if case.own.hp < 0.3 else 0.0
    points += case.maybe(-1, 0.61) if case.own.hp < 0.5 else 0.0
    if case.owns("counter") and case.owns("mirrorcoat"):
        return points + case.maybe(4, 0.61)
    last = case.foe_last
    if last is None:
        return points
    return points + case.maybe(1 if last.category == _COUNTERED[case.move.id] else -1, 0.61)


def fake_out(case: Case) -> float:
    """On the first turn; corrected: of no use later."""
    return 2.0 if case.scene.faithful or case.scene.first_turn else -12.0


def focus_punch(case: Case) -> float:
    """Against the sleeping."""
    return (-1.0 if case.resisted else 0.0) + (1.0 if case.foe.status == "slp" else 0.0)


def revenge(case: Case) -> float:
    """Not against those that may not strike."""
    helpless = case.foe.status == "slp" or "confusion" in case.foe.volatiles
    return -2.0 if helpless or case.likely(0.73) else 2.0


def super_fang(case: Case) -> float:
    """Of the healthy more is halved; Metamon's sign is kept."""
    return -1.0 if (case.foe.hp > 0.5 if case.scene.faithful else case.foe.hp < 0.5) else 0.0


def pursuit(case: Case) -> float:
    """Against those that like to leave."""
    if "ghost" in case.foe.types:
        return 1.0 if case.foe.hp == 1.0 else 0.0
    return case.maybe(1, 0.5) if "psychic" in case.foe.types else 0.0


def knock_off(case: Case) -> float:
    """While there is time."""
    return case.maybe(1, 0.27) if case.own.hp > 0.3 else 0.0


def earthquake(case: Case) -> float:
    """Against who has dug in."""
    return 2.0 + case.maybe(2, 0.5) if "dig" in case.foe.volatiles else 0.0


def brick_break(case: Case) -> float:
    """Against Reflect (published: its own)."""
    side = case.scene.own_side if case.scene.faithful else case.scene.foe_side
    return 1.0 if "reflect" in side else 0.0
