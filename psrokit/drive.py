"""The driver: plays many episodes at once and asks each policy once a tick for all its pending decisions."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from psrokit.arena import ArenaLanes
from psrokit.asking import blaming, chosen_actions
from psrokit.game import (
    Action,
    Episode,
    EpisodeFailed,
    Game,
    LanedGame,
    Lanes,
    Observation,
    RecordedEpisode,
    Seat,
)
from psrokit.play import Match, Outcome
from psrokit.policy import Actor, Policy
from psrokit.seeds import generator


def open_lanes(game: Game) -> AbstractContextManager[Lanes]:
    """Lanes of any game: its own where something heavy stands behind it, plain ones otherwise."""
    return game.lanes() if isinstance(game, LanedGame) else nullcontext(_PlainLanes(game))


def drive(
    lanes: Lanes, matches: Sequence[Match], *, in_flight: int, attempts: int = 3
) -> Iterator[tuple[int, Outcome]]:
    """Play `matches` on open lanes, up to `in_flight` at once; yields (index, outcome) as they finish.

    What an arena hosts is played there, all else tick by tick; outcomes do not depend on it. A failed episode is dealt
    again from the same seed, at most `attempts` times in all. Raises PolicyFault if a policy raises or acts illegally.
    """
    left = list(range(len(matches)))
    if isinstance(lanes, ArenaLanes):
        hosted = [index for index in left if lanes.hosts(matches[index])]
        finished = set()
        for place, outcome in lanes.play([matches[index] for index in hosted], in_flight):
            finished.add(hosted[place])
            yield hosted[place], outcome
        left = [index for index in left if index not in finished]
    for place, outcome in drive_ticks(lanes, [matches[index] for index in left], in_flight, attempts):
        yield left[place], outcome


def drive_ticks(
    lanes: Lanes, matches: Sequence[Match], in_flight: int, attempts: int = 3
) -> Iterator[tuple[int, Outcome]]:
    """`drive` without an arena: one object for each decision.

    Each tick collects every pending decision, asks each policy once (`act_many`, or `act` in a loop) and advances all
    episodes together.
    """
    waiting = deque((index, 1) for index in range(len(matches)))
    playing: list[_Lane] = []
    while waiting or playing:
        room = min(in_flight - len(playing), len(waiting))
        playing += _deal(lanes, matches, [waiting.popleft() for _ in range(room)])
        _tick(lanes, playing)
        over = [lane for lane in playing if lane.over]
        playing = [lane for lane in playing if not lane.over]
        for lane in over:
            if lane.failure and lane.attempt < attempts:
                waiting.appendleft((lane.index, lane.attempt + 1))
            else:
                yield lane.index, lane.outcome()


@dataclass(slots=True)
class _Lane:
    """One episode under way."""

    index: int
    attempt: int
    policies: tuple[Policy, ...]
    episode: Episode | None
    actors: tuple[Actor, ...] = ()
    failure: EpisodeFailed | None = None
    decisions: int = 0
    over: bool = False
    actions: dict[Seat, Action] = field(default_factory=dict)

    def outcome(self) -> Outcome:
        if self.failure or self.episode is None:
            return Outcome(None, self.attempt, self.decisions, self.failure.kind if self.failure else "lost")
        returns = tuple(float(value) for value in self.episode.returns())
        record = self.episode.record() if isinstance(self.episode, RecordedEpisode) else {}
        return Outcome(returns, self.attempt, self.decisions, None, record)


def _deal(lanes: Lanes, matches: Sequence[Match], fresh: Sequence[tuple[int, int]]) -> list[_Lane]:
    if not fresh:
        return []
    episodes = lanes.deal([matches[index].seed for index, _ in fresh])
    return [
        _seat(index, attempt, matches[index], episode)
        for (index, attempt), episode in zip(fresh, episodes, strict=True)
    ]


def _seat(index: int, attempt: int, match: Match, episode: Episode | EpisodeFailed) -> _Lane:
    if isinstance(episode, EpisodeFailed):
        return _Lane(index, attempt, match.policies, None, failure=episode, over=True)
    actors = tuple(_start(policy, seat, match.seed) for seat, policy in enumerate(match.policies))
    return _Lane(index, attempt, match.policies, episode, actors)


def _start(policy: Policy, seat: Seat, match_seed: int) -> Actor:
    with blaming(policy):
        return policy.start(seat, generator(match_seed, "policy", seat))


def _tick(lanes: Lanes, playing: Sequence[_Lane]) -> None:
    """Every pending decision is taken and every episode advanced; lanes that end or fail are marked over."""
    moving = _decide([lane for lane in playing if not lane.over])
    failures = lanes.advance([(episode, lane.actions) for lane, episode in moving]) if moving else []
    for (lane, _), failure in zip(moving, failures, strict=True):
        lane.decisions += len(lane.actions)
        lane.failure = failure
        lane.over = failure is not None


def _decide(playing: Sequence[_Lane]) -> list[tuple[_Lane, Episode]]:
    """Fill `actions` of every lane that has pending seats; a lane without any is over."""
    asked: dict[int, list[tuple[_Lane, Seat, Observation]]] = defaultdict(list)
    moving = []
    for lane in playing:
        assert lane.episode is not None
        pending = lane.episode.pending()
        lane.over = not pending
        if pending:
            lane.actions = {}
            moving.append((lane, lane.episode))
        for seat, observation in pending.items():
            asked[id(lane.policies[seat])].append((lane, seat, observation))
    for questions in asked.values():
        _answer(questions)
    return moving


def _answer(questions: Sequence[tuple[_Lane, Seat, Observation]]) -> None:
    """Ask one policy for all its decisions of this tick."""
    first, seat, _ = questions[0]
    actors = [lane.actors[s] for lane, s, _ in questions]
    answers = chosen_actions(first.policies[seat], actors, [observation for _, _, observation in questions])
    for (lane, s, _), action in zip(questions, answers, strict=True):
        lane.actions[s] = action


@dataclass(frozen=True, slots=True)
class _PlainLanes:
    """Lanes of a game with nothing behind it: each episode stands alone."""

    game: Game

    def deal(self, seeds: Sequence[int]) -> Sequence[Episode | EpisodeFailed]:
        return [self.game.deal(seed) for seed in seeds]

    def advance(self, moves: Sequence[tuple[Episode, Mapping[Seat, Action]]]) -> Sequence[EpisodeFailed | None]:
        return [_advance_one(episode, actions) for episode, actions in moves]


def _advance_one(episode: Episode, actions: Mapping[Seat, Action]) -> EpisodeFailed | None:
    try:
        episode.advance(actions)
    except EpisodeFailed as failure:
        return failure
    return None
