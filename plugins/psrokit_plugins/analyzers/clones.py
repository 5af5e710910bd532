"""Policies that the games cannot tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import ceil

from psrokit.api import Estimate, Finding, InputError, Question, Role, Sheet, analyzer, level_text
from psrokit_plugins.analysis.chances import bounded_p_value, drawn_p_value
from psrokit_plugins.analysis.numbers import games
from psrokit_plugins.analysis.words import of_role
from psrokit_plugins.statistics.samples import samples_of
from psrokit_plugins.structure.clones import Records

_MOST_SAID = 6
_MOST_HANDS = 20_000_000
"""Hands that may be dealt for all pairs of a role, which take some seconds."""
_CONVENTION = "clones fare as differently, each pair by itself"


@dataclass(frozen=True, slots=True)
class _Pair:
    """p_value: None where the two have met nobody in common."""

    first: str
    second: str
    p_value: Estimate | None

    @property
    def likeness(self) -> float:
        return 1.0 if self.p_value is None else self.p_value.value


@dataclass(frozen=True, slots=True)
class _Tested:
    """The pairs of a role, the most alike first, and how often the samples of each were dealt where they were."""

    pairs: list[_Pair]
    draws: int


@analyzer("clones")
@dataclass(frozen=True)
class ClonesAnalyzer:
    """Which policies of a role could be the same one, by a permutation test on how they fare against everybody else.

    permutations: random dealings per pair of policies; fewer where some 40 policies are hard to tell apart, more where
    the level asks for smaller p-values than they could give. Pairs that are told apart by a bound are not dealt.

    A large p-value proves nothing but that the games are too few to tell the two apart; that duplicates change ratings
    other than Nash averaging is a reason to look.
    """

    permutations: int = 500

    def answer(self, question: Question) -> Finding:
        """Raises InputError unless the table holds games that were won, tied and lost, and a role has two policies."""
        tested = {role: self._tested(question, role, its) for role, its in _records(question).items()}
        tested = {role: its for role, its in tested.items() if its.pairs}
        if not tested:
            raise InputError("no role has two policies to compare")
        said = [_sentence(question, its.pairs, of_role(question, role)) for role, its in tested.items()]
        sheets = [_sheet(its, of_role(question, role)) for role, its in tested.items()]
        return Finding("Clones", tuple(said), tuple(sheets), rank=80)

    def _tested(self, question: Question, role: Role, records: Records) -> _Tested:
        """All pairs: at first by the bound, which costs nearly nothing, and then by dealing what that leaves open."""
        names, rng, n = question.named.names[role], question.rng("clones", role), games(question.table)
        pairs = list(combinations(range(len(names)), 2))
        bounds = {pair: one.largest_p_value() for pair in pairs if (one := records.compared(pair))}
        open_ = [pair for pair, bound in bounds.items() if bound > (1 - question.level) / 2]
        draws = self._dealings(len(open_) * records.hands.shape[1], question.level)
        found: dict[tuple[int, int], Estimate | None] = dict.fromkeys(pairs)
        found |= {pair: bounded_p_value(bound, n=n, convention=_CONVENTION) for pair, bound in bounds.items()}
        for pair in open_:
            if one := records.compared(pair):
                extreme = one.as_uneven(draws, rng)
                found[pair] = drawn_p_value(extreme, draws, level=question.level, n=n, convention=_CONVENTION)
        all_ = [_Pair(names[i], names[k], p_value) for (i, k), p_value in found.items()]
        return _Tested(sorted(all_, key=lambda pair: -pair.likeness), draws)

    def _dealings(self, hands: int, level: float) -> int:
        """Dealings per pair, where one for every pair deals so many hands: what is affordable.

        The least p-value, 1 / (dealings + 1), is at most half of what tells two policies apart.
        """
        return max(min(self.permutations, _MOST_HANDS // max(hands, 1)), ceil(2 / (1 - level)) - 1)


def _sheet(tested: _Tested, whose: str) -> Sheet:
    """All pairs; those that are not told apart come first."""
    rows = tuple((pair.first, pair.second, pair.p_value) for pair in tested.pairs)
    meaning = (
        "p: how often two copies of one policy would fare at least as differently against the opponents that both "
        f"have met; each pair by itself, not corrected for {len(rows)} comparisons. {tested.draws} random "
        "dealings of the samples, with the interval of their Monte Carlo error, or a bound where that tells them apart "
        "(Cantelli's inequality). Empty: they met nobody in common."
    )
    return Sheet(f"Could be the same{whose}", ("first", "second", "p"), rows, meaning)


def _records(question: Question) -> Mapping[Role, Records]:
    """Raises InputError unless the table holds games that were won and lost."""
    samples, (first, second) = samples_of(question.table), question.table.seats
    if first == second:
        return {first: Records.of(samples, alike=True)}
    return {
        first: Records.of(samples, alike=False),
        second: Records.of(samples.seen_by_columns, alike=False),
    }


def _sentence(question: Question, pairs: list[_Pair], whose: str) -> str:
    error = 1 - question.level
    alike = [f"{pair.first} and {pair.second}" for pair in pairs if pair.likeness > error]
    if not alike:
        return f"The games tell all policies{whose} apart, each pair by itself at {level_text(question.level)}."
    shown = "; ".join(alike[:_MOST_SAID]) + (" ..." if len(alike) > _MOST_SAID else "")
    return f"The games do not tell apart {len(alike)} of {len(pairs)} pairs{whose} (p above {error:.2g}): {shown}."
