"""A battle's rows from what one seat knows and guesses at the other team, as search needs them.

The seat is P1 of each row. Team, HP, status, PP, stages and most effects are carried over; what is hidden (turns of
sleep and confusion left, a Substitute's HP, how long a trap holds) is drawn or estimated. Transform, Mimic, Bide, Rage
and Thrash are not carried over: see `can_rebuild`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from psrokit_showdown import engine
from psrokit_showdown.data import gen1_moves, gen1_species, max_pp
from psrokit_showdown.data.codes import STATUSES
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.engine.packing import TeamRecords, pack_team
from psrokit_showdown.engine.seen import LOOKS
from psrokit_showdown.engine.tables import HITS_BY_SCORE, STAGE_PERCENT
from psrokit_showdown.knowledge import Active, BattleView, FoePokemon, OwnPokemon
from psrokit_showdown.searching.guess import Guess
from psrokit_showdown.searching.shown import show_effects, show_foe, show_own
from psrokit_showdown.teams import Member, Team

FLAGS = {
    "reflect": layout.REFLECT,
    "lightscreen": layout.LIGHT_SCREEN,
    "leechseed": layout.LEECH_SEED,
    "mist": layout.MIST,
    "focusenergy": layout.FOCUS_ENERGY,
    "mustrecharge": layout.RECHARGE,
}
NOT_REBUILT = frozenset(("transform", "mimic", "bide"))
LISTED_ALONE = frozenset(("fight", "struggle"))
LONGEST_SLEEP, REST_SLEEP, LONGEST_DISABLE = 7, 2, 8
MOST_STAT = 999


def can_rebuild(view: BattleView) -> bool:
    """Whether a choice of this request means the same in the rebuilt battle."""
    if view.own is None or view.foe is None or view.decision not in ("move", "switch"):
        return False
    if view.decision == "switch":
        return True
    if (view.own.volatiles & NOT_REBUILT) or view.maybe_locked:
        return False
    return len(view.options) > 1 or view.options[0].id in LISTED_ALONE or len(view.moves) == 1


def rebuilt(view: BattleView, guesses: Sequence[Guess], rng: np.random.Generator) -> States:
    """A row for each guess, shape (guesses, WORDS), at the seat's decision."""
    foe_place = next(place for place, foe in enumerate(view.foes) if foe.active)
    own, count = _own_records(view), len(guesses)
    orders = [[foe_place, *(place for place in range(len(guess)) if place != foe_place)] for guess in guesses]
    teams = [
        (own, _packed(tuple(guess[place] for place in order))) for guess, order in zip(guesses, orders, strict=True)
    ]
    states = engine.new_states(count)
    seeds = rng.integers(2**63, size=count).astype(np.uint64)
    engine.start(
        states, np.arange(count), seeds, np.stack([np.stack(pair) for pair in teams]), engine.clauses(view.format)
    )
    for row, guess, order in zip(states, guesses, orders, strict=True):
        _set_known(row, view, guess, order, rng)
    return states


@lru_cache(maxsize=4096)
def _packed(members: Guess) -> TeamRecords:
    """A guess's records: the same teams are guessed again and again in a battle."""
    return pack_team(Team(members))


def _set_known(row: States, view: BattleView, guess: Guess, order: Sequence[int], rng: np.random.Generator) -> None:
    """Bring a battle that has just begun to where the seat sees it. order: the place of each of the row's foes."""
    row[layout.TURN] = view.turn
    for place, pokemon in enumerate(view.team):
        _set_health(row, _record(layout.P1, place), pokemon, pokemon.hp, rng)
        show_own(row, place, pokemon)
    for index, place in enumerate(order):
        if place < len(view.foes):
            _set_foe(row, index, view.foes[place], guess[place], rng)
            show_foe(row, index, view.foes[place], guess[place])
    assert view.own is not None
    assert view.foe is not None
    _set_active(row, layout.P1, view.own, rng)
    _set_active(row, layout.P2, view.foe, rng)
    _set_disabled(row, view, rng)
    _set_trap(row, view, rng)
    _set_requests(row, view)


