"""Meta-games of OpenSpiel's psro_v2, as far as they can be read without running foreign code."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from psrokit.api import Floats, InputError, NamedTable, table_format
from psrokit_plugins.tables.json_values import JsonValue, read_json
from psrokit_plugins.tables.payoffs import MOST_PAYOFFS, table_of_payoffs
from psrokit_plugins.tables.text import MAX_BYTES, read_bytes

_ENDINGS = {".npy", ".npz", ".json"}
_REMARKS = (
    "the file does not say how many games are behind its payoffs: they are taken as exact, so intervals have no width",
    "tables of symmetric_game=True have their off-diagonal payoffs halved by psro_v2: multiply them by two first",
)
_MOST_DEEP = 9


@table_format("psro_v2")
@dataclass(frozen=True)
class PsroV2:
    """`meta_games` of a psro_v2 solver, one payoff tensor per player, saved as .npy, .npz or JSON.

    A .npy file holds an array of shape (players, *K); an .npz one array of shape (*K) per player, in the order of
    their names, or one such array; JSON the same nested lists, alone or under the key "meta_games". Pickles, which is
    what psro_v2 itself writes of policies and solvers, can run any code and are not read: save
    `np.save("meta_games.npy", np.array(solver.get_meta_game()))`. NaN or null is a cell that was never played.
    """

    def recognises(self, path: Path, beginning: str) -> bool:
        """A NumPy file, or JSON that begins with the key or with nested lists."""
        start = beginning.lstrip()
        return path.suffix in {".npy", ".npz"} or (
            path.suffix == ".json" and ('"meta_games"' in beginning or start.startswith("[["))
        )

    def read(self, path: Path) -> NamedTable:
        """A table whose roles are player_0, player_1, ... with policies named by number. Raises InputError."""
        if path.suffix not in _ENDINGS:
            raise InputError(
                "this file cannot be read without running what is in it",
                place=str(path),
                remedy='Save the payoffs alone: np.save("meta_games.npy", np.array(solver.get_meta_game())).',
            )
        payoffs = _of_json(read_json(path)) if path.suffix == ".json" else _of_numpy(path)
        players, *sizes = payoffs.shape
        if players != len(sizes) or players < 2 or not payoffs.size:
            raise InputError(
                f"the payoffs have the shape {payoffs.shape}, which is not (players, one number of policies each)",
                place=str(path),
            )
        if np.isinf(payoffs).any():
            raise InputError("a payoff is infinite", place=f"{path}:{np.argwhere(np.isinf(payoffs))[0].tolist()}")
        roles = tuple(f"player_{seat}" for seat in range(players))
        names = {role: tuple(str(i) for i in range(size)) for role, size in zip(roles, sizes, strict=True)}
        return NamedTable(table_of_payoffs(roles, payoffs), names, path.name, _REMARKS)


def _of_json(content: JsonValue) -> Floats:
    nested = content.key("meta_games") if isinstance(content.value, dict) else content
    depth, inner = 0, nested.value
    while isinstance(inner, list) and inner and depth < _MOST_DEEP:
        depth, inner = depth + 1, inner[0]
    if depth < 3:
        raise nested.wrong("payoffs nested as [player][policy][policy]...")
    return nested.array(depth)


def _of_numpy(path: Path) -> Floats:
    content = read_bytes(path)
    try:
        loaded = list(_arrays(path, content))
        arrays = [np.asarray(array, dtype=np.float64) for array in loaded]
        return arrays[0] if len(arrays) == 1 else np.stack(arrays)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 # NumPy and zipfile raise anything on damaged files
        raise InputError(
            f"this is no file of plain numbers: {str(error)[:200] or type(error).__name__}",
            place=str(path),
            remedy="Pickled objects are not read. Save numbers: np.save, np.savez.",
        ) from None


def _arrays(path: Path, content: bytes) -> Iterator[np.ndarray[Any, Any]]:
    if path.suffix == ".npy":
        yield _array(path, content)
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = sorted(archive.infolist(), key=lambda entry: _natural(entry.filename))
        if sum(entry.file_size for entry in entries) > MAX_BYTES:
            raise InputError(f"unpacked, this file is larger than {MAX_BYTES // 1_000_000} MB", place=str(path))
        for entry in entries:
            yield _array(path, archive.read(entry))


def _array(path: Path, content: bytes) -> np.ndarray[Any, Any]:
    """One array of the .npy format, after looking at what its head claims."""
    file = io.BytesIO(content)
    version = np.lib.format.read_magic(file)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(file)
    if dtype.hasobject or dtype.kind not in "fiub":
        raise InputError(f"an array of {dtype} is none of numbers", place=str(path), remedy="Save plain numbers.")
    if np.prod([float(size) for size in shape]) > MOST_PAYOFFS:
        raise InputError(f"an array of shape {shape} is too large", place=str(path))
    return np.asarray(np.lib.format.read_array(io.BytesIO(content), allow_pickle=False))


def _natural(name: str) -> list[tuple[int, str]]:
    """player_10 comes after player_2."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]
