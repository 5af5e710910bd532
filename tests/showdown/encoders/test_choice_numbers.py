"""The numbers of choices from rows are those of the action space `default` for a seat's request."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from native_battles import begun, chosen_at_random, of_twins, played

from psrokit.api import Observation
from psrokit_showdown import engine
from psrokit_showdown.encoders.choices import NO_COLUMN, columns_of_numbers
from psrokit_showdown.engine.episode import choices_of
from psrokit_showdown.engine.formats import FORMATS
from psrokit_showdown.numbered import numbered_choices

CHOICES = choices_of((1 << 10) - 1)
"""What the columns of `Decisions.legal` stand for."""


def kinds_compared(states: engine.States, format_id: str, seed: int) -> Counter[str]:
    """Play at random and compare every decision; how often what was offered."""
    kinds = Counter[str]()
    for rows, views in played(states, format_id, chosen_at_random(seed)):
        masks = engine.legal(rows.states)[np.arange(len(views)), rows.seats].tolist()
        for columns, view, mask in zip(columns_of_numbers(rows).tolist(), views, masks, strict=True):
            wanted = numbered_choices(Observation(view, choices_of(mask)))
            assert tuple(None if column == NO_COLUMN else CHOICES[column] for column in columns) == wanted
            kinds[view.options[0].id if view.options and view.options[0].pp is None else view.decision] += 1
    return kinds


@pytest.mark.parametrize("format_id", FORMATS)
def test_every_decision(format_id: str) -> None:
    kinds = kinds_compared(begun(format_id, 14, 1), format_id, 1)
    assert min(kinds[kind] for kind in ("move", "switch", "wait", "fight", "recharge")) > 0


def test_species_and_moves_that_come_twice() -> None:
    kinds = kinds_compared(of_twins(8, 1), "gen1customgame", 2)
    assert kinds["move"] > 100


@pytest.mark.slow
@pytest.mark.parametrize("format_id", FORMATS)
def test_many_battles(format_id: str) -> None:
    kinds = kinds_compared(begun(format_id, 350, 2), format_id, 2)
    lasting = ("bide", "wrap", "thrash", "petaldance", "rage", "fly", "dig", "struggle", "solarbeam")
    assert min(kinds[kind] for kind in ("move", "switch", "wait", "fight", "recharge", *lasting)) > 0
    assert kinds.total() > 30_000
