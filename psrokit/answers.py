"""`psrokit.api.analyze`: everything that the installed analyzers find out about one payoff table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threadpoolctl import threadpool_limits

from psrokit.analyzer import RESAMPLES, Finding, Question
from psrokit.catalog import Catalog, load_catalog
from psrokit.catalog.options import summary
from psrokit.errors import EnvironmentFault, InputError, PsrokitError
from psrokit.payoff import PayoffTable
from psrokit.rating import Rating
from psrokit.store import Run
from psrokit.store.files import make_folder
from psrokit.store.ledger import LEDGER_FILE
from psrokit.table_format import NamedTable, TableFormat, WritableFormat

if TYPE_CHECKING:
    import pandas as pd

_BEGINNING = 65536
_FEWEST_RESAMPLES, _MOST_PAYOFFS = 100, 60_000_000
"""Of all draws together, which analyzers hold in memory."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. findings: by analyzer, in reading order. refusals: why an analyzer or rating has none."""

    question: Question
    findings: Mapping[str, Finding]
    refusals: Mapping[str, str]

    @property
    def refused(self) -> Mapping[str, tuple[str, ...]]:
        """Each reason once: the names of those that have it."""
        named: dict[str, tuple[str, ...]] = {}
        for name, reason in self.refusals.items():
            named[reason] = (*named.get(reason, ()), name)
        return named

    def __getitem__(self, analyzer: str) -> Finding:
        return self.findings[analyzer]

    def to_frame(self) -> pd.DataFrame:
        """The first sheet of the first finding that has one. Raises InputError if there are none."""
        for finding in self.findings.values():
            if finding.sheets:
                return finding.to_frame()
        raise InputError("nothing was found out about this table")

    def _repr_html_(self) -> str:
        return "".join(finding._repr_html_() for finding in self.findings.values())  # its own parts


def analyze(
    table: NamedTable | PayoffTable | Path | str,
    *,
    level: float = 0.95,
    resamples: int | None = None,
    seed: int = 0,
    budget: int = 1000,
    only: Sequence[str] = (),
    catalog: Catalog | None = None,
) -> Answer:
    """What every installed analyzer says about a table, or the file or run folder that holds one.

    level: confidence of intervals. resamples: draws of the bootstrap, by default 400, for tables of more than 150,000
    payoffs fewer, at least 100. seed: fixes every random number. budget: how many more games there are to spend. only:
    names of analyzers, all by default. Raises InputError for a file that cannot be read or an unknown analyzer.
    """
    if not 0 < level < 1 or (resamples is not None and resamples < 1) or budget < 1:
        raise InputError("analyze needs 0 < level < 1, resamples >= 1 and a budget >= 1")
    catalog = catalog or load_catalog()
    ratings, refused = _ratings(catalog)
    named = _named(table, catalog)
    question = Question(named, ratings, level, resamples or _affordable(named.table), seed, budget)
    found: dict[str, Finding] = {}
    for name in only or catalog.names("analyzer"):
        try:
            one = catalog.build("analyzer", name)
            with threadpool_limits(1):  # tables are small: threads of linear algebra would wait for each other
                found[name] = one.answer(question)
        except PsrokitError as error:
            if name not in catalog.names("analyzer"):
                raise
            refused[name] = str(question.named.telling(error))
    return Answer(question, dict(sorted(found.items(), key=lambda item: (item[1].rank, item[0]))), refused)


