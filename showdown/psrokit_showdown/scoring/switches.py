"""Considerations of a switch by choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add

from psrokit_showdown.matchup import ACTS, bench_duel, own_fighter
from psrokit_showdown.mechanics import damage
from psrokit_showdown.scoring.situation import Arrival, Situation

LEFT_BEHIND = frozenset({"confusion", "leechseed"})


def better_matchup(arrival: Arrival) -> float:
    """How much better than the present one the Pokemon to come fares."""
    return arrival.now.weights.switch * (arrival.duel.edge - arrival.now.duel.edge)


def way_in(arrival: Arrival) -> float:
    """HP lost on the way in: to the blow meant for the one who leaves, or to the worst for the one who comes."""
    now, pokemon, duel = arrival
    worst = duel.taken / max(0.01, ACTS[now.foe.status])
    meant = 0.0
    if now.their_best is not None:
        blow = damage(now.theirs, own_fighter(pokemon), now.their_best, pokemon.hp)
        meant = min(1.0, blow.expected / max(1, pokemon.hp))
    dials = now.weights
    lost = (dials.prediction * meant + (1.0 - dials.prediction) * worst) * now.acts * dials.fear
    return -dials.entry * lost * pokemon.hp_fraction


def left_behind(arrival: Arrival) -> float:
    """Good stages lost, and ill effects shaken off."""
    now, dials = arrival.now, arrival.now.weights
    stages = sum(now.own_field.boosts)
    ill = len(now.own_field.volatiles & LEFT_BEHIND) + (now.own.status == "tox")
    return dials.cleanse * (ill - min(0, stages)) - dials.keep_boosts * max(0, stages)


def added(worths: Sequence[float]) -> float:
    """The sum from left to right: `sum` rounds differently from Python 3.12 on, and compiled players do it so."""
    return reduce(add, worths, 0.0)


SWITCH_TERMS: tuple[Callable[[Arrival], float], ...] = (better_matchup, way_in, left_behind)


def switch_score(now: Situation, place: int) -> float:
    """The worth of switching to `view.team[place]`."""
    arrival = Arrival(now, now.view.team[place], bench_duel(now.view, place))
    return added([term(arrival) for term in SWITCH_TERMS]) - now.weights.tempo
