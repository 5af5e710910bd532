"""Correlated play: what players can agree on if somebody draws a profile for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from psrokit.api import Finding, Question, analyzer
from psrokit_plugins.analysis.cautious_joint_play import cautious_joint_play
from psrokit_plugins.analysis.equilibrium import solution, zero_sum
from psrokit_plugins.analysis.joint_play import joint_play
from psrokit_plugins.analysis.words import at_most
from psrokit_plugins.statistics.deviations import gains_convention

_TITLE, _RANK, _RANK_OF_LITTLE = "Correlated play", 20, 92


@analyzer("correlated")
@dataclass(frozen=True)
class CorrelatedAnalyzer:
    """Correlated (CE) and coarse correlated equilibria (CCE) of tables of any number of players and any payoffs.

    draws: how many of the shared resamples are solved again.

    Two of each kind: the most even one (the least sum of squares, of which there is exactly one; Marris et al. 2021)
    with intervals, and the one that pays all players together most (Aumann 1974; Moulin and Vial 1978). With holes:
    the joint play of known profiles from which deviations gain least in the worst completion of the table, what
    equilibria can pay, and which holes decide.
    """

    draws: int = 40

    def answer(self, question: Question) -> Finding:
        """Raises InputError for a table that is too large, or of which nothing is known."""
        if zero_sum(question.table):
            return Finding(_TITLE, (_little(question),), (), rank=_RANK_OF_LITTLE)
        if question.table.holes():
            said, sheets = cautious_joint_play(question)
        else:
            said, sheets = joint_play(question, self.draws)
        return Finding(_TITLE, said, sheets, rank=_RANK)


def _little(question: Question) -> str:
    said = (
        "With two players and a constant sum nothing is won by correlating: the shares of a correlated equilibrium are "
        "those of equilibria, and it pays the value of the game."
    )
    if not question.table.holes():
        return said
    loss = solution(question).loss
    but = f", but for {at_most(loss)} that deviations gain ({gains_convention(question.table.seats)})" if loss else ""
    return (
        f"{said} That holds for every completion of the table; the cautious mixture of the missing pairs, played "
        f"independently, is a correlated equilibrium of each of them{but}."
    )
