"""The battles on which the native engine is held against the simulator: eight families, each a function of a seed.

Together they bring up every move, every species, the effects that meet each other, ties of speed, the end of PP, the
turn limit, and what real teams do. Most of these teams are not legal; the simulator plays them all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from psrokit.api import InputError, generator, unknown
from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.simulator import BattleSpec
from psrokit_showdown.teams.team import FULL_EVS, FULL_IVS, NO_EVS, Member, Spread, Team
from psrokit_showdown.verification.recorder import Script

Rng = np.random.Generator

FORMAT = "gen1ou"
VARIANTS = (
    *("gen1ubers", "gen1uu", "gen1nu", "gen1customgame"),
    *("gen1ou@@@!sleepclausemod,!freezeclausemod", "gen1ou@@@!sleepclausemod", "gen1ou@@@!freezeclausemod"),
)
"""Other formats, and the first one without some of its rules."""
POLICIES = ("uniform", "attack", "stay", "escape")
TANGLED = (
    *("metronome", "mirrormove", "mimic", "transform", "substitute", "disable", "haze", "wrap", "firespin", "bide"),
    *(
        "rage",
        "thrash",
        "counter",
        "rest",
        "fly",
        "dig",
        "hyperbeam",
        "toxic",
        "leechseed",
        "confuseray",
        "sleeppowder",
    ),
    *("conversion", "petaldance", "clamp", "explosion", "quickattack", "solarbeam", "recover", "mist", "focusenergy"),
)
"""Moves whose effects get in each other's way."""
STATE_MAKERS = (
    *("substitute", "toxic", "leechseed", "confuseray", "thunderwave", "sleeppowder", "icebeam", "ember", "supersonic"),
    *("hyperbeam", "dig", "fly", "wrap", "bide", "rage", "thrash", "reflect", "lightscreen", "mist", "focusenergy"),
    *("swordsdance", "amnesia", "agility", "barrier", "doubleteam", "sandattack", "screech", "growl", "stringshot"),
    *("disable", "haze", "mimic", "transform", "conversion", "rest", "minimize", "acidarmor", "bodyslam", "headbutt"),
)
LASTING = (
    *("recover", "softboiled", "rest", "reflect", "lightscreen", "substitute", "haze", "splash", "growl", "tailwhip"),
    *("thunderwave", "toxic", "leechseed", "harden", "barrier", "mist", "conversion", "whirlwind", "roar", "teleport"),
)
"""Moves that end no battle soon."""


@dataclass(frozen=True, slots=True)
class Deal:
    """What a family decides by: a random source, the number of the battle in its family, and real teams, packed."""

    rng: Rng
    number: int
    teams: Sequence[str]

    def pick(self, options: Sequence[str], count: int) -> list[str]:
        """Different options in random order."""
        return [str(one) for one in self.rng.choice(options, min(count, len(options)), replace=False)]

    def one(self, options: Sequence[str]) -> str:
        """Any option."""
        return options[int(self.rng.integers(len(options)))]

    def any_format(self) -> str:
        """In every other battle the usual one."""
        return FORMAT if self.rng.random() < 0.5 else self.one(VARIANTS)

    def policies(self) -> tuple[str, str]:
        """How both sides choose."""
        return self.one(POLICIES), self.one(POLICIES)

    def spec(self, format_id: str, teams: tuple[str, str]) -> BattleSpec:
        """A battle with a seed of its own."""
        first, second, third, fourth = (int(part) for part in self.rng.integers(2**16, size=4))
        return BattleSpec(format_id, (first, second, third, fourth), teams)


Family = Callable[[Deal], Script]


