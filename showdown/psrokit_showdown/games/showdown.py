"""Pokemon Showdown battles: on the native engine or on the real simulator, without a server and without sockets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from psrokit.api import Episode, InputError, Lanes, Role, game
from psrokit_showdown.lanes import BattleLanes
from psrokit_showdown.simulator import Simulator
from psrokit_showdown.simulator.install import install
from psrokit_showdown.single import SingleBattle
from psrokit_showdown.teams import NATIVE_FORMATS, NamedTeam, load_teams, plays_natively, validate


@game("showdown")
@dataclass(frozen=True)
class Showdown:
    """Battles between two trainers who draw their teams from one set.

    format: a Showdown format id. teams: "builtin" (those of psrokit), a folder of `.{format}_team` files, or
    a file of packed teams or with one export text. engine: "native" (compiled, for the usual formats of generation 1)
    or "showdown" (the simulator itself); both play the same battles, also where the format makes its own teams, for
    which the native one asks the simulator. By default the native one where it can play, which is written into the
    spec, so that a run knows its engine. audit: the share of native battles, from 0 to 1, that the unmodified simulator
    plays along, which stops everything at the first difference. exchange_seconds: how long the simulator may take over
    one step before it counts as hung. Returns are +1 for a win, 0 for a tie, -1 for a loss.
    """

    format: str = "gen1ou"
    teams: Literal["builtin"] | Path = "builtin"
    engine: Literal["native", "showdown"] | None = None
    audit: float = 0.0
    exchange_seconds: float = 60.0

    def __post_init__(self) -> None:
        able = plays_natively(self.format)
        if self.engine is None:
            object.__setattr__(self, "engine", "native" if able else "showdown")
        if self.engine == "native" and not able:
            raise InputError(
                f"the native engine plays {', '.join(NATIVE_FORMATS)}, not {self.format}",
                remedy="engine: showdown plays every format.",
            )
        if not 0.0 <= self.audit <= 1.0:
            raise InputError(f"audit is a share from 0 to 1, not {self.audit}")
        if self.audit and self.engine != "native":
            raise InputError("audit compares the native engine with the simulator: it needs engine: native")

    @property
    def seats(self) -> tuple[Role, ...]:
        """Two trainers; neither seat is special."""
        return ("trainer", "trainer")

    @property
    def utility_sum(self) -> float:
        """What one trainer wins the other loses."""
        return 0.0

    def prepare(self, tell: Callable[[str], None]) -> None:
        """Install the simulator if it is missing and have it judge the teams; compile the native engine.

        Raises InputError with the verdicts.
        """
        install(tell)
        if self.engine == "native":
            # numba is heavy: only those who play natively wait for it
            from psrokit_showdown import engine  # noqa: PLC0415
            from psrokit_showdown.compiled import playing  # noqa: PLC0415

            engine.prepare(tell)
            playing.prepare(tell)
        with Simulator(exchange_seconds=self.exchange_seconds) as simulator:
            verdicts = validate(self._named_teams(), self.format, simulator)
        illegal = [verdict for verdict in verdicts if verdict.reasons]
        if illegal:
            lines = [f"{verdict.name}: {'; '.join(verdict.reasons)}" for verdict in illegal]
            raise InputError(f"{len(illegal)} teams are not legal in {self.format}:\n  " + "\n  ".join(lines))

    @contextmanager
    def lanes(self) -> Iterator[Lanes]:
        """Lanes of one simulator process of their own, or of the native engine."""
        teams = self._named_teams()
        if self.engine == "native":
            # numba is heavy: only those who play natively wait for it
            from psrokit_showdown.compiled.arena import NativeArena  # noqa: PLC0415
            from psrokit_showdown.engine.audit import Audit  # noqa: PLC0415
            from psrokit_showdown.engine.dealing import open_dealer  # noqa: PLC0415

            seconds = self.exchange_seconds
            with Audit(self.audit, seconds) as audit, open_dealer(self.format, teams, seconds) as dealer:
                yield NativeArena(dealer, audit)
            return
        with Simulator(exchange_seconds=self.exchange_seconds) as simulator:
            yield BattleLanes(simulator, self.format, teams)

    def deal(self, seed: int) -> Episode:
        """One battle with a simulator to itself: for notebooks and debugging. Many battles want `lanes`."""
        return SingleBattle(self, seed)

    def _named_teams(self) -> tuple[NamedTeam, ...]:
        return load_teams(str(self.teams), self.format)
