"""A PettingZoo parallel environment: two learners in one battle."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

import numpy as np
from gymnasium import spaces
from pettingzoo import ParallelEnv

from psrokit.api import InputError, Seat, build, open_lanes
from psrokit_showdown.envs.accepting import action_index, most_decisions
from psrokit_showdown.envs.interface import Interface, Part
from psrokit_showdown.envs.learner import Learner
from psrokit_showdown.envs.starting import SEATS, battles_of, match_seed
from psrokit_showdown.envs.table import Sitting, Table
from psrokit_showdown.envs.words import told

AGENTS = tuple(f"player_{seat}" for seat in SEATS)
Told = dict[str, Any]


class ShowdownParallelEnv(ParallelEnv[str, dict[str, Any], int]):  # type: ignore[misc] # PettingZoo ships no types
    """Both trainers learn; the options are those of `ShowdownEnv`. Agents: `player_0` and `player_1`.

    Where only one of them is asked (the other's Pokemon has fainted), the other keeps its observation, its mask allows
    index 0 alone and what it answers is ignored: `info["asked"]` says so.
    """

    metadata: ClassVar[dict[str, Any]] = {
        "name": "psrokit/ShowdownParallel-v0",
        "render_modes": ["ansi"],
        "is_parallelizable": True,
    }

    def __init__(
        self,
        *,
        game: Part = "showdown",
        observation: Part = "tokenized",
        action: Part = "default",
        reward: Part = "default_shaped",
        max_decisions: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        interface = Interface.of(observation, action, reward)
        self.possible_agents = list(AGENTS)
        self.agents: list[str] = []
        self.render_mode = render_mode
        self.progress = 0.0
        self._spaces = {agent: (interface.observation_space(), interface.action_space()) for agent in AGENTS}
        lanes, nobody = open_lanes(battles_of(game)), build("policy", {"use": "random"})
        self._table = Table(lanes, interface, SEATS, nobody, most_decisions(max_decisions))
        self._rng = np.random.default_rng()
        self._sitting: Sitting | None = None

    def observation_space(self, agent: str) -> spaces.Dict:
        """Always the same object for an agent."""
        return self._spaces[agent][0]

    def action_space(self, agent: str) -> spaces.Discrete:
        """Always the same object for an agent."""
        return self._spaces[agent][1]

    def reset(self, seed: int | None = None, options: Mapping[str, Any] | None = None) -> tuple[Told, Told]:  # noqa: ARG002 # PettingZoo's signature
        """Begin a battle; one under way is given up. The seed decides teams, chance and substitutions."""
        if seed is not None:
            self._rng = np.random.default_rng(seed)
        if self._sitting is not None:
            self._table.cut(self._sitting)
        (self._sitting,) = self._table.deal([match_seed(self._rng)])
        self.agents = list(AGENTS)
        return self._told(Learner.observation), self._told(Learner.info)

    def step(self, actions: Mapping[str, int]) -> tuple[Told, Told, Told, Told, Told]:
        """Play the indices of those who are asked, legal ones in place of illegal ones.

        Raises InputError where one of them gives none, or gives what is no whole number.
        """
        sitting = self._sitting
        if sitting is None or sitting.ending:
            return {}, {}, {}, {}, {}
        asked = [seat for seat, learner in sitting.learners.items() if learner.asked is not None]
        for seat in asked:
            if AGENTS[seat] not in actions:
                raise InputError(f"{AGENTS[seat]} must act, and the step has no action of it")
        self._table.play([(sitting, {seat: action_index(actions[AGENTS[seat]]) for seat in asked})])
        if sitting.ending:
            self.agents = []
        return (
            self._told(Learner.observation),
            self._told(partial(Learner.reward, progress=self.progress)),
            dict.fromkeys(AGENTS, sitting.terminated),
            dict.fromkeys(AGENTS, sitting.truncated),
            self._told(Learner.info),
        )

    @property
    def match_seed(self) -> int | None:
        """The seed of the battle, None before the first: for who records battles, never for who learns.

        The hidden teams and all chance of the battle follow from it, so no observation and no info holds it.
        """
        return self._sitting.seed if self._sitting else None

    def render(self) -> str | None:
        """With render_mode "ansi": the battle in words, as each player knows it."""
        if self.render_mode != "ansi" or self._sitting is None:
            return None
        return "\n\n".join(f"{agent}: {text}" for agent, text in self._told(told).items())

    def close(self) -> None:
        """End the simulator."""
        self._table.close()

    def _told(self, of: Any) -> Told:
        assert self._sitting is not None
        learners: Mapping[Seat, Learner] = self._sitting.learners
        return {AGENTS[seat]: of(learner) for seat, learner in learners.items()}
