"""A component in the words of a sentence."""

from __future__ import annotations

from psrokit.api import spec


def in_words(component: object) -> str:
    """Its name and the options that are set: "alpha_rank (population 50)"."""
    options = spec(component)
    name = options.pop("use")
    chosen = ", ".join(f"{option} {value}" for option, value in options.items() if value is not None)
    return f"{name} ({chosen})" if chosen else str(name)
