"""One worker process, seen from the pool: what it was given, what it says, how it ends."""

from __future__ import annotations

import os
import selectors
import signal
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE, Popen, TimeoutExpired
from typing import IO

_CHUNK = 2**18
_COMPLAINT_TAIL = 4096
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
PROGRAM = "psrokit_plugins.worker"


@dataclass(slots=True, eq=False)
class Child:
    """A worker process with its pipes, in a session of its own so that Ctrl-C reaches only us.

    outstanding: numbers of the matches it has been given and not answered. known: hashes of the policies it has.
    silent: seconds we have waited for it since it last said something.
    """

    process: Popen[bytes]
    outstanding: set[int] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    ready: bool = False
    silent: float = 0.0
    unsent: bytearray = field(default_factory=bytearray)
    heard: bytearray = field(default_factory=bytearray)
    complaint: bytearray = field(default_factory=bytearray)

    @classmethod
    def start(cls) -> Child:
        """A new worker. It belongs to this thread: when the thread ends, so does the worker (on Linux)."""
        main = threading.current_thread() is threading.main_thread()
        child = cls(
            Popen(  # noqa: S603 # our own program
                [sys.executable, "-P", "-m", PROGRAM, str(os.getpid() if main else 0)],
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                bufsize=0,
                env=_environment(),
                start_new_session=True,
            )
        )
        for pipe in child.pipes:
            os.set_blocking(pipe.fileno(), False)
        return child

    @property
    def pipes(self) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
        """Its standard input, output and error."""
        process = self.process
        assert process.stdin
        assert process.stdout
        assert process.stderr
        return process.stdin, process.stdout, process.stderr

    @property
    def busy(self) -> bool:
        """Whether we wait for something it must say."""
        return not self.ready or bool(self.outstanding)

    def register(self, selector: selectors.BaseSelector) -> None:
        """Have `selector` watch the pipes on which something can happen."""
        stdin, stdout, stderr = self.pipes
        for pipe in (stdout, stderr):
            if not pipe.closed:
                selector.register(pipe, selectors.EVENT_READ, self)
        if self.unsent:
            selector.register(stdin, selectors.EVENT_WRITE, self)

    def send(self) -> None:
        """Write what fits into the pipe. A dead worker is noticed when its output ends."""
        try:
            written = self.pipes[0].write(self.unsent[:_CHUNK])
            del self.unsent[: written or 0]
        except BrokenPipeError:
            self.unsent.clear()

    def listen(self) -> list[bytes] | None:
        """The lines it has said by now; None if it has ended. Call only when there is something to read."""
        said = self.pipes[1].read(_CHUNK)
        if said == b"":
            return None
        self.heard += said or b""
        *lines, rest = self.heard.split(b"\n")
        self.heard = bytearray(rest)
        return [bytes(line) for line in lines]

    def hear_complaint(self) -> None:
        """Keep the end of what it writes to standard error."""
        stderr = self.pipes[2]
        said = stderr.read(_CHUNK)
        if said == b"":
            stderr.close()  # the end of a pipe is always ready: it would never wait again
        self.complaint = (self.complaint + (said or b""))[-_COMPLAINT_TAIL:]

    def last_words(self) -> str:
        """How it ended and what it wrote last, in words."""
        code = self.process.poll()
        how = f"exit code {code}" if code is None or code >= 0 else f"signal {signal.Signals(-code).name}"
        words = self.complaint.decode(errors="replace").strip()
        return how + (f"; its last words:\n{words}" if words else "")

    def dismiss(self) -> None:
        """Tell it that nothing more will come, so that it ends by itself."""
        self.pipes[0].close()

    def end(self, within: float) -> None:
        """Wait for its end, and kill it if it does not come."""
        try:
            self.process.wait(within)
        except TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if not self.pipes[2].closed:
            self.hear_complaint()
        for pipe in self.pipes:
            pipe.close()


def _environment() -> dict[str, str]:
    """Ours, importing from where we import, and one thread for the arithmetic of each worker unless the user says."""
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    return {**dict.fromkeys(_ONE_THREAD, "1"), **os.environ, "PYTHONPATH": path}
