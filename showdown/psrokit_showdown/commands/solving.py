"""Endgames solved and policies probed, for the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from psrokit.api import Floats, InputError
from psrokit_showdown import engine
from psrokit_showdown.commands.battling import read_policy
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.endgames import parts
from psrokit_showdown.endgames.position import FORMAT, Position, parse_position, row_of, told
from psrokit_showdown.endgames.probes import Probe, Regret, probe_of, read_probes, regrets, write_probes
from psrokit_showdown.endgames.solve import Solution, solve_endgame
from psrokit_showdown.engine.view import view_of

NOT_SOLVED = 7
"""The exit code where the bounds stay wider than the tolerance."""
ASSUMED = "both know everything, also hidden turns of sleep and confusion; +1 win, 0 tie, -1 loss"


def show_endgame(text: str, tolerance: float, limit: int, keep: Path | None, *, as_json: bool) -> int:
    """Solve a position, show value and strategies, and return the exit code. Raises InputError for what is none."""
    position = parse_position(*_json(text))
    engine.prepare(tell)
    parts.prepare(tell)
    solution = solve_endgame(row_of(position), tolerance, limit).solution
    probe = probe_of(position, solution, tolerance)
    kept = keep is not None and probe.solved
    if keep is not None and probe.solved:
        write_probes(keep, [probe])
    if as_json:
        say_json({**_told(position, probe, solution), "kept": kept})
    else:
        _say_value(solution, probe)
        for seat in (0, 1):
            side, mix = position.sides[seat], probe.mixes[seat]
            whose = side.species if probe.solved else f"{side.species} (of the bounds, not optimal)"
            say(f"  seat {seat}, {whose}: {_shares(_names(probe, seat), mix)}")
        if keep is not None and not kept:
            say(f"  not kept in {keep}: only solved positions can judge a policy")
    return 0 if probe.solved else NOT_SOLVED


def show_regrets(spec: str, path: Path, samples: int, seed: int, *, as_json: bool) -> None:
    """Probe a policy and show its regrets. Raises InputError for what is no policy, or where no probe is solved."""
    engine.prepare(tell)
    policy = read_policy(spec)
    every = list(read_probes(path))
    probes = [probe for probe in every if probe.solved]
    if not probes:
        raise InputError(f"this file has no solved probes, and {len(every)} that are not", place=str(path))
    found = [(probe, regret) for probe in probes for regret in regrets(probe, policy, samples, seed)]
    low, high = (sum(getattr(regret, key) for _, regret in found) / len(found) for key in ("low", "high"))
    if as_json:
        items = [{"position": told(probe.position), **_regret(regret)} for probe, regret in found]
        unsolved = [told(probe.position) for probe in every if not probe.solved]
        data = {"policy": spec, "samples": samples, "mean_regret": [low, high], "regrets": items, "unsolved": unsolved}
        say_json(data)
        return
    for probe, regret in found:
        mix = _shares(_names(probe, regret.seat), regret.mix)
        say(f"{_sides(probe)}, seat {regret.seat}: regret [{regret.low:.4f}, {regret.high:.4f}]; it plays {mix}")
    for probe in every:
        if not probe.solved:
            say(f"{_sides(probe)}: left out, not solved: bounds {probe.gap:.4f} apart, wished {probe.tolerance:g}")
    say(
        f"mean regret of {spec}: [{low:.4f}, {high:.4f}] of a range of 2, n = {len(found)} seats in {len(probes)} "
        f"positions, {samples} choices each; bounds from the solutions, not from sampling"
    )


def _sides(probe: Probe) -> str:
    return " against ".join(side.species for side in probe.position.sides)


def _json(text: str) -> tuple[Any, str]:
    place = "position" if text.lstrip().startswith("{") else text
    try:
        content = text if place == "position" else Path(text).read_text(encoding="utf-8")
        return json.loads(content), place
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"this is no JSON position: {error}", place=place) from None


def _names(probe: Probe, seat: int) -> Sequence[str]:
    """What the choices of a seat are called."""
    view = view_of(row_of(probe.position)[0].tolist(), seat, FORMAT)
    return [view.options[int(choice.removeprefix("move ")) - 1].id for choice in probe.choices[seat]]


def _say_value(solution: Solution, probe: Probe) -> None:
    solved = "" if probe.solved else "NOT SOLVED: "
    say(f"{solved}value for seat 0: in [{solution.low:.6f}, {solution.high:.6f}] ({ASSUMED})")
    every = "all there are" if solution.complete else "the likeliest; unexplored ones count -1 and +1 in the bounds"
    say(f"  {solution.positions:,} positions explored, {every}; {solution.sweeps} sweeps of value iteration")
    if not probe.solved:
        say(
            f"  bounds of a pair of choices are up to {probe.gap:.6f} apart, wished {probe.tolerance:g}: explore more "
            "with --positions, or begin with fewer HP, PP or moves"
        )


def _shares(names: Sequence[str], mix: Floats) -> str:
    return ", ".join(f"{name} {share:.4f}" for name, share in zip(names, mix, strict=True))


def _told(position: Position, probe: Probe, solution: Solution) -> dict[str, Any]:
    mixes = [dict(zip(_names(probe, seat), probe.mixes[seat].tolist(), strict=True)) for seat in (0, 1)]
    return {
        "position": told(position),
        "solved": probe.solved,
        "value": {"low": solution.low, "high": solution.high, "tolerance": probe.tolerance, "assumes": ASSUMED},
        "gap": probe.gap,
        "strategies": mixes,
        "strategies_are": "optimal within the tolerance" if probe.solved else "those of the bounds only",
        "low_matrix": solution.low_matrix.tolist(),
        "high_matrix": solution.high_matrix.tolist(),
        "positions": solution.positions,
        "complete": solution.complete,
        "sweeps": solution.sweeps,
    }


def _regret(regret: Regret) -> dict[str, Any]:
    return {"seat": regret.seat, "mix": regret.mix.tolist(), "regret": [regret.low, regret.high]}
