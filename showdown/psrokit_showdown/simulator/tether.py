"""Run as a script: become another program that Linux kills when the process that started it dies.

`python tether.py PARENT PROGRAM ARGUMENT...` A parent killed outright cannot end its children, and a child stuck in an
endless loop does not notice that its standard input was closed. The kernel does.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, program: list[str]) -> None:
    """Ask to be killed with `parent`, then turn into `program` (the request survives that)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == parent:  # else it died before it was asked for
        os.execv(program[0], program)  # noqa: S606 - the command comes from child.py


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
