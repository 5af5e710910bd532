"""All that a plugin may import. Nothing else of psrokit is public.

A name is imported when it is first used, so that a plugin which only adds a command does not wait for NumPy.
"""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psrokit.analyzer import Analyzer, Cell, Finding, Question, Sheet
    from psrokit.answers import Answer, analyze, read_table, table_writer, write_table
    from psrokit.arena import ArenaLanes, ArrayPolicy, Decisions, answers_rows
    from psrokit.asking import PolicyFault, blaming, chosen_actions
    from psrokit.catalog import build, plugin_files
    from psrokit.component import (
        action_space,
        analyzer,
        evaluator,
        executor,
        game,
        meta_solver,
        metric,
        observation_space,
        oracle,
        policy,
        rating,
        reward,
        spec,
        spec_hash,
        table_format,
        tag_of,
    )
    from psrokit.drive import drive, drive_ticks, open_lanes
    from psrokit.errors import EnvironmentFault, InputError, IntegrityError, PsrokitError, unknown
    from psrokit.estimate import Estimate, level_text
    from psrokit.game import (
        Action,
        Episode,
        EpisodeFailed,
        Floats,
        Game,
        LanedGame,
        Lanes,
        Observation,
        PreparedGame,
        RecordedEpisode,
        Role,
        Seat,
    )
    from psrokit.health import Check
    from psrokit.hookspecs import hookimpl
    from psrokit.measure import Measurement, Metric
    from psrokit.meta import HotStarted, MetaSolver, MetaStrategy, checked_means, constant_sum
    from psrokit.oracle import Judgement, Oracle, Task
    from psrokit.payoff import Group, PayoffTable, Profile, group_sample, seat_exchanges
    from psrokit.play import Executor, Match, Outcome, Venue, mirrored, rotation, rotations
    from psrokit.plugins.discovery import discover
    from psrokit.plugins.loose import load_loose
    from psrokit.policy import Actor, BatchPolicy, Policy, answers_batches
    from psrokit.population import Member, Population
    from psrokit.psro import Evaluator, Setup, State, begin, first_seats, psro
    from psrokit.rating import Rating, Ratings
    from psrokit.report.answer import write_answer
    from psrokit.report.numbers import percent
    from psrokit.return_bounds import USUAL, refuse_outsiders, return_bounds, stating
    from psrokit.reward import Reward, weighed
    from psrokit.seeds import generator, seed
    from psrokit.spaces import (
        ActionSpace,
        Arrays,
        ArraySpec,
        Encoder,
        Executed,
        IllegalAction,
        Mask,
        ObservationSpace,
        executed,
        gymnasium_actions,
        gymnasium_observations,
    )
    from psrokit.store import NoRun, Run
    from psrokit.store.rows import MatchRow
    from psrokit.table_format import NamedTable, TableFormat, WritableFormat
    from psrokit.versus import Pairing, versus
    from psrokit.win_loss import as_win_rates, doubt, returns_are_wins, samples_are_wins


def _homes() -> dict[str, str]:
    """The module of each name, read from the imports above: they are the only list."""
    blocks = [
        block for block in ast.parse(Path(__file__).read_text(encoding="utf-8")).body if isinstance(block, ast.If)
    ]
    imports = [line for block in blocks for line in block.body if isinstance(line, ast.ImportFrom)]
    return {alias.name: str(line.module) for line in imports for alias in line.names}


_HOMES = _homes()
__all__ = list(_HOMES)


def __dir__() -> list[str]:
    return sorted(_HOMES)


if not TYPE_CHECKING:  # to a type checker it would mean that every name exists

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module 'psrokit.api' has no attribute '{name}'", name=name, obj=None)
        globals()[name] = getattr(import_module(_HOMES[name]), name)
        return globals()[name]
