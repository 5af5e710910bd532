"""What the engine says each seat knows, held against what the protocol's lines say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psrokit_showdown.engine.audit import differences
from psrokit_showdown.engine.view import view_of
from psrokit_showdown.protocol import for_seat
from psrokit_showdown.verification.recorder import Ints, Recording
from psrokit_showdown.view import Fold


def view_differences(recording: Recording, rows: Ints) -> Iterator[tuple[int, str, Any, Any]]:
    """Where the view from a row is another than that from the lines: (decision, place in the view, got, expected).

    `recording` must hold its log; `rows` are those of `native.replay`.
    """
    folds = (Fold(0), Fold(1))
    format_id = recording.script.battle.format.partition("@@@")[0]
    for decision, (row, told) in enumerate(zip(rows.tolist(), recording.details, strict=False)):
        for seat, fold in enumerate(folds):
            fold.feed(for_seat(told["log"], seat))
            if told["requests"][seat] is not None:
                expected = fold.view(told["requests"][seat])
                for place, got, wanted in differences(f"seat {seat}", view_of(row, seat, format_id), expected):
                    yield decision, place, got, wanted
