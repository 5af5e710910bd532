"""The principal branch of logit equilibria, followed from uniform play by predictor and corrector (Turocy 2005).

The branch is a curve in log-odds and precision that can turn back, so it is followed along its own length. With l the
log-odds of all roles, each role's centred, and u(l) the payoffs of deviations, it is F(l, p) = l - p centred(u(l)) = 0.
Along it the sign
of the determinant of the slopes and the direction stays the same (Allgower and Georg 1990).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import softmax

from psrokit.api import Floats, IntegrityError, Role
from psrokit_plugins.normal_form.game import NormalForm

_STEPS = 5000
_CORRECTIONS = 8
_SOLVED = 1e-10
_FIRST_STEP, _LEAST_STEP = 0.1, 1e-9
_STRAIGHT = 0.8
"""The least cosine between the directions before and after a step: a longer one could end on another curve."""
_CROSSING = 1e-4
"""Where the side changes on a longer step, it ended on another curve; of a shorter one it is believed that the curve
crosses another there, as it does in symmetric games."""


def logit_equilibrium(game: NormalForm, precision: float) -> dict[Role, Floats]:
    """The strategies at `precision` (in units of 1 / scale) on the branch that starts at uniform play, per role.

    Raises IntegrityError if the branch is lost.
    """
    branch = _Branch(game)
    point = np.zeros(branch.size + 1)  # log-odds, then the precision
    (tangent, side), length = branch.tangent(point, np.eye(branch.size + 1)[-1]), _FIRST_STEP
    for _ in range(_STEPS):
        reach = (precision - point[-1]) / tangent[-1] if tangent[-1] > 0 else np.inf
        last = reach <= length
        guess = point + min(length, reach) * tangent
        corrected = branch.corrected(guess, np.eye(len(point))[-1] if last else tangent)
        if corrected is not None:
            ahead, its_side = branch.tangent(corrected, tangent)
            crosses = its_side != side and min(length, reach) > _CROSSING
        if corrected is None or crosses or ahead @ tangent < _STRAIGHT:
            length = min(length, reach) / 2
        elif last:
            return branch.strategies(corrected)
        else:
            point, tangent, side, length = corrected, ahead, its_side, 1.5 * length
        if length < _LEAST_STEP:
            break
    raise IntegrityError(f"the branch of logit equilibria was lost at a precision of {point[-1]:.3g} of {precision:g}")


class _Branch:
    """The equations of the curve; a point is all log-odds, role after role, and the precision."""

    def __init__(self, game: NormalForm) -> None:
        self._game = game
        sizes = [game.size(role) for role in game.first_seat]
        self.size = sum(sizes)
        ends = np.cumsum(sizes)
        self._part: Mapping[Role, slice] = {
            role: slice(int(end) - size, int(end)) for role, end, size in zip(game.first_seat, ends, sizes, strict=True)
        }

    def strategies(self, point: Floats) -> dict[Role, Floats]:
        """The mixtures of log-odds."""
        return {role: np.asarray(softmax(point[part])) for role, part in self._part.items()}

    def tangent(self, point: Floats, towards: Floats) -> tuple[Floats, float]:
        """The unit tangent that points the way of `towards`, and on which side of it the slopes turn: 1 or -1."""
        _, slope = self._equations(point)
        tangent = np.linalg.lstsq(np.vstack([slope, towards]), np.eye(len(point))[-1])[0]
        unit = np.asarray(tangent / np.linalg.norm(tangent))
        return unit, float(np.linalg.slogdet(np.vstack([slope, unit])).sign)

    def corrected(self, guess: Floats, across: Floats) -> Floats | None:
        """The curve's point in the plane through `guess` orthogonal to `across`; None if Newton does not converge."""
        point = guess
        for _ in range(_CORRECTIONS):
            values, slope = self._equations(point)
            if float(np.abs(values).max()) <= _SOLVED * max(1.0, abs(point[-1])):
                return point
            off = np.append(-values, across @ (guess - point))
            point = point + np.linalg.lstsq(np.vstack([slope, across]), off)[0]
        return None

    def _equations(self, point: Floats) -> tuple[Floats, Floats]:
        """F, shape (size,), and its derivatives, shape (size, size + 1)."""
        strategies, precision = self.strategies(point), point[-1]
        payoffs = self._game.deviation_payoffs(strategies)
        centred = np.concatenate([payoffs[role] - payoffs[role].mean() for role in self._part])
        slope = np.zeros((self.size, self.size + 1))
        for role, rows in self._part.items():
            for other, columns in self._part.items():
                change = self._payoff_slope(role, other, strategies)
                slope[rows, columns] = -precision * (change - change.mean(axis=0))
        slope[:, :-1] += np.eye(self.size)
        slope[:, -1] = -centred
        return point[:-1] - precision * centred, slope

    def _payoff_slope(self, role: Role, other: Role, strategies: Mapping[Role, Floats]) -> Floats:
        """The derivatives of a role's deviation payoffs by the log-odds of `other`."""
        slope, mixture = self._game.slope(role, other, strategies), strategies[other]
        return np.asarray((slope - (slope @ mixture)[:, np.newaxis]) * mixture)
