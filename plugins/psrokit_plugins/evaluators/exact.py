"""The evaluator `exact`: payoffs by algebra, without playing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats, Game, PayoffTable, Population, Role, Venue, evaluator, seat_exchanges
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.game import ExactGame, exact_game
from psrokit_plugins.exact.mixed_play import plans_of
from psrokit_plugins.exact.payoff_tensors import exchanged

_SMALL = 100
"""Cells below which the whole table costs less than to find out what is new."""


@evaluator("exact")
@dataclass(frozen=True)
class ExactPayoffs:
    """Expected returns from the sequence form, without sampling error.

    Raises InputError for games that cannot be solved exactly and policies whose action probabilities are not known.
    """

    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:  # noqa: ARG002 # nothing is played
        """The table with exact payoffs in all cells that had no evidence."""
        missing = ~table.known
        if not missing.any():
            return table
        form = self.solvable(game).exact()
        payoffs = _payoffs(form, plans_of(form, game.seats, population), missing)
        total = np.where(missing, _mirrored(game.seats, payoffs), table.total)
        return replace(table, total=total, exact=table.exact | missing)

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError if it cannot be solved exactly."""
        return exact_game(game, "the evaluator 'exact'", "the evaluator `sampled`")


def _payoffs(form: SequenceForm, plans: Sequence[Floats], missing: npt.NDArray[np.bool_]) -> Floats:
    """Payoffs of at least the missing cells, shape (n, *K): new policies cost their rows and columns, not the table."""
    if missing.size < _SMALL:
        return form.table(plans)
    payoffs = np.full((len(plans), *missing.shape), np.nan)
    for seat, new in _new_policies(missing):
        block = form.table([plan[new] if other == seat else plan for other, plan in enumerate(plans)])
        payoffs[(slice(None),) * (seat + 1) + (new,)] = block
    return form.table(plans) if np.isnan(payoffs[:, missing]).any() else payoffs


def _new_policies(missing: npt.NDArray[np.bool_]) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
    """Per seat the policies none of whose cells is known."""
    for seat in range(missing.ndim):
        others = tuple(axis for axis in range(missing.ndim) if axis != seat)
        new = np.flatnonzero(missing.all(axis=others))
        if len(new):
            yield seat, new


def _mirrored(seats: Sequence[Role], payoffs: Floats) -> Floats:
    """Payoffs that are equal to the last bit in cells that differ only by exchanging equal seats."""
    orders = seat_exchanges(tuple(seats))
    if len(orders) == 1:
        return payoffs
    mirrors = [exchanged(payoffs, order) for order in orders]
    return np.asarray(np.sort(mirrors, axis=0).mean(axis=0))
