"""Randomness named by purpose.

A random number's origin is the hash of what it is for, `seed(run_seed, "payoff", 3, 7)`, never the state of a
generator somebody else also uses. Order of work, number of workers, retries and resuming cannot change a result.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np


def seed(*purpose: int | str) -> int:
    """A number in [0, 2^63) that depends on every part of `purpose` and on its order, and on nothing else."""
    digest = blake2b(digest_size=8)
    for part in purpose:
        text = f"{type(part).__name__}:{part}"
        digest.update(f"{len(text)}:{text}".encode())
    return int.from_bytes(digest.digest(), "big") >> 1


def generator(*purpose: int | str) -> np.random.Generator:
    """An independent NumPy generator for one purpose."""
    return np.random.Generator(np.random.PCG64(seed(*purpose)))
