"""A batch in a process apart, where an article that ends the process is found and set aside."""

from __future__ import annotations

import dataclasses
import multiprocessing
import signal
from multiprocessing.connection import Connection

from coalition_data.batched import Batch
from coalition_data.errors import RunnerError
from coalition_data.pipeline import STAGES
from coalition_data.records import Article, SetAside
from coalition_data.remote.exchange import work_on_batch
from coalition_data.run import RunPlan


def work_alone(name: str, batch: Batch, plan: RunPlan) -> None:
    """Work on a batch in a process of its own on this machine, without the articles in which that process dies.

    The process tells which article it begins; when it dies, that article is set aside and another process takes the
    batch, so that each of these articles costs one process.

    Raises:
        RunnerError: the process dies before it begins an article.
        CoalitionDataError: the stage could not run.
    """
    context = multiprocessing.get_context("spawn")
    articles = {article.article_id: article for article in batch.articles}
    while True:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(there, name, batch, plan), name=f"{name} {batch.key}")
        process.start()
        there.close()
        begun = _last_begun(here)
        process.join()
        if process.exitcode == 0:
            return
        if begun is None or begun in batch.fatal:
            raise RunnerError(
                f"{name} of {_listed(batch)}: the process {_ending(process.exitcode)} before it began an article",
                "see whether this machine has memory enough: a process takes about 1 GB",
            )
        found = _set_aside(articles[begun], name, process.exitcode)
        batch = dataclasses.replace(batch, fatal={**batch.fatal, begun: found})


def _work(tell: Connection, name: str, batch: Batch, plan: RunPlan) -> None:
    """What the process does: article ids as they are begun, at last an error where there was one."""
    batches = STAGES[name].work
    try:
        work_on_batch(batches, dataclasses.replace(batch, tell=tell.send), plan)  # type: ignore[arg-type]
    except Exception as error:
        tell.send(error)


def _last_begun(told: Connection) -> str | None:
    """The article that was begun last, when the process has ended or is done; raises the error that it tells."""
    begun = None
    while True:
        try:
            message = told.recv()
        except EOFError:
            return begun
        if isinstance(message, Exception):
            raise message
        begun = message


def _set_aside(article: Article, name: str, exitcode: int | None) -> SetAside:
    detail = f"{article.source_uri}: the process in which {name} worked on it {_ending(exitcode)}, every time"
    return SetAside(article.source_uri, name, "extraction_error", detail, article.raw_sha256)


def _ending(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        return f"was ended by {signal.Signals(-exitcode).name}"
    return f"ended with code {exitcode}"


def _listed(batch: Batch) -> str:
    names = [article.source_uri for article in batch.articles]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
