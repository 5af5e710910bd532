"""A child process that answers lines with lines, every wait of which has an end."""

from __future__ import annotations

import os
import selectors
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE, Popen, TimeoutExpired
from time import monotonic
from typing import Literal

FaultKind = Literal["crash", "hang", "garbage"]
LONGEST_LINE = 256 * 2**20
COMPLAINT_TAIL = 4096
TETHER = Path(__file__).with_name("tether.py")
_CHUNK = 2**18
_MOST_PIECES = 64
"""Of a complaint's end: who never ceases to complain is not heard out."""
_KILL_SECONDS = 5.0


class ChildFault(Exception):
    """The child died ("crash"), was silent for too long ("hang") or said what nobody can read ("garbage")."""

    def __init__(self, kind: FaultKind, message: str) -> None:
        super().__init__(message)
        self.kind: FaultKind = kind


class Child:
    """One child in a process group of its own. `send` a line, `receive` a line; after a fault, `kill` it."""

    def __init__(self, command: Sequence[str | Path]) -> None:
        self._process = Popen(  # noqa: S603 - our own worker, run by the pinned Node
            _tethered([str(part) for part in command]),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            bufsize=0,
            env={name: value for name, value in os.environ.items() if not name.startswith("NODE_")},
            start_new_session=True,
        )
        self._pipes = [pipe for pipe in (self._process.stdin, self._process.stdout, self._process.stderr) if pipe]
        self._stdin, self._stdout, self._stderr = (pipe.fileno() for pipe in self._pipes)
        self._selector = selectors.DefaultSelector()
        for pipe in (self._stdin, self._stdout, self._stderr):
            os.set_blocking(pipe, False)
        for pipe in (self._stdout, self._stderr):
            self._selector.register(pipe, selectors.EVENT_READ)
        self._heard = bytearray()
        self._complaint = bytearray()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def send(self, line: bytes, until: float) -> None:
        """Write `line`, its newline included, before the monotonic time `until`. Raises ChildFault."""
        left = memoryview(line)
        self._selector.register(self._stdin, selectors.EVENT_WRITE)
        while left:
            if self._stdin in self._wait(until):
                left = left[self._write(left[:_CHUNK]) :]
        self._selector.unregister(self._stdin)

    def receive(self, until: float) -> bytes:
        """The next line, without its newline, before the monotonic time `until`. Raises ChildFault."""
        searched = 0
        while (end := self._heard.find(b"\n", searched)) < 0:
            searched = len(self._heard)
            if searched > LONGEST_LINE:
                raise self.fault("garbage", f"said {searched} bytes without ending a line")
            self._wait(until)
        line = bytes(self._heard[:end])
        del self._heard[: end + 1]
        return line

    def fault(self, kind: FaultKind, what: str) -> ChildFault:
        """A ChildFault that says what the child did and how its standard error ends."""
        if self._stderr in self._selector.get_map():
            self._read_last_words()
        words = self._complaint.decode(errors="replace").strip()
        return ChildFault(kind, f"the simulator {what}" + (f"; its last words: {words}" if words else ""))

    def kill(self) -> None:
        """End the child and whatever it started. Never raises, and waits a few seconds at most."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(TimeoutExpired):
            self._process.wait(_KILL_SECONDS)
        self._selector.close()
        for pipe in self._pipes:
            pipe.close()

    def _wait(self, until: float) -> set[int]:
        """Wait for any pipe, read those that have something to read, and say which were ready."""
        ready = {key.fd for key, _ in self._selector.select(max(0.0, until - monotonic()))}
        if not ready or (ready == {self._stderr} and monotonic() > until):  # complaints are no answer
            raise self.fault("hang", "was silent past its deadline")
        if self._stderr in ready:
            self._read_complaint()
        if self._stdout in ready:
            self._listen()
        return ready

    def _listen(self) -> None:
        said = os.read(self._stdout, _CHUNK)
        if not said:
            raise self.fault("crash", f"died{self._how()}")
        self._heard += said

    def _read_last_words(self) -> None:
        for _ in range(_MOST_PIECES):
            if not self._read_complaint():
                return

    def _read_complaint(self) -> bool:
        """Read a piece of its standard error; whether there may be more."""
        try:
            said = os.read(self._stderr, _CHUNK)
        except BlockingIOError:
            return False
        if not said:
            self._selector.unregister(self._stderr)  # the end of a pipe is always ready: it would never wait again
        self._complaint = (self._complaint + said)[-COMPLAINT_TAIL:]
        return bool(said)

    def _write(self, part: memoryview) -> int:
        try:
            return os.write(self._stdin, part)
        except BlockingIOError:
            return 0
        except BrokenPipeError:
            raise self.fault("crash", f"died{self._how()}") from None

    def _how(self) -> str:
        try:
            code = self._process.wait(_KILL_SECONDS)
        except TimeoutExpired:
            return " (it closed its output)"
        return f" by signal {-code}" if code < 0 else f" with exit code {code}"


def _tethered(command: list[str]) -> list[str]:
    """`command`, on Linux started so that the kernel ends it with us.

    Linux means the *thread* that started it, so other threads than the main one leave it to the child's own watch.
    """
    if sys.platform != "linux" or not sys.executable or threading.current_thread() is not threading.main_thread():
        return command
    return [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), *command]
