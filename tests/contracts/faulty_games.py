"""Games that break laws of their kind, as a plugin file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from breaking import breaks

from psrokit.api import (
    Observation,
    game,
)


@dataclass
class Coins:
    """An episode: each of two seats calls 0 or 1 twice; who calls higher wins."""

    rounds: int = 2
    calls: list[dict[int, int]] = field(default_factory=list)
    result: tuple[float, float] = (1.0, -1.0)

    def pending(self) -> Mapping[int, Observation]:
        over = len(self.calls) == self.rounds
        return {} if over else {seat: Observation(len(self.calls), (0, 1)) for seat in (0, 1)}

    def advance(self, actions: Mapping[int, int]) -> None:
        self.calls.append(dict(actions))

    def returns(self) -> Any:
        return np.array(self.result)


class _Table:
    @property
    def seats(self) -> tuple[str, ...]:
        return ("a", "b")

    @property
    def utility_sum(self) -> float | None:
        return 0.0


@breaks("keeps the sum that it promises")
@game("faulty_sum")
@dataclass(frozen=True)
class WrongSum(_Table):
    def deal(self, seed: int) -> Coins:
        return Coins(result=(1.0, 1.0))


@breaks("ends with one finite return per seat", "deals the same episode from the same seed", "keeps episodes apart")
@game("faulty_nan")
@dataclass(frozen=True)
class NoNumber(_Table):
    @property
    def utility_sum(self) -> None:
        return None

    def deal(self, seed: int) -> Coins:
        return Coins(result=(float("nan"), 0.0))


@breaks("deals the same episode from the same seed", "keeps episodes apart")
@game("faulty_seed")
@dataclass(frozen=True)
class Unseeded(_Table):
    def deal(self, seed: int) -> Coins:
        value = int.from_bytes(os.urandom(6), "big") / 7
        return Coins(result=(value, -value))


@breaks("asks the same when asked again")
@game("faulty_pending")
@dataclass(frozen=True)
class Moving(_Table):
    def deal(self, seed: int) -> Coins:
        return MovingCoins()


class MovingCoins(Coins):
    """Asking moves it on."""

    asked = 0

    def pending(self) -> Mapping[int, Observation]:
        self.asked += 1
        return {} if self.asked > 3 else {self.asked % 2: Observation(None, (0, 1))}


@breaks("asks only seats that can answer")
@game("faulty_stranger")
@dataclass(frozen=True)
class Stranger(_Table):
    def deal(self, seed: int) -> Coins:
        return StrangerCoins()


class StrangerCoins(Coins):
    """Asks a seat that does not exist."""

    def pending(self) -> Mapping[int, Observation]:
        return {seat + 1: observation for seat, observation in super().pending().items()}


@breaks("names the role of each seat")
@game("faulty_roles")
@dataclass(frozen=True)
class NamelessRole(_Table):
    """Leaves its second role without a name."""

    @property
    def seats(self) -> tuple[str, ...]:
        return ("a", "")

    def deal(self, seed: int) -> Coins:
        return Coins()


@breaks("keeps episodes apart")
@game("faulty_common_table")
@dataclass(frozen=True)
class CommonTable(_Table):
    """Counts the calls of all episodes together since the last was dealt; that count is won."""

    def deal(self, seed: int) -> Coins:
        _calls_of_all.clear()
        return CommonCoins()


_calls_of_all: list[Mapping[int, int]] = []


class CommonCoins(Coins):
    def advance(self, actions: Mapping[int, int]) -> None:
        _calls_of_all.append(actions)
        super().advance(actions)

    def returns(self) -> Any:
        return np.array([len(_calls_of_all), -len(_calls_of_all)], dtype=float)


@breaks("records facts as json")
@game("faulty_record")
@dataclass(frozen=True)
class UnwritableRecord(_Table):
    def deal(self, seed: int) -> Coins:
        return UnwritableCoins()


class UnwritableCoins(Coins):
    """Records what no JSON can hold."""

    def record(self) -> Mapping[str, Any]:
        return {"luck": float("inf")}
