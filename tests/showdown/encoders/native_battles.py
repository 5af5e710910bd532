"""Native battles of every family, tick by tick, for the tests beside this file: rows, and what seats see of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Encoder, Match, ObservationSpace, Policy
from psrokit_showdown import engine
from psrokit_showdown.compiled.playing import decide
from psrokit_showdown.compiled.roster import seated
from psrokit_showdown.encoders.seat_rows import SeatRows, no_notes
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.seen import OWN_MOVES, POKEMON_WORDS, RANK, USES
from psrokit_showdown.engine.view import view_of
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.teams import load_teams
from psrokit_showdown.teams.packed_text import parse_packed
from psrokit_showdown.teams.team import Member, Team
from psrokit_showdown.verification.families import FAMILIES, battles
from psrokit_showdown.verification.recorder import Script

MOVES, SWITCHES = 0b1111, 0b1111110000
LONGEST = 150
"""Ticks after which a battle is left as it stands: one of stallers need not end."""
Masks = NDArray[np.uint16]
Choices = NDArray[np.int8]
Encode = Callable[[SeatRows], Mapping[str, NDArray[Any]]]


class Tick(NamedTuple):
    """What is asked at once, and at its end a battle shown to both seats."""

    rows: SeatRows
    views: Sequence[BattleView]


def chosen_at_random(seed: int, switching: float = 0.15) -> Callable[[engine.States, Masks], Choices]:
    """Mostly moves, sometimes a switch."""
    rng = np.random.default_rng(seed)

    def choose(_: engine.States, masks: Masks) -> Choices:
        moves, switches = masks & MOVES, masks & SWITCHES
        kinds = np.where((moves == 0) | ((switches > 0) & (rng.random(masks.shape) < switching)), switches, moves)
        scores = np.where(kinds[..., None] >> np.arange(10) & 1, rng.random((*masks.shape, 10)), -1.0)
        return np.where(masks > 0, scores.argmax(axis=-1) + 1, 0).astype(np.int8)

    return choose


def chosen_by(policies: tuple[Policy, Policy], count: int) -> Callable[[engine.States, Masks], Choices]:
    """What compiled players do."""
    table = seated([Match(policies, seed, "test") for seed in range(count)])

    def choose(states: engine.States, masks: Masks) -> Choices:
        choices = np.zeros(masks.shape, np.int8)
        decide(states, masks, table, choices)
        return choices

    return choose


def begun(format_id: str, count: int, seed: int) -> engine.States:
    """Battles of all families in turn, those of the simulator's own random sets apart; others in each format."""
    real = [named.team.packed for named in load_teams("builtin", "gen1ou")]
    families = [name for name in FAMILIES if name != "random-battle"]
    own_seed = seed + crc32(format_id.encode())
    scripts = [next(dealt).script for dealt in [battles(own_seed, families, real)] for _ in range(count)]
    return _started(format_id, np.stack([[_records(script, seat) for seat in (0, 1)] for script in scripts]), own_seed)


def of_twins(count: int, seed: int) -> engine.States:
    """Custom games between teams in which species and moves come twice."""
    team = (
        _member("tauros", "bodyslam", "rest"),
        _member("starmie", "surf", "recover", "surf"),
        _member("tauros", "earthquake", "bodyslam"),
        _member("starmie", "blizzard"),
        _member("mew", "explosion"),
    )
    records = engine.pack_team(Team(team))
    return _started("gen1customgame", np.stack([[records, records]] * count), seed)


def of_spells(count: int, seed: int) -> engine.States:
    """Battles of what lasts some turns, of which nobody knows how many."""
    team = (
        _member("mew", "wrap", "thrash", "substitute", "toxic"),
        _member("electrode", "firespin", "disable", "leechseed", "bodyslam"),
        _member("snorlax", "bide", "petaldance", "thunderwave", "disable"),
        _member("jynx", "clamp", "confuseray", "haze", "substitute"),
    )
    sides = [engine.pack_team(Team(members)) for members in (team, team[::-1])]
    return _started("gen1ou", np.stack([sides] * count), seed)


def _member(species: str, *moves: str) -> Member:
    return Member(species, moves, ability="NoAbility", nature="Serious")


def _started(format_id: str, teams: NDArray[np.int16], seed: int) -> engine.States:
    states = engine.new_states(len(teams))
    seeds = np.random.default_rng(seed).integers(2**64, size=len(teams), dtype=np.uint64)
    engine.start(states, np.arange(len(teams)), seeds, teams, engine.clauses(format_id))
    return states


