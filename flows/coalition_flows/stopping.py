"""A run that is told to stop, by TERM or INT, ends within seconds, whatever its threads and its server are doing.

What Prefect does by itself takes minutes: who stops a whole process group (a terminal, ``timeout``, systemd) stops the
Prefect server of the run too, and the run goes on asking it. Finished batches are kept, so nothing need be waited for.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import psutil

from coalition_data.remote.lock import release_held

SIGNALS = (signal.SIGTERM, signal.SIGINT)

UNWIND_SECONDS = 2
"""So long may a run close what it has open; its own Prefect server may be gone, and then it never comes to an end."""

REPORT_SECONDS = 10
"""So long where a server outlives the run and is to know that it ended."""

RELEASE_SECONDS = 5
CHILD_SECONDS = 3
"""Of an object store to answer, and of the children to end before they are killed."""

MESSAGE = "stopped; run again, it goes on where it was"


@contextmanager
def stoppable() -> Iterator[None]:
    """End this process with all its children when it is told to stop: one line, and exit code 128 + signal.

    For the main thread. Python's own handler of the first signal unwinds the run; a thread that the interpreter's
    signal handler wakes, also while Prefect has handlers of its own, ends it where that takes too long.
    """
    listening, woken = socket.socketpair()
    woken.setblocking(False)
    unwound = threading.Event()
    told = [0]

    def interrupt(number: int, frame: FrameType | None) -> None:
        told[0] = number
        _say_nothing_more()
        raise KeyboardInterrupt

    handlers = {number: signal.signal(number, interrupt) for number in SIGNALS}
    descriptor = signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
    watch = threading.Thread(target=_watch, args=(listening, unwound), name="ends a stopped run", daemon=True)
    watch.start()
    try:
        yield
    finally:
        unwound.set()
        signal.set_wakeup_fd(descriptor)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        woken.send(bytes(told))  # the number again: an event loop may have taken the first for itself
        watch.join()  # of a run that was told to stop: never returns
        listening.close()
        woken.close()


def _say_nothing_more() -> None:
    """No traceback of what the interruption meets on its way: a finaliser, another thread, a server that is gone."""
    sys.unraisablehook = lambda _: None
    threading.excepthook = lambda _: None
    logging.disable(logging.CRITICAL)


def _watch(listening: socket.socket, unwound: threading.Event) -> None:
    """Read the numbers of the signals as they come; 0 tells that the run is over."""
    while number := listening.recv(1)[0]:
        if number in SIGNALS:
            unwound.wait(REPORT_SECONDS if os.environ.get("PREFECT_API_URL") else UNWIND_SECONDS)
            _end(number)


def _end(number: int) -> None:
    """End this process and its children, and give back what others would wait for."""
    try:
        release = threading.Thread(target=release_held, daemon=True)
        release.start()
        _each(children := _children(), "terminate")
        release.join(RELEASE_SECONDS)
        psutil.wait_procs(children, timeout=CHILD_SECONDS)
        _each(children := _children(), "kill")  # also those that were started meanwhile
        psutil.wait_procs(children, timeout=CHILD_SECONDS)
        start_of_line = "\n" if sys.stderr.isatty() else ""
        sys.stderr.write(f"{start_of_line}{MESSAGE}\n")
        sys.stderr.flush()
    finally:
        os._exit(128 + number)


def _children() -> list[psutil.Process]:
    found: list[psutil.Process] = psutil.Process().children(recursive=True)
    return found


def _each(processes: list[psutil.Process], action: str) -> None:
    for process in processes:
        try:
            getattr(process, action)()
        except psutil.NoSuchProcess:
            continue
