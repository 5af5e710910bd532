"""Legal teams drawn from usage statistics, the same for the same seed on every machine.

Members are drawn one after another. After m_1 .. m_k the weight of c is P(c) times the product of the k lifts
P(c | m_i) / P(c): naive Bayes, the statistics of pairs taken for all there is. Moves, item, ability and spread of a
member are drawn from the shares of its species, independently. Whatever the validator refuses is drawn again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.random import Generator

from psrokit.api import Floats, InputError, generator
from psrokit_showdown.teams.fields import spread
from psrokit_showdown.teams.source import NamedTeam, generation_of
from psrokit_showdown.teams.team import Member, Spread, Team, default_evs, packed_name
from psrokit_showdown.teams.usage import TEAM_SIZE, Shares, SpeciesUsage, Usage
from psrokit_showdown.teams.validation import TeamValidator, Verdict, validate

MOVES = 4
ATTEMPTS = 100
"""How many teams are drawn at most for each that is wanted."""

_LEAST_LIFT = 0.05
"""What a pair that no statistics mention counts: files leave out the rare ones, so never is not known of any."""
_GREATEST_LIFT = 1e12
"""More than any statistics can tell, and little enough that six of them can be multiplied."""
_NOTHING = {"nothing", "noability"}


def generate_teams(
    usage: Usage, format_id: str, count: int, seed: int, simulator: TeamValidator
) -> tuple[list[NamedTeam], list[Verdict]]:
    """`count` legal teams, named generated_1, ..., and the verdicts on those that were drawn in vain.

    Raises InputError if the statistics yield too few legal teams, with what the validator says most often.
    """
    drawn = _drawn(usage, generation_of(format_id), seed)
    legal: list[Team] = []
    refused: list[Verdict] = []
    for _ in range(ATTEMPTS):
        batch = [NamedTeam("drawn", next(drawn)) for _ in range(count - len(legal))]
        for named, verdict in zip(batch, validate(batch, format_id, simulator), strict=True):
            if verdict.reasons:
                refused.append(verdict)
            else:
                legal.append(named.team)
        if len(legal) == count:
            width = len(str(count))
            return [NamedTeam(f"generated_{n:0{width}}", team) for n, team in enumerate(legal, 1)], refused
    reasons = Counter(reason for verdict in refused for reason in verdict.reasons)
    said = "; ".join(reason for reason, _ in reasons.most_common(3))
    raise InputError(
        f"only {len(legal)} of {count} teams came out legal in {format_id}",
        remedy=f"Use statistics of this format. {len(refused)} were refused, mostly: {said}",
    )


def draw_team(usage: Usage, generation: int, rng: Generator) -> Team:
    """One team as the module's docstring says, legal or not; fewer than six members if there are fewer species."""
    chosen: list[str] = []
    species = list(usage)
    weights = np.array([usage[name].share for name in species])
    while len(chosen) < TEAM_SIZE and weights.any():
        place = rng.choice(len(species), p=weights / weights.sum())
        chosen.append(species[place])
        weights = weights * _lifts(usage, species, species[place])
        weights[place] = 0.0
    return Team(tuple(_member(name, usage[name], generation, rng) for name in chosen), generation)


def _drawn(usage: Usage, generation: int, seed: int) -> Iterator[Team]:
    rng = generator("generated teams", seed)
    while True:
        yield draw_team(usage, generation, rng)


def _lifts(usage: Usage, species: Sequence[str], beside: str) -> Floats:
    """How much more often each species stands beside `beside` than in teams at large."""
    mates = usage[beside].teammates
    return np.array(
        [
            min(max(mates.get(name, 0.0) / usage[name].share, _LEAST_LIFT), _GREATEST_LIFT)
            if usage[name].share > 0
            else 0.0
            for name in species
        ]
    )


def _member(name: str, usage: SpeciesUsage, generation: int, rng: Generator) -> Member:
    nature, evs = _spread(_one(usage.spreads, rng), generation)
    old = generation <= 2
    return Member(
        packed_name(name),
        tuple(packed_name(move) for move in _several(usage.moves, MOVES, rng)),
        item=_named(_one(usage.items, rng)),
        ability="NoAbility" if old else _named(_one(usage.abilities, rng)),
        nature="Serious" if old else nature,
        evs=evs,
        gender="N" if generation == 1 else "",
        tera_type=_named(_one(usage.tera_types, rng)),
    )


def _one(shares: Shares, rng: Generator) -> str:
    return next(iter(_several(shares, 1, rng)), "")


def _several(shares: Shares, number: int, rng: Generator) -> list[str]:
    """Up to `number` different names, each drawn in proportion to its share among those that are left."""
    names = [name for name, share in shares.items() if share > 0]
    if not names:
        return []
    weights = np.array([shares[name] for name in names])
    drawn = rng.choice(len(names), size=min(number, len(names)), replace=False, p=weights / weights.sum())
    return [names[place] for place in drawn]


def _named(name: str) -> str:
    packed = packed_name(name)
    return "" if packed.lower() in _NOTHING else packed


def _spread(text: str, generation: int) -> tuple[str, Spread]:
    nature, _, numbers = text.partition(":")
    try:
        return packed_name(nature), spread([int(number) for number in numbers.split("/")])
    except ValueError:
        return packed_name(nature), default_evs(generation)
