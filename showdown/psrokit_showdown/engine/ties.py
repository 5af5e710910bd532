"""Speed ties that Showdown settles by chance although they decide nothing.

Showdown sorts whoever listens to an event by the cached field `speed` and shuffles equals: k equals cost k-1 draws. The
field is refreshed at the start of a turn, at its end, on entry, by Haze and by Transform, and not by anything else, so
it may differ from the stat that orders moves. Game Boys know no such draws. Ties that do decide something (whose move
comes first) are in `engine.queue`.
"""

from __future__ import annotations

from psrokit_showdown.engine.chance import idle_draws
from psrokit_showdown.engine.health import hp_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    BIDE,
    DISABLED_TIME,
    ENDED_TRAP,
    FLINCH,
    MODIFIED,
    P1,
    P2,
    RECHARGE,
    SPEED,
    SPEED_STAT,
    THRASH,
    TRAPPED,
    TRAPPING,
)


@kernel
def refresh_speed(row: Row, p: int) -> None:
    """Cache the speed stat as it is now."""
    row[p + SPEED] = row[p + MODIFIED + SPEED_STAT]


@kernel
def refresh_speeds(row: Row) -> None:
    """Cache the speed of both active Pokemon that stand."""
    if hp_of(row, P1) > 0:
        refresh_speed(row, P1)
    if hp_of(row, P2) > 0:
        refresh_speed(row, P2)


@kernel
def each_event(row: Row) -> None:
    """An event for both active Pokemon: one draw if they stand and are equally fast."""
    if row[P1 + SPEED] == row[P2 + SPEED] and hp_of(row, P1) > 0 and hp_of(row, P2) > 0:
        idle_draws(row, 1)


@kernel
def equals(row: Row, count: int) -> None:
    """`count` equal listeners."""
    if count > 1:
        idle_draws(row, count - 1)


@kernel
def residual_event(row: Row) -> None:
    """The end of a turn: volatile conditions with a duration listen, those of equally fast Pokemon together."""
    first, second = _with_duration(row, P1), _with_duration(row, P2)
    if row[P1 + SPEED] == row[P2 + SPEED]:
        equals(row, first + second)
    else:
        equals(row, first)
        equals(row, second)


@kernel
def _with_duration(row: Row, p: int) -> int:
    if hp_of(row, p) == 0:
        return 0
    return (row[p + FLINCH] > 0) + (row[p + TRAPPED] > 0) + (row[p + ENDED_TRAP] > 0) + (row[p + TRAPPING] > 0)


@kernel
def disable_move_event(row: Row, p: int) -> None:
    """What may disable moves listens in two groups of equal priority."""
    equals(row, (row[p + TRAPPED] > 0) + (row[p + ENDED_TRAP] > 0))
    equals(row, (row[p + BIDE] > 0) + (row[p + DISABLED_TIME] > 0) + (row[p + TRAPPING] > 0))


@kernel
def after_move_event(row: Row, p: int) -> None:
    """What ends with a move listens; two at once need a called move."""
    equals(row, (row[p + TRAPPING] > 0) + (row[p + RECHARGE] > 0) + (row[p + THRASH] > 0))
