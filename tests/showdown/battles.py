"""Battles on the real simulator for the tests beside this file: random teams and choices, both seats' knowledge."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from psrokit_showdown.actions import legal_choices
from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.protocol import for_seat
from psrokit_showdown.simulator import BattleSpec, Request, Simulator, Update
from psrokit_showdown.view import BattleView, Fold

Chooser = Callable[[int, Request], str]


def seeded(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 # teams and choices, not secrets


def any_team(rng: random.Random, level: int | None = None) -> str:
    """Six random species with any four moves each: not legal, but the simulator plays it."""
    moves = sorted(set(gen1_moves()) - {"struggle"})
    species = rng.sample(sorted(gen1_species()), 6)
    return "]".join(member(one, rng.sample(moves, 4), level or rng.choice((100, 100, 74, 50))) for one in species)


def member(species: str, moves: list[str], level: int = 100) -> str:
    """One Pokemon in packed form, with the best DVs and full stat experience."""
    name = gen1_species()[species].name
    return f"{name}|||NoAbility|{','.join(moves)}|Serious|252,252,252,252,252,252|N|||{level}|"


def spec(number: int, teams: tuple[str, str]) -> BattleSpec:
    return BattleSpec("gen1ou", (number, 2, 3, 4), teams)


def random_choices(rng: random.Random, switching: float = 0.1) -> Chooser:
    """Mostly moves, sometimes a switch."""

    def choose(_: int, request: Request) -> str:
        legal = legal_choices(request)
        moves = [choice for choice in legal if choice.startswith("move")]
        switches = [choice for choice in legal if choice.startswith("switch")]
        kind = switches if not moves or (switches and rng.random() < switching) else moves
        return rng.choice(kind)

    return choose


@dataclass
class Moment:
    """One update of a battle, with what each asked seat knows."""

    update: Update
    folds: tuple[Fold, Fold]
    views: dict[int, BattleView] = field(default_factory=dict)

    def request(self, seat: int) -> Request:
        request = self.update.requests[seat]
        assert request is not None
        return request


def play(simulator: Simulator, battle: BattleSpec, choose: Chooser, limit: int = 400) -> Iterator[Moment]:
    """Play a battle in lane 0, at most `limit` updates; yields after each, the last of which may have ended it."""
    folds = (Fold(0), Fold(1))
    simulator.start(0, battle)
    for _ in range(limit):
        update = simulator.exchange()[0]
        assert isinstance(update, Update), update
        for seat, fold in enumerate(folds):
            fold.feed(for_seat(update.log, seat))
        asked = {seat: request for seat, request in enumerate(update.requests) if request is not None}
        moment = Moment(update, folds)
        if not update.ended:
            moment.views = {seat: folds[seat].view(request) for seat, request in asked.items()}
        yield moment
        if update.ended:
            return
        simulator.choose(0, {seat: choose(seat, request) for seat, request in asked.items()})
    simulator.exchange()
    simulator.drop(0)
    simulator.exchange()
