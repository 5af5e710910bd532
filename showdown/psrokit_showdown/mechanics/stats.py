"""Stats of generation 1: from base stats, through stages, to those of a Pokemon in a fight."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from psrokit_showdown.data import gen1_species

STAGE_PERCENT = (25, 28, 33, 40, 50, 66, 100, 150, 200, 250, 300, 350, 400)
"""What stages -6 to +6 make of a stat, in percent; accuracy uses the same table."""
FULL_VALUE = 30 + 63
"""Doubled best DV and the share of full stat experience."""
STAT_CAP = 999


class FullStats(NamedTuple):
    """Stats of a Pokemon with the best DVs and full stat experience."""

    hp: int
    attack: int
    defence: int
    special: int
    speed: int


class Fighter(NamedTuple):
    """All that damage depends on. The four plain stats are as they are now, the `own_` ones before stages, status and
    Transform.

    `base_speed` is that of the species the Pokemon belongs to, whatever it has turned into: critical hits depend on it.
    `accuracy` and `evasion` are stages.
    """

    level: int
    types: tuple[str, ...]
    base_speed: int
    attack: int
    defence: int
    special: int
    speed: int
    own_attack: int
    own_defence: int
    own_special: int
    accuracy: int = 0
    evasion: int = 0
    reflect: bool = False
    light_screen: bool = False
    focus_energy: bool = False
    asleep: bool = False


@lru_cache(maxsize=4096)
def full_stats(species: str, level: int) -> FullStats:
    """Stats of a species at a level with the best DVs and full stat experience: the standard of generation 1.

    Raises KeyError for a species that generation 1 does not have.
    """
    hp, *others = gen1_species()[species].base
    attack, defence, special, speed = ((2 * base + FULL_VALUE) * level // 100 + 5 for base in others)
    return FullStats((2 * hp + FULL_VALUE + 100) * level // 100 + 10, attack, defence, special, speed)


def staged(stat: int, stage: int) -> int:
    """A stat at a stage from -6 to 6."""
    if stage == 0:
        return stat
    return max(1, min(STAT_CAP, stat * STAGE_PERCENT[stage + 6] // 100))


def substitute_hp(max_hp: int) -> int:
    """What a fresh Substitute can take; making it costs one less, a quarter of the maximum."""
    return max_hp // 4 + 1
