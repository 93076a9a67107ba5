"""Faults of workers, for processes that have this folder on their path: what no test can do to a process from outside.

``FAULTS`` names a folder. Where it holds a file ``hold``, the first process that begins to parse an article writes its
number to ``victim`` and waits to be killed. An article with the words ``POISON`` ends whatever process parses it.
"""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import Any

POISON = "ends whatever reads it"

if "FAULTS" in os.environ:
    from coalition_data.annotate.parser import Parser

    folder = Path(os.environ["FAULTS"])
    parse = Parser.parse

    def wait_for_the_end() -> None:
        own = folder / f"{os.getpid()}.pid"
        own.write_text(str(os.getpid()))
        try:
            os.link(own, folder / "victim")  # in one step, and for one process only
        except FileExistsError:
            return
        threading.Event().wait()

    def parse_with_faults(self: Parser, article: Any) -> Any:
        if POISON in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if (folder / "hold").exists():
            wait_for_the_end()
        return parse(self, article)

    Parser.parse = parse_with_faults  # type: ignore[method-assign]
