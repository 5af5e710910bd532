"""Meta-games of OpenSpiel's psro_v2 that ran with symmetric_game=True."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path

import numpy as np

from psrokit.api import InputError, NamedTable, table_format
from psrokit_plugins.tables.counts import ROLE
from psrokit_plugins.tables.meta_games import meta_games, mirrored, table_of_meta_games
from psrokit_plugins.tables.payoffs import Returns

_UNDONE = (
    "psro_v2 with symmetric_game=True divides each payoff by the number of different orders of its policies: they were "
    "multiplied by it"
)


@table_format("psro_v2_symmetric")
@dataclass(frozen=True)
class PsroV2Symmetric:
    """`meta_games` as in the format `psro_v2`, of a solver with symmetric_game=True, whose payoffs are put right.

    Such a solver meets every set of policies once, adds what it returned to each of the n! orders, and divides by n!.
    What was in fewer orders is too small: of two players every payoff off the diagonal by half. Here it is multiplied
    by the number of different orders. Nothing in a file tells such a run from one of an exact symmetric game, so this
    format must be named. All players are of one role, since they share their policies.

    games, returns: as in the format `psro_v2`.
    """

    games: int | None = None
    returns: Returns | None = None

    def recognises(self, path: Path, beginning: str) -> bool:  # noqa: ARG002 # no file tells
        """Never: it must be asked for."""
        return False

    def read(self, path: Path) -> NamedTable:
        """A table of one role, policies named by number. Raises InputError, also for payoffs that do not mirror."""
        payoffs = meta_games(path)
        if not mirrored(payoffs):
            raise InputError(
                "the payoffs do not mirror each other: no run with symmetric_game=True wrote them",
                place=str(path),
                remedy="Give --format psro_v2.",
            )
        players, *sizes = payoffs.shape
        orders = [len(set(permutations(cell))) for cell in np.ndindex(*sizes)]
        whole = payoffs * np.reshape(orders, sizes)
        named = table_of_meta_games([ROLE] * players, whole, self.games, self.returns, path)
        return replace(named, remarks=(*named.remarks, _UNDONE))
