"""What a seat knows at the end is the same on both engines."""

from __future__ import annotations

from typing import Any

import pytest

from psrokit.api import build, generator, open_lanes


def ends(engine: str, seeds: range) -> list[Any]:
    """Both seats' closing views of random battles."""
    views = []
    with open_lanes(build("game", {"use": "showdown", "engine": engine})) as lanes:
        for seed in seeds:
            (battle,) = lanes.deal([seed])
            rngs = [generator("closing", seed, seat) for seat in (0, 1)]
            while pending := battle.pending():  # type: ignore[union-attr]
                actions = {seat: rngs[seat].choice(list(asked.legal)).item() for seat, asked in pending.items()}
                assert lanes.advance([(battle, actions)]) == [None]  # type: ignore[list-item]
            views += [battle.closing_view(seat) for seat in (0, 1)]  # type: ignore[union-attr]
    return views


@pytest.mark.parametrize("seeds", [range(3), pytest.param(range(100, 200), marks=pytest.mark.slow)])
def test_closing_views(seeds: range) -> None:
    native = ends("native", seeds)
    assert native == ends("showdown", seeds)
    assert all(view.outcome in {1, 0, -1} for view in native)
