"""A payoff table as a game of OpenSpiel."""

from __future__ import annotations

from typing import Any

from psrokit.api import NamedTable
from psrokit_plugins.tables.payoffs import complete_payoffs


def openspiel_game(named: NamedTable) -> Any:
    """A `MatrixGame` of two players, a `TensorGame` of more, whose actions are the policies.

    Raises IntegrityError that names the cell if a payoff is missing.
    """
    import pyspiel  # noqa: PLC0415 # needed only here

    payoffs = complete_payoffs(named, "a game of OpenSpiel")
    names = [list(named.names[role]) for role in named.table.seats]
    if len(names) == 2:
        return pyspiel.create_matrix_game("psrokit", named.source, *names, *(payoff.tolist() for payoff in payoffs))
    return pyspiel.create_tensor_game("psrokit", named.source, names, [payoff.ravel().tolist() for payoff in payoffs])
