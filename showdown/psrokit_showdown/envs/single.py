"""`psrokit/Showdown-v0`: one battle at a time against a policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import gymnasium

from psrokit.api import Seat
from psrokit_showdown.envs.accepting import action_index
from psrokit_showdown.envs.interface import Interface, Part
from psrokit_showdown.envs.setting import Setting
from psrokit_showdown.envs.starting import match_seed
from psrokit_showdown.envs.table import Sitting, Table
from psrokit_showdown.envs.words import told


class BattleEnv(gymnasium.Env[dict[str, Any], Any]):
    """One learner in `seat` at a table, wherever that stands.

    progress: how far the training is, 0 to 1, for rewards that change with it; may be set at any time.
    """

    metadata: ClassVar[dict[str, Any]] = {"render_modes": ["ansi"], "render_fps": 1}  # type: ignore[misc]

    def __init__(self, table: Table, interface: Interface, seat: Seat, render_mode: str | None) -> None:
        self.observation_space = interface.observation_space()
        self.action_space = interface.action_space()
        self.render_mode = render_mode
        self.progress = 0.0
        self._table, self._seat = table, seat
        self._sitting: Sitting | None = None

    def reset(
        self, *, seed: int | None = None, options: Mapping[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Begin a battle; one under way is given up. The seed decides all that is random at this end."""
        super().reset(seed=seed)
        self._table.heed(options or {})
        if self._sitting is not None:
            self._table.cut(self._sitting)
        (self._sitting,) = self._table.deal([match_seed(self.np_random)])
        learner = self._sitting.learners[self._seat]
        return learner.observation(), learner.info()

    def step(self, action: Any) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        """Play an index, a legal one in place of an illegal one, and go on to the next decision.

        Raises InputError for what is no whole number, PolicyFault if the opponent raises or acts illegally: the battle
        is given up then.
        """
        sitting = self._sitting
        if sitting is None or sitting.ending:
            raise gymnasium.error.ResetNeeded("no battle is under way: call reset first")
        self._table.play([(sitting, {self._seat: action_index(action)})])
        learner = sitting.learners[self._seat]
        reward = learner.reward(self.progress)
        return learner.observation(), reward, sitting.terminated, sitting.truncated, learner.info()

    @property
    def match_seed(self) -> int | None:
        """The seed of the battle, None before the first: for who records battles, never for who learns.

        The hidden team and all chance of the battle follow from it, so no observation and no info holds it.
        """
        return self._sitting.seed if self._sitting else None

    def render(self) -> str | None:
        """With render_mode "ansi": the battle as the learner knows it, and what it may choose, in words."""
        if self.render_mode != "ansi" or self._sitting is None:
            return None
        return told(self._sitting.learners[self._seat])

    def close(self) -> None:
        """End what stands behind the battles."""
        self._table.close()


class ShowdownEnv(BattleEnv):
    """A learner against `opponent`, in process; the options are those of `Setting`.

    The seed of a reset decides teams, chance, opponent and substitutions; `reset(options={"opponent": ...})` changes
    the opponent from that battle on. Raises InputError for what is unknown, EpisodeFailed from `reset` if a battle
    cannot be begun; a battle that fails later is truncated with its kind as `info["failure"]`.
    """

    def __init__(self, opponent: Part = "random", *, render_mode: str | None = None, **options: Any) -> None:
        setting = Setting(opponent, **options)
        super().__init__(setting.table(), setting.interface, setting.seat, render_mode)
