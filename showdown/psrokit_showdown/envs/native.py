"""The vector environment on the native engine, no object a decision: encoders, masks and rewards over rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any, cast

import numpy as np
from gymnasium.error import ResetNeeded
from numpy.typing import NDArray

from psrokit.api import ObservationSpace, generator, open_lanes
from psrokit_showdown.battle import returns_of
from psrokit_showdown.compiled.arena import NativeArena
from psrokit_showdown.encoders.choices import NO_COLUMN, columns_of_numbers
from psrokit_showdown.encoders.of_space import RowEncoder, row_encoder
from psrokit_showdown.encoders.seat_rows import SeatRows, no_notes
from psrokit_showdown.encoders.shaping import shaped_rows
from psrokit_showdown.engine.episode import winner_of
from psrokit_showdown.engine.lanes import no_way_on
from psrokit_showdown.engine.layout import BROKEN, RESULT, RUNNING
from psrokit_showdown.envs.accepting import action_indices, at_least_one
from psrokit_showdown.envs.interface import MASK
from psrokit_showdown.envs.learner import NOTHING_DONE
from psrokit_showdown.envs.rows import Places, Rows
from psrokit_showdown.envs.setting import Setting
from psrokit_showdown.envs.starting import match_seed, new_opponent
from psrokit_showdown.envs.vector import LearnersVectorEnv, Steps
from psrokit_showdown.numbered import without_tera
from psrokit_showdown.reward_components import COMPONENTS

Components = Mapping[str, NDArray[np.float64]]


class NativeVectorEnv(LearnersVectorEnv):
    """`ShowdownVectorEnv`, number for number, for parts that have a form for rows (see `choosing`)."""

    def __init__(self, num_envs: int, setting: Setting) -> None:
        interface = setting.interface
        super().__init__(at_least_one("num_envs", num_envs), interface, setting.seat, None)
        self._format, self._opponent, self._longest = setting.played.format, setting.policy, setting.max_decisions
        self._reward, self._encode = interface.reward, _encoder(interface.observations)
        self._size = interface.actions.size
        self._resources = ExitStack()
        self._lanes = cast("NativeArena", self._resources.enter_context(open_lanes(setting.played)))
        self._rows: Rows | None = None

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: Mapping[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """Begin all battles anew. seed: of the first battle, the others count on from it, or one for each."""
        self._opponent = new_opponent(options or {}, self._opponent)
        self._seed(seed)
        count, self._rows = self.num_envs, None
        rows = Rows(self._lanes, self._format, count, self._seat, self._opponent)
        self._notes, self._before = no_notes(count), np.zeros_like(rows.states)
        self._over = np.zeros(count, np.bool_)
        self._match_seeds, self._decisions, self._done, self._replacements = np.zeros((4, count), np.int64)
        self._replaced = np.zeros(count, np.bool_)
        self._substitutes: dict[int, np.random.Generator] = {}
        self._begin(rows, np.arange(count))
        observation, self._rows = self._look(rows), rows
        return observation, self._infos(observation, self._components(rows))

    def step(self, actions: Any) -> Steps:
        """Play one index in each battle, or begin the next where one had ended.

        Raises InputError for anything but `num_envs` whole numbers, PolicyFault if the opponent raises or acts
        illegally: all battles are given up then.
        """
        rows = self._rows
        if rows is None:
            raise ResetNeeded("no battles are under way: call reset first")
        indices = action_indices(actions, self.num_envs)
        ended, playing = np.flatnonzero(self._over), np.flatnonzero(~self._over)
        self._over[:] = True  # if this step raises, all battles begin anew in the next
        if len(playing):
            rows.play(playing, self._executed(playing, indices[playing]))
        if len(ended):
            self._begin(rows, ended)
        failed = rows.states[:, RESULT] == BROKEN
        terminated = (rows.states[:, RESULT] != RUNNING) & ~failed
        truncated = failed | (~terminated & (self._decisions == (self._longest or 0)) & (self._decisions > 0))
        rows.states[failed] = self._before[failed]  # what was seen last
        components = self._components(rows)
        self._over = terminated | truncated
        observation = self._look(rows)
        infos = self._infos(observation, components)
        for place in np.flatnonzero(terminated | failed).tolist():
            self._tell(infos, self._ending(rows, place, failed=bool(failed[place])), place)
        weights = self._reward.weights(self.progress)
        rewards = sum(
            (weight * components[name] for name, weight in weights.items() if weight), np.zeros(self.num_envs)
        )
        return observation, rewards, terminated, truncated, infos

    @property
    def match_seeds(self) -> tuple[int, ...]:
        """The seed of each battle: for who records battles, never for who learns (see `BattleEnv.match_seed`)."""
        return tuple(self._match_seeds.tolist()) if self._rows else ()

    def close_extras(self, **_: Any) -> None:
        """End what stands behind the battles."""
        self._resources.close()

    def _begin(self, rows: Rows, places: Places) -> None:
        seeds = [match_seed(self._rngs[place]) for place in places.tolist()]
        rows.begin(places, seeds)
        self._match_seeds[places], self._notes[places] = seeds, 0
        self._decisions[places] = self._replacements[places] = 0
        self._done[places], self._replaced[places] = NOTHING_DONE, False
        self._before[places] = rows.states[places]
        self._substitutes |= {
            place: generator(seed, "substitute", self._seat) for place, seed in zip(places.tolist(), seeds, strict=True)
        }

    def _executed(self, places: Places, numbers: NDArray[np.int64]) -> NDArray[np.int8]:
        """The columns of some numbers, illegal ones replaced as `Learner.act` replaces them."""
        illegal = ~self._legal(places, numbers)
        plain = without_tera(numbers)
        numbers = np.where(illegal & self._legal(places, plain), plain, numbers)
        for at in np.flatnonzero(~self._legal(places, numbers)).tolist():
            legal = np.flatnonzero(self._columns[places[at]] != NO_COLUMN)
            numbers[at] = legal[self._substitutes[int(places[at])].integers(len(legal))]
        self._decisions[places] += 1
        self._done[places], self._replaced[places] = numbers, illegal
        self._replacements[places] += illegal
        chosen: NDArray[np.int8] = self._columns[places, numbers]
        return chosen

    def _legal(self, places: Places, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        inside = (numbers >= 0) & (numbers < self._size)
        legal: NDArray[np.bool_] = inside & (self._columns[places, np.where(inside, numbers, 0)] != NO_COLUMN)
        return legal

    def _look(self, rows: Rows) -> dict[str, Any]:
        """What every learner sees; one that is not asked may do nothing but index 0."""
        count = self.num_envs
        views = SeatRows(rows.states, np.full(count, self._seat), np.arange(count), self._notes, self._format)
        self._columns = columns_of_numbers(views)[:, : self._size]
        self._asked = rows.masks[:, self._seat] > 0
        mask = (self._columns != NO_COLUMN).astype(np.int8)
        mask[~self._asked] = np.arange(self._size) == 0
        self._before = rows.states.copy()
        return {**self._encode(views), MASK: mask}

    def _components(self, rows: Rows) -> Components:
        found = shaped_rows(self._before, rows.states, np.full(self.num_envs, self._seat))
        components = dict(zip(COMPONENTS, found.T, strict=True))
        for place in np.flatnonzero(rows.states[:, RESULT] != RUNNING).tolist():
            outcome = self._outcome(rows, place)
            components["won" if outcome > 0 else "lost" if outcome < 0 else "tied"][place] = 1.0
        return components

    def _outcome(self, rows: Rows, place: int) -> float:
        return float(returns_of(winner_of(int(rows.states[place, RESULT])))[self._seat])

    def _ending(self, rows: Rows, place: int, *, failed: bool) -> dict[str, Any]:
        if failed:
            return {"failure": no_way_on().kind, "why": no_way_on().message}
        return {"return": self._outcome(rows, place), "record": rows.record(place)}

    def _infos(self, observation: Mapping[str, Any], components: Components) -> dict[str, Any]:
        """As gymnasium gathers the infos of single environments: each with a mask of those that have it, here all."""
        told = {
            MASK: observation[MASK].copy(),
            "asked": self._asked,
            "action": self._done.copy(),
            "substituted": self._replaced.copy(),
            "substitutions": self._replacements.copy(),
            "reward_components": self._masked(components),
        }
        return self._masked(told)

    def _masked(self, told: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for name, one in told.items() for key, value in ((name, one), (f"_{name}", self._all()))}

    def _all(self) -> NDArray[np.bool_]:
        return np.ones(self.num_envs, np.bool_)


def _encoder(space: ObservationSpace) -> RowEncoder:
    encode = row_encoder(space)
    assert encode is not None
    return encode
