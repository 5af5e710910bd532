"""Text files from anywhere, read with bounds."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from psrokit.api import InputError

MAX_BYTES = 50_000_000
_ENCODING = "Save the file as UTF-8."


def read_text(path: Path) -> str:
    """The text of a UTF-8 file of at most 50 MB. Raises InputError with the place."""
    content = read_bytes(path).removeprefix(BOM_UTF8)  # spreadsheets write it
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise InputError("the file is UTF-16", place=f"{path}:1:1", remedy=_ENCODING)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = line_and_column(content[: error.start].decode("utf-8"), error.start)
        wrong = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise InputError(wrong, place=f"{path}:{line}:{column}", remedy=_ENCODING) from None


def read_bytes(path: Path) -> bytes:
    """The content of a file of at most 50 MB. Raises InputError."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"this file cannot be read: {reason}", place=str(path)) from None
    if len(content) > MAX_BYTES:
        raise InputError(f"this file is larger than {MAX_BYTES // 1_000_000} MB", place=str(path))
    return content


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """The line and the column, both from 1, of the character at `offset`."""
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
