"""Profiles that were never played, and what they could change."""

from __future__ import annotations

from dataclasses import dataclass

from psrokit.api import Estimate, Finding, Question, Sheet, analyzer
from psrokit_plugins.analysis.equilibrium import solution, tries, zero_sum
from psrokit_plugins.analysis.numbers import games
from psrokit_plugins.analysis.words import at_most, in_seats, listed, returns_in_words
from psrokit_plugins.statistics.deviations import gains_convention
from psrokit_plugins.statistics.missing import Reach, idle

_MOST_NAMED = 8


@analyzer("missing")
@dataclass(frozen=True)
class MissingAnalyzer:
    """Which profiles have no games, and which policies could be in an equilibrium once they have.

    Missing payoffs are bounds, never 0.5: out are policies that no completion of the table brings into an equilibrium,
    which is proven; for the others completions are tried, among them those with every missing pair won or lost.
    """

    def answer(self, question: Question) -> Finding:
        """Raises IntegrityError where completions of the table have no equilibrium that was found."""
        table = question.table
        holes = table.holes()
        if not holes:
            return Finding("Missing pairs", ("Every pair has evidence: nothing is missing.",), (), rank=25)
        pairs = listed((in_seats(question, hole) for hole in holes), _MOST_NAMED)
        one = len(holes) == 1
        what, met = ("pair", "met") if len(table.seats) == 2 else ("profile", "played")
        them = "It is" if one else "They are"
        head = f"{len(holes)} {what}{'s' * (not one)} never {met}: {pairs}. {them} taken as unknown."
        found = solution(question).reach if table.known.any() else None
        if found is None:
            return Finding("Missing pairs", (head, "Nothing else is known either."), (), rank=25)
        spared = sum(idle(found, table.seats, hole) for hole in holes)
        said = [head, _consequence(question, found)]
        if found.loss and spared:
            said.append(f"{spared} of them cannot change anything: their policies are in no equilibrium.")
        sheets = [_sheet(question, found, role) for role in found.weights]
        if found.loss:
            sheets.append(_losses(question, found))
        return Finding("Missing pairs", tuple(said), tuple(sheets), rank=25)


def _consequence(question: Question, found: Reach) -> str:
    if found.loss == 0 and zero_sum(question.table):
        return "That changes nothing: the mixture below is an equilibrium whatever their games would show."
    if found.loss == 0:
        return (
            "The mixture below is an equilibrium whatever they would show. Which others there are may depend on them: "
            "see standing."
        )
    return (
        "That leaves the equilibrium open. Whatever their games would show, deviations to policies of the table gain "
        f"{at_most(found.loss)} against the mixture below."
    )


def _sheet(question: Question, found: Reach, role: str) -> Sheet:
    table, names = question.table, question.named.names[role]
    weights = [
        Estimate.exact(
            float(weight), kind="weight", convention="cautious mixture", units="probability", method=_method(question)
        )
        for weight in found.weights[role]
    ]
    rows = tuple((name, weights[i], _standing(found, role, i)) for i, name in enumerate(names))
    mixture = (
        "which loses least when every missing payoff is as bad as it can be"
        if zero_sum(table)
        else "that of the equilibria of the completions tried which loses least when every missing payoff is as bad as "
        "it can be"
    )
    rule = "" if zero_sum(table) else "limiting logit "
    known = "" if games(table) == 0 else " The known payoffs are taken at their means here."
    meaning = (
        f"weight: in the cautious mixture, {mixture}, {returns_in_words(question)}. standing: in the equilibria of all "
        f"tables that fill the holes where it says whatever, else in the {rule}equilibria of {tries(table)} such "
        f"tables.{known}"
    )
    heading = f"What the missing pairs leave{f' for {role}' if len(found.weights) > 1 else ''}"
    return Sheet(heading, ("policy", "weight", "standing"), rows, meaning)


def _losses(question: Question, found: Reach) -> Sheet:
    """What the mixture loses at most, and between what the value of the game is."""
    table = question.table
    rows = [("what the mixture loses at most", _loss(question, found))]
    if found.value is not None and len(found.weights) > 1:
        rows.append((f"value of the game to {table.seats[0]}", _value(question, *found.value)))
    meaning = f"Over all completions, {gains_convention(table.seats)}."
    if games(table):
        meaning += " Luck in the known games comes on top: see Restricted exploitability."
    return Sheet("What the missing pairs leave open", ("what", "returns"), tuple(rows), meaning)


def _loss(question: Question, found: Reach) -> Estimate:
    """Some completion brings all of it where both seats are alike and payoffs have a constant sum."""
    table = question.table
    attained = zero_sum(table) and len(found.weights) == 1 and not games(table)
    return Estimate(
        value=found.loss,
        low=found.loss if attained else 0.0,
        high=found.loss,
        level=1.0,
        kind="restricted_exploitability",
        bound="exact" if attained else "upper",
        convention=f"worst completion of the table; {gains_convention(table.seats)}",
        units="return",
        n=games(table),
        method=_method(question),
    )


def _value(question: Question, low: float, high: float) -> Estimate:
    return Estimate(
        value=low,
        low=low,
        high=high,
        level=1.0,
        kind="game_value",
        bound="bracket",
        convention=f"to {question.table.seats[0]}, over all completions of the table",
        units="return",
        n=games(question.table),
        method=_method(question),
    )


def _method(question: Question) -> str:
    known = "exact known payoffs" if games(question.table) == 0 else "known payoffs taken at their means"
    how = "linear programs" if zero_sum(question.table) else "the best of the equilibria of completions"
    return f"{how}; {known}"


def _standing(found: Reach, role: str, policy: int) -> str:
    if found.out[role][policy]:
        return "in none, whatever they would show"
    if found.always[role][policy]:
        return "in every equilibrium found"
    return "in some equilibria, not in others" if found.ever[role][policy] else "in none that was found"
