"""`psrokit/Showdown-v0` as one vector environment: many battles, moved by one message a tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from gymnasium.error import ResetNeeded
from gymnasium.utils import seeding
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space, concatenate, create_empty_array

from psrokit.api import InputError, Seat
from psrokit_showdown.envs.accepting import action_indices, at_least_one
from psrokit_showdown.envs.interface import Interface
from psrokit_showdown.envs.learner import Learner
from psrokit_showdown.envs.setting import Setting
from psrokit_showdown.envs.starting import match_seed
from psrokit_showdown.envs.table import Sitting, Table
from psrokit_showdown.envs.words import told

Steps = tuple[Any, npt.NDArray[np.float64], npt.NDArray[np.bool_], npt.NDArray[np.bool_], dict[str, Any]]


class LearnersVectorEnv(VectorEnv[Any, Any, Any]):
    """`num_envs` learners in `seat` of as many battles.

    Autoreset is gymnasium's NEXT_STEP: the step after an end ignores that battle's action and begins its next battle,
    with reward 0.
    """

    metadata: ClassVar[dict[str, Any]] = {  # type: ignore[misc]
        "render_modes": ["ansi"],
        "render_fps": 1,
        "autoreset_mode": AutoresetMode.NEXT_STEP,
    }

    def __init__(self, num_envs: int, interface: Interface, seat: Seat, render_mode: str | None) -> None:
        self.num_envs = num_envs
        self.single_observation_space = interface.observation_space()
        self.single_action_space = interface.action_space()
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self.render_mode = render_mode
        self.progress = 0.0
        self._seat = seat
        self._rngs: list[np.random.Generator] = []

    def _seed(self, seed: int | Sequence[int | None] | None) -> None:
        if isinstance(seed, int | np.integer):
            seed = [int(seed) + place for place in range(self.num_envs)]
        seeds = [None] * self.num_envs if seed is None else list(seed)
        if len(seeds) != self.num_envs:
            raise InputError(f"{self.num_envs} battles take one seed, or {self.num_envs}; these are {len(seeds)}")
        old = self._rngs or [np.random.default_rng() for _ in seeds]
        self._rngs = [rng if one is None else seeding.np_random(one)[0] for one, rng in zip(seeds, old, strict=True)]

    def _tell(self, infos: dict[str, Any], info: Mapping[str, Any], place: int) -> dict[str, Any]:
        """Gather the infos of one battle. A record stays one value: a tie has no winner, so its parts are no arrays."""
        whole = {name: MappingProxyType(one) if name == "record" else one for name, one in info.items()}
        told: dict[str, Any] = self._add_info(infos, whole, place)
        return told


class BattleVectorEnv(LearnersVectorEnv):
    """Learners of battles at one table."""

    def __init__(self, num_envs: int, table: Table, interface: Interface, seat: Seat, render_mode: str | None) -> None:
        super().__init__(num_envs, interface, seat, render_mode)
        self._table = table
        self._sittings: list[Sitting] = []

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: Mapping[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """Begin all battles anew. seed: of the first battle, the others count on from it, or one for each."""
        self._table.heed(options or {})
        for sitting in self._sittings:
            self._table.cut(sitting)
        self._seed(seed)
        self._sittings = self._table.deal([match_seed(rng) for rng in self._rngs])
        return self._observations(), self._infos()

    def step(self, actions: Any) -> Steps:
        """Play one index in each battle, or begin the next where one had ended.

        Raises InputError for anything but `num_envs` whole numbers, PolicyFault if the opponent raises or acts
        illegally: all battles are given up then.
        """
        if not self._sittings:
            raise ResetNeeded("no battles are under way: call reset first")
        indices = action_indices(actions, self.num_envs).tolist()
        ended = [place for place, sitting in enumerate(self._sittings) if sitting.ending]
        playing = [(one, {self._seat: each}) for one, each in zip(self._sittings, indices, strict=True)]
        self._table.play([(sitting, move) for sitting, move in playing if not sitting.ending])
        self._begin_again(ended)
        rewards = [self._learner(place).reward(self.progress) for place in range(self.num_envs)]
        terminated = np.array([sitting.terminated for sitting in self._sittings])
        truncated = np.array([sitting.truncated for sitting in self._sittings])
        return self._observations(), np.array(rewards), terminated, truncated, self._infos()

    @property
    def match_seeds(self) -> tuple[int, ...]:
        """The seed of each battle: for who records battles, never for who learns (see `BattleEnv.match_seed`)."""
        return tuple([sitting.seed for sitting in self._sittings])

    def render(self) -> tuple[str, ...] | None:
        """With render_mode "ansi": each battle in words."""
        if self.render_mode != "ansi":
            return None
        return tuple(told(self._learner(place)) for place in range(len(self._sittings)))

    def close_extras(self, **_: Any) -> None:
        """End what stands behind the battles."""
        self._table.close()

    def _begin_again(self, places: Sequence[int]) -> None:
        sittings = self._table.deal([match_seed(self._rngs[place]) for place in places])
        for place, sitting in zip(places, sittings, strict=True):
            self._sittings[place] = sitting

    def _learner(self, place: int) -> Learner:
        return self._sittings[place].learners[self._seat]

    def _observations(self) -> Any:
        seen = [self._learner(place).observation() for place in range(self.num_envs)]
        empty: Any = create_empty_array(self.single_observation_space, self.num_envs)
        return concatenate(self.single_observation_space, seen, empty)

    def _infos(self) -> dict[str, Any]:
        infos: dict[str, Any] = {}
        for place in range(self.num_envs):
            infos = self._tell(infos, self._learner(place).info(), place)
        return infos


class ShowdownVectorEnv(BattleVectorEnv):
    """Many learners, each as in `ShowdownEnv` (which explains the options), against one policy asked once a tick.

    Battle i seeded with s + i goes as in a single environment seeded with s + i.
    """

    def __init__(self, num_envs: int, setting: Setting, render_mode: str | None = None) -> None:
        super().__init__(
            at_least_one("num_envs", num_envs), setting.table(), setting.interface, setting.seat, render_mode
        )
