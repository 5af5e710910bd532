"""What became of the battles of one session, and what they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from psrokit_showdown.server.room import Failure, Result


@dataclass(frozen=True, slots=True)
class Played:
    """One battle. `result` as the server told it (after a fault a loss), or None with the kind of `failure`.

    fault: what the policy did wrong (raised, was too slow, chose illegally), after which it gave up. longest_wait: the
    longest silence in the battle, in seconds, or how long an opponent was waited for in vain.
    """

    room: str
    opponent: str
    result: Result | None
    failure: Failure | None
    why: str
    fault: str | None
    turns: int
    decisions: int
    seconds: float
    longest_wait: float


@dataclass(frozen=True, slots=True)
class Session:
    """All battles that were asked for, one `Played` each, and how often the connection had to be made again."""

    name: str
    battles: tuple[Played, ...]
    reconnections: int

    @property
    def finished(self) -> Sequence[Played]:
        """Those with a result."""
        return [battle for battle in self.battles if battle.result is not None]

    def points(self) -> list[float]:
        """1, 1/2 or 0 for each finished battle."""
        worth = {"win": 1.0, "tie": 0.5, "loss": 0.0}
        return [worth[battle.result] for battle in self.battles if battle.result is not None]

    def summary(self) -> dict[str, Any]:
        """Counts by result, failures and faults by kind, and the longest waits (JSON data)."""
        return {
            "name": self.name,
            "battles": len(self.battles),
            "results": dict(Counter(battle.result for battle in self.finished)),
            "failures": dict(Counter(battle.failure for battle in self.battles if battle.failure is not None)),
            "faults": dict(Counter(battle.fault for battle in self.battles if battle.fault is not None)),
            "reconnections": self.reconnections,
            "longest_wait": max((battle.longest_wait for battle in self.battles), default=0.0),
        }

    def rows(self) -> list[dict[str, Any]]:
        """Every battle (JSON data)."""
        return [asdict(battle) for battle in self.battles]
