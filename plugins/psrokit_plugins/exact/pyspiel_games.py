"""Loading OpenSpiel games from what a user wrote, with errors that help."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from psrokit.api import EnvironmentFault, InputError, unknown


@cache
def loaded(text: str) -> Any:
    """The `pyspiel.Game` that `text` names, parameters included; loaded once per process.

    Raises InputError for unknown games and parameters (OpenSpiel itself would also write to stderr, so both are
    looked up before it is asked) and for games that nobody can play here; EnvironmentFault where OpenSpiel is missing.
    """
    pyspiel = _pyspiel()
    if text.startswith("python_"):
        import_module("open_spiel.python.games")  # registers the games that are written in Python
    kinds = {kind.short_name: kind for kind in pyspiel.registered_games()}
    name, bracket, rest = text.partition("(")
    if name not in kinds:
        raise InputError(unknown("OpenSpiel game", name, kinds), place="game")
    parameters = kinds[name].parameter_specification
    for given in _parameter_names(text, rest if bracket else ")"):
        if given not in parameters:
            raise InputError(unknown(f"parameter of OpenSpiel's {name}", given, parameters), place="game")
    try:
        game = pyspiel.load_game(text)
    except (pyspiel.SpielError, IndexError) as error:
        raise InputError(f"OpenSpiel cannot load '{text}': {_first_line(error)}", place="game") from error
    _playable(pyspiel, text, game)
    return game


def _pyspiel() -> Any:
    try:
        import pyspiel  # noqa: PLC0415 # heavy, and absent where nobody plays its games
    except ModuleNotFoundError as error:
        raise EnvironmentFault(
            "the game 'openspiel' needs OpenSpiel, which is not installed",
            remedy="pip install open_spiel (there are no packages for Windows; use WSL there)",
        ) from error
    return pyspiel


def _parameter_names(text: str, rest: str) -> list[str]:
    """The names before `=` at the outermost level of `a=1,b=inner(c=2))`."""
    names: list[str] = []
    depth, word = 1, ""
    for place, char in enumerate(rest):
        depth += (char == "(") - (char == ")")
        if depth == 0 and place == len(rest) - 1:
            return names
        if depth <= 0:
            break
        if depth == 1 and char == "=":
            names.append(word.strip())
        word = "" if char in ",=(" else word + char
    raise InputError(f"the brackets of the OpenSpiel game '{text}' do not match", place="game")


def _playable(pyspiel: Any, text: str, game: Any) -> None:
    """Refuse what cannot be played by psrokit's rules, with the reason."""
    kind = game.get_type()
    if kind.dynamics == pyspiel.GameType.Dynamics.MEAN_FIELD:
        raise InputError(f"'{text}' is a mean-field game: it has no seats to play from", place="game")
    if game.num_players() < 2:
        raise InputError(f"'{text}' has one player; psrokit looks for equilibria between two or more", place="game")
    if kind.chance_mode == pyspiel.GameType.ChanceMode.SAMPLED_STOCHASTIC:
        raise InputError(
            f"'{text}' throws its dice inside, so its episodes cannot be dealt again from a seed", place="game"
        )
    if "add_noise(" in text:
        raise InputError(
            f"'{text}' draws the noise of its ends in the order in which they are first met: it is another game each "
            "time it is loaded",
            place="game",
        )
    if not kind.provides_information_state_string and not kind.provides_observation_string:
        raise InputError(
            f"'{text}' tells its players nothing in words, so no policy could be written down", place="game"
        )


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
