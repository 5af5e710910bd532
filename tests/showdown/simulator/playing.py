"""Many battles at once with random legal choices, for the tests beside this file."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.simulator import BattleSpec, Request, Simulator, SimulatorFailure, Update

LANES = 64


@dataclass
class Played:
    """One battle: what it was, all updates, and how it ended."""

    spec: BattleSpec
    updates: list[Update] = field(default_factory=list)
    failure: SimulatorFailure | None = None

    @property
    def last(self) -> Update:
        return self.updates[-1]

    @property
    def log(self) -> list[str]:
        return [line for update in self.updates for line in update.log]


def legal_choices(request: Request) -> list[str]:
    """What the request itself allows."""
    team = request["side"]["pokemon"]
    switches = [
        f"switch {place + 1}"
        for place, member in enumerate(team)
        if not member["active"] and not member["condition"].endswith(" fnt")
    ]
    if "forceSwitch" in request:
        return switches
    active = request["active"][0]
    moves = [f"move {place + 1}" for place, move in enumerate(active["moves"]) if not move.get("disabled")]
    return moves if active.get("trapped") else moves + switches


def play(simulator: Simulator, specs: Sequence[BattleSpec], *, switching: float = 0.15) -> list[Played]:
    """Play all battles to their ends, up to 64 at once; failures are kept, not retried."""
    battles = [Played(spec) for spec in specs]
    waiting = iter(range(len(battles)))
    for number in islice(waiting, LANES):
        simulator.start(number, battles[number].spec)
    for number, answer in results(simulator):
        if isinstance(answer, SimulatorFailure):
            battles[number].failure = answer
        else:
            battles[number].updates.append(answer)
        if isinstance(answer, Update) and not answer.ended:
            simulator.choose(number, pick(answer, switching))
        elif (following := next(waiting, None)) is not None:
            simulator.start(following, battles[following].spec)
    return battles


def results(simulator: Simulator) -> Iterator[tuple[int, Update | SimulatorFailure]]:
    """Exchange until nothing is touched any more."""
    while answers := simulator.exchange():
        yield from answers.items()


def pick(update: Update, switching: float = 0.15) -> Mapping[int, str]:
    """A random legal choice for each asked seat, drawn from the battle's own random state so that it repeats."""
    choices = {}
    for seat, request in enumerate(update.requests):
        if request is not None:
            rng = random.Random(f"{update.prng} {update.turn} {seat}")  # noqa: S311 - choices, not secrets
            legal = legal_choices(request)
            moves = [choice for choice in legal if choice.startswith("move")]
            switches = [choice for choice in legal if choice.startswith("switch")]
            choices[seat] = rng.choice(switches if not moves or (switches and rng.random() < switching) else moves)
    return choices


def any_team(rng: random.Random, species: Sequence[str] | None = None) -> str:
    """Six species with any four moves each: not legal, but the simulator plays it. All moves occur in the long run."""
    moves = sorted(set(gen1_moves()) - {"struggle"})
    chosen = species or rng.sample(sorted(gen1_species()), 6)
    return "]".join(_member(one, rng.sample(moves, 4), rng.choice((100, 100, 100, 74))) for one in chosen)


def mixed_specs(count: int, seed: int) -> list[BattleSpec]:
    """A third mirror teams (speed ties), a third any teams, a third teams that the simulator generates."""
    rng = random.Random(seed)  # noqa: S311 - battles, not secrets
    specs = []
    for number in range(count):
        state = (rng.randrange(65536), rng.randrange(65536), rng.randrange(65536), rng.randrange(65536))
        species = rng.sample(sorted(gen1_species()), 6)
        teams = {
            0: ("gen1ou", (any_team(rng, species), any_team(rng, species))),
            1: ("gen1ou", (any_team(rng), any_team(rng))),
            2: ("gen1randombattle", ("", "")),
        }
        specs.append(BattleSpec(teams[number % 3][0], state, teams[number % 3][1]))
    return specs


def _member(species: str, moves: Sequence[str], level: int) -> str:
    name = gen1_species()[species].name
    return f"{name}|||NoAbility|{','.join(moves)}|Serious|252,252,252,252,252,252|N|||{level}|"