def _own_records(view: BattleView) -> TeamRecords:
    members = [
        Member(pokemon.species, tuple(move.id for move in pokemon.moves), level=pokemon.level) for pokemon in view.team
    ]
    records = pack_team(Team(tuple(members)))
    for record, pokemon in zip(records, view.team, strict=False):
        stats = pokemon.stats
        own = (stats.attack, stats.defence, stats.special_attack, stats.speed)
        record[layout.OWN : layout.OWN + layout.STATS] = own
        record[layout.MAX_HP] = record[layout.HP] = pokemon.max_hp or record[layout.MAX_HP]
        base_speed = gen1_species()[pokemon.species].base[-1]
        record[layout.SPEED_VALUE] = max(0, -(-(stats.speed - 5) * 100 // pokemon.level) - 2 * base_speed)
        for slot, move in enumerate(pokemon.moves):
            if move.pp is not None:
                record[layout.MON_PP + slot] = move.pp
    return records


def _set_foe(row: States, index: int, foe: FoePokemon, member: Member, rng: np.random.Generator) -> None:
    record = _record(layout.P2, index)
    hp = int(np.ceil(row[record + layout.MAX_HP] * foe.hp_percent / 100))
    _set_health(row, record, foe, hp, rng)
    for slot, move in enumerate(member.moves):
        row[record + layout.MON_PP + slot] = _left_pp(foe, move.lower())
        if index == 0:
            row[layout.P2 + layout.SLOT_PP + slot] = row[record + layout.MON_PP + slot]


def _left_pp(foe: FoePokemon, move: str) -> int:
    """PP that a move has left after its uses so far."""
    used = {seen.id: seen.pp_used for seen in foe.moves}
    return max(0, (max_pp(1, move) or 0) - used.get(move, 0))


def _record(side: int, index: int) -> int:
    return layout.MONS + (side == layout.P2) * layout.TEAM_WORDS + index * layout.MON_WORDS


def _set_health(row: States, record: int, pokemon: OwnPokemon | FoePokemon, hp: int, rng: np.random.Generator) -> None:
    row[record + layout.HP] = hp
    if hp == 0:
        row[record + layout.FAINTED] = 1
        row[record + layout.STATUS] = layout.GONE
        row[(layout.P1 if record < layout.MONS + layout.TEAM_WORDS else layout.P2) + layout.LEFT] -= 1
        return
    row[record + layout.STATUS] = STATUSES.index(pokemon.status)
    if pokemon.status == "slp":
        longest = REST_SLEEP if pokemon.rested else LONGEST_SLEEP
        left = max(1, longest - pokemon.sleep_turns)
        row[record + layout.SLEEP] = left if pokemon.rested else rng.integers(1, left + 1)
        row[record + layout.SELF_SLEEP] = int(pokemon.rested)


def _set_active(row: States, side: int, active: Active, rng: np.random.Generator) -> None:
    record = int(row[side + layout.ACTIVE])
    if row[record + layout.HP] == 0:
        seen_at = layout.SEEN + (side == layout.P2) * layout.SEEN_WORDS
        row[seen_at + LOOKS] = row[record + layout.SPECIES]
        return
    boosts = active.boosts
    stages = (boosts.attack, boosts.defence, boosts.special_attack, boosts.speed, boosts.accuracy, boosts.evasion)
    row[side + layout.STAGE : side + layout.STAGE + layout.STAGES] = stages
    for stat in range(layout.STATS):
        value = int(row[record + layout.OWN + stat]) * STAGE_PERCENT[stages[stat] + 6] // 100
        row[side + layout.MODIFIED + stat] = min(MOST_STAT, max(1, value))
    status = row[record + layout.STATUS]
    if status == layout.PARALYSIS:
        row[side + layout.MODIFIED + layout.SPEED_STAT] = max(1, row[side + layout.MODIFIED + layout.SPEED_STAT] // 4)
    elif status == layout.BURN:
        row[side + layout.MODIFIED] = max(1, row[side + layout.MODIFIED] // 2)
    show_effects(row, side, active)
    for name, word in FLAGS.items():
        row[side + word] = int(name in active.volatiles)
    if "substitute" in active.volatiles:
        row[side + layout.SUBSTITUTE] = row[record + layout.MAX_HP] // 4 + 1
    if "confusion" in active.volatiles:
        row[side + layout.CONFUSION] = rng.integers(1, max(2, 6 - active.confusion_turns))
    if status == layout.BAD_POISON:
        row[side + layout.TOXIC] = 1
        row[side + layout.TOXIC_COUNT] = active.toxic_turns


def _set_disabled(row: States, view: BattleView, rng: np.random.Generator) -> None:
    """Any length that is longer than it has lasted is as likely as another."""
    for side, active in ((layout.P1, view.own), (layout.P2, view.foe)):
        assert active is not None
        move = gen1_moves().get(active.disabled_move or "")
        slots = row[side + layout.SLOT_MOVE : side + layout.SLOT_MOVE + 4].tolist()
        if move is not None and move.num in slots:
            slot = slots.index(move.num)
            row[side + layout.DISABLED_MOVE], row[side + layout.DISABLED_SLOT] = move.num, slot
            row[side + layout.DISABLED_TIME] = rng.integers(1, max(1, LONGEST_DISABLE - active.disable_turns) + 1)
            row[side + layout.SLOT_DISABLED + slot] = 1


def _set_trap(row: States, view: BattleView, rng: np.random.Generator) -> None:
    """A trap of the foe, which is announced as it hits: it lasts longer than it has, as such moves do."""
    assert view.foe is not None
    move, held = gen1_moves().get(view.foe.binding or ""), view.foe.locked_turns
    if move is None or not row[row[layout.P1 + layout.ACTIVE] + layout.HP]:
        return
    longer = [turns for turns in map(HITS_BY_SCORE.__getitem__, range(8)) if turns > held] or [held + 1]
    total, foe, own = int(rng.choice(longer)), layout.P2, layout.P1
    turns = total - held
    row[foe + layout.TRAPPING], row[foe + layout.TRAPPING_TIME] = move.num, turns
    row[foe + layout.TRAPPING_TOTAL] = total
    row[foe + layout.TRAPPING_DAMAGE] = row[row[own + layout.ACTIVE] + layout.MAX_HP] // 12
    row[foe + layout.TRAPPING_WHOM] = row[own + layout.ACTIVE]
    row[foe + layout.SELECTED] = row[foe + layout.ENEMY_SELECTED] = move.num
    row[own + layout.TRAPPED], row[own + layout.TRAPPED_BY] = turns, row[foe + layout.ACTIVE]


def _set_requests(row: States, view: BattleView) -> None:
    if view.decision == "move":
        return
    row[layout.P1 + layout.REQUEST] = layout.SWITCH_ASKED
    down = row[row[layout.P2 + layout.ACTIVE] + layout.HP] == 0
    row[layout.P2 + layout.REQUEST] = layout.SWITCH_ASKED if down else layout.NOTHING_ASKED
