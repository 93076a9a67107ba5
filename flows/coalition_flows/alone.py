"""A batch in a process apart, where an article that ends the process, or hangs it, is found and set aside."""

from __future__ import annotations

import dataclasses
import multiprocessing
import signal
from collections import defaultdict
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from coalition_data.batched import Batch, WorkItem, digest_of, identity_of
from coalition_data.batched.kept import ALL_DONE
from coalition_data.errors import RunnerError
from coalition_data.pipeline import STAGES
from coalition_data.records import SetAside
from coalition_data.remote.exchange import work_on_batch
from coalition_data.run import RunPlan

ARTICLE_SECONDS = 600
"""From one article to the next, the load of the model included; the longest articles take a minute."""

DEATHS = 2
"""So many processes must die over an article before it is set aside. The first may have been ended for the memory that
others took."""

NOTHING_BEGUN = ""


def work_alone(name: str, batch: Batch, plan: RunPlan) -> None:
    """Work on a batch in a process of its own on this machine, without the articles in which that process dies.

    The process tells which article it begins; when it dies or hangs, another one takes the batch, and when that one
    dies over the same article, the article is set aside.

    Raises:
        RunnerError: two processes die before they begin an article, or when they keep the results.
        CoalitionDataError: the stage could not run.
    """
    articles = {identity_of(article): article for article in batch.articles}
    endings: dict[str, list[str]] = defaultdict(list)
    while death := _run_apart(name, batch, plan):
        begun, ending = death
        endings[begun].append(ending)
        if len(endings[begun]) < DEATHS:
            continue
        if begun not in articles:
            where = "when it had worked on all of them" if begun == ALL_DONE else "before it began an article"
            raise RunnerError(
                f"{name} of {_listed(batch)}: the process {ending} {where}",
                "see whether this machine has memory and disk enough: a process takes about 1 GB of memory",
            )
        found = _set_aside(articles[begun], name, endings[begun])
        batch = dataclasses.replace(batch, fatal={**batch.fatal, begun: found})


def _run_apart(name: str, batch: Batch, plan: RunPlan) -> tuple[str, str] | None:
    """Work on a batch in a process; where it dies, what it had begun and how it ended."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, name, batch, plan), name=f"{name} {batch.key}")
    process.start()
    there.close()
    begun, hangs = _follow(here)
    if hangs:
        return begun, _kill(process)
    process.join(ARTICLE_SECONDS)
    if process.exitcode is None:
        return begun, _kill(process)
    return None if process.exitcode == 0 else (begun, _ending(process.exitcode))


def _work(tell: Connection, name: str, batch: Batch, plan: RunPlan) -> None:
    """What the process does: article ids as they are begun, at last an error where there was one."""
    batches = STAGES[name].work
    try:
        work_on_batch(batches, dataclasses.replace(batch, tell=tell.send), plan)  # type: ignore[arg-type]
    except Exception as error:
        tell.send(error)


def _follow(told: Connection) -> tuple[str, bool]:
    """What was begun last when the process has ended, and whether it hangs; raises the error that it tells."""
    begun = NOTHING_BEGUN
    while told.poll(ARTICLE_SECONDS):
        try:
            message = told.recv()
        except (EOFError, OSError):  # OSError: it died in the middle of a message
            return begun, False
        if isinstance(message, Exception):
            raise message
        begun = message
    return begun, True


def _kill(process: BaseProcess) -> str:
    process.kill()
    process.join()
    return f"hung for {ARTICLE_SECONDS} s"


def _set_aside(article: WorkItem, name: str, endings: list[str]) -> SetAside:
    how = ", then another ".join(endings)
    detail = f"{article.source_uri}: the process in which {name} worked on it {how}"
    return SetAside(article.source_uri, name, "extraction_error", detail, digest_of(article))


def _ending(exitcode: int) -> str:
    if exitcode < 0:
        return f"was ended by {signal.Signals(-exitcode).name}"
    return f"ended with code {exitcode}"


def _listed(batch: Batch) -> str:
    names = [article.source_uri for article in batch.articles]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
