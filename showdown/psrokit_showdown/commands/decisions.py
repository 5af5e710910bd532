"""Decisions of random battles on the native engine, as rows and as observations: what encoders are measured with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Actor, Decisions, Match, Observation, PolicyFault, Seat, build, drive, open_lanes, seed
from psrokit_showdown import engine
from psrokit_showdown.encoders.seat_rows import SeatRows, no_notes
from psrokit_showdown.engine.episode import choices_of
from psrokit_showdown.engine.view import view_of

_PURPOSE = "bench"


class Watched(NamedTuple):
    """rows: every decision in the order in which it came. episodes: the same, a list for each seat of each battle."""

    rows: SeatRows
    episodes: Sequence[Sequence[Observation]]


@dataclass(frozen=True, eq=False)
class Watching:
    """Plays uniformly at random and keeps what it was asked."""

    asked: list[SeatRows] = field(default_factory=list)
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(seed(_PURPOSE)))

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # there is no seat to fill
        """Nobody. Raises PolicyFault: it answers arrays."""
        raise PolicyFault("this policy answers arrays: it plays in an arena and has no actor for a single seat")

    def act_rows(self, decisions: Decisions) -> NDArray[np.int64]:
        """Any legal choice of each."""
        self.asked.append(decisions.views)
        scores = np.where(decisions.legal, self.rng.random(decisions.legal.shape), -1.0)
        return np.asarray(scores.argmax(axis=1))


def watched(format_id: str, games: int) -> Watched:
    """Play random battles and give all that was asked."""
    watching = Watching()
    with open_lanes(build("game", {"use": "showdown", "format": format_id, "engine": "native"})) as lanes:
        matches = [Match((watching, watching), seed(_PURPOSE, each), _PURPOSE) for each in range(games)]
        for _ in drive(lanes, matches, in_flight=games):
            pass
    states, seats, actors = (np.concatenate([rows[column] for rows in watching.asked]) for column in range(3))
    rows = SeatRows(states, seats, actors, no_notes(2 * games), format_id)
    return Watched(rows, _episodes(rows))


def _episodes(rows: SeatRows) -> Sequence[Sequence[Observation]]:
    episodes: list[list[Observation]] = [[] for _ in rows.notes]
    masks = engine.legal(rows.states)[np.arange(len(rows.seats)), rows.seats].tolist()
    for state, seat, actor, mask in zip(rows.states, rows.seats.tolist(), rows.actors.tolist(), masks, strict=True):
        episodes[actor].append(Observation(view_of(state.tolist(), seat, rows.format), choices_of(mask)))
    return episodes
