"""One measurement of playing speed, and what several of them come to."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = "gen1ou"
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Round:
    """One measurement: games played, decisions taken, the time both took, and the memory of all processes.

    processor_seconds: what they took of this process's processor time, 0 where other processes played. Unlike
    `seconds` it hardly depends on what else the machine does.
    """

    games: int
    decisions: int
    seconds: float
    peak_memory_bytes: int
    processor_seconds: float = 0.0

    @property
    def battles_per_second(self) -> float:
        """By the clock."""
        return self.games / self.seconds


def figures(rounds: Sequence[Round]) -> dict[str, Any]:
    """Medians over rounds, the greatest memory, and the rounds themselves."""
    spent = [one for one in rounds if one.processor_seconds]
    return {
        "battles_per_second": statistics.median(one.battles_per_second for one in rounds),
        "decisions_per_second": statistics.median(one.decisions / one.seconds for one in rounds),
        "battles_per_processor_second": _median([one.games / one.processor_seconds for one in spent]),
        "decisions_per_processor_second": _median([one.decisions / one.processor_seconds for one in spent]),
        "peak_memory_bytes": max(one.peak_memory_bytes for one in rounds),
        "rounds": [asdict(one) for one in rounds],
    }


def ratio(ours: Sequence[Round], theirs: Sequence[Round]) -> float | None:
    """How many times the battles a second: the median over pairs of rounds, each of both in turn; None without any."""
    return _median(
        [our.battles_per_second / their.battles_per_second for our, their in zip(ours, theirs, strict=False)]
    )


def _median(numbers: Sequence[float]) -> float | None:
    return statistics.median(numbers) if numbers else None
