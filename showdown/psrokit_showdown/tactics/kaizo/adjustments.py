"""Which adjustment a move gets: by its name where it has one of its own, else by what it does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from psrokit_showdown.data.effects import MoveFacts
from psrokit_showdown.tactics.heuristics import HAZARDS
from psrokit_showdown.tactics.kaizo import ailments, attacks, field, recovery, stages
from psrokit_showdown.tactics.kaizo.case import Adjustment, Case

BY_NAME: Mapping[str, Adjustment] = {
    "batonpass": stages.baton_pass,
    "bellydrum": stages.belly_drum,
    "bodypress": attacks.body_press,
    "brickbreak": attacks.brick_break,
    "conversion": field.conversion,
    "counter": attacks.countering,
    "curse": stages.curse,
    "defog": field.clearing,
    "destinybond": recovery.destiny_bond,
    "detect": recovery.protecting,
    "disable": ailments.disable,
    "dragondance": stages.dragon_dance,
    "dreameater": ailments.dream_eater,
    "earthpower": attacks.earth_power,
    "earthquake": attacks.earthquake,
    "encore": ailments.encore,
    "endeavor": recovery.endeavor,
    "endure": recovery.endure,
    "facade": ailments.facade,
    "fakeout": attacks.fake_out,
    "flail": recovery.flail,
    "focuspunch": attacks.focus_punch,
    "foulplay": attacks.foul_play,
    "gyroball": attacks.gyro_ball,
    "haze": field.haze,
    "healbell": ailments.heal_bell,
    "aromatherapy": ailments.heal_bell,
    "imprison": field.imprison,
    "knockoff": attacks.knock_off,
    "leechseed": ailments.draining_away,
    "lightscreen": field.screen,
    "magiccoat": field.magic_coat,
    "mirrorcoat": attacks.countering,
    "moonblast": stages.defence_down,
    "painsplit": recovery.pain_split,
    "protect": recovery.protecting,
    "pursuit": attacks.pursuit,
    "recycle": field.always_worse,
    "reflect": field.screen,
    "rest": recovery.rest,
    "revenge": attacks.revenge,
    "reversal": recovery.flail,
    "sleeptalk": ailments.sleep_talk,
    "snore": ailments.snore,
    "solarbeam": attacks.solar_beam,
    "substitute": recovery.substitute,
    "superfang": attacks.super_fang,
    "sweetscent": field.always_worse,
    "taunt": ailments.taunt,
    "tickle": stages.defence_down,
    "uturn": attacks.u_turn,
}
RAISING: Mapping[str, Adjustment] = {
    "atk": stages.attack_up,
    "spa": stages.special_attack_up,
    "def": stages.defence_up,
    "spd": stages.special_defence_up,
    "spe": stages.speed_up,
    "evasion": stages.evasion_up,
}
LOWERING: Mapping[str, Adjustment] = {
    "atk": stages.attack_down,
    "def": stages.defence_down,
    "spd": stages.defence_down,
    "spe": stages.speed_down,
    "evasion": field.always_worse,
}
INFLICTING: Mapping[str, Adjustment] = {
    "slp": ailments.sleep,
    "par": ailments.paralysis,
    "psn": ailments.poison,
    "tox": ailments.draining_away,
}
_HIDING = frozenset({"bounce", "dig", "dive", "fly", "phantomforce", "shadowforce"})


def adjustment(case: Case) -> float:
    """What is added to the score of a move; nothing for most attacks."""
    rule = rule_of(case.move)
    return rule(case) if rule else 0.0


@cache
def rule_of(move: MoveFacts) -> Adjustment | None:
    """The adjustment of a move, if it has one."""
    return BY_NAME.get(move.id) or (_of_status(move) if move.category == "status" else _of_attack(move))


def _of_status(move: MoveFacts) -> Adjustment | None:
    if move.status:
        return INFLICTING.get(move.status)
    if move.volatile == "confusion":
        return ailments.confusion
    if move.boosts:
        return _raising(move) if move.on_self else LOWERING.get(move.boosts[0][0])
    marks: tuple[tuple[bool, Adjustment], ...] = (
        (move.heals, recovery.recovery),
        (move.forces, stages.phazing),
        (bool(move.weather), field.weather),
        (move.side in HAZARDS, field.hazard),
    )
    return next((rule for holds, rule in marks if holds), None)


def _raising(move: MoveFacts) -> Adjustment | None:
    """That of every stat which a move raises, in sum."""
    rules = [RAISING[name] for name, by in move.boosts if by > 0 and name in RAISING]
    return (lambda case: sum(rule(case) for rule in rules)) if rules else None


def _of_attack(move: MoveFacts) -> Adjustment | None:
    marks: tuple[tuple[bool, Adjustment], ...] = (
        (move.explodes, recovery.exploding),
        (move.recharges, attacks.recharging),
        (move.id in _HIDING, attacks.hiding),
        (move.drain[0] > 0, recovery.draining),
        (move.volatile == "partiallytrapped", ailments.trapping),
        (move.crit > 1, attacks.high_critical),
        (move.accuracy == 1.0 and move.id in _SURE, attacks.sure_hit),
    )
    return next((rule for holds, rule in marks if holds), None)


_SURE = frozenset(
    {"aerialace", "aurasphere", "feintattack", "magicalleaf", "shadowpunch", "shockwave", "swift", "vitalthrow"}
)
