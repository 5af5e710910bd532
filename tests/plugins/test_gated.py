"""The oracle `gated`: what joins, what is refused, why, and where that can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from exact_games import KUHN, Here
from exact_games import population as kuhn_population
from planted import FakeBackwardsVenue, FakeFailingVenue, HereVenue, Planted, population, symmetric_chances

from psrokit.api import InputError, IntegrityError, Judgement, MetaStrategy, Policy, Task
from psrokit.cli.tables import refused_table
from psrokit.component import oracle
from psrokit.plan import make_plan
from psrokit.report.facts import read
from psrokit.report.page import render
from psrokit.run import execute
from psrokit.run.verify import canonical, verify
from psrokit.store import JUDGED
from psrokit.testing import check_oracle
from psrokit_plugins.oracles.gated import Gated
from psrokit_plugins.oracles.tabular_q import TabularQ
from psrokit_plugins.policies.pure import Pure
from psrokit_plugins.policies.uniform import Uniform
from psrokit_plugins.statistics.response_trial import response_gain

RPS = Planted(symmetric_chances(np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]) * 0.4))
SKILL = Planted(symmetric_chances(np.array([[0.0, 0.0, 0.0, 0.0], [1, 0, 0, 0], [0.3, 0, 0, 0], [1, 0, 0, 0]])))
"""Action 1 beats 0 in 88 games of 100, action 2 in 65; actions 1 and 3 are alike against 0 and each other."""
DISTINCT = Planted(((0.9, 0.2), (0.3, 0.7)), roles=("row", "column"))

RUN = """
seed: 5
game: {use: matrix, payoffs: [[0, -1, 1, -1], [1, 0, -1, 0], [-1, 1, 0, 1], [1, 0, -1, 0]], seats: [player, player]}
population: [{use: pure, action: 0}]
oracle: {use: gated, oracle: exact, pairs: 20, deals: 10}
meta_solver: last
evaluator: {use: adaptive, pairs: 6, fewest: 4}
metrics: [{use: restricted_exploitability, pairs: 8}]
iterations: 5
"""


@oracle("suggesting")
@dataclass(frozen=True)
class Suggesting:
    """Answers with actions that it was told beforehand."""

    actions: tuple[int, ...]

    def respond(self, task: Task) -> Sequence[Policy]:
        del task
        return [Pure(action) for action in self.actions]


@dataclass
class Heard:
    """A task with an ear for judgements."""

    game: Planted
    members: int = 1
    venue: HereVenue = field(init=False)
    judgements: list[Judgement] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.venue = HereVenue(self.game)

    def task(self, seat: int = 0, weights: Sequence[float] = (1.0,), venue: HereVenue | None = None) -> Task:
        mixture = MetaStrategy(dict.fromkeys(self.game.seats, np.array(weights)))
        people = population(self.game.seats, self.members)
        return Task(self.game, seat, 1, people, mixture, 12, venue or self.venue, None, self.judgements.append)


def test_who_wins_as_surely_as_the_mixture_gains_nothing_by_rounding() -> None:
    """The weights add up to a little less than 1, and so do the mixture's returns of 1."""
    task = Heard(Planted(((1.0,) * 4,) * 4, roles=("row", "column")), members=3).task(weights=(0.7, 0.2, 0.1))
    gain = response_gain(task, Pure(3), 200, 0.95)
    assert gain.low < gain.value == 0 < gain.high


def test_a_response_that_wins_joins_with_its_interval() -> None:
    heard = Heard(SKILL)
    assert Gated(Suggesting((1,)), pairs=100).respond(heard.task()) == [Pure(1)]
    (judgement,) = heard.judgements
    gain = judgement.evidence["gain"]
    assert judgement.accepted
    assert 0 < gain.low < SKILL.payoff[1, 0] < gain.high
    assert (gain.kind, gain.bound, gain.n, gain.level) == ("gain", "estimate", 100, 0.95)
    assert {match.purpose for match in heard.venue.matches} == {"gate"}


def test_what_shows_no_gain_is_refused_with_its_interval() -> None:
    weak = Planted(symmetric_chances(np.array([[0, 0, 0], [0.02, 0, 0], [-0.5, 0, 0]])))
    heard = Heard(weak)
    assert Gated(Suggesting((1, 2)), pairs=60).respond(heard.task()) == []
    unclear, worse = heard.judgements
    assert unclear.reason == "no gain over the mixture is shown"
    assert unclear.evidence["gain"].low < 0 < unclear.evidence["gain"].high
    assert worse.reason == "it loses to the mixture"
    assert worse.evidence["gain"].high < 0


