"""Meta-games of OpenSpiel's psro_v2."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from psrokit.api import NamedTable, table_format
from psrokit_plugins.tables.meta_games import meta_games, mirrored, table_of_meta_games
from psrokit_plugins.tables.payoffs import Returns

_MIRRORED = (
    "the payoffs mirror each other; if psro_v2 ran with symmetric_game=True, it has divided each by the number of "
    "different orders of its policies (two players: all off the diagonal by 2): --format psro_v2_symmetric undoes that"
)


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
        payoffs = meta_games(path)
        roles = [f"player_{seat}" for seat in range(len(payoffs))]
        named = table_of_meta_games(roles, payoffs, self.games, self.returns, path)
        return replace(named, remarks=(*named.remarks, _MIRRORED)) if mirrored(payoffs) else named
