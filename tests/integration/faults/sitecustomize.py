"""Faults of workers, for processes that have this folder on their path: what no test can do to a process from outside.

``FAULTS`` names a folder. Where it holds a file ``hold``, the first process that begins to parse an article writes its
number to ``victim`` and waits to be killed. An article with the words ``POISON`` ends whatever process parses it; what
pages do to a process that cleans them is told by their words as well. Where the folder holds a file ``full``, results
end the process that keeps them.
"""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import Any

POISON = "ends whatever reads it"
PAGE_POISON = "ends whatever cleans it"
PAGE_POISON_ONCE = "ends the first that cleans it"
PAGE_HANGS = "hangs whatever cleans it"

if "FAULTS" in os.environ:
    from coalition_data.annotate.parser import Parser
    from coalition_data.batched.kept import Batch, BatchStore
    from coalition_data.records import RawDocument

    folder = Path(os.environ["FAULTS"])
    parse, begin, keep = Parser.parse, Batch.begin, BatchStore.keep

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

    def begin_with_faults(self: Batch, item: Any) -> Any:
        found = begin(self, item)
        if found is None and isinstance(item, RawDocument):
            if PAGE_POISON.encode() in item.data:
                os.kill(os.getpid(), signal.SIGKILL)
            if PAGE_POISON_ONCE.encode() in item.data and not (folder / "died").exists():
                (folder / "died").touch()
                os.kill(os.getpid(), signal.SIGKILL)
            if PAGE_HANGS.encode() in item.data:
                threading.Event().wait()
        return found

    def keep_with_faults(self: BatchStore, *arguments: Any) -> None:
        if (folder / "full").exists():
            os.kill(os.getpid(), signal.SIGKILL)
        keep(self, *arguments)

    Parser.parse = parse_with_faults  # type: ignore[method-assign]
    Batch.begin = begin_with_faults  # type: ignore[method-assign]
    BatchStore.keep = keep_with_faults  # type: ignore[method-assign]
