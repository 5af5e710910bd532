"""Damage of one move in generation 1: the simulator's integer arithmetic, over all random outcomes at once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from psrokit_showdown.data import Move, gen1_effectiveness
from psrokit_showdown.mechanics.stats import STAGE_PERCENT, Fighter

LOWEST_ROLL, HIGHEST_ROLL = 217, 255
MEAN_HITS = {(2,): 2.0, (2, 5): 3.0}
"""Two to five hits come as 2, 2, 2, 3, 3, 3, 4, 5 in eight."""
UNLIMITED = 65535
"""What a one-hit knock-out does."""


class Damage(NamedTuple):
    """Damage of one use of a move that hits, before it is capped by what the target has left.

    `low` to `high` without a critical hit, `critical_low` to `critical_high` with one, `mean` over both. `chance` is
    the probability to hit, `critical` that of a critical hit when it does.
    """

    low: int
    high: int
    critical_low: int
    critical_high: int
    mean: float
    chance: float
    critical: float

    @property
    def expected(self) -> float:
        """Mean damage with misses counted as nothing."""
        return self.mean * self.chance

    def knock_out_chance(self, hp: float) -> float:
        """Probability that one use takes `hp`, rolls taken as spread evenly over their range."""
        plain = _share_at_least(hp, self.low, self.high)
        return self.chance * (
            plain + self.critical * (_share_at_least(hp, self.critical_low, self.critical_high) - plain)
        )


def _share_at_least(hp: float, low: int, high: int) -> float:
    if hp <= low:
        return 1.0
    return 0.0 if hp > high else (high - hp + 1) / (high - low + 1)


NOTHING = Damage(0, 0, 0, 0, 0.0, 0.0, 0.0)


def _even(low: int, high: int, chance: float) -> Damage:
    """Damage that knows no critical hits."""
    return Damage(low, high, low, high, (low + high) / 2, chance, 0.0)


@lru_cache(maxsize=4096)
def effectiveness(attacking: str, defending: tuple[str, ...]) -> float:
    """The factor 0, 1/4, 1/2, 1, 2 or 4 of a type against one or two types; 1 for the typeless."""
    chart = gen1_effectiveness()
    factor = 1.0
    for one in defending:
        factor *= chart.get((attacking, one), 10) / 10
    return factor


def critical_chance(base_speed: int, high_crit: bool, focus_energy: bool) -> float:
    """Probability of a critical hit; Focus Energy lowers it in generation 1."""
    chance = base_speed // 2
    chance = chance // 2 if focus_energy else max(1, min(255, chance * 2))
    chance = min(255, chance * 4) if high_crit else chance // 2
    return chance / 256


def hit_chance(percent: int, accuracy: int = 0, evasion: int = 0) -> float:
    """Probability to hit at an accuracy in percent (0: no check is made) and the user's and target's stages."""
    if percent == 0:
        return 1.0
    threshold = percent * 255 // 100
    threshold = threshold * STAGE_PERCENT[accuracy + 6] // 100
    threshold = threshold * STAGE_PERCENT[6 - evasion] // 100
    return max(1, min(255, threshold)) / 256


def damage(attacker: Fighter, defender: Fighter, move: Move, defender_hp: int = 0) -> Damage:
    """What a move does to a target, Substitutes aside. `defender_hp` matters to Super Fang alone.

    Moves whose damage rests on earlier turns (Counter, Bide) count as nothing, as do status moves.
    """
    return _damage(attacker, defender, move, defender_hp if move.id == "superfang" else 0)


@lru_cache(maxsize=1 << 16)
def _damage(attacker: Fighter, defender: Fighter, move: Move, defender_hp: int) -> Damage:
    if not _can_affect(move, defender):
        return NOTHING
    chance = hit_chance(move.accuracy, attacker.accuracy, defender.evasion)
    if move.ohko:
        return _even(UNLIMITED, UNLIMITED, chance) if attacker.speed >= defender.speed else NOTHING
    fixed = _fixed(move, attacker.level, defender_hp)
    if fixed is not None:
        return _even(*fixed, chance)
    if move.power <= 1:
        return NOTHING
    return _rolled(attacker, defender, move, chance)


def _can_affect(move: Move, defender: Fighter) -> bool:
    if move.id == "dreameater" and not defender.asleep:
        return False
    if move.ignores_immunity and not (move.own_volatile == "partialtrappinglock" and move.type == "Normal"):
        return True
    return effectiveness(move.type, defender.types) > 0


def _fixed(move: Move, level: int, defender_hp: int) -> tuple[int, int] | None:
    """Lowest and highest damage of moves that take no account of stats."""
    if move.damage:
        amount = level if move.damage == "level" else int(move.damage)
        return amount, amount
    if move.id == "superfang":
        half = max(1, defender_hp // 2)
        return half, half
    if move.id == "psywave":
        return 1, max(1, level * 3 // 2 - 1)
    return None


def _rolled(attacker: Fighter, defender: Fighter, move: Move, chance: float) -> Damage:
    critical = critical_chance(attacker.base_speed, move.high_crit, attacker.focus_energy)
    if move.category == "Physical":
        attack, defence = attacker.attack, defender.defence * (2 if defender.reflect else 1)
        own_attack, own_defence = attacker.own_attack, defender.own_defence
    else:
        attack, defence = attacker.special, defender.special * (2 if defender.light_screen else 1)
        own_attack, own_defence = attacker.own_special, defender.own_special
    halved = move.explodes and move.category == "Physical"
    stab = move.type in attacker.types
    blow = _Blow(move.power, stab, move.type, defender.types)
    plain = _rolls(_before_roll(attacker.level, _ratio(attack, defence, halved), blow))
    crit = _rolls(_before_roll(attacker.level * 2 % 256, _ratio(own_attack, own_defence, halved), blow))
    hits = move.hits or (1,)
    mean = ((1 - critical) * plain[2] + critical * crit[2]) * MEAN_HITS.get(hits, 1.0)
    fewest, most = hits[0], hits[-1]
    return Damage(plain[0] * fewest, plain[1] * most, crit[0] * fewest, crit[1] * most, mean, chance, critical)


def _ratio(attack: int, defence: int, halved: bool) -> tuple[int, int]:
    """Attack and defence as the formula uses them: both quartered, modulo 256, when either does not fit in a byte."""
    if attack >= 256 or defence >= 256:
        attack = max(1, attack // 4 % 256)
        defence = max(1, defence // 4 % 256)
    return attack, max(1, defence // 2) if halved else defence


class _Blow(NamedTuple):
    """What damage takes from the move and the target's types."""

    power: int
    stab: bool
    type: str
    against: tuple[str, ...]


@lru_cache(maxsize=1 << 16)
def _before_roll(level: int, ratio: tuple[int, int], blow: _Blow) -> int:
    """Damage before the random factor. Each of the target's types is applied, and rounded down, in turn."""
    attack, defence = ratio
    amount = (level * 2 // 5 + 2) * blow.power * attack // defence
    amount = min(amount // 50, 997) + 2
    if blow.stab:
        amount += amount // 2
    chart = gen1_effectiveness()
    for one in blow.against:
        amount = amount * chart.get((blow.type, one), 10) // 10
    return amount


@lru_cache(maxsize=8192)
def _rolls(amount: int) -> tuple[int, int, float]:
    """Lowest, highest and mean damage over the random factor, which damage of 0 or 1 does not meet."""
    if amount <= 1:
        return amount, amount, float(amount)
    rolls = [amount * roll // 255 for roll in range(LOWEST_ROLL, HIGHEST_ROLL + 1)]
    return rolls[0], rolls[-1], sum(rolls) / len(rolls)
