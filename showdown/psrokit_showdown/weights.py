"""The dials of the scripted player: one number each, with the range in which it makes sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields


def dial(default: float, low: float, high: float) -> float:
    """A field of `Weights` with its default and its sensible range, which `RANGES` reports."""
    value: float = field(default=default, metadata={"range": (low, high)})
    return value


@dataclass(frozen=True)
class Weights:
    """What each consideration of the scripted player is worth. Unit: the whole HP of one Pokemon.

    Offence
        damage: a full HP bar of damage. knock_out: a certain knock-out, on top. first_strike: the blow spared by
        knocking out first. recharge: the turn lost after Hyper Beam unless it knocks out. boom: the own Pokemon, as
        the price of Explosion. bind: holding a healthy foe in Wrap and its like while being faster. counter: a full
        bar returned by Counter.
    Status
        sleep, paralyse, freeze, burn: that status on a healthy foe. speed_control: extra for paralysing a faster one.
        chip: poison or Leech Seed. confuse: confusion.
    Staying power
        recover, rest: a full HP bar regained. recover_below, rest_below: the share of HP under which that is
        considered. screen: Reflect or Light Screen against attacks that it halves. substitute: a Substitute. setup:
        two stages of a useful stat. setup_until: the stage at which one stops.
    Switching
        switch: the difference that a better matchup makes. tempo: the turn it costs. entry: a full bar lost on the
        way in. prediction: 1 expects the blow meant for the one who leaves, 0 the worst for the one who comes.
        keep_boosts: each stage given up. cleanse: confusion, Leech Seed, toxic or lowered stats left behind.
        preserve: keeping one's Pokemon from a knock-out before it can act; below 0 it is rather sacrificed.
    Temper
        fear: share of the foe's best attack that is expected each turn. temperature: 0 always takes the best choice,
        more draws among all with probabilities exp(score / temperature).
    """

    damage: float = dial(1.0, 0.2, 3.0)
    knock_out: float = dial(0.6, 0.0, 2.0)
    first_strike: float = dial(0.5, 0.0, 2.0)
    recharge: float = dial(0.3, 0.0, 1.5)
    boom: float = dial(1.2, 0.0, 2.5)
    bind: float = dial(0.3, 0.0, 1.5)
    counter: float = dial(0.3, 0.0, 1.5)
    sleep: float = dial(1.0, 0.0, 3.0)
    paralyse: float = dial(0.55, 0.0, 2.0)
    speed_control: float = dial(0.3, 0.0, 1.0)
    freeze: float = dial(1.2, 0.0, 3.0)
    burn: float = dial(0.2, 0.0, 1.0)
    chip: float = dial(0.15, 0.0, 1.0)
    confuse: float = dial(0.2, 0.0, 1.0)
    recover: float = dial(1.0, 0.0, 3.0)
    recover_below: float = dial(0.7, 0.1, 0.95)
    rest: float = dial(0.7, 0.0, 3.0)
    rest_below: float = dial(0.5, 0.1, 0.9)
    screen: float = dial(0.3, 0.0, 1.5)
    substitute: float = dial(0.1, 0.0, 1.0)
    setup: float = dial(0.5, 0.0, 2.0)
    setup_until: float = dial(4.0, 1.0, 6.0)
    switch: float = dial(0.8, 0.0, 2.0)
    tempo: float = dial(0.15, 0.0, 1.5)
    entry: float = dial(0.7, 0.0, 2.0)
    prediction: float = dial(0.6, 0.0, 1.0)
    keep_boosts: float = dial(0.1, 0.0, 0.5)
    cleanse: float = dial(0.1, 0.0, 0.5)
    preserve: float = dial(0.2, -0.5, 1.5)
    fear: float = dial(0.8, 0.0, 1.0)
    temperature: float = dial(0.0, 0.0, 0.1)


RANGES: Mapping[str, tuple[float, float]] = {one.name: one.metadata["range"] for one in fields(Weights)}
"""The sensible range of every dial, in the order of the fields, for whoever tunes them."""
