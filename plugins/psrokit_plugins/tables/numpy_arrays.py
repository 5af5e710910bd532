"""Arrays of plain numbers from NumPy's files, read without running what is in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from psrokit.api import Floats, InputError
from psrokit_plugins.tables.payoffs import MOST_PAYOFFS
from psrokit_plugins.tables.text import MAX_BYTES, read_bytes


def read_arrays(path: Path) -> Floats:
    """The array of a .npy file; those of an .npz file in the order of their names, stacked if they are several.

    Raises InputError for objects, damage and what is too large.
    """
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
