"""`psrokit bench env`: how many steps a second the environments make, one battle at a time and many."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from time import perf_counter, process_time
from typing import Any

import numpy as np

from psrokit.api import EnvironmentFault, build
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.simulator.install import install

ENGINES = ("native", "showdown")
_SEED = 1
Figures = Mapping[str, float]


def show_steps(steps: int, lanes: int, rounds: int, *, as_json: bool) -> None:
    """Measure each environment in turn and show medians. Raises EnvironmentFault without gymnasium."""
    if find_spec("gymnasium") is None:
        raise EnvironmentFault("environments need gymnasium", remedy='Type: pip install "psrokit[envs]"')
    install(tell)
    measured: dict[str, list[Figures]] = {name: [] for name in _contestants(steps, lanes)}
    for number in range(rounds + 1):
        for name, measure in _contestants(steps, lanes).items():
            figures = measure()
            if number:  # the first round compiles and fills caches
                measured[name].append(figures)
                tell(f"round {number}, {name}: {figures['steps_per_second']:.0f} steps/s")
    medians = {name: _medians(rounds_) for name, rounds_ in measured.items()}
    if as_json:
        say_json({"format": "gen1ou", "steps": steps, "lanes": lanes, "rounds": rounds, "environments": medians})
        return
    say(f"gen1ou, random legal indices against 'random', median of {rounds} rounds of {steps} steps:")
    for name, figures in medians.items():
        cost = f"{figures['microseconds_a_step']:.0f} microseconds of this process a step"
        say(f"{name}: {figures['steps_per_second']:.0f} steps/s, {cost}")


def _contestants(steps: int, lanes: int) -> Mapping[str, Callable[[], Figures]]:
    games = {engine: build("game", {"use": "showdown", "engine": engine}) for engine in ENGINES}
    single = {f"single {engine}": lambda game=game: _single(game, steps) for engine, game in games.items()}
    vector = {
        f"{lanes} at once {engine}": lambda game=game: _vector(game, steps, lanes) for engine, game in games.items()
    }
    return {**single, **vector}


def _single(game: Any, steps: int) -> Figures:
    from psrokit_showdown.envs.single import ShowdownEnv  # noqa: PLC0415 # gymnasium is optional

    env, rng = ShowdownEnv(game=game), np.random.default_rng(_SEED)
    _, info = env.reset(seed=_SEED)
    clock = _Clock()
    for _ in range(steps):
        _, _, terminated, truncated, info = env.step(_legal(info["action_mask"], rng))
        if terminated or truncated:
            _, info = env.reset()
    figures = clock.figures(steps)
    env.close()
    return figures


def _vector(game: Any, steps: int, lanes: int) -> Figures:
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
