"""`psrokit showdown verify-engine`: the native engine held against the unmodified simulator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, perf_counter
from typing import Any

from psrokit.api import IntegrityError
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.simulator.install import install
from psrokit_showdown.simulator.pinned import pinned_digest, pinned_version
from psrokit_showdown.teams import load_teams
from psrokit_showdown.verification.families import CYCLE, FORMAT, battles, family_named
from psrokit_showdown.verification.meetings import ENOUGH, pairs
from psrokit_showdown.verification.store import RecordingStore
from psrokit_showdown.verification.verify import Tally, draws_of, verify

_SECONDS_BETWEEN_REPORTS = 10.0
_TOLD = 5
"""How many differences and unplayable battles are told at length."""


@dataclass(slots=True)
class Progress:
    """Says now and then how far it is."""

    count: int
    started: float = field(default_factory=monotonic)
    last: float = field(default_factory=monotonic)

    def __call__(self, tally: Tally) -> None:
        """One line on standard error, if the last one was long enough ago."""
        now = monotonic()
        if now - self.last < _SECONDS_BETWEEN_REPORTS:
            return
        self.last = now
        decisions = tally.decisions.total()
        rate = decisions / (now - self.started)
        tell(
            f"{tally.battles.total():,} of {self.count:,} battles, {decisions:,} decisions ({rate:,.0f}/s), "
            f"{len(tally.differences)} differences"
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; see the command's options."""

    count: int
    seed: int
    families: Sequence[str]
    teams: str
    keep: Path | None


def show_verification(wanted: Wanted, *, as_json: bool) -> int:
    """Compare, show the result, and return the exit code: that of an IntegrityError if anything differs."""
    for family in wanted.families:
        family_named(family)
    install(tell)
    packed = [named.team.packed for named in load_teams(wanted.teams, FORMAT)]
    source = battles(wanted.seed, wanted.families or CYCLE, packed)
    keep = RecordingStore(wanted.keep) if wanted.keep else None
    started = perf_counter()
    tally = verify(source, wanted.count, keep, Progress(wanted.count))
    data = _told(tally, wanted.seed, perf_counter() - started)
    if as_json:
        say_json(data)
    else:
        _say(tally, data)
    return IntegrityError.exit_code if tally.differences else 0


def _told(tally: Tally, seed: int, seconds: float) -> dict[str, Any]:
    unmet = tally.unmet()
    return {
        "simulator": pinned_version(),
        "sha256": pinned_digest(),
        "seed": seed,
        "battles": tally.battles.total(),
        "decisions": tally.decisions.total(),
        "differences": len(tally.differences),
        "unplayable": len(tally.unplayable),
        "seconds": round(seconds, 1),
        "families": {
            family: {"battles": number, "decisions": tally.decisions[family]}
            for family, number in sorted(tally.battles.items())
        },
        "ends": dict(sorted(tally.ends.items())),
        "coverage": {
            "enough": ENOUGH,
            "moves_below": tally.seldom(),
            "species_missing": tally.unseen_species(),
            "pairs_listed": len(pairs()),
            "pairs_missing": unmet,
        },
        "first_differences": [
            {"family": battle.family, "number": battle.number, **difference.told(), "draws": draws_of(difference)}
            for battle, difference in tally.differences[:_TOLD]
        ],
        "first_unplayable": [
            {"family": battle.family, "number": battle.number, "message": message}
            for battle, message in tally.unplayable[:_TOLD]
        ],
    }


def _say(tally: Tally, data: dict[str, Any]) -> None:
    say(
        f"{data['battles']:,} battles, {data['decisions']:,} decisions compared with pokemon-showdown "
        f"{data['simulator']}: {data['differences']} differences"
    )
    for family, counts in data["families"].items():
        say(f"  {family}: {counts['battles']:,} battles, {counts['decisions']:,} decisions")
    say("  ends: " + ", ".join(f"{end} {number:,}" for end, number in data["ends"].items()))
    coverage = data["coverage"]
    say(f"  moves used with effect less than {ENOUGH} times: {_some(coverage['moves_below'])}")
    say(f"  species that never fought: {_some(coverage['species_missing'])}")
    met = coverage["pairs_listed"] - len(coverage["pairs_missing"])
    say(f"  interacting pairs met: {met} of {coverage['pairs_listed']}; missing: {_some(coverage['pairs_missing'])}")
    for battle, message in tally.unplayable[:_TOLD]:
        say(f"  {battle.family} {battle.number} could not be played: {message}")
    for battle, difference in tally.differences[:_TOLD]:
        say(f"  {battle.family} {battle.number}: {difference}")


def _some(names: Sequence[str] | dict[str, int]) -> str:
    shown = list(names)
    return ", ".join(shown[:20]) + (f" and {len(shown) - 20} more" if len(shown) > 20 else "") if shown else "none"
