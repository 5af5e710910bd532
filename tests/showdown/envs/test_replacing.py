"""What is played for an illegal index: Metamon's rule for moves with Terastallization, a random legal one else."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest
from test_action_spaces import SLOTS, observed, slot

from psrokit.api import ActionSpace, generator
from psrokit_showdown.action_spaces.default import Default
from psrokit_showdown.action_spaces.minimal import Minimal
from psrokit_showdown.envs.replacing import replaced
from psrokit_showdown.envs.single import ShowdownEnv


@pytest.mark.parametrize("space", [Default(), Minimal()])
@pytest.mark.parametrize("index", [9, 10, 11, 12])
def test_without_terastallization_the_move_is_played(space: ActionSpace, index: int) -> None:
    here, rng = observed(*SLOTS, gen=9), generator("test")
    done = replaced(space, here, index, rng)
    assert (done.index, done.action, done.substituted) == (index - 9, space.action(here, index - 9), True)
    assert rng.random() == generator("test").random(), "nothing was drawn"


def test_with_it_nothing_is_replaced() -> None:
    here = observed(*SLOTS, gen=9, canTerastallize="Water")
    done = replaced(Default(), here, 11, generator("test"))
    assert (done.index, done.action, done.substituted) == (11, "move 1 terastallize", False)


def test_where_the_move_is_illegal_too_chance_decides() -> None:
    here = observed(slot("surf", disabled=True), *SLOTS[1:], gen=9, trapped=True)
    drawn = {replaced(Default(), here, 11, generator("test", number)).index for number in range(50)}
    assert drawn == {0, 1, 3}
    forced = observed(forceSwitch=[True], gen=9)
    assert {replaced(Default(), forced, 9, generator("test", number)).index for number in range(99)} == {4, 5, 6, 7, 8}


def test_in_battles_of_generation_9() -> None:
    """Once somebody has terastallized nobody can again: the numbers of that play the moves."""
    game, rng = {"use": "showdown", "format": "gen9randombattle"}, generator("agent")
    plain = turned = 0
    with closing(ShowdownEnv(game=game)) as env:
        for seed in range(2):
            _, info = env.reset(seed=seed)
            ended = False
            while not ended:
                mask = info["action_mask"]
                able = np.flatnonzero(mask[9:]) + 9
                moves = np.flatnonzero(mask[:4])
                asked = able[0] if len(able) else 9 + moves[0] if len(moves) else rng.choice(np.flatnonzero(mask))
                *_, terminated, truncated, info = env.step(asked)
                ended = terminated or truncated
                turned += len(able) > 0
                if not len(able) and len(moves):
                    plain += 1
                    assert (info["action"], info["substituted"]) == (moves[0], True)
    assert turned == 2
    assert plain > 20
