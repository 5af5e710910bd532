"""An equilibrium of a small two-player table by trying all supports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from psrokit.api import MetaStrategy, PayoffTable, meta_solver
from psrokit_plugins.normal_form.bimatrix import every_equilibrium, first_equilibrium, refuse_large
from psrokit_plugins.normal_form.game import NormalForm, Profile, two_players
from psrokit_plugins.normal_form.supports import supported_equilibria

_MOST_POLICIES = 12
_MOST_LISTED = 9
_OTHERS = "nash (constant-sum), lemke_howson, cce"


@meta_solver("support_enumeration")
@dataclass(frozen=True)
class SupportEnumeration:
    """The Nash equilibrium with the smallest supports, of any two-player table of at most 12 policies in all.

    Solves the best-response conditions of pairs of supports as linear programs, balanced and small supports first
    (Porter, Nudelman and Shoham 2008), so that degenerate tables are no exception. Seats of equal role get one common
    strategy. Certificate: `value` for seat 0 in returns, `gap` (what both seats gain by deviating, each divided by its
    `scale`), at most 1e-9, `scale` (half the largest spread of a role's payoffs), and `unique` = 0 where another
    equilibrium was found.
    """

    claims: ClassVar[frozenset[str]] = frozenset(
        {"equilibrium", "general_sum", "affine_invariant", "clone_invariant", "undominated", "flags_several"}
    )

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises InputError unless there are two seats and few policies; IntegrityError where a payoff is missing."""
        game = _small(table, _MOST_POLICIES)
        return first_equilibrium(game, supported_equilibria(game), "support_enumeration", _OTHERS)

    def all_found(self, table: PayoffTable) -> list[Profile]:
        """An equilibrium for each pair of supports that has one: all there are unless the table is degenerate.

        Seats of equal role get a common strategy. Raises as `solve` does, and InputError for more than 9 policies.
        """
        game = _small(table, _MOST_LISTED)
        return every_equilibrium(game, supported_equilibria(game))


def _small(table: PayoffTable, most: int) -> NormalForm:
    game = NormalForm.of(table)
    two_players(game, "support_enumeration", "cce, fictitious_play, regret_matching")
    refuse_large(game, "support_enumeration", most, _OTHERS)
    return game
