"""Many battles tick by tick, where a policy answers arrays: one question a tick to each such policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from psrokit.api import ArrayPolicy, Decisions, Match, PolicyFault, answers_rows, blaming
from psrokit_showdown import engine
from psrokit_showdown.compiled.entries import SEAT_BITS, Table
from psrokit_showdown.compiled.playing import decide, draw_many
from psrokit_showdown.compiled.roster import code_of
from psrokit_showdown.compiled.simple import CHOICES
from psrokit_showdown.encoders.seat_rows import SeatRows, no_notes

BITS = 1 << np.arange(CHOICES, dtype=np.int64)


class _Asked(NamedTuple):
    """The lanes and seats of one policy: shape (k,) each; format: of their battles."""

    policy: ArrayPolicy
    lanes: NDArray[np.int64]
    seats: NDArray[np.int64]
    format: str


def play_ticks(
    states: engine.States, matches: Sequence[Match], table: Table, format_id: str
) -> Iterator[tuple[int, bytes]]:
    """Play all rows of a format to their ends; yields (row, its log), a byte a tick, as the battles end."""
    asking = _asking(matches, format_id)
    notes = no_notes(2 * len(matches))
    logs = [bytearray() for _ in matches]
    running = np.arange(len(matches))
    while len(running):
        masks = engine.legal(states)
        choices = np.zeros(masks.shape, np.int8)
        decide(states, masks, table, choices)
        for asked in asking:
            _ask(asked, states, masks, table, notes, choices)
        engine.step(states, choices)
        both = choices[running, 0] | (choices[running, 1].astype(np.int64) << SEAT_BITS)
        for lane, byte in zip(running.tolist(), both.tolist(), strict=True):
            logs[lane].append(byte)
        over = engine.ended(states)[running]
        for lane in running[over].tolist():
            yield lane, bytes(logs[lane])
        running = running[~over]


def _asking(matches: Sequence[Match], format_id: str) -> list[_Asked]:
    """The policies that answer arrays, each once."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    policies: dict[int, ArrayPolicy] = {}
    for lane, match in enumerate(matches):
        for seat, policy in enumerate(match.policies):
            if not code_of(policy) and answers_rows(policy):
                policies[id(policy)] = policy
                places[id(policy)].append((lane, seat))
    return [_Asked(policies[key], *_columns(found), format_id) for key, found in places.items()]


def _columns(found: Sequence[tuple[int, int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    lanes, seats = np.array(found, np.int64).T
    return lanes, seats


def _ask(
    asked: _Asked,
    states: engine.States,
    masks: NDArray[np.uint16],
    table: Table,
    notes: NDArray[np.int8],
    choices: NDArray[np.int8],
) -> None:
    """Ask one policy for all its decisions of this tick and write its choices."""
    policy, all_lanes, all_seats, format_id = asked
    pending = masks[all_lanes, all_seats] > 0
    lanes, seats = all_lanes[pending], all_seats[pending]
    if not len(lanes):
        return
    legal = (masks[lanes, seats].astype(np.int64)[:, None] & BITS) > 0
    actors = 2 * lanes + seats
    views = SeatRows(states[lanes], seats, actors, notes, format_id)
    with blaming(policy):
        answers = np.asarray(policy.act_rows(Decisions(views, legal, lambda: draw_many(table, actors))))
    if answers.dtype.kind not in "iu" or answers.shape != lanes.shape or not _all_legal(legal, answers):
        raise PolicyFault(f"policy {policy!r} answered rows with something that is not a legal action of each")
    choices[lanes, seats] = answers + 1


def _all_legal(legal: NDArray[np.bool_], answers: NDArray[np.int64]) -> bool:
    inside = (answers >= 0) & (answers < CHOICES)
    return bool(inside.all() and legal[np.arange(len(answers)), answers].all())
