"""Meta-games of OpenSpiel's psro_v2, as far as they can be read without running foreign code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from psrokit.api import Floats, InputError, NamedTable, PayoffTable, table_format
from psrokit_plugins.tables.json_values import JsonValue, read_json
from psrokit_plugins.tables.numpy_arrays import read_arrays
from psrokit_plugins.tables.payoffs import LARGEST, Returns, table_of_means, table_of_payoffs

_ENDINGS = {".npy", ".npz", ".json"}
_EXACT = (
    "the file does not say how many games are behind its payoffs: they are taken as exact, so no number shows the luck "
    "of games; if they were sampled, say so with --games SIMS_PER_ENTRY --returns LOW HIGH"
)
_SPREAD = "the file keeps no spread of games: their returns are taken to be as spread as {:g} to {:g} allows"
_MIRRORED = (
    "the payoffs mirror each other; if psro_v2 ran with symmetric_game=True, it has divided each by the number of "
    "different orders of its policies (two players: all off the diagonal by 2): undo that first"
)
_MOST_DEEP = 9


@table_format("psro_v2")
@dataclass(frozen=True)
class PsroV2:
    """`meta_games` of a psro_v2 solver, one payoff tensor per player, saved as .npy, .npz or JSON.

    A .npy file holds an array of shape (players, *K); an .npz one array of shape (*K) per player, in the order of
    their names, or one such array; JSON the same nested lists, alone or under the key "meta_games". Pickles, which is
    what psro_v2 itself writes of policies and solvers, can run any code and are not read: save
    `np.save("meta_games.npy", np.array(solver.get_meta_game()))`. NaN or null is a cell that was never played.

    games: episodes behind each payoff, psro_v2's `sims_per_entry`. Without it payoffs are taken as exact.
    returns: the least and the greatest return of one episode, needed with `games`: the file keeps means alone, so the
    episodes of a cell are taken to be as spread as any with this mean, and intervals are rather too wide.
    """

    games: int | None = None
    returns: Returns | None = None

    def recognises(self, path: Path, beginning: str) -> bool:
        """A NumPy file, or JSON that begins with the key or with nested lists."""
        start = beginning.lstrip()
        return path.suffix in {".npy", ".npz"} or (
            path.suffix == ".json" and ('"meta_games"' in beginning or start.startswith("[["))
        )

    def read(self, path: Path) -> NamedTable:
        """A table whose roles are player_0, player_1, ... with policies named by number. Raises InputError."""
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
        roles = tuple(f"player_{seat}" for seat in range(players))
        names = {role: tuple(str(i) for i in range(size)) for role, size in zip(roles, sizes, strict=True)}
        table, remark = self._table(roles, payoffs, str(path))
        return NamedTable(table, names, path.name, (remark, *([_MIRRORED] if _mirrored(payoffs) else [])))

    def _table(self, roles: tuple[str, ...], payoffs: Floats, place: str) -> tuple[PayoffTable, str]:
        """The payoffs as exact or as means of games, and what is to be said about it."""
        if self.games is None and self.returns is None:
            return table_of_payoffs(roles, payoffs), _EXACT
        if self.games is None or self.returns is None or self.games < 1:
            raise InputError(
                "sampled payoffs need the number of games of each, at least 1, and the range of their returns",
                place=place,
                remedy="Give both: --games SIMS_PER_ENTRY --returns LOW HIGH.",
            )
        games = np.where(np.isfinite(payoffs).all(axis=0), self.games, 0)
        table = table_of_means(roles, payoffs, games, self.returns, place)
        return replace(table, returns=self.returns), _SPREAD.format(*self.returns)


def _mirrored(payoffs: Floats) -> bool:
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


def _of_json(content: JsonValue) -> Floats:
    nested = content.key("meta_games") if isinstance(content.value, dict) else content
    depth, inner = 0, nested.value
    while isinstance(inner, list) and inner and depth < _MOST_DEEP:
        depth, inner = depth + 1, inner[0]
    if depth < 3:
        raise nested.wrong("payoffs nested as [player][policy][policy]...")
    return nested.array(depth)
