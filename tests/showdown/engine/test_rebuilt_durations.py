"""What lasts for a hidden number of turns, in rebuilt battles: as long as it can, given how long it has lasted."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from duels import begun, member
from search_views import FORMAT

from psrokit_showdown.engine import layout
from psrokit_showdown.engine.view import view_of
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.searching.guess import guesser
from psrokit_showdown.searching.rebuild import rebuilt

COUNT = 4000


@pytest.fixture(scope="module")
def view() -> BattleView:
    row = begun([member("Tauros", "bodyslam", "blizzard")], [member("Dragonite", "wrap", "agility")])
    return view_of(row.tolist(), 0, FORMAT)


def counted(view: BattleView, *words: int) -> Counter[tuple[int, ...]]:
    """How often each combination of words comes up in as many rebuilt battles."""
    rng = np.random.default_rng(1)
    guess = guesser("builtin", FORMAT).guesses(view, 1, rng)
    rows = rebuilt(view, guess * COUNT, rng)
    return Counter(map(tuple, rows[:, list(words)].tolist()))


@pytest.mark.parametrize("lasted", [0, 3, 7])
def test_a_move_stays_disabled_for_any_number_of_turns_that_is_left(view: BattleView, lasted: int) -> None:
    assert view.own is not None
    disabled = view._replace(own=view.own._replace(disabled_move="bodyslam", disable_turns=lasted))
    turns = counted(disabled, layout.P1 + layout.DISABLED_TIME)
    assert sorted(turns) == [(left,) for left in range(1, 9 - lasted)]
    assert min(turns.values()) > 0.8 * COUNT / len(turns)


@pytest.mark.parametrize(
    ("lasted", "shares"),
    [(1, {1: 3 / 8, 2: 3 / 8, 3: 1 / 8, 4: 1 / 8}), (2, {1: 3 / 5, 2: 1 / 5, 3: 1 / 5}), (3, {1: 1 / 2, 2: 1 / 2})],
)
def test_a_trap_holds_as_long_as_such_moves_do(view: BattleView, lasted: int, shares: dict[int, float]) -> None:
    assert view.foe is not None
    trapped = view._replace(foe=view.foe._replace(binding="wrap", locked_turns=lasted))
    turns = counted(trapped, layout.P2 + layout.TRAPPING_TIME, layout.P2 + layout.TRAPPING_TOTAL)
    assert sorted(turns) == [(left, left + lasted) for left in shares]
    for left, share in shares.items():
        assert turns[left, left + lasted] / COUNT == pytest.approx(share, abs=0.04)
