"""The steps of the simplex method on a dense tableau: loops, because they are compiled where that pays.

A tableau has a row for each basic variable and a last one for the objective, and a column for each idle variable and
a last one for the values.
"""

from __future__ import annotations

import numpy as np

from psrokit.api import Floats

NOTHING = 1e-12
"""A column that promises no more than this is no improvement, and a value that is no farther below 0 is none."""
_PIVOT = 1e-11
"""No pivot is smaller than this."""


def entering(tableau: Floats, lengths: Floats) -> int:
    """The idle variable along whose edge the objective rises most per unit of length, -1 if it rises along none."""
    last, columns = tableau.shape[0] - 1, tableau.shape[1] - 1
    best, column = 0.0, -1
    for j in range(columns):
        promise = tableau[last, j]
        if promise < -NOTHING and promise * promise > best * lengths[j]:
            best, column = promise * promise / lengths[j], j
    return column


def leaving(tableau: Floats, column: int) -> int:
    """The basic variable that first becomes zero when `column` enters; of several the one with the largest pivot."""
    rows, last = tableau.shape[0] - 1, tableau.shape[1] - 1
    least, row = np.inf, -1
    for i in range(rows):
        pivot = tableau[i, column]
        if pivot > _PIVOT:
            ratio = tableau[i, last] / pivot
            if ratio < least or (ratio == least and pivot > tableau[row, column]):
                least, row = ratio, i
    return row


def exchange(tableau: Floats, row: int, column: int, lengths: Floats) -> None:
    """One pivot, in place; `lengths` becomes the squared lengths of the new edges."""
    rows, columns, pivot = tableau.shape[0] - 1, tableau.shape[1] - 1, tableau[row]
    inverse = 1.0 / pivot[column]
    for j in range(columns + 1):
        pivot[j] *= inverse
    pivot[column] = inverse
    for j in range(columns):
        lengths[j] = 1.0 + pivot[j] * pivot[j]
    for i in range(rows + 1):
        line = tableau[i]
        factor = line[column]
        if i != row:
            if factor != 0.0:
                line[column] = 0.0
                for j in range(columns + 1):
                    line[j] -= factor * pivot[j]
            if i < rows:
                for j in range(columns):
                    lengths[j] += line[j] * line[j]


def violated(tableau: Floats) -> int:
    """The basic variable that is farthest below zero, -1 if none is."""
    rows, last = tableau.shape[0] - 1, tableau.shape[1] - 1
    least, row = -NOTHING, -1
    for i in range(rows):
        if tableau[i, last] < least:
            least, row = tableau[i, last], i
    return row


def relieving(tableau: Floats, row: int) -> int:
    """The idle variable whose promise first becomes zero when the variable of `row` leaves; -1 if there is none.

    Of several the one with the largest pivot. Variables that promise an improvement already are passed over.
    """
    last, columns = tableau.shape[0] - 1, tableau.shape[1] - 1
    least, column = -1.0, -1
    for j in range(columns):
        cost, pivot = tableau[last, j], tableau[row, j]
        if pivot < -_PIVOT and cost >= -NOTHING:
            ratio = -cost / pivot
            if column < 0 or ratio < least or (ratio == least and pivot < tableau[row, column]):
                least, column = ratio, j
    return column
