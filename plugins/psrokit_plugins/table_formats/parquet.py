"""psrokit's own tables as Parquet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from psrokit.api import InputError, NamedTable, table_format
from psrokit_plugins.tables.cells import TRUTHS, columns_of, named_table, seats_in
from psrokit_plugins.tables.text import read_bytes


@table_format("parquet")
@dataclass(frozen=True)
class Parquet:
    """A .parquet with the columns of the format `cells`, for tables too large for CSV. Needs pyarrow."""

    def recognises(self, path: Path, beginning: str) -> bool:
        """A file that ends in .parquet or begins as one."""
        return path.suffix.lower() == ".parquet" or beginning.startswith("PAR1")

    def read(self, path: Path) -> NamedTable:
        """Raises InputError for what is no such file."""
        import pyarrow as pa  # noqa: PLC0415 # an optional package
        import pyarrow.parquet as pq  # noqa: PLC0415

        content = read_bytes(path)
        try:
            frame = pq.read_table(pa.BufferReader(content))
            columns = frame.to_pydict()
        except (pa.ArrowException, OSError, ValueError) as error:
            raise InputError(f"this is no Parquet file: {str(error)[:200]}", place=str(path)) from None
        seats_in(list(columns), str(path))
        for name, values in columns.items():
            kinds = (str,) if name.startswith("seat ") else (bool,) if name in TRUTHS else (int, float)
            wrong = next((value for value in values if not isinstance(value, kinds)), None)
            if wrong is not None or None in values:
                raise InputError(f"the column '{name}' holds {wrong!r}", place=str(path))
        return replace(named_table(columns, str(path)), source=path.name)

    def write(self, named: NamedTable, path: Path) -> None:
        """Numbers keep all their bits."""
        import pyarrow as pa  # noqa: PLC0415 # an optional package
        import pyarrow.parquet as pq  # noqa: PLC0415

        pq.write_table(pa.table(columns_of(named)), path)
