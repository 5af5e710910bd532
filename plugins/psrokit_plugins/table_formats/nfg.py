"""Gambit's files of games in normal form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import Floats, NamedTable, table_format
from psrokit_plugins.tables.nfg_text import Tokens
from psrokit_plugins.tables.payoffs import MOST_PAYOFFS, complete_payoffs, distinct, table_of_payoffs
from psrokit_plugins.tables.text import read_text

_QUOTE = str.maketrans({'"': '\\"', "\\": "\\\\"})


@table_format("nfg")
@dataclass(frozen=True)
class Nfg:
    """Gambit's .nfg in both its forms, payoffs and outcomes; decimals, integers and fractions.

    Payoffs are exact. Every player has a role of its own, also in a game that looks symmetric. Written are the means
    of a table in payoff form; a comment says where they come from games, whose numbers the format cannot hold. Names
    are written as they are; Gambit 16 itself reads names of plain ASCII alone.
    """

    def recognises(self, path: Path, beginning: str) -> bool:
        """A file that ends in .nfg or begins with NFG."""
        return path.suffix.lower() == ".nfg" or beginning.lstrip().startswith("NFG ")

    def read(self, path: Path) -> NamedTable:
        """A table of exact payoffs. Raises InputError with line and column."""
        tokens = Tokens(str(path), read_text(path))
        for word in ("NFG", "1"):
            tokens.word(word)
        tokens.word("R", "D")
        tokens.text()
        players = tokens.texts()
        if len(players) < 2:
            raise tokens.wrong("at least two players")
        roles = distinct(players, "player")
        strategies = _strategies(tokens, len(roles))
        sizes = tuple(len(names) for names in strategies)
        if np.prod([float(size) for size in (len(roles), *sizes)]) > MOST_PAYOFFS:
            raise tokens.wrong(f"a game of at most {MOST_PAYOFFS} payoffs")
        if tokens.at_text():
            tokens.text()
        profiles = int(np.prod(sizes))
        cells = _outcomes(tokens, len(roles), profiles) if tokens.at("{") else tokens.numbers(len(roles) * profiles)
        tokens.end()
        # the strategy of the first player changes fastest
        flat = np.reshape(cells, (profiles, len(roles)))
        payoffs = np.stack([column.reshape(sizes, order="F") for column in flat.T])
        named = dict(zip(roles, strategies, strict=True))
        return NamedTable(table_of_payoffs(roles, payoffs), named, path.name)

    def write(self, named: NamedTable, path: Path) -> None:
        """Payoff form. Raises IntegrityError for a table with missing payoffs."""
        path.write_text(nfg_text(named), encoding="utf-8")


def nfg_text(named: NamedTable) -> str:
    """A table as the text of an .nfg file that Gambit reads; every payoff is written to the last bit."""
    payoffs = complete_payoffs(named, "an .nfg file")
    table = named.table
    roles = distinct(table.seats, "player")
    strategies = ["{ " + " ".join(map(_quoted, named.names[role])) + " }" for role in table.seats]
    origin = "exact payoffs" if table.exact.all() else "means of sampled games; their numbers are not kept here"
    flat = np.stack([payoff.ravel(order="F") for payoff in payoffs], axis=1)
    body = "\n".join(" ".join(_decimal(number) for number in row) for row in flat.tolist())
    head = f"NFG 1 R {_quoted(named.source)}\n{{ {' '.join(map(_quoted, roles))} }}\n{{ {' '.join(strategies)} }}\n"
    return f"{head}{_quoted(origin)}\n\n{body}\n"


def _strategies(tokens: Tokens, players: int) -> list[tuple[str, ...]]:
    """Names in braces for each player, or numbers of strategies."""
    tokens.open()
    if tokens.at("{"):
        names = [distinct(tokens.texts(), "strategy") for _ in range(players)]
    else:
        names = [tuple(f"{index + 1}" for index in range(tokens.size())) for _ in range(players)]
    tokens.close()
    if not all(names):
        raise tokens.wrong("at least one strategy per player")
    return names


def _outcomes(tokens: Tokens, players: int, profiles: int) -> Floats:
    """Payoffs per profile, from a list of outcomes and an outcome number per profile; outcome 0 pays nothing."""
    outcomes = [[0.0] * players]
    tokens.open()
    while tokens.at("{"):
        tokens.open()
        if tokens.at_text():
            tokens.text()
        outcomes.append(tokens.numbers(players))
        tokens.close()
    tokens.close()
    return np.array([outcomes[tokens.index(len(outcomes))] for _ in range(profiles)]).ravel()


def _quoted(text: str) -> str:
    return f'"{" ".join(text.split()).translate(_QUOTE)}"'


def _decimal(number: float) -> str:
    """The shortest decimal that reads back as the same number, without an exponent of Python's making."""
    return np.format_float_positional(number, trim="-") if number else "0"
