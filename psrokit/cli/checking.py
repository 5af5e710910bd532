"""`psrokit plugins check`: the conformance suites, run on components in the experiments that use them, or alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from psrokit.catalog import load_catalog
from psrokit.cli.output import print_json, printable
from psrokit.cli.running import DEMO
from psrokit.errors import InputError, IntegrityError
from psrokit.plan import make_plan
from psrokit.testing.installed import CannotBeCheckedHere, Installed
from psrokit.testing.rehearsal import components, kind_and_name, rehearsal, verdict_on
from psrokit.testing.suite import Result, results, unclaimed

SMOKE = Path("experiments/smoke")
_PLAYING = frozenset({"policy", "oracle"})
"""Kinds whose components play, or answer for, one role."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one component kept the laws of its kind in one experiment.

    role: whose part it played, "" where that makes no difference.
    unclaimed: properties that other components of the kind are held to, and this one is not, as it claims none of them.
    """

    kind: str
    name: str
    role: str
    experiment: str
    results: tuple[Result, ...]
    unclaimed: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether it kept all of them."""
        return all(result.problem is None for result in self.results)


def show_checks(targets: Sequence[str], *, as_json: bool) -> int:
    """Check what `targets` name, say what was found and return the exit code."""
    files = [Path(target) for target in targets if Path(target).is_file()]
    names = [target for target in targets if not Path(target).is_file()]
    verdicts: list[Verdict] = []
    for verdict in _verdicts(files, names):
        verdicts.append(verdict)
        if not as_json:
            _say(verdict)
    unchecked = _unnamed(verdicts, names) if names or files else _unused(verdicts)
    if names and not verdicts:
        raise InputError(f"no experiment here uses {', '.join(names)}", remedy="Name an experiment file that does.")
    if as_json:
        print_json({"verdicts": [asdict(verdict) for verdict in verdicts], "unchecked": unchecked})
    for name in () if as_json else unchecked:
        click.echo(f"?    {printable(name)}: no experiment here uses it; name one that does")
    return 0 if all(verdict.passed for verdict in verdicts) else IntegrityError.exit_code


def _verdicts(files: Sequence[Path], names: Sequence[str]) -> Iterator[Verdict]:
    """In the files; without any, in the experiments at hand, and of what those do not use by itself."""
    checked: set[tuple[str, str]] = set()
    for verdict in verdicts_in(files or [DEMO, *sorted(SMOKE.glob("*.yaml"))], names):
        checked.add((verdict.kind, verdict.name))
        yield verdict
    if not files:
        yield from verdicts_apart(checked, names)


def verdicts_apart(checked: Collection[tuple[str, str]], names: Sequence[str] = ()) -> Iterator[Verdict]:
    """The verdicts on installed components that need no experiment, with their default options, but for `checked`."""
    installed = Installed(load_catalog())
    with closing(installed):
        for entry in installed.entries:
            if (entry.kind, entry.name) not in checked and _is_meant(entry.kind, entry.name, names):
                with suppress(CannotBeCheckedHere):  # it has no verdict, and so is named as unchecked
                    suites = list(installed.suites(entry))
                    told = tuple(result for suite in suites for result in results(suite))
                    spared = unclaimed(suites[0])
                    yield Verdict(entry.kind, entry.name, "", "no experiment, with its defaults", told, spared)


def _is_meant(kind: str, name: str, names: Sequence[str]) -> bool:
    return not names or bool({name, f"{kind}/{name}"} & set(names))


def verdicts_in(files: Sequence[Path], names: Sequence[str] = ()) -> Iterator[Verdict]:
    """The verdicts on the components of experiments: on all, or on those with these names.

    Raises what `make_plan` raises, and what preparing a game raises.
    """
    for file in files:
        with rehearsal(make_plan(file)) as place:
            checked: set[tuple[str, str, str]] = set()
            for component, role in components(place):
                kind, name = kind_and_name(component)
                part = role if kind in _PLAYING and len({*place.experiment.game.seats}) > 1 else ""
                if _is_meant(kind, name, names) and (one := (kind, repr(component), part)) not in checked:
                    checked.add(one)
                    yield Verdict(kind, name, part, str(file), *verdict_on(component, role, place))


def _unnamed(verdicts: Sequence[Verdict], names: Sequence[str]) -> list[str]:
    """The names that no verdict is about."""
    checked = {name for verdict in verdicts for name in (verdict.name, f"{verdict.kind}/{verdict.name}")}
    return [name for name in names if name not in checked]


def _unused(verdicts: Sequence[Verdict]) -> list[str]:
    """The installed components that no verdict is about."""
    checked = {(verdict.kind, verdict.name) for verdict in verdicts}
    return [f"{entry.kind}/{entry.name}" for entry in load_catalog().entries if (entry.kind, entry.name) not in checked]


def _say(verdict: Verdict) -> None:
    mark = "ok  " if verdict.passed else "FAIL"
    looked_at = f"{len(verdict.results)} laws"
    if verdict.unclaimed:
        looked_at += f"; not held to what it does not claim: {', '.join(verdict.unclaimed)}"
    part = f" as {verdict.role}" if verdict.role else ""
    click.echo(printable(f"{mark} {verdict.kind}/{verdict.name}{part} in {verdict.experiment}: {looked_at}"))
    for result in verdict.results:
        if result.problem is not None:
            click.echo(printable(f"       {result.law}: {result.problem}"))
