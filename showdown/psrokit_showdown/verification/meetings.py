"""Which moves must have met which effects before the engine counts as verified: the pairs whose rules interact.

A pair is written as the recorder counts it: `bodyslam foe:substitute`, the move and who has which effect when it
comes to hitting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from psrokit_showdown.data import Move, gen1_moves

ENOUGH = 50
"""How often every move must have been used with effect."""
WITHOUT_EFFECT = frozenset({"teleport"})
"""Moves that never do anything: being used is all there is."""

CLEARED_BY_HAZE = ("disable", "confusion", "mist", "focusenergy", "leechseed", "lightscreen", "reflect", "residualdmg")
STATUSES = ("brn", "frz", "par", "psn", "slp", "tox")
"""Effects by the simulator's names."""


def _hits(move: Move) -> bool:
    return move.category != "Status" and not move.on_self


def _of_category(name: str) -> Callable[[Move], bool]:
    return lambda move: move.category == name and move.power > 1


def _lowers(move: Move) -> bool:
    return not move.on_self and any(stages < 0 for _, stages in move.boosts)


def _named(*names: str) -> Callable[[Move], bool]:
    return lambda move: move.id in names


def _all(who: str, effects: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{who}:{effect}" for effect in effects)


RULES: tuple[tuple[Callable[[Move], bool], tuple[str, ...]], ...] = (
    (_hits, ("foe:substitute", "foe:invulnerability", "foe:rage", "foe:bide")),
    (lambda move: _hits(move) and move.own_volatile != "partialtrappinglock", ("foe:mustrecharge",)),
    (_of_category("Physical"), ("user:brn", "foe:reflect", "user:focusenergy")),
    (_of_category("Special"), ("foe:lightscreen", "user:focusenergy")),
    (lambda move: move.secondary is not None and move.secondary.status == "brn", ("foe:frz",)),
    (lambda move: bool(move.status), ("foe:substitute", "foe:mustrecharge", *_all("foe", STATUSES))),
    (lambda move: move.volatile == "confusion", ("foe:confusion", "foe:substitute")),
    (_lowers, ("foe:mist", "foe:substitute")),
    (lambda move: bool(move.drain[0] or move.recoil[0] or move.hits), ("user:substitute",)),
    (_named("bind", "clamp", "firespin", "wrap"), ("user:partialtrappinglock", "foe:partiallytrapped")),
    (_named("bind", "clamp", "firespin", "wrap"), ("foe:fakepartiallytrapped",)),
    (_named("rest", "recover", "softboiled"), ("user:residualdmg", "user:leechseed", "user:psn")),
    (_named("rest"), ("user:brn", "user:par", "user:tox")),
    (_named("leechseed"), ("foe:leechseed", "foe:substitute", "foe:residualdmg")),
    (_named("disable"), ("foe:disable", "foe:rage", "foe:bide", "foe:lockedmove", "foe:substitute")),
    (_named("transform", "mimic", "conversion"), ("foe:substitute", "foe:disable", "user:disable")),
    (_named("transform"), ("foe:invulnerability",)),
    (_named("substitute"), ("user:substitute", "user:leechseed", "user:residualdmg")),
    (_named("thrash", "petaldance"), ("user:lockedmove", "user:confusion", "user:disable")),
    (_named("rage"), ("user:rage",)),
    (_named("mist", "focusenergy", "reflect", "lightscreen"), ("user:mist", "user:reflect", "user:lightscreen")),
    (_named("haze"), _all("user", CLEARED_BY_HAZE) + _all("foe", CLEARED_BY_HAZE) + _all("foe", STATUSES)),
    (_named("haze"), ("user:tox", "foe:lockedmove", "foe:twoturnmove", "foe:bide")),
    (_named("jumpkick", "highjumpkick"), ("user:substitute",)),
)
"""Moves, and the effects that change what they do or that they change."""


@cache
def pairs() -> tuple[str, ...]:
    """Every pair that must have been met."""
    found = dict.fromkeys(f"{move.id} {effect}" for move, effect in _found())
    return tuple(found)


def _found() -> Iterator[tuple[Move, str]]:
    for move in gen1_moves().values():
        for applies, effects in RULES:
            yield from ((move, effect) for effect in effects if applies(move))
