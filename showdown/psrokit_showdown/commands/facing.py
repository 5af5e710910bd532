"""`psrokit play`: a person plays a policy, in the terminal or in a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import click

from psrokit.api import EpisodeFailed, Observation, blaming, chosen_actions, generator, seed
from psrokit_showdown.actions import describe
from psrokit_showdown.battle import Battle, prng_seed
from psrokit_showdown.commands.battling import read_policy
from psrokit_showdown.commands.online import drawn_teams
from psrokit_showdown.commands.saying import say, tell
from psrokit_showdown.narration import narrate
from psrokit_showdown.poke_env_players.needed import need_poke_env
from psrokit_showdown.protocol import for_seat
from psrokit_showdown.server.address import local_address
from psrokit_showdown.server.finding import Accept
from psrokit_showdown.server.names import player_name
from psrokit_showdown.server.process import local_server
from psrokit_showdown.server.terms import Patience
from psrokit_showdown.simulator import BattleSpec, Simulator, SimulatorFailure, Update
from psrokit_showdown.simulator.install import install
from psrokit_showdown.teams import draw_pair, load_teams

_PERSON, _POLICY = 0, 1
_GIVE_UP = "q"


@dataclass(frozen=True, slots=True)
class Duel:
    """What is asked for: the policy, as a name or JSON, and the deal."""

    policy: str
    format_id: str
    teams: str
    seed: int


def play_in_terminal(duel: Duel) -> None:
    """One battle in process. The person sees what a player may see, and no more. Raises EpisodeFailed, PolicyFault."""
    policy = read_policy(duel.policy)
    with blaming(policy):
        actor = policy.start(_POLICY, generator("play", duel.seed))
    install(tell)
    battle, players = Battle(0, _deal(duel), ("own", "foe")), ("player", duel.policy)
    say(f"== {duel.format_id}: you are {players[_PERSON]}, against {players[_POLICY]}")
    with Simulator() as simulator:
        simulator.start(0, battle.spec)
        while not _tell(battle, _exchange(simulator), players):
            pending = battle.pending()
            choices = {}
            if _POLICY in pending:
                (choices[_POLICY],) = chosen_actions(policy, [actor], [pending[_POLICY]])
            if _PERSON in pending:
                chosen = _ask(pending[_PERSON])
                if chosen is None:
                    say(f"== you give up, {duel.policy} wins")
                    return
                choices[_PERSON] = chosen
            simulator.choose(0, choices)


def _deal(duel: Duel) -> BattleSpec:
    match_seed, teams = seed("play", duel.seed), load_teams(duel.teams, duel.format_id)
    packed = ("", "")
    if teams:
        first, second = draw_pair(teams, match_seed)
        packed = (first.team.packed, second.team.packed)
    return BattleSpec(duel.format_id, prng_seed(match_seed), packed)


def _exchange(simulator: Simulator) -> Update:
    answer = simulator.exchange()[0]
    if isinstance(answer, SimulatorFailure):
        raise EpisodeFailed(answer.kind, answer.message)
    return answer


def _tell(battle: Battle, update: Update, players: tuple[str, str]) -> bool:
    """Say what the person's lines tell; whether the battle is over."""
    battle.hear(update)
    for line in narrate(for_seat(update.log, _PERSON), players):
        say(line)
    return update.ended


def _ask(observation: Observation) -> str | None:
    """The person's choice, None if they give up (or there is nothing left to read)."""
    legal: Sequence[str] = observation.legal
    for number, choice in enumerate(legal, 1):
        say(f"  {number}  {describe(observation.view, choice)}")
    while True:
        try:
            text = click.prompt(f"1 to {len(legal)}, or {_GIVE_UP} to give up", prompt_suffix=": ").strip()
        except click.Abort:
            return None
        if text == _GIVE_UP:
            return None
        if text.isdecimal() and 1 <= int(text) <= len(legal):
            return legal[int(text) - 1]
        say(f"'{text}' is none of these")


def play_in_browser(duel: Duel, *, seconds: float) -> None:
    """Start a server of its own, seat the policy there, and say how to reach it; ends after one battle.

    Raises InputError and EnvironmentFault for what cannot be played, before the server is started.
    """
    need_poke_env("servers are reached through")
    from psrokit_showdown.server.playing import Wanted, play  # noqa: PLC0415 # what reaches servers

    policy, teams = read_policy(duel.policy), drawn_teams(duel.teams, duel.format_id, duel.seed)
    patience = Patience(seconds, seconds, min(Patience().policy, seconds))
    wanted = Wanted(policy, teams, battles=1, at_once=1, seed=duel.seed, patience=patience)
    installation, name = install(tell), player_name()
    with local_server(installation) as port:
        say(f"The server is up on port {port} of this machine; {duel.policy} is there as '{name}'.")
        say("The server's package has no client of its own: its page leads on to Showdown's public client, which needs")
        say("the Internet and is code from there. Without that, play in the terminal: leave out --browser.")
        say(f"  1. Open http://localhost:{port}/ and choose a name (no password).")
        say(f"  2. Find the user '{name}' and challenge them in {duel.format_id}; bring a team of your own.")
        session = asyncio.run(play(local_address(port), name, None, Accept(duel.format_id), wanted))
    (played,) = session.battles
    verdict = {"win": f"{duel.policy} wins", "loss": "you win", "tie": "a tie", None: f"not finished: {played.why}"}
    say(f"== {verdict[played.result]}")
