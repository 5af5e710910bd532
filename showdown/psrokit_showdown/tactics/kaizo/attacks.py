"""Adjustments of attacks that are more than damage."""

from __future__ import annotations

from psrokit_showdown.tactics.kaizo.case import PHYSICAL_TYPES, Case

_GUARDS = ("protect", "detect")
_RAISED = 3
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
    """Two turns are long; its user's own guard counts, as in Metamon."""
    blocked = case.resisted or case.owns(*_GUARDS)
    return (-2.0 if blocked else 0.0) + (-1.0 if case.own.hp < 0.38 else 0.0)


def hiding(case: Case) -> float:
    """Away for a turn: needless for who has a guard, good while the other side is dying."""
    if case.owns(*_GUARDS):
        return -1.0
    dying = case.foe.status == "tox" or "leechseed" in case.foe.volatiles
    return case.maybe(1, 0.69) if not case.slower or dying else 0.0


def countering(case: Case) -> float:
    """Counter and Mirror Coat: by what the other side did last, while health lasts.

    After a move that did no damage one whose types are all physical (special) would have its Counter (Mirror Coat) hit.
    """
    if case.foe.status == "slp" or "confusion" in case.foe.volatiles:
        return -1.0
    points = case.maybe(-1, 0.96) if case.own.hp < 0.3 else 0.0
    points += case.maybe(-1, 0.61) if case.own.hp < 0.5 else 0.0
    if case.owns("counter") and case.owns("mirrorcoat"):
        return points + case.maybe(4, 0.61)
    last = case.foe_last
    if last is None:
        return points
    if last.category == "status":
        wanted = case.move.id == "counter"
        pure = all((each in PHYSICAL_TYPES) == wanted for each in case.own.types)
        return points + (case.maybe(4, 0.5) if pure else 0.0)
    return points + case.maybe(1 if last.category == _COUNTERED[case.move.id] else -1, 0.61)


def fake_out(case: Case) -> float:
    """On the first turn; corrected: of no use later."""
    return 2.0 if case.scene.faithful or case.scene.first_turn else -12.0


def focus_punch(case: Case) -> float:
    """Against the sleeping."""
    return (-1.0 if case.resisted else 0.0) + (1.0 if case.foe.status == "slp" else 0.0)


def revenge(case: Case) -> float:
    """Not against those that may not strike; published, not for a user that may not."""
    looked_at = case.own if case.scene.faithful else case.foe
    helpless = looked_at.status == "slp" or "confusion" in looked_at.volatiles
    return -2.0 if helpless or case.likely(0.73) else 2.0


def super_fang(case: Case) -> float:
    """Of the healthy more is halved; Metamon's sign is kept."""
    return -1.0 if (case.foe.hp > 0.5 if case.scene.faithful else case.foe.hp < 0.5) else 0.0


def pursuit(case: Case) -> float:
    """Against those that like to leave."""
    if "ghost" in case.foe.types and case.own.hp == 1.0:
        return 1.0
    return case.maybe(1, 0.5) if "psychic" in case.foe.types else 0.0


def knock_off(case: Case) -> float:
    """While there is time."""
    return case.maybe(1, 0.27) if case.own.hp > 0.3 else 0.0


def earthquake(case: Case) -> float:
    """Against who has dug in; published, against who used Dig last, by the faster."""
    last = case.foe_last
    used = last is not None and last.id == "dig" and not case.slower
    dug_in = used if case.scene.faithful else "dig" in case.foe.volatiles
    return 2.0 + case.maybe(2, 0.5) if dug_in else 0.0


def u_turn(case: Case) -> float:
    """To be gone: for the dying, and where it does nothing; not where it strikes hard."""
    points = case.maybe(1, 0.7) if case.factor == 0 else -1.0 if case.factor > 1 else 0.0
    points += case.maybe(1, 0.3) if case.own.hp < 0.4 else 0.0
    return points + (1.0 if case.own.hp < 0.1 else 0.0)


def gyro_ball(case: Case) -> float:
    """For the slower."""
    return 0.0 if case.slower else -2.0


def body_press(case: Case) -> float:
    """With Defence raised."""
    return case.maybe(1, 0.8) if case.own.boost("def") >= _RAISED else 0.0


def foul_play(case: Case) -> float:
    """Against Attack raised."""
    return case.maybe(1, 0.8) if case.foe.boost("atk") >= _RAISED else 0.0


def earth_power(case: Case) -> float:
    """Its drop of Special Defence is wanted early, and not for ever."""
    stage, hp = case.foe.boost("spd"), case.foe.hp
    wanted = 0.5 if hp == 1.0 else 0.3 if hp > 0.7 else 0.0
    points = case.maybe(1, wanted) if stage > -3 else 0.0
    return points + (case.maybe(-1, 0.6) if stage <= -2 else 0.0)


def brick_break(case: Case) -> float:
    """Against Reflect (published: its own)."""
    side = case.scene.own_side if case.scene.faithful else case.scene.foe_side
    return 1.0 if "reflect" in side else 0.0