def _affordable(table: PayoffTable) -> int:
    """Draws of a table of this size that memory holds, as many as intervals need where that is no question."""
    return max(_FEWEST_RESAMPLES, min(RESAMPLES, _MOST_PAYOFFS // max(table.total.size, 1)))


def read_table(
    path: Path | str,
    table_format: str | None = None,
    *,
    returns: tuple[float, float] | None = None,
    catalog: Catalog | None = None,
    **options: Any,
) -> NamedTable:
    """The table in a file or run folder.

    table_format: its name; by default the one that recognises the file. returns: the least and the greatest return of
    one game, which the table then states. options: of the format, as in `psrokit plugins list`:
    `read_table("wins.csv", games=50)`. Raises InputError if no format knows the file, for options that it does
    not have, or for anything in the file that cannot be read.
    """
    path, catalog = Path(path), catalog or load_catalog()
    if not path.exists():
        raise InputError("there is no such file or folder", place=str(path))
    if table_format is None and (path / LEDGER_FILE).is_file():
        if options:
            raise InputError(f"the table of a run needs no {' or '.join(options)}: it knows its games", place=str(path))
        named = table_of_run(path)
    else:
        name = table_format or _format_of(path, catalog)
        if returns is not None and "returns" in {
            field.name for field in fields(catalog.component("table_format", name))
        }:
            options["returns"] = list(returns)  # it needs them to read the file
        chosen: TableFormat = catalog.build("table_format", {"use": name, **options})
        named = chosen.read(path)
    return named if returns is None else named.stating((returns[0], returns[1]))


def write_table(named: NamedTable, path: Path | str, catalog: Catalog | None = None) -> None:
    """Write a table in the format that the file's ending names, into a folder that is made if need be.

    Raises InputError if no format can, IntegrityError for a table that it cannot hold, EnvironmentFault if the disk
    refuses.
    """
    path = Path(path)
    writer = table_writer(path, catalog)
    make_folder(path.parent)
    try:
        writer.write(named, path)
    except OSError as error:
        raise EnvironmentFault(f"the table cannot be written: {error.strerror}", place=str(path)) from None


def table_writer(path: Path, catalog: Catalog | None = None) -> WritableFormat:
    """The format that writes files with this ending: whether there is one can be asked early. Raises InputError."""
    writers = {
        name: one for name, one in _formats(catalog or load_catalog()).items() if isinstance(one, WritableFormat)
    }
    found = next((one for one in writers.values() if one.recognises(path, "")), None)
    if found is None:
        raise InputError(
            f"no table format writes '{path.suffix}' files",
            place=str(path),
            remedy=f"Give the file the ending of one of these:{_described(writers)}",
        )
    return found


def table_of_run(folder: Path) -> NamedTable:
    """The last table of a run. Raises NoRun, or InputError if it has no complete state yet."""
    run = Run.open(folder)
    states = run.states()
    if not states:
        raise InputError("the run has no complete state yet", place=str(folder), remedy="Let it play on.")
    last = states[-1]
    names = {role: tuple(member.name for member in members) for role, members in last.population.items()}
    return NamedTable(last.table, names, f"run {run.name}, iteration {last.iteration}")


def _ratings(catalog: Catalog) -> tuple[dict[str, Rating], dict[str, str]]:
    """Every rating by name, and why some cannot be used here: their packages are missing."""
    ratings: dict[str, Rating] = {}
    refused: dict[str, str] = {}
    for name in catalog.names("rating"):
        try:
            ratings[name] = catalog.build("rating", name)
        except EnvironmentFault as error:
            refused[name] = str(error)
    return ratings, refused


def _named(table: NamedTable | PayoffTable | Path | str, catalog: Catalog) -> NamedTable:
    if isinstance(table, NamedTable):
        return table
    if isinstance(table, PayoffTable):
        sizes = dict(zip(table.seats, table.sizes, strict=True))
        names = {role: tuple(f"{index}" for index in range(size)) for role, size in sizes.items()}
        return NamedTable(table, names, "a payoff table")
    return read_table(Path(table), catalog=catalog)


def _format_of(path: Path, catalog: Catalog) -> str:
    """The name of the table format that recognises a file. Raises InputError if none does."""
    beginning = _beginning(path)
    for name, one in _formats(catalog).items():
        if one.recognises(path, beginning):
            return name
    if path.is_dir():
        raise InputError(
            f"this folder is no run: there is no {LEDGER_FILE} in it",
            place=str(path),
            remedy="Give the folder that `psrokit run --out` wrote, or a file in it.",
        )
    if not beginning.strip():
        raise InputError("the file is empty", place=str(path), remedy="Was it written to its end?")
    raise InputError(
        "this is no table that psrokit recognises",
        place=str(path),
        remedy="Name its format with --format, and psrokit says what is wrong with it:" + _described(_formats(catalog)),
    )


def _formats(catalog: Catalog) -> Mapping[str, TableFormat]:
    return {name: catalog.build("table_format", name) for name in catalog.names("table_format")}


def _described(formats: Mapping[str, TableFormat]) -> str:
    """A line for each: its name and the beginning of its documentation."""
    return "".join(f"\n    {name:20}{summary(type(one)).removesuffix('.')}" for name, one in formats.items())


def _beginning(path: Path) -> str:
    if path.is_dir():
        return ""
    try:
        with path.open("rb") as file:
            return file.read(_BEGINNING).decode("utf-8", "replace")
    except OSError as error:
        raise InputError(f"this file cannot be read: {error.strerror}", place=str(path)) from None
