"""A published model's file: a zip archive of a pickle and the numbers beside it, read as data.

Such an archive is stored uncompressed, so that nothing in it can be larger than the file itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import ZIP_STORED, BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from psrokit.api import InputError
from psrokit_showdown.metamon_rnn.records import Persistent, Record, read_records

LARGEST_FILE = 256 * 2**20
"""Bytes. The smallest of the published ones has 3.3 million."""
MOST_ENTRIES = 1024
DEEPEST = 12
"""More modules within modules than such a network has."""
Numbers: TypeAlias = NDArray[np.float32]
_PICKLE = "/data.pkl"
_VALUE = np.dtype("<f4")


@dataclass(frozen=True, slots=True)
class Part:
    """A module of a network: its plain attributes, its arrays and its parts, by name."""

    place: str
    attributes: Mapping[str, Any]
    arrays: Mapping[str, Numbers]
    parts: Mapping[str, Part]

    def part(self, *names: str) -> Part:
        """The part that a path of names leads to. Raises InputError if there is none."""
        here = self
        for name in names:
            if name not in here.parts:
                raise InputError(f"it has no '{name}'", place=here.place)
            here = here.parts[name]
        return here

    def array(self, name: str, *shape: int | None) -> Numbers:
        """An array by name. Raises InputError if there is none of this shape (None: of any size)."""
        found = self.arrays.get(name)
        if found is None:
            raise InputError(f"it has no array '{name}'", place=self.place)
        fits = len(found.shape) == len(shape)
        if not fits or any(size not in (None, has) for has, size in zip(found.shape, shape, strict=True)):
            wanted = ", ".join("any" if size is None else str(size) for size in shape)
            raise InputError(f"'{name}' has the shape {found.shape}, not ({wanted})", place=self.place)
        return found

    def attribute(self, name: str, kind: type) -> Any:
        """An attribute by name. Raises InputError if there is none of this kind."""
        found = self.attributes.get(name)
        if type(found) is not kind:
            raise InputError(f"its '{name}' is {found!r:.80}, no {kind.__name__}", place=self.place)
        return found


def read_model(path: Path) -> Part:
    """The network of a file, whole. Raises InputError, with the place, for a file that is no such model."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise InputError(f"it has {size} bytes; such files have at most {LARGEST_FILE}", place=str(path))
        with ZipFile(path) as archive:
            return _Reader(archive, _folder(archive, size, str(path)), str(path)).model()
    except OSError as error:
        raise InputError(f"these weights cannot be read: {error.strerror}", place=str(path)) from None
    # RuntimeError is zipfile's word for what is encrypted, and for versions and packings that it does not read.
    except (BadZipFile, EOFError, RuntimeError, UnicodeDecodeError) as error:
        raise InputError(f"this is no archive of weights, or a damaged one: {error}", place=str(path)) from None


def _folder(archive: ZipFile, size: int, place: str) -> str:
    """The one folder of the archive, whose contents are no larger than they must be."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise InputError(f"it has {len(entries)} entries; such files have at most {MOST_ENTRIES}", place=place)
    packed = [entry.filename for entry in entries if entry.compress_type != ZIP_STORED]
    if packed:
        raise InputError(f"'{packed[0]}' is compressed, which nothing in such a file is", place=place)
    if sum(entry.file_size for entry in entries) > size:
        raise InputError("its entries claim to be larger than the file", place=place)
    pickles = [entry.filename for entry in entries if entry.filename.endswith(_PICKLE)]
    if len(pickles) != 1:
        raise InputError(f"it has {len(pickles)} entries '*{_PICKLE}'; such files have one", place=place)
    return pickles[0].removesuffix(_PICKLE)


class _Reader:
    """Reads a model once: no part and no number counts twice, so that its size bounds the work."""

    def __init__(self, archive: ZipFile, folder: str, place: str) -> None:
        self.archive, self.folder, self.place = archive, folder, place
        self.seen: set[int] = set()
        self.storages: dict[str, bytes] = {}
        self.left = LARGEST_FILE // _VALUE.itemsize

    def model(self) -> Part:
        if self._entry("byteorder", self.place) != b"little":
            raise InputError("its numbers are not little-endian", place=self.place)
        place = f"{self.place}{_PICKLE}"
        return self._part(read_records(self._entry(_PICKLE[1:], self.place), place), place, 0)

    def _entry(self, name: str, place: str) -> bytes:
        try:
            return self.archive.read(f"{self.folder}/{name}")
        except KeyError:
            raise InputError(f"it has no entry '{name}'", place=place) from None

    def _part(self, record: Any, place: str, depth: int) -> Part:
        if not isinstance(record, Record) or depth > DEEPEST or id(record) in self.seen:
            raise InputError("this is no module of a network, or one that was there before", place=place)
        self.seen.add(id(record))
        kept = {name: record.state.get(name, {}) for name in ("_parameters", "_modules")}
        if not all(isinstance(value, dict) for value in kept.values()):
            raise InputError("its parts are not listed by name", place=place)
        arrays = {
            name: self._array(value, f"{place} {name}")
            for name, value in kept["_parameters"].items()
            if value is not None
        }
        parts = {
            name: self._part(value, f"{place} {name}", depth + 1)
            for name, value in kept["_modules"].items()
            if value is not None
        }
        return Part(place, record.state, arrays, parts)

    def _array(self, value: Any, place: str) -> Numbers:
        """The array that a parameter or a tensor stands for."""
        try:
            if value.name in ("torch._utils _rebuild_parameter", "torch._utils _rebuild_parameter_with_state"):
                value = value.arguments[0]
            if value.name != "torch._utils _rebuild_tensor_v2":
                raise InputError("this is no tensor", place=place)
            reference, first, shape, strides = value.arguments[:4]
            return self._values(reference, first, shape, strides, place)
        except (AttributeError, TypeError, ValueError, IndexError):
            raise InputError("this is no tensor of such a file", place=place) from None

    def _values(self, reference: Persistent, first: int, shape: Any, strides: Any, place: str) -> Numbers:
        kind, storage, key, _, length = reference.reference
        if (kind, storage.text) != ("storage", "torch FloatStorage"):
            raise InputError("its numbers are no 32-bit floats", place=place)
        numbers = (first, length, *shape, *strides)
        if any(type(number) is not int or number < 0 for number in numbers) or type(key) is not str:
            raise InputError("its shape is not given in whole numbers", place=place)
        if strides != _contiguous(shape) or first + math.prod(shape) > length:
            raise InputError(f"shape {shape}, strides {strides} and offset {first} reach beyond {length}", place=place)
        if key not in self.storages:
            self.storages[key] = self._entry(f"data/{key}", place)
        content = self.storages[key]
        if len(content) != length * _VALUE.itemsize:
            raise InputError(f"it claims {length} numbers, and there are {len(content)} bytes", place=place)
        self.left -= math.prod(shape)
        if self.left < 0:
            raise InputError("it has more numbers than such a file can hold", place=place)
        values = np.frombuffer(content, _VALUE, math.prod(shape), first * _VALUE.itemsize).reshape(shape)
        if not np.isfinite(values).all():
            raise InputError("some of its numbers are not finite", place=place)
        return values.astype(np.float32)


def _contiguous(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(math.prod(shape[place + 1 :]) for place in range(len(shape)))