def test_equal_specs_and_equal_play_are_duplicates() -> None:
    heard = Heard(SKILL, members=2)
    assert Gated(Suggesting((1, 3)), deals=40).respond(heard.task(weights=(1.0, 0.0))) == []
    same, alike = heard.judgements
    assert (same.reason, same.evidence) == ("it is 'action-1' again", {})
    assert alike.reason == "it played like 'action-1' on all of 40 deals"
    bound = alike.evidence["disagreement"]
    assert (bound.bound, bound.n, bound.value) == ("upper", 40, 0.0)
    assert bound.high == pytest.approx(1 - 0.05 ** (1 / 40))


def test_the_mixture_s_own_value_is_measured_where_roles_differ() -> None:
    heard = Heard(DISTINCT)
    assert Gated(Suggesting((1,)), pairs=150).respond(heard.task(seat=0)) == []
    assert Gated(Suggesting((1,)), pairs=150).respond(heard.task(seat=1)) == [Pure(1)]
    row, column = (judgement.evidence["gain"] for judgement in heard.judgements)
    assert row.low < DISTINCT.payoff[1, 0] - DISTINCT.payoff[0, 0] < row.high < 0
    assert 0 < column.low < DISTINCT.payoff[0, 0] - DISTINCT.payoff[0, 1] < column.high


def test_false_alarms_are_as_rare_as_the_level_says() -> None:
    even = Planted(symmetric_chances(np.zeros((2, 2))))
    passed = 0
    for number in range(60):
        heard = Heard(even)
        task = heard.task()
        object.__setattr__(task, "seed", number)
        passed += bool(Gated(Suggesting((1,)), pairs=20, deals=1, level=0.8).respond(task))
    assert passed <= 15  # a tenth is due; 16 or more would be luck of one in ten thousand


def test_failures_are_left_out_and_too_many_refused() -> None:
    heard = Heard(SKILL)
    lossy = FakeFailingVenue(SKILL, lost=3)
    assert Gated(Suggesting((1,)), pairs=100).respond(heard.task(venue=lossy)) == [Pure(1)]
    assert 50 < heard.judgements[0].evidence["gain"].n < 100
    with pytest.raises(IntegrityError, match="groups to judge a response by"):
        Gated(Suggesting((1,)), pairs=10).respond(heard.task(venue=FakeFailingVenue(SKILL, lost=10)))


def test_the_order_of_arrival_changes_no_judgement() -> None:
    one, other = Heard(RPS, members=2), Heard(RPS, members=2)
    gate = Gated(Suggesting((2, 1)), pairs=30)
    gate.respond(one.task(weights=(0.5, 0.5)))
    gate.respond(other.task(weights=(0.5, 0.5), venue=FakeBackwardsVenue(RPS)))
    assert one.judgements == other.judgements


def test_a_run_keeps_and_shows_what_was_refused(tmp_path: Path) -> None:
    file = tmp_path / "experiment.yaml"
    file.write_text(RUN, encoding="utf-8")
    run = execute(make_plan(file), tmp_path / "run")
    assert verify(run.folder) == []
    facts = read(run)
    assert len([event for event in run.events() if event.kind == JUDGED]) == 5
    assert {refused.reason for refused in facts.refused} == {"it is 'pure' again"}
    page, reason = render(facts), facts.refused[0].reason.replace("'", "&#39;")
    assert "Refused" in page
    assert reason in page
    assert refused_table(facts).row_count == len(facts.refused)
    assert {row.purpose for row in run.matches()} == {"payoff", "gate", "exploitability"}
    again = execute(make_plan(file), tmp_path / "again")
    assert canonical(run.folder) == canonical(again.folder)


@pytest.mark.parametrize("options", [{"pairs": 3}, {"level": 1.0}, {"deals": 0}])
def test_bad_options_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(InputError, match="gated needs"):
        Gated(Suggesting((1,)), **options)  # type: ignore[arg-type] # on purpose


def test_it_conforms() -> None:
    people = kuhn_population(KUHN, Uniform())
    mixture = MetaStrategy(dict.fromkeys(KUHN.seats, np.ones(1)))
    task = Task(KUHN, 0, 1, people, mixture, 3, Here(KUHN))
    check_oracle(Gated(TabularQ(episodes=400), pairs=60, deals=10), task)
