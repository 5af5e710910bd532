"""The classes of players that users name, and players made from them that connect to nothing."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psrokit.api import InputError, PolicyFault, load_loose, unknown

if TYPE_CHECKING:
    from poke_env.player import Player

GIVEN = ("account_configuration", "battle_format", "start_listening")
"""What a player's constructor is given by us, whatever its options are."""


def player_class(name: str, file: Path | None) -> type[Player]:
    """The class that `module:Class` names, or `Class` in a file.

    Raises InputError if there is none or if it cannot be made a player of a battle.
    """
    where, _, attribute = name.rpartition(":")
    if bool(where) is (file is not None):
        raise InputError(
            f"'{name}' does not say which class is meant",
            place="player",
            remedy="Write player: module:Class, or file: FILE.py and player: Class.",
        )
    module = load_loose(file) if file is not None else _imported(where)
    found = getattr(module, attribute, None)
    if found is None:
        classes = [key for key, value in vars(module).items() if inspect.isclass(value)]
        raise InputError(unknown("class", attribute, classes), place="player")
    return _checked(found, name)


def _imported(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise  # something that the module itself needs
        raise InputError(
            f"there is no module '{name}'",
            place="player",
            remedy="Install it or add its folder to PYTHONPATH; for a file write file: FILE.py and player: Class.",
        ) from None


def _checked(found: object, name: str) -> type[Player]:
    from poke_env.player import Player  # noqa: PLC0415 # optional, and it starts a thread

    if not (inspect.isclass(found) and issubclass(found, Player)):
        raise InputError(f"'{name}' is no subclass of poke_env.player.Player", place="player")
    if inspect.isabstract(found):
        raise InputError(f"'{name}' does not say how it plays: it has no choose_move", place="player")
    parameters = inspect.signature(found).parameters.values()
    open_ended = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
    missing = [] if open_ended else [each for each in GIVEN if each not in {one.name for one in parameters}]
    if missing:
        raise InputError(
            f"the constructor of '{name}' does not take {', '.join(missing)}",
            place="player",
            remedy="Let it take **kwargs and hand them on to Player's constructor.",
        )
    return found


def offline(cls: type[Player], options: Mapping[str, Any], name: str, format_id: str) -> Player:
    """A player of this name that connects to nothing and writes nothing to the terminal.

    Raises PolicyFault if it cannot be made, or did not hand on what it was given.
    """
    from poke_env import AccountConfiguration  # noqa: PLC0415

    given = dict(zip(GIVEN, (AccountConfiguration(name, None), format_id, False), strict=True))
    make: Callable[..., Player] = cls
    try:
        player = make(**options, **given)
    except (Exception, SystemExit) as error:
        raise PolicyFault(f"{cls.__qualname__} cannot be made: {type(error).__name__}: {error}") from error
    listening = getattr(player.ps_client, "_listening_coroutine", None)
    if listening is not None:
        listening.cancel()
        raise PolicyFault(f"{cls.__qualname__} connects although it was given start_listening=False")
    if (player.username, player.format) != (name, format_id):
        raise PolicyFault(f"the constructor of {cls.__qualname__} does not hand on its name and its battle_format")
    _silence(player.logger)
    return player


def _silence(logger: logging.Logger) -> None:
    """poke-env adds one more handler, which writes to the terminal, for every player of the same name."""
    logger.handlers.clear()
    logger.setLevel(logging.CRITICAL + 1)
