"""Generation 1's arithmetic: known values, and thousands of real hits inside the predicted ranges."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from battles import Moment, any_team, play, random_choices, seeded, spec

from psrokit_showdown.data import Move, gen1_moves, gen1_species
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.matchup import own_fighter
from psrokit_showdown.mechanics import (
    Damage,
    Fighter,
    critical_chance,
    damage,
    effectiveness,
    full_stats,
    hit_chance,
    staged,
    substitute_hp,
)
from psrokit_showdown.protocol import parse_condition, parse_ident, to_id
from psrokit_showdown.simulator import Simulator
from psrokit_showdown.simulator.install import install

BATTLES = 60


def fighter(species: str, **changes: object) -> Fighter:
    stats, entry = full_stats(species, 100), gen1_species()[species]
    plain = Fighter(
        100,
        entry.types,
        entry.base_speed,
        stats.attack,
        stats.defence,
        stats.special,
        stats.speed,
        stats.attack,
        stats.defence,
        stats.special,
    )
    return plain._replace(**changes)  # type: ignore[arg-type] # the names are the fields'


def hits(attacker: str, move: str, defender: str, **changes: object) -> Damage:
    return damage(fighter(attacker), fighter(defender, **changes), gen1_moves()[move])


# --- known values ---


def test_stats_at_level_100() -> None:
    assert full_stats("tauros", 100) == (353, 298, 288, 238, 318)
    assert full_stats("chansey", 100) == (703, 108, 108, 308, 198)
    assert full_stats("mewtwo", 100) == (415, 318, 278, 406, 358)


def test_stages() -> None:
    assert [staged(300, stage) for stage in (-6, -2, -1, 0, 1, 2, 6)] == [75, 150, 198, 300, 450, 600, 999]
    assert staged(2, -6) == 1


def test_substitute_takes_a_quarter_and_one() -> None:
    assert (substitute_hp(353), substitute_hp(703)) == (89, 176)


def test_famous_damage() -> None:
    slam = hits("tauros", "bodyslam", "snorlax")
    assert (slam.low, slam.high, slam.critical_low, slam.critical_high) == (119, 141, 232, 273)
    assert hits("starmie", "surf", "rhydon").low > full_stats("rhydon", 100).hp
    assert hits("alakazam", "seismictoss", "gengar").low == hits("chansey", "nightshade", "mew").high == 100
    assert hits("tauros", "bodyslam", "gengar").chance == 0.0
    assert hits("tauros", "earthquake", "zapdos").mean == 0.0
    assert hits("dragonite", "wrap", "gengar").mean == 0.0


def test_critical_hits_come_with_speed() -> None:
    assert critical_chance(110, high_crit=False, focus_energy=False) == 55 / 256
    assert critical_chance(115, high_crit=True, focus_energy=False) == 255 / 256
    assert critical_chance(110, high_crit=False, focus_energy=True) == 13 / 256


def test_even_the_best_accuracy_misses_once_in_256() -> None:
    assert hit_chance(100) == 255 / 256
    assert hit_chance(90) == 229 / 256
    assert hit_chance(0) == 1.0
    assert hit_chance(100, accuracy=-1) == pytest.approx(168 / 256)
    assert hit_chance(100, evasion=6) == pytest.approx(63 / 256)
    assert hit_chance(100, accuracy=6) == 255 / 256


def test_types_multiply() -> None:
    assert effectiveness("Ice", ("Dragon", "Flying")) == 4.0
    assert effectiveness("Grass", ("Grass", "Poison")) == 0.25
    assert effectiveness("Normal", ("Ghost", "Poison")) == 0.0
    assert effectiveness("???", ("Ghost",)) == 1.0


def test_reflect_doubles_and_explosion_halves_defence() -> None:
    plain, behind = hits("tauros", "bodyslam", "snorlax"), hits("tauros", "bodyslam", "snorlax", reflect=True)
    assert behind.high < 0.55 * plain.high
    assert (behind.critical_low, behind.critical_high) == (plain.critical_low, plain.critical_high)
    boom = damage(fighter("snorlax"), fighter("tauros"), gen1_moves()["selfdestruct"])
    assert boom.low > 1.9 * 130 / 85 * damage(fighter("snorlax"), fighter("tauros"), gen1_moves()["bodyslam"]).low


def test_fixed_and_relative_damage() -> None:
    moves = gen1_moves()
    fang = damage(fighter("raticate"), fighter("chansey"), moves["superfang"], 301)
    assert (fang.low, fang.high) == (150, 150)
    wave = hits("mew", "psywave", "snorlax")
    assert (wave.low, wave.high, wave.mean) == (1, 149, 75.0)
    assert hits("dugtrio", "fissure", "snorlax").low > 1000
    assert hits("snorlax", "fissure", "dugtrio").chance == 0.0
    assert hits("gengar", "dreameater", "snorlax").mean == 0.0
    assert hits("gengar", "dreameater", "snorlax", asleep=True).mean > 0.0


def test_the_chance_to_knock_out() -> None:
    roll = Damage(100, 109, 200, 209, 125.0, 0.5, 0.25)
    assert roll.knock_out_chance(100) == pytest.approx(0.5)
    assert roll.knock_out_chance(105) == pytest.approx(0.5 * (0.75 * 0.5 + 0.25))
    assert roll.knock_out_chance(150) == pytest.approx(0.5 * 0.25)
    assert roll.knock_out_chance(300) == 0.0


# --- real hits ---


@dataclass(frozen=True)
class RealHit:
    """A move that was the first thing to happen in a turn, what it was predicted to do, and what it did."""

    move: Move
    predicted: Damage
    dealt: int | None
    critical: bool
    left: int


@pytest.fixture(scope="module")
def real_hits() -> list[RealHit]:
    found: list[RealHit] = []
    with Simulator(install(lambda _: None)) as simulator:
        for number in range(BATTLES):
            rng = seeded(number)
            before: dict[int, BattleView] = {}
            for moment in play(simulator, spec(number, (any_team(rng), any_team(rng))), random_choices(rng, 0.02)):
                found += first_hit(before, moment)
                before = moment.views
    return found


def first_hit(before: dict[int, BattleView], moment: Moment) -> Iterator[RealHit]:
    """The first move of an update whose user and target are exactly as both seats' views had them."""
    lines = list(moment.update.log)
    first = ("|move|", "|switch|", "|cant|", "|-activate|", "|-end|")
    start = next((place for place, line in enumerate(lines) if line.startswith(first)), None)
    if start is None or len(before) < 2 or not lines[start].startswith("|move|"):
        return
    parts = lines[start].split("|")
    user = parse_ident(parts[2]).side
    move = gen1_moves()[to_id(parts[3])]
    if not measurable(before[user], before[1 - user], move, parts):
        return
    attacker, target = before[user].active, before[1 - user].active
    assert attacker is not None
    assert target is not None
    predicted = damage(
        own_fighter(attacker, before[user].own), own_fighter(target, before[1 - user].own), move, target.hp
    )
    yield read_hit(lines[start + 1 :], move, predicted, target.hp, 1 - user)


