"""Policies that the games cannot tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import ceil, comb

from psrokit.api import Estimate, Finding, InputError, Question, Role, Sheet, analyzer, level_text
from psrokit_plugins.analysis.chances import drawn_p_value
from psrokit_plugins.analysis.numbers import games
from psrokit_plugins.analysis.words import of_role
from psrokit_plugins.statistics.samples import samples_of
from psrokit_plugins.structure.clones import Records, as_uneven

_MOST_SAID = 6
_MOST_HANDS = 20_000_000
"""Hands that may be dealt for all pairs of a role, which take some seconds."""


@dataclass(frozen=True, slots=True)
class _Tested:
    """p_value: None where the two have met nobody in common."""

    first: str
    second: str
    p_value: Estimate | None

    @property
    def likeness(self) -> float:
        return 1.0 if self.p_value is None else self.p_value.value


@analyzer("clones")
@dataclass(frozen=True)
class ClonesAnalyzer:
    """Which policies of a role could be the same one, by a permutation test on how they fare against everybody else.

    permutations: random dealings per pair of policies; fewer where a role has more than some 40 policies, more where
    the level asks for smaller p-values than they could give.

    A large p-value proves nothing but that the games are too few to tell the two apart; that duplicates change ratings
    other than Nash averaging is a reason to look.
    """

    permutations: int = 500

    def answer(self, question: Question) -> Finding:
        """Raises InputError unless the table holds games that were won, tied and lost, and a role has two policies."""
        records = _records(question)
        tested = {role: self._tested(question, role, its) for role, its in records.items()}
        tested = {role: pairs for role, pairs in tested.items() if pairs}
        if not tested:
            raise InputError("no role has two policies to compare")
        said = [_sentence(question, pairs, of_role(question, role)) for role, pairs in tested.items()]
        draws = {role: self._dealings(its, question.level) for role, its in records.items()}
        sheets = [_sheet(pairs, draws[role], of_role(question, role)) for role, pairs in tested.items()]
        return Finding("Clones", tuple(said), tuple(sheets), rank=80)

    def _tested(self, question: Question, role: Role, records: Records) -> list[_Tested]:
        """All pairs, the most alike first."""
        names, rng, n = question.named.names[role], question.rng("clones", role), games(question.table)
        draws, found = self._dealings(records, question.level), []
        for i, k in combinations(range(len(names)), 2):
            extreme = as_uneven(records, (i, k), draws, rng)
            p_value = None if extreme is None else _p_value(extreme, draws, question.level, n)
            found.append(_Tested(names[i], names[k], p_value))
        return sorted(found, key=lambda pair: -pair.likeness)

    def _dealings(self, records: Records, level: float) -> int:
        """Dealings per pair: what is affordable for so many pairs and opponents, whatever the games show.

        The least p-value, 1 / (dealings + 1), is at most half of what tells two policies apart.
        """
        hands = comb(len(records.hands), 2) * int(records.hands.shape[1])
        affordable = _MOST_HANDS // max(hands, 1)
        return max(min(self.permutations, affordable), ceil(2 / (1 - level)) - 1)


def _sheet(pairs: list[_Tested], draws: int, whose: str) -> Sheet:
    """All pairs; those that are not told apart come first."""
    rows = tuple((pair.first, pair.second, pair.p_value) for pair in pairs)
    meaning = (
        "p: how often two copies of one policy would fare at least as differently against the opponents that both "
        f"have met; each pair by itself, not corrected for {len(pairs)} comparisons. {draws} random "
        "dealings of the samples; the interval is their Monte Carlo error. Empty: they met nobody in common."
    )
    return Sheet(f"Could be the same{whose}", ("first", "second", "p"), rows, meaning)


def _p_value(extreme: int, draws: int, level: float, n: int) -> Estimate:
    convention = "clones fare as differently, each pair by itself"
    return drawn_p_value(extreme, draws, level=level, n=n, convention=convention)


def _records(question: Question) -> Mapping[Role, Records]:
    """Raises InputError unless the table holds games that were won and lost."""
    samples, (first, second) = samples_of(question.table), question.table.seats
    if first == second:
        return {first: Records.of(samples, alike=True)}
    return {
        first: Records.of(samples, alike=False),
        second: Records.of(samples.seen_by_columns, alike=False),
    }


def _sentence(question: Question, pairs: list[_Tested], whose: str) -> str:
    error = 1 - question.level
    alike = [f"{pair.first} and {pair.second}" for pair in pairs if pair.likeness > error]
    if not alike:
        return f"The games tell all policies{whose} apart, each pair by itself at {level_text(question.level)}."
    shown = "; ".join(alike[:_MOST_SAID]) + (" ..." if len(alike) > _MOST_SAID else "")
    return f"The games do not tell apart {len(alike)} of {len(pairs)} pairs{whose} (p above {error:.2g}): {shown}."