def _records(script: Script, seat: int) -> engine.TeamRecords:
    """The Pokemon of a seat, with the PP that the script sets."""
    records = engine.pack_team(parse_packed(script.battle.teams[seat], "a family's team"))
    for index, left in enumerate(script.pp[seat] if script.pp else ()):
        records[index, layout.MON_PP : layout.MON_PP + len(left)] = left
    return records


def played(states: engine.States, format_id: str, choose: Callable[[engine.States, Masks], Choices]) -> Iterator[Tick]:
    """Play, and show every decision in order, and every end."""
    notes, over = no_notes(2 * len(states)), engine.ended(states)
    for _ in range(LONGEST):
        masks = engine.legal(states)
        ended = engine.ended(states) & ~over
        lanes, seats = np.nonzero((masks > 0) | ended[:, None])
        if not len(lanes):
            return
        rows = SeatRows(states[lanes], seats, 2 * lanes + seats, notes, format_id)
        yield Tick(rows, [view_of(row.tolist(), int(seat), format_id) for row, seat in zip(*rows[:2], strict=True)])
        over |= ended
        engine.step(states, choose(states, masks))


def equal_to_the_slow_way(
    ticks: Iterable[Tick], space: ObservationSpace, encode: Encode
) -> Iterator[Mapping[str, Any]]:
    """The arrays of every tick, element for element those of the space's own encoders."""
    encoders: dict[int, Encoder] = {}
    for rows, views in ticks:
        found = encode(rows)
        seen = zip(rows.actors.tolist(), views, strict=True)
        wanted = [encoders.setdefault(actor, space.start()).encode(view) for actor, view in seen]
        assert set(found) == set(space.arrays)
        for name, form in space.arrays.items():
            assert found[name].dtype == form.dtype
            np.testing.assert_array_equal(found[name], np.stack([one[name] for one in wanted]), err_msg=name)
        yield found


def hides_what_is_hidden(encode: Encode) -> None:
    """Whatever an unseen Pokemon is, and whatever stats and unused moves a seen one has, the arrays are the same."""
    for rows, _ in played(begun("gen1ou", 14, 11), "gen1ou", chosen_at_random(12)):
        other = rows.states.copy()
        for row, seat in zip(other, rows.seats.tolist(), strict=True):
            _scramble(row, 1 - seat)
            _draw_anew(row)
        assert (other != rows.states).any(axis=1).all()
        one = encode(rows._replace(notes=rows.notes.copy()))
        two = encode(rows._replace(notes=rows.notes.copy(), states=other))
        for name, array in one.items():
            np.testing.assert_array_equal(two[name], array, err_msg=name)


DRAWN = (
    *(layout.CONFUSION, layout.BIDE, layout.DISABLED_TIME, layout.THRASH_TIME, layout.TRAPPING_TIME, layout.TRAPPED),
    *(layout.TRAPPING_TOTAL, layout.SUBSTITUTE, layout.BIDE_DAMAGE),
)
"""Of a side: how long things still last and what a Substitute has left, which neither seat is told."""


def _draw_anew(row: NDArray[np.int16]) -> None:
    """Another length of everything that lasts."""
    for side in (layout.P1, layout.P2):
        for word in DRAWN:
            row[side + word] += row[side + word] > 0
        row[row[side + layout.ACTIVE] + layout.SLEEP] += row[row[side + layout.ACTIVE] + layout.SLEEP] > 0


def _scramble(row: NDArray[np.int16], seat: int) -> None:
    """Change what the other seat cannot know of a seat's Pokemon."""
    for index in range(row[(layout.P1, layout.P2)[seat] + layout.TEAM_SIZE]):
        mon = layout.MONS + seat * layout.TEAM_WORDS + index * layout.MON_WORDS
        known = layout.SEEN + seat * layout.SEEN_WORDS + index * POKEMON_WORDS
        seen = row[known + RANK]
        first, last = (layout.OWN, layout.HP) if seen else (layout.SPECIES, layout.MON_WORDS)
        row[mon + first : mon + last] = row[mon + first : mon + last][::-1] ^ 1
        row[mon + layout.HP] *= seen > 0
        for slot in range(OWN_MOVES):
            row[mon + layout.MON_MOVE + slot] ^= row[known + USES + slot] == 0
