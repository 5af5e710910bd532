"""The Pokemon on the field in the space `gen1_entities`, compiled: see `psrokit_showdown.encoders.entity_rows`."""

from __future__ import annotations

from psrokit_showdown.compiled.sight import has_mark, looks, stage_shown, type_shown
from psrokit_showdown.encoders.entity_rows import flag_types
from psrokit_showdown.encoders.listing import Array
from psrokit_showdown.engine.kernel import Row, Table, kernel
from psrokit_showdown.engine.layout import STAGES, TOXIC_COUNT
from psrokit_showdown.engine.seen import (
    BIDE_MARK,
    BINDING,
    CONFUSED_TURNS,
    CONFUSION_MARK,
    DISABLE_MARK,
    DISABLED,
    DISABLED_TURNS,
    FOCUS_MARK,
    LAST_SHOWN,
    LEECH_SEED_MARK,
    LIGHT_SCREEN_MARK,
    LOCKED_TURNS,
    MIMIC_MARK,
    MIMICKED,
    MIST_MARK,
    PREPARING,
    RECHARGE_MARK,
    REFLECT_MARK,
    SUBSTITUTE_HITS,
    SUBSTITUTE_MARK,
    TRANSFORM_MARK,
    seen_of,
)
from psrokit_showdown.gen1_rows import (
    ACTIVE_COLUMNS,
    ACTIVE_ID_COLUMNS,
    MOST_CONFUSION,
    MOST_DISABLED,
    MOST_HITS,
    MOST_LOCKED,
    MOST_TOXIC,
)

MARKS: Table = (
    CONFUSION_MARK, SUBSTITUTE_MARK, REFLECT_MARK, LIGHT_SCREEN_MARK, LEECH_SEED_MARK, MIST_MARK, FOCUS_MARK,
    RECHARGE_MARK, BIDE_MARK, DISABLE_MARK, MIMIC_MARK, TRANSFORM_MARK,
)  # fmt: skip
"""The marks of `gen1_rows.VOLATILES`, in order."""
MARK_COUNT = len(MARKS)  # type: ignore[arg-type] # it is a tuple
SHOWN: Table = (LAST_SHOWN, DISABLED, MIMICKED, PREPARING, BINDING)
"""The moves of `gen1_rows.ACTIVE_ID_COLUMNS`, in order."""
SHOWN_COUNT = 5
ACTIVE_ID_COUNT, ACTIVE_COUNT = len(ACTIVE_ID_COLUMNS), len(ACTIVE_COLUMNS)


@kernel
def on_field(row: Row, p: int, other: int, ids: Array, numbers: Array, at: int) -> None:
    """What is public about a side's Pokemon on the field."""
    side, opposite, names, to = seen_of(p), seen_of(other), at * ACTIVE_ID_COUNT, at * ACTIVE_COUNT
    ids[names] = looks(row, p)
    for column in range(SHOWN_COUNT):
        ids[names + 1 + column] = row[side + SHOWN[column]]
    for stat in range(STAGES):
        numbers[to + stat] = stage_shown(row, p, stat) / 6
    for column in range(MARK_COUNT):
        numbers[to + STAGES + column] = has_mark(row, p, MARKS[column])
    after = to + STAGES + MARK_COUNT
    if row[opposite + BINDING]:
        numbers[after] = 1.0
        numbers[after + 1] = min(row[opposite + LOCKED_TURNS], MOST_LOCKED) / MOST_LOCKED
    numbers[after + 2] = min(row[side + CONFUSED_TURNS], MOST_CONFUSION) / MOST_CONFUSION
    numbers[after + 3] = min(row[p + TOXIC_COUNT], MOST_TOXIC) / MOST_TOXIC
    numbers[after + 4] = min(row[side + LOCKED_TURNS], MOST_LOCKED) / MOST_LOCKED
    numbers[after + 5] = min(row[side + DISABLED_TURNS], MOST_DISABLED) / MOST_DISABLED
    numbers[after + 6] = min(row[side + SUBSTITUTE_HITS], MOST_HITS) / MOST_HITS
    flag_types(type_shown(row, p, 0), type_shown(row, p, 1), numbers, after + 7)
