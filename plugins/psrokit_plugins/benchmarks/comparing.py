"""A benchmark from beginning to end: who takes part, the scores, and how they are shown."""

from __future__ import annotations

import json
import math
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table

from psrokit.api import InputError, unknown
from psrokit_plugins.benchmarks.benchmark import OURS, Benchmark
from psrokit_plugins.benchmarks.measuring import Score, Terms, score

_SHOWN = ("seconds", "cpu_seconds", "residual")


def compare(module: str, options: Mapping[str, Any], peers: Sequence[str] | None, terms: Terms) -> dict[str, Any]:
    """Measure psrokit and `peers` (None: all of them) in turn; what came of it, as JSON.

    Raises InputError for peers that the benchmark does not have, and for options that make no sense.
    """
    benchmark: Benchmark[Any] = import_module(module).BENCHMARK
    benchmark.options(**options)
    scores = {}
    for name in (OURS, *_chosen(benchmark, peers)):
        click.echo(f"{name} ...", err=True)
        scores[name] = score(module, name, options, terms, benchmark.tolerance)
        click.echo(f"{name}: {_in_words(scores[name])}", err=True)
    return _document(benchmark, options, terms, scores)


def _chosen(benchmark: Benchmark[Any], peers: Sequence[str] | None) -> Sequence[str]:
    known = [name for name in benchmark.contestants if name != OURS]
    for name in peers or ():
        if name not in known:
            raise InputError(unknown("peer", name, known), place="--peers")
    return known if peers is None else peers


def _document(
    benchmark: Benchmark[Any], options: Mapping[str, Any], terms: Terms, scores: Mapping[str, Score]
) -> dict[str, Any]:
    ours = scores[OURS]
    theirs = {name: their for name, their in scores.items() if name != OURS}
    return {
        "options": dict(options),
        "seeds": terms.seeds,
        "threads": terms.threads,
        "python": platform.python_version(),
        "versions": dict(sorted(reduce(or_, (dict(its.versions) for its in scores.values())).items())),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "tolerance": benchmark.tolerance,
        OURS: ours.as_json(),
        "peers": {name: their.as_json() for name, their in theirs.items()},
        "compared": benchmark.compared,
        "ratio": _ratios(benchmark.compared, ours, theirs),
        "cpu_ratio": _ratios("cpu_seconds", ours, theirs),
        "ratio_at_least": _least_ratios(benchmark.effort, ours, theirs),
    }


def _ratios(name: str, ours: Score, theirs: Mapping[str, Score]) -> dict[str, float]:
    """How many times as much each peer needs; only of answers that count."""
    sound = {peer: their for peer, their in theirs.items() if their.error is None and ours.error is None}
    return {peer: their.number(name) / ours.number(name) for peer, their in sound.items()}


def _least_ratios(effort: str | None, ours: Score, theirs: Mapping[str, Score]) -> dict[str, float]:
    """How many times our effort each peer spent that ended without the residual asked for: it needs more.

    A median over rounds, of which some may have succeeded: each counts with what was spent in it at least.
    """
    short = {peer: their for peer, their in theirs.items() if their.ended and their.error and ours.error is None}
    return {} if effort is None else {peer: their.number(effort) / ours.number(effort) for peer, their in short.items()}


def _in_words(its: Score) -> str:
    if its.error is not None:
        return its.error
    return f"{its.number('seconds'):.3g} s, residual {its.number('residual'):.2g}"


def show(document: Mapping[str, Any], *, as_json: bool) -> None:
    """The document itself, or a table for people."""
    if as_json:
        click.echo(json.dumps(_finite(document), indent=2, ensure_ascii=False, allow_nan=False))
        return
    table = Table("", box=box.SIMPLE)
    for column in (*_SHOWN, f"{document['compared']}: times ours", "CPU: times ours"):
        table.add_column(column, justify="right")
    table.add_column("")
    for name, said in {OURS: document[OURS], **document["peers"]}.items():
        least = document["ratio_at_least"].get(name)
        ratio = _number(document["ratio"].get(name)) if least is None else f"≥ {_number(least)}"
        shown = [_number(said.get(key)) for key in _SHOWN]
        table.add_row(name, *shown, ratio, _number(document["cpu_ratio"].get(name)), _rest(said))
    Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 140).print(table)
    told = ", ".join(f"{key} {value}" for key, value in document["options"].items())
    click.echo(f"{told}; median of {document['seeds']} seeds after a warm-up, {document['threads']} threads")


def _rest(said: Mapping[str, Any]) -> str:
    others = [f"{key} {_number(said[key])}" for key in said if key not in {*_SHOWN, "rounds", "error"}]
    return "; ".join(([said["error"]] if "error" in said else []) + others)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _finite(data: Any) -> Any:
    """JSON has no infinities and no NaN: they become texts."""
    if isinstance(data, Mapping):
        return {key: _finite(value) for key, value in data.items()}
    return str(data) if isinstance(data, float) and not math.isfinite(data) else data
