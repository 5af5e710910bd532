"""Payoffs estimated from mirrored games that are played where they can still change the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log, log1p

from psrokit.api import (
    USUAL,
    Game,
    InputError,
    MetaSolver,
    MetaStrategy,
    PayoffTable,
    Population,
    Profile,
    Venue,
    evaluator,
    stating,
)
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.statistics.allocation import next_games
from psrokit_plugins.statistics.payoff_games import PayoffGames, too_few, tried, with_equal_shares
from psrokit_plugins.statistics.table_bracket import widening

_ROUND = 0.25
"""Size of a round in parts of what was played before it: few decisions, none of them on stale evidence."""
_REMEDY = "Give it a solver that takes this table, as in {use: adaptive, solver: regret_matching}, or use `sampled`."


@evaluator("adaptive")
@dataclass(frozen=True)
class Adaptive:
    """Games for the cells on which the mixture, or the proof that it is an equilibrium, still depends.

    pairs: the budget, mirrored groups per profile on average; where `sampled` needs 100, 25 here usually do as well.
    fewest: groups that every profile gets first; two are enough to go by, since spreads are drawn towards the whole
    table's. solver: computes the mixture in question, best the experiment's own.
    level: confidence at which deviations are decided (all of a role's together) and at which the bracket holds.
    width: stop early when the bracket of the mixture's restricted exploitability is so narrow (in returns); at 0 the
    budget alone decides. returns: the least and the greatest return that a seat can get, which the bracket needs and
    the table then states; by default what it states already, and for the bracket else -1 and 1.
    batch: fewest groups to ask for at once, so that parallel workers have enough to do.

    After the first groups, games are asked for in rounds of a quarter of what was played before. The bracket holds at
    all times together, so that stopping by it is no peeking. What is played follows from results alone: seeds are named
    by profile and number, as those of `sampled` are, and workers, their order and interruptions change nothing.
    """

    pairs: int = 25
    fewest: int = 2
    solver: MetaSolver = field(default_factory=Nash)
    level: float = 0.95
    width: float = 0.0
    returns: tuple[float, float] | None = None
    batch: int = 64

    def __post_init__(self) -> None:
        if not 2 <= self.fewest <= self.pairs:
            raise InputError(f"adaptive needs 2 <= fewest <= pairs, not fewest {self.fewest} and pairs {self.pairs}")
        if not 0 < self.level < 1 or self.width < 0 or self.batch < 1:
            raise InputError("adaptive needs 0 < level < 1, width >= 0 and batch >= 1")
        if self.returns is not None and self.returns[0] >= self.returns[1]:
            raise InputError(f"the least return must be below the greatest, not {list(self.returns)}")

    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:
        """The table with `fewest` groups in every profile and the rest of the budget where it counts.

        A group with a failed match counts as failures and gives no sample; a cell left without two samples gets as
        many groups once more. Raises IntegrityError where that fails too, InputError for returns outside `returns`, and
        what the solver raises.
        """
        table = with_equal_shares(game, table)
        games = PayoffGames(game, population, venue, seed)
        first = [(profile, max(self.fewest - tried(table, profile), 0)) for profile in _open_cells(table)]
        table = games.added(table, first)
        again = [(profile, self.fewest) for profile in _open_cells(table) if too_few(table, profile)]
        table = games.checked(games.added(table, again))
        if self.returns is not None:
            table = stating(table, self.returns)
        while more := self.next_round(table):
            table = games.added(table, more)
        return table if self.returns is None else stating(table, self.returns)

    def next_round(self, table: PayoffTable) -> list[tuple[Profile, int]]:
        """How many more groups of which profiles; none where the budget is spent or the answer good enough."""
        spent = [tried(table, profile) for profile in _open_cells(table)]
        left = self.pairs * len(spent) - sum(spent)
        if left <= 0:
            return []
        strategy = self._mixture(table)
        doubted = None
        if self.width > 0:
            bounded = stating(table, table.returns or USUAL)
            doubted = widening(bounded, strategy, self.level, self.width)
            if not any(deviations.any() for deviations in doubted):
                return []
        requests = next_games(
            table,
            strategy,
            min(max(self.batch, int(_ROUND * sum(spent))), left),
            level=self._level_of_look(sum(spent) / (self.fewest * len(spent))),
            fewest=2,
            doubted=doubted,
        )
        return [(request.profile, request.groups) for request in requests]

    def _mixture(self, table: PayoffTable) -> MetaStrategy:
        """What the solver answers. What it refuses is told as this evaluator's: the experiment may have another one."""
        try:
            return self.solver.solve(table)
        except InputError as error:
            raise InputError(f"the evaluator 'adaptive': {error.message}", remedy=_REMEDY, cells=error.cells) from error

    def _level_of_look(self, growth: float) -> float:
        """The confidence at which deviations are decided after so much growth of the table since its first groups.

        The table is looked at after every round. Look r spends 1 / (r (r + 1)) of the allowed error, which adds up to
        all of it: a deviation is dropped no more easily because it was looked at often.
        """
        look = 1 + max(int(log(growth) / log1p(_ROUND)), 0)
        return 1 - (1 - self.level) / (look * (look + 1))


def _open_cells(table: PayoffTable) -> Iterator[Profile]:
    """One profile of each class of mirrored cells that games can tell something about."""
    return (profile for profile in table.profiles() if not table.exact[profile])
