"""`psrokit showdown endgame` and `psrokit showdown probe`."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit_showdown.commands.showdown import json_option


@click.command("endgame")
@click.argument("position")
@click.option(
    "--tolerance",
    type=click.FloatRange(min=1e-6, max=1.0),
    default=0.001,
    show_default=True,
    help="How far apart the bounds of what each pair of choices is worth, and so those of the value, may be.",
)
@click.option(
    "--positions",
    "limit",
    type=click.IntRange(min=1),
    default=20_000,
    show_default=True,
    help="How many positions to explore at most.",
)
@click.option("--keep", type=click.Path(dir_okay=False, path_type=Path), help="Append it, if solved, to a probe file.")
@json_option
def endgame(*, position: str, tolerance: float, limit: int, keep: Path | None, as_json: bool) -> int:
    """Solve an endgame of generation 1, one Pokemon against one: value and mixed strategies, with proved bounds.

    POSITION is a JSON file or JSON such as '{"sides": [{"species": "Tauros", "moves": ["bodyslam"], "hp": 90},
    {"species": "Starmie", "moves": ["surf", "recover"], "hp": 80}]}'; a side may also have level, status, sleep (turns
    left) and pp. Both players know everything, also turns of sleep and confusion that a battle hides.

    Exit code 7 if it is not solved to the tolerance: the bounds hold, the strategies are those of the bounds only, and
    nothing is kept. Positions differ by both sides' HP, PP and status, so what follows from few HP or few moves is
    soon explored, and what follows from two healthy Pokemon with four moves each is not: there are millions.
    """
    from psrokit_showdown.commands.solving import show_endgame  # noqa: PLC0415 # `psrokit --help` stays fast

    return show_endgame(position, tolerance, limit, keep, as_json=as_json)


@click.command("probe")
@click.argument("policy")
@click.argument("probes", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--samples", type=click.IntRange(min=1), default=20, show_default=True, help="Choices per seat.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The policy's randomness.")
@json_option
def probe(*, policy: str, probes: Path, samples: int, seed: int, as_json: bool) -> None:
    """The regret of a policy in solved endgames: what its choice loses if both sides play on optimally.

    POLICY is a name or JSON, PROBES a file that `psrokit showdown endgame --keep` has written. Positions whose bounds
    are wider than their own tolerance are named and left out.
    """
    from psrokit_showdown.commands.solving import show_regrets  # noqa: PLC0415 # `psrokit --help` stays fast

    show_regrets(policy, probes, samples, seed, as_json=as_json)
