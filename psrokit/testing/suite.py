"""What all conformance suites share. A suite is a frozen dataclass; its public methods are the laws of a kind."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from psrokit.catalog import build, plugin_files
from psrokit.component import spec, spec_hash, tag_of


class LawBroken(AssertionError):
    """A component breaks a law of its kind. The message says what was seen, and which law if several were tried."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one law: `problem` is None where the component keeps it."""

    law: str
    problem: str | None


_CLAIM = "__psrokit_claim__"
Law = TypeVar("Law", bound=Callable[..., None])


def claiming(claim: str) -> Callable[[Law], Law]:
    """Mark the law of a claim: components whose `claims` hold that word are held to it, and no others."""

    def mark(law: Law) -> Law:
        setattr(law, _CLAIM, claim)
        return law

    return mark


def claims_of(component: object) -> frozenset[str]:
    """The properties that a component says it has, in a class variable or property `claims`; most have none."""
    return frozenset(getattr(component, "claims", ()))


@dataclass(frozen=True)
class ComponentSuite:
    """The laws of every component, of whatever kind."""

    component: Any

    def claims_only_what_has_a_law(self) -> None:
        """Each word in `claims` has a law of its kind."""
        known = {getattr(member, _CLAIM, None) for _, member in _members(self)}
        strange = sorted(claims_of(self.component) - known)
        expect(not strange, f"it claims {strange}; the claims that have laws are {sorted(filter(None, known))}")

    def is_rebuilt_from_its_spec(self) -> None:
        """Its spec is JSON, and an equal component with an equal spec can be built from it."""
        told = json.loads(json.dumps(spec(self.component), allow_nan=False))
        again = rebuilt(self.component, told)
        expect(type(again) is type(self.component), f"{told} builds a {type(again).__name__}")
        expect(again == self.component, f"{told} builds {again!r}, which is not equal to {self.component!r}")
        expect(spec_hash(again) == spec_hash(self.component), "an equal component has another spec")

    def cannot_be_changed(self) -> None:
        """Its options are fixed from the moment it is made."""
        for field in dataclasses.fields(self.component):
            try:
                setattr(self.component, field.name, getattr(self.component, field.name))
            except dataclasses.FrozenInstanceError:
                continue
            raise LawBroken(f"the option {field.name} can be assigned to")

    def reads_its_options(self) -> None:
        """Some code of its file, or of its package, reads each option: one that nothing reads promises in vain.

        One implementation took three numbers for noise and used none of them.
        """
        read = frozenset().union(*(_attributes_read(file) for file in _sources(type(self.component))))
        idle = [option.name for option in dataclasses.fields(self.component) if option.init and option.name not in read]
        expect(not idle, f"nothing reads {', '.join(idle)}")

    def has_only_options_that_can_be_written_down(self) -> None:
        """Every field is an option, or is worked out from the options and says so (`init=False`, `compare=False`)."""
        for field in dataclasses.fields(self.component):
            expect(field.init or not field.compare, f"the field {field.name} is no option, yet it is compared")


def _sources(cls: type) -> Iterator[Path]:
    """The source files in which the options of a class may be read: of its package, or the one file, and its bases'."""
    for base in cls.__mro__[:-1]:
        package = sys.modules.get(base.__module__.partition(".")[0])
        folders = list(getattr(package, "__path__", ()))
        yield from (file for folder in folders for file in Path(folder).rglob("*.py"))
        if not folders and (file := getattr(sys.modules.get(base.__module__), "__file__", None)):
            yield Path(file)


@cache
def _attributes_read(file: Path) -> frozenset[str]:
    """All x of `something.x` in a source file."""
    return frozenset(re.findall(r"\.([^\W\d]\w*)", file.read_text(encoding="utf-8")))


def rebuilt(component: object, told: Mapping[str, Any]) -> Any:
    """A component of the same kind from the spec `told`, as a worker process would build it."""
    tag = tag_of(component)
    if tag is None:
        raise LawBroken(f"{component!r} is no component: its class has no psrokit decorator")
    return build(tag.kind.name, told, plugin_files(component))


def laws(suite: ComponentSuite) -> Iterator[tuple[str, Callable[[], None]]]:
    """The laws that the component is held to, those of its kind last: (name as a sentence, the law itself).

    A law returns nothing and raises LawBroken. Those of claims that the component does not make are left out.
    """
    claims = claims_of(suite.component)
    for name, member in _members(suite):
        if getattr(member, _CLAIM, None) in {None, *claims}:
            yield name.replace("_", " "), member


def unclaimed(suite: ComponentSuite) -> tuple[str, ...]:
    """The properties that have laws of this kind and that the component does not claim: nothing is known of those."""
    checked = {getattr(member, _CLAIM, None) for _, member in _members(suite)} - {None}
    return tuple(sorted(claim for claim in checked - claims_of(suite.component) if claim))


def _members(suite: ComponentSuite) -> Iterator[tuple[str, Callable[[], None]]]:
    """All laws, also those of claims that the component does not make."""
    names = [name for cls in reversed(type(suite).__mro__) for name in vars(cls) if not name.startswith("_")]
    options = {field.name for field in dataclasses.fields(suite)}
    for name in dict.fromkeys(names):
        if name not in options and callable(member := getattr(suite, name)):
            yield name, member


def results(suite: ComponentSuite) -> Iterator[Result]:
    """Try every law. An exception of any sort is a problem of the component, and the next law is tried."""
    for name, law in laws(suite):
        try:
            law()
        except Exception as error:  # noqa: BLE001 # a foreign component may raise anything
            told = str(error) if isinstance(error, LawBroken) else f"{type(error).__name__}: {error}"
            yield Result(name, told)
        else:
            yield Result(name, None)


def insist(suite: ComponentSuite) -> None:
    """Try every law; raises LawBroken with all that is wrong."""
    problems = [f"- {result.law}: {result.problem}" for result in results(suite) if result.problem is not None]
    if problems:
        raise LawBroken(f"{suite.component!r} breaks {len(problems)} laws:\n" + "\n".join(problems))


def expect(truth: object, otherwise: str) -> None:
    """Raise LawBroken with the sentence `otherwise` unless `truth`."""
    if not truth:
        raise LawBroken(otherwise)
