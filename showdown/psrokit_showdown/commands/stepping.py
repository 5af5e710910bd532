"""`psrokit bench env`: how many steps a second the environments make, one battle at a time and many."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Mapping
from functools import partial
from importlib.util import find_spec
from time import perf_counter, process_time
from typing import Any

import numpy as np

from psrokit.api import EnvironmentFault, build
from psrokit_showdown.commands.rivals import RivalStalled, rival, why_no_rival
from psrokit_showdown.commands.rounds import FORMAT
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.simulator.install import install

ENGINES = ("native", "showdown")
LADDER, RIVAL = "on a local ladder", "poke-env's environment"
_SEED = 1
_RIVAL_START_SECONDS = 90.0
_RIVAL_SECONDS_A_STEP = 0.1
Figures = Mapping[str, float]


def show_steps(steps: int, lanes: int, rounds: int, *, as_json: bool) -> None:
    """Measure each environment in turn and show medians. Raises EnvironmentFault without gymnasium."""
    if find_spec("gymnasium") is None:
        raise EnvironmentFault("environments need gymnasium", remedy='Type: pip install "psrokit[envs]"')
    load = os.getloadavg()[0]
    install(tell)
    contestants, why_not = _contestants(steps, lanes), why_no_rival()
    if why_not is None:
        contestants |= {LADDER: partial(_ladder, steps), RIVAL: partial(_rival, steps)}
    measured: dict[str, list[Figures]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, measure in contestants.items():
            try:
                figures = measure()
            except RivalStalled as error:
                tell(f"round {number}, {name} stalled: {error}")
                continue
            if number:  # the first round compiles and fills caches
                measured[name].append(figures)
                tell(f"round {number}, {name}: {figures['steps_per_second']:.0f} steps/s")
    medians = {name: _medians(figures) for name, figures in measured.items() if figures}
    if as_json:
        told = {"format": FORMAT, "steps": steps, "lanes": lanes, "rounds": rounds, "load": load, "why_not": why_not}
        say_json({**told, "environments": medians})
        return
    say(
        f"{FORMAT}, random legal indices against 'random', median of {rounds} rounds of {steps} steps, load {load:.1f}:"
    )
    for name, figures in medians.items():
        cost = f"{figures['microseconds_a_step']:.0f} microseconds of its process a step"
        say(f"{name}: {figures['steps_per_second']:.0f} steps/s, {cost}")
    if why_not is not None:
        say(f"ladders and poke-env were not measured: {why_not}")


def _contestants(steps: int, lanes: int) -> dict[str, Callable[[], Figures]]:
    ways: dict[str, Callable[[Any, int], Figures]] = {
        "single": _single,
        f"{lanes} at once": partial(_vector, lanes),
        "two learners": _parallel,
    }
    games = {engine: build("game", {"use": "showdown", "engine": engine}) for engine in ENGINES}
    return {
        f"{kind} {engine}": partial(measure, game, steps)
        for kind, measure in ways.items()
        for engine, game in games.items()
    }


def _single(game: Any, steps: int) -> Figures:
    from psrokit_showdown.envs.single import ShowdownEnv  # noqa: PLC0415 # gymnasium is optional

    return _alone(ShowdownEnv(game=game), steps)


def _ladder(steps: int) -> Figures:
    from psrokit_showdown.envs.ladder import ShowdownLadderEnv  # noqa: PLC0415 # gymnasium is optional

    return _alone(ShowdownLadderEnv("random"), steps)


def _rival(steps: int) -> Figures:
    """poke-env's own environment, whose observation is left empty. Raises RivalStalled."""
    told = rival("rival_steps", steps, seconds=_RIVAL_START_SECONDS + _RIVAL_SECONDS_A_STEP * steps)
    cost = 1e6 * told["processor_seconds"] / told["steps"]
    return {"steps_per_second": told["steps"] / told["seconds"], "microseconds_a_step": cost}


def _alone(env: Any, steps: int) -> Figures:
    rng = np.random.default_rng(_SEED)
    _, info = env.reset(seed=_SEED)
    clock = _Clock()
    for _ in range(steps):
        _, _, terminated, truncated, info = env.step(_legal(info["action_mask"], rng))
        if terminated or truncated:
            _, info = env.reset()
    figures = clock.figures(steps)
    env.close()
    return figures


def _parallel(game: Any, steps: int) -> Figures:
    """A step is one of both learners, or of the one who is asked."""
    from psrokit_showdown.envs.parallel import ShowdownParallelEnv  # noqa: PLC0415 # PettingZoo is optional

    env, rng = ShowdownParallelEnv(game=game), np.random.default_rng(_SEED)
    _, infos = env.reset(seed=_SEED)
    clock = _Clock()
    for _ in range(steps):
        *_, infos = env.step({agent: _legal(info["action_mask"], rng) for agent, info in infos.items()})
        if not env.agents:
            _, infos = env.reset()
    figures = clock.figures(steps)
    env.close()
    return figures


def _vector(lanes: int, game: Any, steps: int) -> Figures:
    """Steps of all battles together; the step that begins a battle anew is none."""
    from psrokit_showdown.envs.choosing import many_battles  # noqa: PLC0415 # gymnasium is optional

    env, rng = many_battles(lanes, game=game), np.random.default_rng(_SEED)
    _, infos = env.reset(seed=_SEED)
    done, begun = 0, np.zeros(lanes, np.bool_)
    clock = _Clock()
    while done < steps:
        masks = infos["action_mask"]
        actions = np.where(masks, rng.random(masks.shape), -1.0).argmax(axis=1)
        _, _, terminated, truncated, infos = env.step(actions)
        done += int(np.count_nonzero(~begun))
        begun = terminated | truncated
    figures = clock.figures(done)
    env.close()
    return figures


def _legal(mask: Any, rng: np.random.Generator) -> int:
    legal = np.flatnonzero(mask)
    return int(legal[rng.integers(len(legal))])


class _Clock:
    """Time since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = perf_counter(), process_time()

    def figures(self, steps: int) -> Figures:
        wall, cpu = perf_counter() - self._wall, process_time() - self._cpu
        return {"steps_per_second": steps / wall, "microseconds_a_step": 1e6 * cpu / steps}


def _medians(rounds: list[Figures]) -> Figures:
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
