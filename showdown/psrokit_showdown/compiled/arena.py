"""The native engine's arena: battles between compiled players and policies that answer arrays, none an object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Match, Outcome, answers_rows
from psrokit_showdown import engine
from psrokit_showdown.battle import record_of, returns_of
from psrokit_showdown.choices import encode_choices
from psrokit_showdown.compiled.entries import LONGEST, SEAT_BITS
from psrokit_showdown.compiled.playing import play
from psrokit_showdown.compiled.roster import code_of, seated
from psrokit_showdown.compiled.ticks import play_ticks
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.dealing import Dealt, start
from psrokit_showdown.engine.episode import choices_of, winner_of
from psrokit_showdown.engine.lanes import NativeLanes
from psrokit_showdown.engine.view_pokemon import SHOWS_HP

AT_ONCE = 64
"""Battles begun together. Compiled players play them one after the other, out of a processor's cache."""
USUAL_TICKS = 128
ONE_SEAT = (1 << SEAT_BITS) - 1


class NativeArena(NativeLanes):
    """Lanes of the native engine that are an arena as well (see `psrokit.api.ArenaLanes`)."""

    def hosts(self, match: Match) -> bool:
        """Whether all players are compiled or answer arrays and the audit does not follow the battle."""
        able = all(code_of(policy) or answers_rows(policy) for policy in match.policies)
        return able and self._dealer.format != SHOWS_HP and not self._audit.follows(match.seed)

    def play(self, matches: Sequence[Match], in_flight: int) -> Iterator[tuple[int, Outcome]]:
        """Whole battles in one call where both players are compiled, the others tick by tick, many at once."""
        compiled = [all(code_of(policy) for policy in match.policies) for match in matches]
        whole = [index for index, alone in enumerate(compiled) if alone]
        for first in range(0, len(whole), AT_ONCE):
            yield from self._play_whole(matches, whole[first : first + AT_ONCE])
        others = [index for index, alone in enumerate(compiled) if not alone]
        for first in range(0, len(others), in_flight):
            yield from self._play_ticks(matches, others[first : first + in_flight])

    def _play_whole(self, matches: Sequence[Match], indices: Sequence[int]) -> Iterator[tuple[int, Outcome]]:
        table = seated([matches[index] for index in indices])
        specs, states = self.begin([matches[index].seed for index in indices])
        log = np.empty(len(indices) * USUAL_TICKS + LONGEST, np.uint8)
        ends = np.zeros(len(indices), np.int64)
        first = 0
        while first < len(indices):
            last = play(states, table, log, ends, first, len(indices))
            begin = 0
            for lane in range(first, last):
                yield from self._finished(indices[lane], specs[lane], states[lane], log[begin : ends[lane]].tobytes())
                begin = int(ends[lane])
            first = last

    def _play_ticks(self, matches: Sequence[Match], indices: Sequence[int]) -> Iterator[tuple[int, Outcome]]:
        chosen = [matches[index] for index in indices]
        specs, states = self.begin([match.seed for match in chosen])
        for lane, log in play_ticks(states, chosen, seated(chosen), self._dealer.format):
            yield from self._finished(indices[lane], specs[lane], states[lane], log)

    def begin(self, seeds: Sequence[int]) -> tuple[list[Dealt], engine.States]:
        """Battles as `NativeLanes` deals them, in rows of their own. Raises SimulatorUnavailable as it does."""
        dealt, states = self._dealer.deal(seeds), engine.new_states(len(seeds))
        start(states, np.arange(len(seeds)), dealt)
        return dealt, states

    def _finished(self, index: int, dealt: Dealt, row: NDArray[np.int16], log: bytes) -> Iterator[tuple[int, Outcome]]:
        """The outcome of a battle; none where Showdown's own rules have no way on."""
        result = int(row[layout.RESULT])
        if result != layout.BROKEN:
            returns, record = returns_of(winner_of(result)).tolist(), record_from(dealt, row, log)
            yield index, Outcome(tuple(returns), 1, len(record["choices"]) // 2, None, record)


def record_from(dealt: Dealt, row: NDArray[np.int16], log: bytes) -> Mapping[str, Any]:
    """The record of a battle that is over. log: a byte a tick, seat s's choice in the bits from s * SEAT_BITS on."""
    winner, text = winner_of(int(row[layout.RESULT])), "".join(map(_text, log))
    return record_of(dealt.spec, dealt.names, text, int(row[layout.TURN]), winner)


@cache
def _text(byte: int) -> str:
    """Both seats' choices of a tick, as `encode_choices` writes them."""
    made = [(seat, byte >> (SEAT_BITS * seat) & ONE_SEAT) for seat in (0, 1)]
    return encode_choices([(seat, choices_of(1 << (number - 1))[0]) for seat, number in made if number])
