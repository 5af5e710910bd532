"""Payoff tables of nxdo and its descendants."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from psrokit.api import Floats, InputError, NamedTable, table_format
from psrokit_plugins.tables.json_values import JsonValue, read_json
from psrokit_plugins.tables.payoffs import Returns, table_of_means

_MOST_SEATS = 8


@table_format("nxdo")
@dataclass(frozen=True)
class Nxdo:
    """The JSON of a payoff table as nxdo (McAleer et al. 2021) and sp-psro save it, for any number of players.

    returns: the least and the greatest return of one game; -1 and 1 by default, further apart where payoffs are.

    The file keeps means and numbers of games, no squares: the samples of a cell are taken to be as spread as any with
    this mean between the `returns`, so intervals are rather too wide, and too narrow where games return more than
    `returns` says. Cells without games are unknown, not 0. Where the file has an `exponential_average_coeff` c, its
    means forget old games: a cell counts as (2 - c) / c games at most, the number whose plain mean would vary as much.
    """

    returns: Returns | None = None

    def recognises(self, path: Path, beginning: str) -> bool:
        """JSON with the keys of such a table."""
        return path.suffix == ".json" and '"n_players"' in beginning and "strat_ids_to_specs" in beginning

    def read(self, path: Path) -> NamedTable:
        """A table whose roles are player_0, player_1, ... Raises InputError with the JSON path."""
        content = read_json(path)
        seats = content.key("n_players").whole()
        if not 2 <= seats <= _MOST_SEATS:
            raise content.key("n_players").wrong(f"a number of players from 2 to {_MOST_SEATS}")
        means = content.key("payoff_matrices_per_player").array(seats + 1)
        counts = content.key("games_played_matrices_per_player").array(seats + 1)
        if means.shape != counts.shape or len(means) != seats or not means.size:
            place = content.key("games_played_matrices_per_player").place
            raise InputError(f"payoffs have the shape {means.shape}, games {counts.shape}", place=place)
        strange = ~np.isfinite(counts) | (counts < 0) | (counts % 1 != 0) | ((counts > 0) & ~np.isfinite(means))
        if strange.any():
            cell = "".join(f"[{i}]" for i in np.argwhere(strange)[0])
            raise InputError(f"cell {cell} has no whole number of games with a payoff", place=content.place)
        roles = tuple(f"player_{seat}" for seat in range(seats))
        games = np.minimum(counts, _remembered(content)).min(axis=0)  # of the player of a cell with the fewest
        returns = self.returns or _returns(means[:, games > 0])
        table = replace(table_of_means(roles, means, games, returns, content.place), returns=self.returns)
        names = _names(content.key("player_and_strat_index_to_strat_id"), roles, table.sizes)
        remark = "the file keeps no spread of games: their returns are taken to be as spread as {:g} to {:g} allows"
        guessed = "" if self.returns else "; where games return more, say so with --returns LOW HIGH"
        return NamedTable(table, names, path.name, (f"{remark.format(*returns)}{guessed}",))


def _remembered(content: JsonValue) -> float:
    """How many games a cell's mean is worth at most."""
    coefficient = content.get("exponential_average_coeff")
    if coefficient is None or coefficient.value is None:
        return np.inf
    if not 0 < float(coefficient.array(0)) <= 1:
        raise coefficient.wrong("null or a number above 0 and at most 1")
    return float(max(1.0, np.floor(2 / float(coefficient.array(0)) - 1)))


def _returns(means: Floats) -> Returns:
    return float(means.min(initial=-1.0)), float(means.max(initial=1.0))


def _names(ids: JsonValue, roles: tuple[str, ...], sizes: tuple[int, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[tuple[int, int], str] = {}
    for key, value in ids.items():
        match = re.fullmatch(r"\(\s*(\d{1,9})\s*,\s*(\d{1,9})\s*\)", key)
        if match is None:
            raise InputError(f"the key '{key[:40]}' should be '(player, index)'", place=ids.place)
        found[int(match[1]), int(match[2])] = value.text()
    names: dict[str, tuple[str, ...]] = {}
    for seat, (role, size) in enumerate(zip(roles, sizes, strict=True)):
        missing = [index for index in range(size) if (seat, index) not in found]
        if missing:
            raise InputError(f"strategy {missing[0]} of player {seat} has no id", place=ids.place)
        names[role] = tuple(found[seat, index] for index in range(size))
        if len(set(names[role])) < size:
            raise InputError(f"two strategies of player {seat} have the same id", place=ids.place)
    return names
