"""Names and numbers as they stand in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from psrokit.api import Floats, PayoffTable, Profile, Question, Role, return_bounds, returns_are_wins
from psrokit_plugins.analysis.numbers import by_size
from psrokit_plugins.structure.clustering import SUPPORT

_SMALL = 1e-4


def of_role(question: Question, role: Role) -> str:
    """What stands behind a noun where there are several roles: " of ROLE", else nothing."""
    return f" of {role}" if len(question.named.names) > 1 else ""


def in_seats(question: Question, profile: Profile) -> str:
    """The policies of a profile, seat by seat: "rock / paper"."""
    return " / ".join(question.named.profile(profile))


def mixture(question: Question, role: Role, weights: Floats) -> str:
    """The policies that have weight, the heaviest first: "rock 60 %, paper 40 %"; the name alone of a single one."""
    names = question.named.names[role]
    order = [i for i in by_size(weights) if weights[i] > SUPPORT]
    return ", ".join(f"{names[i]} {share_in_words(float(weights[i]))}" if len(order) > 1 else names[i] for i in order)


def returns_in_words(question: Question) -> str:
    """Between what returns are taken to lie, and whether the table states it."""
    table = question.table
    ends = [f"{low:g} and {high:g}" for low, high in zip(*return_bounds(table), strict=True)]
    told = (
        [ends[0]] if len(set(ends)) == 1 else [f"{end} ({s})" for s, end in zip(seat_names(table), ends, strict=True)]
    )
    known = table.returns is not None or returns_are_wins(table)
    return f"between {listed(told)}" + ("" if known else ", since the table shows no others and states no range")


def seat_names(table: PayoffTable) -> list[str]:
    """One name per seat: its role, numbered where seats share one."""
    alike = len(set(table.seats)) < len(table.seats)
    return [f"{role} {seat}" if alike else role for seat, role in enumerate(table.seats)]


def plain(value: float) -> str:
    """A number in a sentence: three digits, and no more than is worth saying of a very small one."""
    if abs(value) < _SMALL:
        return "0" if abs(value) < 1e-12 else "less than 0.0001"
    return f"{value:.3g}"


def at_most(value: float) -> str:
    """A bound in a sentence."""
    return "less than 0.0001" if value < _SMALL else f"at most {plain(value)}"


def share_in_words(share: float) -> str:
    """A share in words: "56 %"."""
    if 0 < share < 0.005:
        return "less than 1 %"
    return "more than 99 %" if 0.995 < share < 1 else f"{100 * share:.0f} %"


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names in a sentence, the rest counted."""
    names = list(names)
    shown = names[:most] if len(names) > most + 1 else names
    if len(shown) < len(names):
        return f"{', '.join(shown)} and {len(names) - len(shown)} others"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "none"
