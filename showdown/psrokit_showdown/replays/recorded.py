"""A battle that is in a ledger: what its record says, and the battle itself played again on the simulator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from psrokit.api import EpisodeFailed, InputError, IntegrityError
from psrokit_showdown.choices import decode_choices
from psrokit_showdown.protocol import for_seat
from psrokit_showdown.simulator import BattleSpec, Simulator, SimulatorFailure, Update
from psrokit_showdown.simulator.lanes import Choices
from psrokit_showdown.simulator.replay import replay

_SPECTATOR = -1


@dataclass(frozen=True, slots=True)
class Recorded:
    """What replays a battle, and how it ended. winner: the seat, None for a tie. teams: their names, if any."""

    spec: BattleSpec
    choices: Choices
    teams: tuple[str, ...]
    turns: int
    winner: int | None

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """From the record of an outcome, of either engine. Raises InputError if it is none of a battle."""
        try:
            first, second, third, fourth = (int(part) for part in record["prng"].split(","))
            one, other = record["packed"]
            spec = BattleSpec(record["format"], (first, second, third, fourth), (one, other))
            choices = decode_choices(record["choices"])
            return cls(spec, choices, tuple(record["teams"]), record["turns"], record["winner"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"this is not the record of a battle of Showdown ({error})") from None


def play_again(recorded: Recorded, simulator: Simulator) -> tuple[Update, ...]:
    """Every update of the battle. Raises EpisodeFailed if the simulator fails, IntegrityError for another end."""
    updates: list[Update] = []
    for update in replay(simulator, recorded.spec, recorded.choices):
        if isinstance(update, SimulatorFailure):
            raise EpisodeFailed(update.kind, update.message)
        updates.append(update)
    last = updates[-1]
    if not last.ended or (last.turn, last.winner) != (recorded.turns, recorded.winner):
        end = f"turn {last.turn}, winner {last.winner}" if last.ended else "no end"
        raise IntegrityError(
            f"played again, the battle comes to {end}; recorded are turn {recorded.turns}, winner {recorded.winner}",
            remedy="Replay it with the version of the simulator that it was played with.",
        )
    return tuple(updates)


def protocol_log(updates: tuple[Update, ...]) -> str:
    """The protocol as spectators are sent it, which is what a public replay holds."""
    lines = for_seat((line for update in updates for line in update.log), _SPECTATOR)
    return "".join(f"{line}\n" for line in lines)
