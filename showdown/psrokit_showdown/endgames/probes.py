"""Solved positions as probes: a policy's regret in each, from how often it takes each choice there.

A file of probes has one JSON object a line: `position` (see `endgames.position`), `choices` (both seats' choice
numbers), `low` and `high` (matrices: bounds of what each pair of choices is worth to seat 0 if both play on optimally),
`tolerance` (how far apart those were to be), `value` (its bounds) and `mixes` (optimal strategies). Only the first
decision is judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from psrokit.api import Floats, InputError, Observation, Policy, Seat, blaming, chosen_actions, generator
from psrokit_showdown.endgames.position import FORMAT, Position, parse_position, row_of, told
from psrokit_showdown.endgames.solve import Solution
from psrokit_showdown.engine import legal
from psrokit_showdown.engine.episode import choices_of
from psrokit_showdown.engine.view import view_of

ROUNDING = 12
ROUNDED = 10.0**-ROUNDING
"""More than what is kept of a bound can be off; tolerances are far larger."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A position and what is known of it. choices: both seats' options in words, in the order of the matrices."""

    position: Position
    choices: tuple[tuple[str, ...], tuple[str, ...]]
    value: tuple[float, float]
    low: Floats
    high: Floats
    mixes: tuple[Floats, Floats]
    tolerance: float

    @property
    def gap(self) -> float:
        """How far apart the bounds of some pair of choices are at most; those of the value are no further apart."""
        return float((self.high - self.low).max())

    @property
    def solved(self) -> bool:
        """Whether all bounds are as near each other as was wished: the mixes are optimal within the tolerance."""
        return self.gap <= self.tolerance + ROUNDED


class Regret(NamedTuple):
    """What a mix of one seat loses against a best answer, between proved bounds. mix: as it was sampled."""

    seat: Seat
    mix: Floats
    low: float
    high: float


def probe_of(position: Position, solution: Solution, tolerance: float) -> Probe:
    """A position and its solution, which was to have bounds no more than `tolerance` apart, as a probe."""
    first, second = (choices_of(int(mask)) for mask in legal(row_of(position))[0])
    return Probe(
        position,
        (first, second),
        (solution.low, solution.high),
        solution.low_matrix,
        solution.high_matrix,
        (solution.row_mix, solution.column_mix),
        tolerance,
    )


def write_probes(path: Path, probes: Iterable[Probe]) -> None:
    """Append probes to a file, one a line."""
    with path.open("a", encoding="utf-8") as file:
        for probe in probes:
            file.write(json.dumps(_data(probe), allow_nan=False) + "\n")


def read_probes(path: Path) -> Iterator[Probe]:
    """The probes of a file. Raises InputError with file and line for what is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"this file of probes cannot be read: {error}", place=str(path)) from None
    for number, line in enumerate(lines, 1):
        yield _probe(line, f"{path}:{number}")


def regrets(probe: Probe, policy: Policy, samples: int, seed: int) -> list[Regret]:
    """The regret of a policy in both seats, from its choices in `samples` fresh episodes a seat.

    A policy that mixes is seen through its sampled frequencies, which makes its regret larger, on average, than it is.
    Raises PolicyFault if it raises or acts illegally.
    """
    row = row_of(probe.position)[0].tolist()
    found = []
    for seat in (0, 1):
        observation = Observation(view_of(row, seat, FORMAT), probe.choices[seat])
        counts = np.zeros(len(probe.choices[seat]))
        with blaming(policy):
            actors = [policy.start(seat, generator("probe", seed, seat, sample)) for sample in range(samples)]
        for choice in chosen_actions(policy, actors, [observation] * samples):
            counts[probe.choices[seat].index(choice)] += 1
        found.append(regret(probe, seat, counts / samples))
    return found


def regret(probe: Probe, seat: Seat, mix: Floats) -> Regret:
    """What a mix of one seat loses, at the worst, of the position's value to that seat."""
    if seat == 0:
        least, most = (mix @ probe.low).min(), (mix @ probe.high).min()
        low, high = probe.value[0] - most, probe.value[1] - least
    else:
        least, most = (probe.low @ mix).max(), (probe.high @ mix).max()
        low, high = least - probe.value[1], most - probe.value[0]
    return Regret(seat, mix, max(0.0, float(low)), max(0.0, float(high)))


def _data(probe: Probe) -> dict[str, Any]:
    return {
        "position": told(probe.position),
        "choices": [list(choices) for choices in probe.choices],
        "tolerance": probe.tolerance,
        "value": list(probe.value),
        "low": probe.low.round(ROUNDING).tolist(),
        "high": probe.high.round(ROUNDING).tolist(),
        "mixes": [mix.round(ROUNDING).tolist() for mix in probe.mixes],
    }


def _probe(line: str, place: str) -> Probe:
    try:
        data = json.loads(line)
        first, second = (tuple(str(choice) for choice in choices) for choices in data["choices"])
        low, high = (np.array(data[key], float) for key in ("low", "high"))
        one, two = (np.array(mix, float) for mix in data["mixes"])
        value, tolerance = (float(data["value"][0]), float(data["value"][1])), float(data["tolerance"])
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise InputError(f"this line is no probe: {type(error).__name__} {error}", place=place) from None
    probe = Probe(parse_position(data.get("position"), place), (first, second), value, low, high, (one, two), tolerance)
    shape = (len(first), len(second))
    offered = tuple(choices_of(int(mask)) for mask in legal(row_of(probe.position))[0])
    if offered != probe.choices or not low.shape == high.shape == shape == (len(one), len(two)):
        raise InputError("the choices or matrices of this probe are not those of its position", place=place)
    return probe
