"""The installed components that can be checked without an experiment of their own, with their suites.

Solvers, ratings, analyzers and table formats need no game, evaluators and metrics are checked on the stages beside this
file: small matrix games of which everything is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from psrokit.catalog import Catalog, Entry
from psrokit.errors import InputError, PsrokitError
from psrokit.measure import Measurement
from psrokit.payoff import PayoffTable
from psrokit.plan import make_plan
from psrokit.psro import State
from psrokit.testing.metric import MetricSuite
from psrokit.testing.rehearsal import Rehearsal, rehearsal, suite_for
from psrokit.testing.suite import ComponentSuite
from psrokit.testing.tables import regrets

WITHOUT_A_GAME = ("meta_solver", "rating", "analyzer", "table_format")
ON_STAGES = ("evaluator", "metric")
STAGES = tuple(sorted((Path(__file__).parent / "stages").glob("*.yaml")))


class CannotBeCheckedHere(PsrokitError):
    """A component that needs options, or another game than the stages have: it must be checked in an experiment."""


@dataclass(frozen=True)
class Installed:
    """The suites of a catalog's components; stages open when first needed."""

    catalog: Catalog
    _stack: ExitStack = field(default_factory=ExitStack, init=False)
    _open: dict[Path, Rehearsal] = field(default_factory=dict, init=False)

    def close(self) -> None:
        """Release what stands behind the stages."""
        self._stack.close()

    @property
    def entries(self) -> Sequence[Entry]:
        """The components with suites here."""
        return [entry for entry in self.catalog.entries if entry.kind in (*WITHOUT_A_GAME, *ON_STAGES)]

    def suites(self, entry: Entry) -> Iterator[ComponentSuite]:
        """The suite of a component with its default options; of evaluators and metrics one for each stage they take.

        Raises CannotBeCheckedHere if there is none.
        """
        try:
            component = self.catalog.build(entry.kind, entry.name)
        except PsrokitError as error:
            raise CannotBeCheckedHere(f"{entry.kind} '{entry.name}' cannot be built: {error.message}") from error
        if entry.kind in WITHOUT_A_GAME:
            yield import_module(f"{__package__}.{entry.kind}").suite(component)
            return
        taken = [suite for stage in STAGES if (suite := self._on_stage(entry.kind, component, stage)) is not None]
        if not taken:
            raise CannotBeCheckedHere(f"{entry.kind} '{entry.name}' takes none of the games that are at hand here")
        yield from taken

    def _on_stage(self, kind: str, component: Any, stage: Path) -> ComponentSuite | None:
        """The suite there, None if the component refuses the stage's game."""
        place = self._place(stage)
        suite = suite_for(component, place.experiment.game.seats[0], place)
        try:
            if kind == "metric":
                component.measure(Measurement(place.setup, place.states[:1]))
            else:
                component.fill(place.setup.game, place.population, _empty(place), place.venue, 0)
        except InputError:
            return None
        except Exception:  # noqa: BLE001 # whatever is wrong with it, its suite will say
            return suite
        return replace(suite, truths=_truths(place.first)) if isinstance(suite, MetricSuite) else suite

    def _place(self, stage: Path) -> Rehearsal:
        if stage not in self._open:
            self._open[stage] = self._stack.enter_context(rehearsal(make_plan(stage)))
        return self._open[stage]


def _empty(place: Rehearsal) -> PayoffTable:
    seats = place.setup.game.seats
    return PayoffTable.empty(seats, place.population.sizes(seats))


def _truths(state: State) -> Mapping[str, float]:
    """What is known of a stage's first state. Its population is all there is: the restricted game is the full one."""
    gained = regrets(state.table, state.strategy)
    one_role = len(set(state.table.seats)) == 1
    total = float(gained.sum())
    return {
        "nash_conv": total,
        "exploitability": total / 2,
        "restricted_exploitability": float(gained[0]) if one_role else total,
    }
