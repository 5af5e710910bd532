"""Battles that once differed or show something rare, kept with their choices: each must stay equal to the end.

A line is what `verify-engine` prints of a difference (`verification.difference`), with `shows` saying why it is kept.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from psrokit_showdown.engine import layout
from psrokit_showdown.simulator.install import install
from psrokit_showdown.verification.difference import first_difference, kept_script
from psrokit_showdown.verification.native import replay
from psrokit_showdown.verification.recorder import Recorder, Recording
from psrokit_showdown.verification.trace import traced
from psrokit_showdown.verification.verify import compare

KEPT = [json.loads(line) for line in (Path(__file__).parent / "regressions.jsonl").read_text("utf-8").splitlines()]


def test_kept_battles_are_equal() -> None:
    install(lambda _: None)
    with Recorder() as recorder:
        records = recorder.record([kept_script(kept) for kept in KEPT])
        for kept, record in zip(KEPT, records, strict=True):
            assert isinstance(record, Recording), kept["shows"]
            assert len(record.choices) * 2 == len(kept["choices"])
            difference = compare(record, recorder.names)
            assert difference is None, f"{kept['shows']}: {difference}"


@pytest.mark.parametrize(
    ("word", "field"),
    [
        (layout.MONS + layout.HP, "0.pokemon.0.hp"),
        (layout.SEED + 3, "prng.3"),
        (layout.P2 + layout.CONFUSION, "1.active.confusion.time"),
        (layout.P2 + layout.ENEMY_MOVE, "1.last_enemy_move"),
    ],
)
def test_a_difference_in_one_word_is_found_and_can_be_kept(word: int, field: str) -> None:
    install(lambda _: None)
    with Recorder() as recorder:
        (record,) = recorder.record([kept_script(KEPT[0])])
        assert isinstance(record, Recording)
        rows = replay(record)
        rows[2, word] += 1
        found = first_difference(record, traced(rows, recorder.names, record.trace[:, :2]), recorder.names)
        assert found is not None
        assert (found.decision, found.field) == (2, field)
        assert found.got == found.expected + 1
        (again,) = recorder.record([kept_script(json.loads(json.dumps(found.told())))])
    assert isinstance(again, Recording)
    np.testing.assert_array_equal(again.trace, record.trace[:3])
