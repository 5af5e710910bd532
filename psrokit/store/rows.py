"""What a run keeps, as rows: the nouns as JSON and back, exact to the last bit, and the hashes that protect them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt

from psrokit.errors import IntegrityError
from psrokit.estimate import Estimate
from psrokit.game import Role
from psrokit.meta import MetaStrategy
from psrokit.payoff import PayoffTable
from psrokit.play import Outcome

ARRAYS = tuple(field.name for field in fields(PayoffTable) if field.name not in {"seats", "win_loss", "returns"})
"""What a payoff table consists of, cell by cell."""


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A match that has ended: who played (spec hash per seat), from which seed, for what, and what came of it.

    seconds: wall time between the outcome before and this one; over a run they add up to the time spent playing.
    """

    key: str
    purpose: str
    seed: int
    policies: tuple[str, ...]
    outcome: Outcome
    seconds: float


@dataclass(frozen=True, slots=True)
class StoredMember:
    """A member of a population as it is kept: its name, its spec hash and the spec to build it from."""

    name: str
    hash: str
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredState:
    """A state of the loop as it is kept. matches: how many rows of matches there were when it was complete."""

    iteration: int
    population: Mapping[Role, tuple[StoredMember, ...]]
    table: PayoffTable
    strategy: MetaStrategy
    matches: int


@dataclass(frozen=True, slots=True)
class StoredMetric:
    """One measured number of one iteration."""

    iteration: int
    name: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a run, in order. `body` depends on `kind`."""

    sequence: int
    kind: str
    body: Mapping[str, Any]


def json_text(data: object) -> str:
    """JSON that keeps the order of keys. Raises IntegrityError for anything JSON cannot hold, NaN included."""
    return _text(data, sort_keys=False)


def canonical_json(data: object) -> str:
    """JSON with sorted keys: one text per value. Raises IntegrityError like `json_text`."""
    return _text(data, sort_keys=True)


def hash_of(data: object) -> str:
    """SHA-256 of the canonical JSON of `data`."""
    return sha256(canonical_json(data).encode()).hexdigest()


def _text(data: object, *, sort_keys: bool) -> str:
    try:
        return json.dumps(data, sort_keys=sort_keys, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise IntegrityError(f"cannot be written down as JSON: {error}") from error


def match_key(purpose: str, seed: int, game: str, policies: Sequence[str]) -> str:
    """The identity of a match: equal keys mean the same match. `game` and `policies` (per seat) are spec hashes."""
    return hash_of([purpose, seed, game, list(policies)])


def checked(outcome: Outcome, place: str) -> Outcome:
    """The outcome as the ledger will give it back (plain floats, plain JSON). Raises IntegrityError for NaN."""
    if outcome.returns is not None and not all(isfinite(value) for value in outcome.returns):
        raise IntegrityError(f"the returns are {outcome.returns}: a game must end with finite numbers", place=place)
    returns = None if outcome.returns is None else tuple(float(value) for value in outcome.returns)
    failure = None if returns is not None else outcome.failure or "lost"
    try:
        record = json.loads(json_text(outcome.record))
    except IntegrityError as error:
        raise IntegrityError(f"the record of the game {error.message}", place=place) from error
    return Outcome(returns, int(outcome.attempts), int(outcome.decisions), failure, record)


def table_data(table: PayoffTable) -> dict[str, Any]:
    """A payoff table as JSON data. An array of equal numbers is written as one: exact tables are full of them."""
    arrays = {name: array_data(getattr(table, name)) for name in ARRAYS}
    stated = {"win_loss": table.win_loss, "returns": table.returns}
    told = {name: statement for name, statement in stated.items() if statement}
    return {"seats": list(table.seats), "sizes": list(table.sizes), **arrays, **told}


def array_data(array: npt.NDArray[Any]) -> Any:
    """Nested lists, or one number if all are equal."""
    first = array.reshape(-1)[:1]
    # Bytes, because 0.0 == -0.0: what is read back must be equal to the last bit.
    return first.item() if array.size and array.tobytes() == first.tobytes() * array.size else array.tolist()


def table_from(data: Mapping[str, Any]) -> PayoffTable:
    """The table that `table_data` wrote."""
    low_and_high = data.get("returns")
    table = replace(
        PayoffTable.empty(data["seats"], data["sizes"]),
        win_loss=data.get("win_loss", False),
        returns=None if low_and_high is None else tuple(low_and_high),
    )
    for name in ARRAYS:
        getattr(table, name)[...] = data[name]
    return table


def strategy_data(strategy: MetaStrategy) -> dict[str, Any]:
    """A meta-strategy as JSON data."""
    return {
        "weights": {role: weights.tolist() for role, weights in strategy.weights.items()},
        "joint": None if strategy.joint is None else strategy.joint.tolist(),
        "certificate": {name: float(value) for name, value in strategy.certificate.items()},
    }


def strategy_from(data: Mapping[str, Any]) -> MetaStrategy:
    """The meta-strategy that `strategy_data` wrote."""
    weights = {role: np.array(values, dtype=np.float64) for role, values in data["weights"].items()}
    joint = None if data["joint"] is None else np.array(data["joint"], dtype=np.float64)
    return MetaStrategy(weights, joint, data["certificate"])


def population_data(population: Mapping[Role, Sequence[StoredMember]]) -> dict[str, Any]:
    """A stored population as JSON data; roles keep their order."""
    return {
        role: [{"name": member.name, "hash": member.hash, "spec": member.spec} for member in members]
        for role, members in population.items()
    }


def population_from(data: Mapping[str, Any]) -> dict[Role, tuple[StoredMember, ...]]:
    """The population that `population_data` wrote."""
    return {
        role: tuple(StoredMember(member["name"], member["hash"], member["spec"]) for member in members)
        for role, members in data.items()
    }


def estimate_data(estimate: Estimate) -> dict[str, Any]:
    """An estimate as JSON data; an open end of an interval becomes the text "inf" or "-inf"."""
    data = {f.name: getattr(estimate, f.name) for f in fields(Estimate)}
    numbers = {name: float(data[name]) for name in ("value", "low", "high", "level")}
    return {
        **data,
        "n": int(estimate.n),
        **{name: number if isfinite(number) else str(number) for name, number in numbers.items()},
    }


def estimate_from(data: Mapping[str, Any]) -> Estimate:
    """The estimate that `estimate_data` wrote."""
    numbers = {name: float(data[name]) for name in ("value", "low", "high", "level")}
    return Estimate(**{**data, **numbers})
