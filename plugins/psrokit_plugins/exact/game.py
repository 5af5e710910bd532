"""What a game must offer to be solved exactly, and the error for games that do not."""

from __future__ import annotations

from typing import Protocol, TypeGuard

from psrokit.api import Game, InputError, Policy, Seat, tag_of
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.states import Ints


class ExactGame(Game, Protocol):
    """A game small enough to be written down whole."""

    def exact(self) -> SequenceForm:
        """The game in sequence form; equal games share one. Raises InputError if this game has none or is too large."""

    def strategy(self, seat: Seat, choices: Ints) -> Policy:
        """The policy that takes legal action number `choices[h]` at the seat's information state h."""


def exact_game(game: Game, wanted_by: str, instead: str) -> ExactGame:
    """`game` itself, if it can be solved exactly. Raises InputError that names the game and what to use `instead`."""
    if _is_exact(game):
        return game
    tag = tag_of(game)
    raise InputError(
        f"{wanted_by} needs a game that can be solved exactly; '{tag.name if tag else type(game).__name__}' cannot",
        remedy=f"Use {instead}, or a game such as `openspiel` or `matrix`.",
    )


def constant_sum_form(game: ExactGame, wanted_by: str) -> tuple[SequenceForm, float]:
    """The form of a game of two players and what their returns sum to. Raises InputError for other games."""
    form = game.exact()
    if len(form.states) != 2 or form.utility_sum is None:
        raise InputError(f"{wanted_by} is for games of two players with a constant sum")
    return form, form.utility_sum


def _is_exact(game: Game) -> TypeGuard[ExactGame]:
    """Asked several times an iteration: isinstance on a protocol would cost more than solving a small game."""
    return hasattr(game, "exact") and hasattr(game, "strategy")
