"""Solved positions as probes: kept, read back, and what they say of a policy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from endgame_positions import STARMIE, TAUROS, solved_duel

from psrokit.api import Action, Actor, Observation, PolicyFault, Seat, build
from psrokit_showdown.endgames.position import parse_position, told
from psrokit_showdown.endgames.probes import probe_of, read_probes, regret, regrets, write_probes
from psrokit_showdown.endgames.solve import Endgame


@pytest.fixture(scope="module")
def solved() -> Endgame:
    return solved_duel()


def test_probes_are_read_back_and_judge_mixes(solved: Endgame, tmp_path: Path) -> None:
    position = parse_position({"sides": [TAUROS, STARMIE]}, "test")
    kept = probe_of(position, solved.solution, 1e-3)
    file = tmp_path / "probes.jsonl"
    write_probes(file, [kept, kept])
    again, _ = read_probes(file)
    assert told(again.position) == {"sides": [TAUROS, STARMIE]}
    np.testing.assert_allclose(again.low, kept.low, atol=1e-11)
    gap = solved.high[0] - solved.low[0]
    for seat in (0, 1):
        assert regret(again, seat, again.mixes[seat]).low == pytest.approx(0, abs=1e-9)
        assert regret(again, seat, again.mixes[seat]).high <= 2 * gap + 1e-9
    worst = max(regret(again, 0, mix).low for mix in np.eye(2))
    assert worst > 0.05


@dataclass(frozen=True)
class FakeElsewhere:
    """Answers what is not offered, or raises."""

    answer: str | None

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        return self

    def act(self, observation: Observation) -> Action:
        if self.answer is None:
            raise ZeroDivisionError("seven is no divisor")
        return self.answer


@pytest.mark.parametrize(("answer", "said"), [("move 3", "chose 'move 3'; legal are"), (None, "ZeroDivisionError")])
def test_a_policy_that_answers_nothing_legal_is_named(solved: Endgame, answer: str | None, said: str) -> None:
    kept = probe_of(parse_position({"sides": [TAUROS, STARMIE]}, "test"), solved.solution, 1e-3)
    with pytest.raises(PolicyFault, match=said):
        regrets(kept, FakeElsewhere(answer), 2, 1)


def test_a_policy_has_its_regret(solved: Endgame) -> None:
    kept = probe_of(parse_position({"sides": [TAUROS, STARMIE]}, "test"), solved.solution, 1e-3)
    found = regrets(kept, build("policy", {"use": "max_power"}), 3, 1)
    assert found[0].mix.tolist() == [0.0, 1.0]
    assert found[1].mix.tolist() == [1.0, 0.0]
    assert [item.low for item in found] == [regret(kept, item.seat, item.mix).low for item in found]
