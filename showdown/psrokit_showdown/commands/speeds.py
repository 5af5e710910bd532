"""What `psrokit bench battles` says of its rounds, as text and as JSON."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psrokit.api import percent
from psrokit_showdown.commands.rounds import FORMAT, WORKERS, Round, figures, ratio
from psrokit_showdown.commands.saying import say, say_json

PUBLISHED = 51_000
"""Random battles a second that pkmn/engine publishes for one core of a server processor."""
BUSY = 0.5
"""A load average for each core above which somebody else seems to be at work."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rounds. arrays, policies, runs: the native engine's (see `measuring.Native`). ours: those on the simulator.

    theirs: poke-env's. why_not: why poke-env was not measured to the end, None if it was. load: the machine's load
    average before all of it.
    """

    load: float
    bytes_in_flight: int
    arrays: Sequence[Round]
    policies: Sequence[Round]
    runs: Sequence[Round]
    ours: Sequence[Round]
    theirs: Sequence[Round]
    stalled: int
    why_not: str | None

    def told(self) -> dict[str, Any]:
        """Every figure by name."""
        native = figures(self.arrays)
        a_core = native["battles_per_processor_second"]
        return {
            "format": FORMAT,
            "workers": WORKERS,
            "cores": os.cpu_count(),
            "load_before": self.load,
            "native": {
                **native,
                "bytes_in_flight": self.bytes_in_flight,
                "published_pkmn_engine": PUBLISHED,
                "share_of_published": a_core / PUBLISHED if a_core else None,
            },
            "native_policy": figures(self.policies),
            "native_run": figures(self.runs),
            "psrokit": figures(self.ours),
            "poke_env": {**figures(self.theirs), "stalled": self.stalled} if self.theirs else None,
            "ratio": ratio(self.ours, self.theirs),
            "native_ratio": ratio(self.arrays, self.theirs),
            "native_ratio_to_simulator": ratio(self.arrays, self.ours),
            "why_not": self.why_not,
        }


def show(comparison: Comparison, *, as_json: bool) -> None:
    """Say all figures, and what they come to."""
    told = comparison.told()
    if as_json:
        say_json(told)
        return
    say(f"{FORMAT}, two workers, medians of {len(comparison.arrays)} rounds; memory is that of all processes")
    say(_line("native engine, random players", told["native"]))
    say(_line("native engine, a NumPy policy", told["native_policy"]))
    say(_line("psrokit run, scripted, recorded", told["native_run"]))
    say(_line("simulator, random players", told["psrokit"]))
    if told["poke_env"]:
        say(_line("poke-env with server, random", told["poke_env"]))
    for line in _conclusions(told):
        say(line)


def _line(name: str, one: dict[str, Any]) -> str:
    speeds = f"{one['battles_per_second']:>10,.1f} battles/s {one['decisions_per_second']:>13,.0f} decisions/s"
    return f"{name:32}{speeds} {one['peak_memory_bytes'] / 2**20:>7,.0f} MiB"


def _conclusions(told: dict[str, Any]) -> list[str]:
    native = told["native"]
    said = [f"A battle in flight takes {native['bytes_in_flight']:,} bytes of the native engine."]
    if told["load_before"] > BUSY * (told["cores"] or 1):
        said.append(
            f"The load was {told['load_before']:.1f} on {told['cores']} cores before the first round: if others are at "
            "work, these speeds are too low."
        )
    if native["share_of_published"]:
        said.append(
            f"A second of one core plays {native['battles_per_processor_second']:,.0f} native battles, "
            f"{percent(native['share_of_published'])} of the {PUBLISHED:,} that pkmn/engine publishes for a server's."
        )
    said.append(f"The native engine plays {told['native_ratio_to_simulator']:,.0f} times as many as the simulator.")
    if told["native_ratio"] is not None:
        said.append(
            f"poke-env with its server: the native engine plays {told['native_ratio']:,.0f} times as many battles a "
            f"second, the simulator in psrokit {told['ratio']:.1f} times as many."
        )
    if told["why_not"] is not None:
        said.append(f"poke-env was not measured{' to the end' * bool(told['poke_env'])}: {told['why_not']}")
    return said
