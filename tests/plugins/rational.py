"""An independent solver of zero-sum games in exact rational arithmetic, for small games in tests only."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Row = list[Fraction]


def exact_value(payoff: Sequence[Sequence[float]]) -> Fraction:
    """The value to the row player, by the primal simplex method with Bland's rule (which cannot cycle).

    With all payoffs positive the column player's problem is: maximise sum u subject to B u <= 1, u >= 0, and the value
    is 1 / sum u.
    """
    game = [[Fraction(entry) for entry in row] for row in payoff]
    shift = 1 - min(min(row) for row in game)
    rows, columns = len(game), len(game[0])
    one, zero = Fraction(1), Fraction(0)
    tableau: list[Row] = [
        [entry + shift for entry in row] + [one if i == j else zero for j in range(rows)] + [one]
        for i, row in enumerate(game)
    ]
    costs: Row = [-one] * columns + [zero] * (rows + 1)
    basis = list(range(columns, columns + rows))
    while (entering := next((j for j, cost in enumerate(costs[:-1]) if cost < 0), None)) is not None:
        ratios = [(row[-1] / row[entering], basis[i], i) for i, row in enumerate(tableau) if row[entering] > 0]
        leaving = min(ratios)[2]
        _pivot(tableau, costs, leaving, entering)
        basis[leaving] = entering
    return 1 / costs[-1] - shift


def _pivot(tableau: list[Row], costs: Row, leaving: int, entering: int) -> None:
    pivot = tableau[leaving][entering]
    tableau[leaving] = [entry / pivot for entry in tableau[leaving]]
    for row in [*(row for i, row in enumerate(tableau) if i != leaving), costs]:
        if factor := row[entering]:
            row[:] = [entry - factor * mine for entry, mine in zip(row, tableau[leaving], strict=True)]


def exact_gap(payoff: Sequence[Sequence[float]], row: Sequence[float], column: Sequence[float]) -> Fraction:
    """max_i (A y)_i - min_j (x A)_j without any rounding, for the distributions nearest to `row` and `column`."""
    game = [[Fraction(entry) for entry in line] for line in payoff]
    x, y = _distribution(row), _distribution(column)
    best = max(sum((a * q for a, q in zip(line, y, strict=True)), Fraction(0)) for line in game)
    worst = min(sum((line[j] * p for line, p in zip(game, x, strict=True)), Fraction(0)) for j in range(len(game[0])))
    return best - worst


def _distribution(weights: Sequence[float]) -> Row:
    exact = [Fraction(weight) for weight in weights]
    total = sum(exact, Fraction(0))
    return [weight / total for weight in exact]
