"""Payoff tables as games of other libraries: `from psrokit_plugins.exports import nashpy_game`."""

from psrokit_plugins.exports.gambit import gambit_game
from psrokit_plugins.exports.nashpy import nashpy_game
from psrokit_plugins.exports.openspiel import openspiel_game

__all__ = ["gambit_game", "nashpy_game", "openspiel_game"]
