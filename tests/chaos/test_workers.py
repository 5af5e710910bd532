"""Workers die, hang and talk nonsense; the matches do not notice."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from psrokit.api import InputError, Match, Outcome, PolicyFault, PsrokitError, Venue
from psrokit.errors import EnvironmentFault
from psrokit.plugins.loose import load_loose
from psrokit_plugins.executors.processes import Processes
from psrokit_plugins.executors.serial import Serial
from psrokit_plugins.worker import child as child_module

PARTS = Path(__file__).with_name("parts.py")
MATCHES = 60


@pytest.fixture(scope="module")
def parts() -> ModuleType:
    return load_loose(PARTS)


def matches_of(*policies: object, number: int = MATCHES) -> list[Match]:
    return [Match(policies, seed, "payoff") for seed in range(number)]  # type: ignore[arg-type] # loose components


def played(venue: Venue, matches: list[Match]) -> dict[int, Outcome]:
    outcomes = dict(venue.play(matches))
    assert sorted(outcomes) == list(range(len(matches)))
    return outcomes


def results(outcomes: dict[int, Outcome]) -> list[tuple[object, ...]]:
    """Everything about outcomes that may not depend on where they were played."""
    return [(o.returns, o.decisions, o.failure, o.record) for _, o in sorted(outcomes.items())]


def here(parts: ModuleType, matches: list[Match]) -> list[tuple[object, ...]]:
    with Serial().open(parts.Duel()) as venue:
        return results(played(venue, matches))


@pytest.mark.parametrize(("workers", "in_flight"), [(1, 1), (2, 3), (3, 32)])
def test_results_do_not_depend_on_the_executor(parts: ModuleType, workers: int, in_flight: int) -> None:
    matches = matches_of(parts.Weighted(), parts.Weighted((0.1, 0.2, 0.7)))
    with Processes(workers=workers, in_flight=in_flight).open(parts.Duel()) as venue:
        assert results(played(venue, matches)) == here(parts, matches)
        again = matches_of(parts.Weighted((1.0, 0.0, 0.0)), parts.Weighted(), number=5)
        assert results(played(venue, again)) == here(parts, again)


@pytest.mark.parametrize("harm", ["exit", "kill", "hang", "garbage"])
def test_a_lost_worker_costs_no_match(parts: ModuleType, tmp_path: Path, harm: str) -> None:
    flag = tmp_path / "flag"
    troublesome = parts.Troublesome(harm=harm, flag=str(flag))
    matches = matches_of(troublesome, parts.Weighted())
    undisturbed = here(parts, matches)
    flag.touch()
    with Processes(workers=2, deadline=6.0 if harm == "hang" else 300.0).open(parts.Duel()) as venue:
        outcomes = played(venue, matches)
    assert not flag.exists()
    assert results(outcomes) == undisturbed
    assert max(outcome.attempts for outcome in outcomes.values()) == 2


@pytest.mark.parametrize(("harm", "failure"), [("exit", "worker_crash"), ("garbage", "worker_garbage")])
def test_a_match_that_always_loses_its_worker_fails_alone(parts: ModuleType, harm: str, failure: str) -> None:
    matches = matches_of(parts.Troublesome(harm=harm, one_in=12), parts.Weighted(), number=30)
    undisturbed = here(parts, matches_of(parts.Troublesome(harm="none"), parts.Weighted(), number=30))
    with Processes(workers=2, attempts=2).open(parts.Duel()) as venue:
        outcomes = played(venue, matches)
    failed = {index for index, outcome in outcomes.items() if outcome.returns is None}
    assert 0 < len(failed) < 15
    assert {(outcomes[index].failure, outcomes[index].attempts) for index in failed} == {(failure, 2)}
    assert all(row == undisturbed[at] for at, row in enumerate(results(outcomes)) if at not in failed)


def test_an_outside_kill_is_repaired(parts: ModuleType) -> None:
    matches = matches_of(parts.Weighted(), parts.Weighted((0.1, 0.2, 0.7)), number=160)
    undisturbed = here(parts, matches)
    with Processes(workers=2).open(parts.Duel(pause=0.005)) as venue, killing(venue, every=60):
        assert results(played(venue, matches)) == undisturbed


@contextmanager
def killing(venue: Venue, every: int) -> Iterator[None]:
    """Kill one worker whenever so many more outcomes have come."""
    take, seen = venue._finish, 0  # type: ignore[attr-defined] # the pool's own step

    def finish(*args: object) -> None:
        nonlocal seen
        seen += 1
        if seen % every == 0:
            os.kill(venue._children[0].process.pid, signal.SIGKILL)  # type: ignore[attr-defined]
        take(*args)

    venue._finish = finish  # type: ignore[attr-defined]
    yield
    assert seen >= every


def test_a_policy_may_print(parts: ModuleType) -> None:
    matches = matches_of(parts.Troublesome(harm="print"), parts.Weighted())
    with Processes(workers=2).open(parts.Duel()) as venue:
        assert results(played(venue, matches)) == here(parts, matches)


@pytest.mark.parametrize(("harm", "said"), [("raise", "ZeroDivisionError: a defect"), ("illegal", "chose 17")])
def test_a_fault_of_a_policy_is_raised_here(parts: ModuleType, harm: str, said: str) -> None:
    with Processes(workers=2).open(parts.Duel()) as venue:
        with pytest.raises(PolicyFault, match=said):
            played(venue, matches_of(parts.Troublesome(harm=harm), parts.Weighted()))
        matches = matches_of(parts.Weighted(), parts.Weighted((1.0, 1.0, 0.0)))
        assert results(played(venue, matches)) == here(parts, matches), "the venue goes on"


def test_a_defect_of_a_game_brings_its_traceback(parts: ModuleType) -> None:
    with (
        pytest.raises(PsrokitError, match=r"(?s)worker process.*parts\.py.*must be non-negative"),
        Processes(workers=1).open(parts.Duel(pause=-1.0)) as venue,
    ):
        played(venue, matches_of(parts.Weighted(), parts.Weighted()))


def test_workers_that_cannot_start_are_an_environment_fault(parts: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_module, "PROGRAM", "psrokit_plugins.no_such_worker")
    with (
        pytest.raises(EnvironmentFault, match=r"No module named psrokit_plugins\.no_such_worker"),
        Processes(workers=2).open(parts.Duel()) as venue,
    ):
        played(venue, matches_of(parts.Weighted(), parts.Weighted()))


def test_calls_of_one_venue_may_be_interleaved_and_left(parts: ModuleType) -> None:
    first = matches_of(parts.Weighted(), parts.Weighted((0.1, 0.2, 0.7)))
    second = matches_of(parts.Weighted((1.0, 0.0, 0.0)), parts.Weighted())
    with Processes(workers=2, in_flight=4).open(parts.Duel()) as venue:
        outer, inner, left = venue.play(first), venue.play(second), venue.play(second)
        next(iter(left))
        left.close()  # type: ignore[attr-defined] # a generator
        got_outer = dict([next(outer)])
        got_inner = dict(inner)
        got_outer |= dict(outer)
    assert results(got_outer) == here(parts, first)
    assert results(got_inner) == here(parts, second)


def test_many_policies_are_forgotten_and_sent_again(parts: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psrokit_plugins.worker.pool._POLICIES_KEPT", 5)
    policies = [parts.Weighted((1.0, 1.0, float(number))) for number in range(12)]
    matches = [Match((policies[i % 12], policies[(i * 5) % 12]), i, "payoff") for i in range(80)]
    with Processes(workers=1, in_flight=4).open(parts.Duel()) as venue:
        assert results(played(venue, matches)) == here(parts, matches)


def test_no_worker_outlives_the_venue(parts: ModuleType) -> None:
    with Processes(workers=2).open(parts.Duel()) as venue:
        played(venue, matches_of(parts.Weighted(), parts.Weighted()))
        pids = [child.process.pid for child in venue._children]  # type: ignore[attr-defined]
        assert len(pids) == 2
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


@pytest.mark.parametrize("options", [{"workers": 0}, {"in_flight": 0}, {"attempts": 0}, {"deadline": 0.0}])
def test_impossible_options_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(InputError, match="at least 1"):
        Processes(**options)  # type: ignore[arg-type] # one of each


def test_impossible_options_of_serial_are_refused() -> None:
    with pytest.raises(InputError, match="at least 1"):
        Serial(in_flight=0)