def family_named(name: str) -> Family:
    """A family. Raises InputError for a name that there is not."""
    if name not in FAMILIES:
        raise InputError(unknown("family of battles", name, FAMILIES))
    return FAMILIES[name]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A battle with its family and number."""

    family: str
    number: int
    script: Script


def numbered(family: str, run_seed: int, number: int, teams: Sequence[str]) -> Numbered:
    """One battle of a family. Raises InputError for a family that there is not."""
    deal = Deal(generator("verify", family, run_seed, number), number, teams)
    made = family_named(family)(deal)
    return Numbered(family, number, replace(made, chooser=int(deal.rng.integers(2**31))))


def battles(run_seed: int, families: Sequence[str], teams: Sequence[str]) -> Iterator[Numbered]:
    """Endlessly many battles of the families, in turn."""
    number = 0
    while True:
        for family in families:
            yield numbered(family, run_seed, number, teams)
            number += 1


def all_moves() -> list[str]:
    """Every move that can be chosen, by number."""
    return [move.id for move in gen1_moves().values() if move.id != "struggle"]


def _real_teams(deal: Deal) -> Script:
    return Script(deal.spec(FORMAT, (deal.one(deal.teams), deal.one(deal.teams))), deal.policies())


def _random_battle(deal: Deal) -> Script:
    return Script(deal.spec("gen1randombattle", ("", "")), deal.policies())


def _anything(deal: Deal) -> Script:
    return Script(deal.spec(deal.any_format(), (_any_team(deal, 6), _any_team(deal, 6))), deal.policies())


def _mirrors(deal: Deal) -> Script:
    species = deal.pick(list(gen1_species()), 6)
    first, second = (_team([_member(one, deal.pick(all_moves(), 4)) for one in species]) for _ in range(2))
    return Script(deal.spec(deal.any_format(), (first, second)), deal.policies())


def _tangles(deal: Deal) -> Script:
    species = deal.pick(list(gen1_species()), 3)
    pool = deal.pick(TANGLED, int(deal.rng.integers(4, 9)))
    rivals = species if deal.rng.random() < 0.5 else deal.pick(list(gen1_species()), 3)
    teams = [_team([_member(one, deal.pick(pool, 4)) for one in side]) for side in (species, rivals)]
    return Script(deal.spec(deal.any_format(), (teams[0], teams[1])), deal.policies())


def _meetings(deal: Deal) -> Script:
    moves = all_moves()
    tested = moves[deal.number % len(moves)]
    first = [_member(one, _with(tested, deal.pick(STATE_MAKERS, 3))) for one in deal.pick(list(gen1_species()), 3)]
    second = [_member(one, deal.pick(STATE_MAKERS, 4)) for one in deal.pick(list(gen1_species()), 3)]
    sides = (_team(first), _team(second))
    return Script(deal.spec(deal.any_format(), sides), deal.policies())


def _last_legs(deal: Deal) -> Script:
    sizes = deal.rng.integers(1, 3, size=2)
    teams = [[_any_member(deal, one) for one in deal.pick(list(gen1_species()), int(size))] for size in sizes]
    pp = [tuple(tuple(int(left) for left in deal.rng.integers(1, 4, len(one.moves))) for one in team) for team in teams]
    battle = deal.spec(deal.any_format(), (_team(teams[0]), _team(teams[1])))
    return Script(battle, deal.policies(), pp=(pp[0], pp[1]))


def _stalls(deal: Deal) -> Script:
    sides = [
        [_member(one, deal.pick(LASTING, 4)) for one in deal.pick(list(gen1_species()), int(deal.rng.integers(1, 7)))]
        for _ in range(2)
    ]
    battle = deal.spec(deal.any_format(), (_team(sides[0]), _team(sides[1])))
    return Script(battle, (deal.one(("stay", "leave")), deal.one(("stay", "leave"))))


FAMILIES: Mapping[str, Family] = {
    "real-teams": _real_teams,
    "random-battle": _random_battle,
    "anything": _anything,
    "mirrors": _mirrors,
    "tangles": _tangles,
    "meetings": _meetings,
    "last-legs": _last_legs,
    "stalls": _stalls,
}
"""real-teams: teams that people play. random-battle: the simulator's own random sets. anything: six of any species,
with any moves, levels, DVs and stat experience. mirrors: the same species on both sides, so that speeds tie. tangles:
few moves that get in each other's way. meetings: every move in turn, among moves that bring about effects. last-legs:
one or two Pokemon with next to no PP. stalls: nobody attacks.
"""

CYCLE = (
    *("anything", "tangles", "mirrors", "meetings", "real-teams", "anything", "tangles", "meetings", "random-battle"),
    *("mirrors", "anything", "tangles", "last-legs", "meetings", "anything", "real-teams", "mirrors", "tangles"),
    *("meetings", "anything", "stalls", "random-battle"),
)
"""The families in turn: the larger ones more often, and rarely the long stalls."""


def _with(move: str, others: Sequence[str]) -> list[str]:
    return [move, *islice((other for other in others if other != move), 3)]


def _any_team(deal: Deal, size: int) -> str:
    return _team([_any_member(deal, one) for one in deal.pick(list(gen1_species()), size)])


def _any_member(deal: Deal, species: str) -> Member:
    level = 100 if deal.rng.random() < 0.5 else int(deal.rng.integers(5, 101))
    moves = deal.pick(all_moves(), 4 if deal.rng.random() < 0.8 else int(deal.rng.integers(1, 4)))
    if deal.rng.random() < 0.7:
        return _member(species, moves, level)
    attack, defence, special, speed = (2 * int(dv) for dv in deal.rng.integers(16, size=4))
    hp = sum((dv // 2 & 1) << bit for dv, bit in ((attack, 3), (defence, 2), (speed, 1), (special, 0))) * 2
    evs = FULL_EVS if deal.rng.random() < 0.5 else NO_EVS
    return _member(species, moves, level, (hp, attack, defence, special, special, speed), evs)


def _member(
    species: str, moves: Sequence[str], level: int = 100, ivs: Spread = FULL_IVS, evs: Spread = FULL_EVS
) -> Member:
    # Without a word about ability and nature the simulator would give it those of later generations.
    return Member(species, tuple(moves), ability="NoAbility", nature="Serious", level=level, ivs=ivs, evs=evs)


def _team(members: Sequence[Member]) -> str:
    return Team(tuple(members)).packed