def measurable(mine: BattleView, theirs: BattleView, move: Move, parts: list[str]) -> bool:
    """Leaves out what hidden counters decide: locks, two-turn moves, Substitutes, wiped-out penalties, Transform."""
    assert mine.own is not None
    assert theirs.own is not None
    if not (move.power or move.damage) or move.id in ("counter", "bide") or "[from]" in "|".join(parts):
        return False
    if "[still]" in parts or mine.own.preparing or theirs.own.preparing or "substitute" in theirs.own.volatiles:
        return False
    if "transform" in mine.own.volatiles | theirs.own.volatiles:
        return False
    return not (mine.active is not None and mine.active.status == "brn" and mine.own.boosts.attack)


def read_hit(lines: list[str], move: Move, predicted: Damage, left: int, target: int) -> RealHit:
    critical, hp = False, left
    for place, line in enumerate(lines):
        parts = line.split("|")
        kind = parts[1]
        if kind in ("move", "cant", "turn", "faint", "", "-heal") or "[from]" in line:
            break
        critical = critical or kind == "-crit"
        if (
            line == f"|split|p{target + 1}"
            and lines[place + 1].startswith("|-damage|")
            and "[from]" not in lines[place + 1]
        ):
            hp = parse_condition(lines[place + 1].split("|")[3]).hp
    return RealHit(move, predicted, left - hp if hp != left else None, critical, left)


def landed(real_hits: list[RealHit]) -> list[RealHit]:
    return [one for one in real_hits if one.dealt is not None]


def test_every_real_hit_lies_in_its_range(real_hits: list[RealHit]) -> None:
    checked = landed(real_hits)
    assert len(checked) > 800
    for one in checked:
        assert one.dealt is not None
        low, high = one.predicted.low, one.predicted.high
        if one.critical:
            low, high = one.predicted.critical_low, one.predicted.critical_high
        assert min(low, one.left) <= one.dealt <= high, one
    assert len({one.move.id for one in checked}) > 60


def test_real_damage_has_the_predicted_mean(real_hits: list[RealHit]) -> None:
    """Hits that no outcome could have capped: the sum of their damage is within three standard deviations."""
    free = [
        one
        for one in landed(real_hits)
        if max(one.predicted.high, one.predicted.critical_high) < one.left and not one.move.hits
    ]
    assert len(free) > 400
    errors = [one.dealt - one.predicted.mean for one in free if one.dealt is not None]
    spread = math.sqrt(sum(error * error for error in errors))
    assert abs(sum(errors)) < 3 * spread


def test_misses_and_critical_hits_come_as_often_as_predicted(real_hits: list[RealHit]) -> None:
    able = [one for one in real_hits if one.predicted.mean > 0]
    within(sum(one.dealt is None for one in able), [1 - one.predicted.chance for one in able])
    rolled = [one for one in landed(real_hits) if one.predicted.critical]
    within(sum(one.critical for one in rolled), [one.predicted.critical for one in rolled])


def within(count: int, chances: list[float]) -> None:
    deviation = math.sqrt(sum(chance * (1 - chance) for chance in chances))
    assert abs(count - sum(chances)) < 3 * deviation, (count, sum(chances), deviation)
