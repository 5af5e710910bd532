"""Battles on the real simulator that are played side by side by whoever chooses; every choice must be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from psrokit.api import Observation
from psrokit_showdown.actions import legal_choices
from psrokit_showdown.protocol import for_seat
from psrokit_showdown.simulator import BattleSpec, Simulator, Update
from psrokit_showdown.teams import load_teams
from psrokit_showdown.view import Fold

Folds = tuple[Fold, Fold]


def generated(gen: int, battles: int) -> list[BattleSpec]:
    """Random battles, whose teams the simulator makes."""
    return [BattleSpec(f"gen{gen}randombattle", (number, 2, 3, 4), ("", "")) for number in range(battles)]


def drawn(battles: int, first: int = 0) -> list[BattleSpec]:
    """Battles of gen1ou between built-in teams."""
    teams = [named.team.packed for named in load_teams("builtin", "gen1ou")]
    pairs = [
        (teams[number % len(teams)], teams[(7 * number + 3) % len(teams)]) for number in range(first, first + battles)
    ]
    return [BattleSpec("gen1ou", (first + number, 2, 3, 4), pair) for number, pair in enumerate(pairs)]


def of_generation(gen: int, battles: int) -> list[BattleSpec]:
    """gen1ou in the first generation, random battles in the others."""
    return drawn(battles) if gen == 1 else generated(gen, battles)


@dataclass(frozen=True, slots=True)
class Decision:
    """One choice of a seat."""

    lane: int
    seat: int
    observation: Observation
    choice: str


def decisions(
    simulator: Simulator,
    specs: Sequence[BattleSpec],
    choose: Callable[[int, int, Observation], str],
    *,
    most: int | None = None,
    ended: Callable[[Folds], None] = lambda _: None,
) -> Iterator[Decision]:
    """Every decision, `choose(lane, seat, observation)`, for at most so many updates; `ended` sees finished battles."""
    folds = {lane: (Fold(0), Fold(1)) for lane in range(len(specs))}
    for lane, spec in enumerate(specs):
        simulator.start(lane, spec)
    updates = 0
    while folds and updates != most:
        updates += 1
        for lane, update in simulator.exchange().items():
            assert isinstance(update, Update), update
            made = [
                Decision(lane, seat, seen, choose(lane, seat, seen))
                for seat, seen in asked(folds[lane], update).items()
            ]
            yield from made
            if update.ended:
                ended(folds.pop(lane))
            else:
                simulator.choose(lane, {one.seat: one.choice for one in made})


def asked(folds: Folds, update: Update) -> dict[int, Observation]:
    """What the seats see that must choose now."""
    for seat, fold in enumerate(folds):
        fold.feed(for_seat(update.log, seat))
    return {
        seat: Observation(folds[seat].view(request), legal_choices(request))
        for seat, request in enumerate(update.requests)
        if request is not None and not update.ended
    }
