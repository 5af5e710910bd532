"""What OpenSpiel's psro_v2 keeps of its meta-games: payoff tensors, as far as they can be read without foreign code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from psrokit.api import Floats, InputError, NamedTable
from psrokit_plugins.tables.json_values import JsonValue, read_json
from psrokit_plugins.tables.numpy_arrays import read_arrays
from psrokit_plugins.tables.payoffs import LARGEST, Returns, table_of_means, table_of_payoffs

_ENDINGS = {".npy", ".npz", ".json"}
_EXACT = (
    "the file does not say how many games are behind its payoffs: they are taken as exact, so no number shows the luck "
    "of games; if they were sampled, say so with --games SIMS_PER_ENTRY --returns LOW HIGH"
)
_SPREAD = "the file keeps no spread of games: their returns are taken to be as spread as {:g} to {:g} allows"
_MOST_DEEP = 9


def meta_games(path: Path) -> Floats:
    """The payoffs in a .npy, .npz or JSON file, shape (players, *K), NaN where not played. Raises InputError."""
    if path.suffix not in _ENDINGS:
        raise InputError(
            "this file cannot be read without running what is in it",
            place=str(path),
            remedy='Save the payoffs alone: np.save("meta_games.npy", np.array(solver.get_meta_game())).',
        )
    payoffs = _of_json(read_json(path)) if path.suffix == ".json" else read_arrays(path)
    players, *sizes = payoffs.shape
    if players != len(sizes) or players < 2 or not payoffs.size:
        raise InputError(
            f"the payoffs have the shape {payoffs.shape}, which is not (players, one number of policies each)",
            place=str(path),
            remedy="Save one array per player; of a zero-sum matrix A, np.stack([A, -A]).",
        )
    beyond = np.abs(payoffs) > LARGEST
    if beyond.any():
        raise InputError(f"a payoff is beyond {LARGEST:g}", place=f"{path}:{np.argwhere(beyond)[0].tolist()}")
    return payoffs


def mirrored(payoffs: Floats) -> bool:
    """Whether exchanging the first player with any other exchanges the payoffs, to the last bit."""
    players, *sizes = payoffs.shape
    if len(set(sizes)) > 1:
        return False
    order = np.arange(players)
    exchanges = (np.where(order == 0, other, np.where(order == other, 0, order)) for other in range(1, players))
    return all(
        np.array_equal(payoffs[exchange].transpose(0, *(1 + exchange)), payoffs, equal_nan=True)
        for exchange in exchanges
    )


def table_of_meta_games(
    roles: Sequence[str], payoffs: Floats, games: int | None, returns: Returns | None, path: Path
) -> NamedTable:
    """The payoffs as exact or, with the number of games behind each, as means of games; policies named by number.

    Raises InputError for games without the range of their returns, and payoffs outside of it.
    """
    names = {role: tuple(map(str, range(size))) for role, size in zip(roles, payoffs.shape[1:], strict=True)}
    if games is None:
        exact = NamedTable(table_of_payoffs(roles, payoffs), names, path.name, (_EXACT,))
        return exact if returns is None else exact.stating(returns)
    if returns is None or games < 1:
        raise InputError(
            "sampled payoffs need the number of games of each, at least 1, and the range of their returns",
            place=str(path),
            remedy="Give both: --games SIMS_PER_ENTRY --returns LOW HIGH.",
        )
    played = np.where(np.isfinite(payoffs).all(axis=0), games, 0)
    table = table_of_means(roles, payoffs, played, returns, str(path))
    return NamedTable(replace(table, returns=returns), names, path.name, (_SPREAD.format(*returns),))


def _of_json(content: JsonValue) -> Floats:
    nested = content.key("meta_games") if isinstance(content.value, dict) else content
    depth, inner = 0, nested.value
    while isinstance(inner, list) and inner and depth < _MOST_DEEP:
        depth, inner = depth + 1, inner[0]
    if depth < 3:
        raise nested.wrong("payoffs nested as [player][policy][policy]...")
    return nested.array(depth)
