"""Policies that the games cannot tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from psrokit.api import Finding, InputError, Question, Sheet, analyzer, returns_are_wins
from psrokit_plugins.analysis.numbers import games
from psrokit_plugins.structure.clones import Records, clone_test
from psrokit_plugins.structure.symmetric import symmetric_pairs

_MOST_ROWS = 40


@analyzer("clones")
@dataclass(frozen=True)
class ClonesAnalyzer:
    """Which policies could be the same one, by a permutation test on how they fare against everybody else.

    permutations: random dealings per pair of policies.

    A large p-value proves nothing but that the games are too few to tell the two apart; that duplicates change ratings
    other than Nash averaging is a reason to look.
    """

    permutations: int = 500

    def answer(self, question: Question) -> Finding:
        """Raises InputError unless the table holds games of one population that were won, tied and lost."""
        table = question.table
        pairs = symmetric_pairs(table)
        if not returns_are_wins(table) or not games(table):
            raise InputError("this needs games that were won, tied and lost")
        tied = np.where(pairs.known, table.ties, 0)
        won, lost = (np.where(pairs.known, table.wins[seat], 0) for seat in (0, 1))
        records, rng = Records(won, tied, lost), question.rng("clones")
        names = question.named.names[table.seats[0]]
        tested = [
            (clone_test(records, pair, self.permutations, rng), pair) for pair in combinations(range(len(names)), 2)
        ]
        tested.sort(key=lambda test: -test[0])
        rows = tuple((names[i], names[j], p_value) for p_value, (i, j) in tested[:_MOST_ROWS])
        alike = [f"{names[i]} and {names[j]}" for p_value, (i, j) in tested if p_value > 1 - question.level]
        said = (
            f"The games do not tell apart: {'; '.join(alike[:6])}{' ...' if len(alike) > 6 else ''}."
            if alike
            else f"The games tell all {len(names)} policies apart."
        )
        meaning = (
            f"p: how often two copies of one policy would fare at least as differently, {self.permutations} "
            f"permutations; each pair by itself. The {len(rows)} largest of {len(tested)} are shown."
        )
        sheet = Sheet("Could be the same", ("first", "second", "p"), rows, meaning)
        return Finding("Clones", (said,), (sheet,), rank=80)
