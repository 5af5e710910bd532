"""What environments accept of whoever makes them and of whoever plays: whole numbers, seconds, actions."""

from __future__ import annotations

from math import isfinite
from operator import index
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psrokit.api import InputError

_ACTION_REMEDY = "Give an index of the action space as an int. One that is not legal now is replaced, and info says so."


def at_least_one(name: str, value: Any) -> int:
    """A whole number from 1 on. Raises InputError."""
    number = _whole(value)
    if number is None or number < 1:
        raise InputError(f"{name} is a whole number from 1 on, not {value!r}")
    return number


def most_decisions(value: Any) -> int | None:
    """After how many decisions a battle is cut, None for never. Raises InputError."""
    if value is None:
        return None
    try:
        return at_least_one("max_decisions", value)
    except InputError as error:
        raise InputError(error.message, remedy="Leave it out to truncate no battle.") from None


def positive_seconds(name: str, value: Any) -> float:
    """A time that ends. Raises InputError."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not (isfinite(value) and value > 0):
        raise InputError(f"{name} is a number of seconds above 0, not {value!r}", remedy="No wait may be endless.")
    return float(value)


def action_index(action: Any) -> int:
    """The index that a step is given, legal or not. Raises InputError for what is no whole number."""
    number = _whole(action)
    if number is None:
        raise InputError(f"an action is a whole number, not {action!r}", remedy=_ACTION_REMEDY)
    return number


def action_indices(actions: Any, count: int) -> NDArray[np.int64]:
    """The indices that a step of `count` battles is given, shape (count,). Raises InputError for anything else."""
    try:
        given = np.asarray(actions)
    except ValueError:  # lists of different lengths
        given = np.empty(0)
    if given.shape != (count,) or given.dtype.kind not in "iu":
        raise InputError(
            f"a step of {count} battles takes {count} whole numbers, not {actions!r}", remedy=_ACTION_REMEDY
        )
    return given.astype(np.int64)


def _whole(value: Any) -> int | None:
    if isinstance(value, bool | np.bool_):
        return None
    try:
        return index(value)
    except TypeError:
        return None
