"""What a run brings from an object store and sends there, and when; for a folder all of it is nothing."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from coalition_data.batched import Batch, Batches
from coalition_data.batched.kept import BatchStore
from coalition_data.pipeline import STAGES, Stage
from coalition_data.remote.batches import Listed, kind_of, pull_batches, push_batch, push_batches
from coalition_data.remote.files import open_store
from coalition_data.remote.lock import RunLock, held
from coalition_data.remote.mirror import Mirror
from coalition_data.remote.releases import RELEASES, pull_last_release, push_releases
from coalition_data.run import RunPlan, only_run_in
from coalition_data.unchanged import LAST_RUN, unchanged_outcome
from coalition_data.workspace import Workspace

ARCHIVE = "archive"

FOR_A_RUN = (LAST_RUN, "tables", "registry")
"""What a run reads besides the archive, the last release and the kept batches; ``tables`` tell whether one is needed
at all."""


class Exchange:
    """The exchange of one run that works in a folder alone: nothing to bring, nothing to send."""

    def pull_all(self) -> None:
        """Bring what a whole run reads."""

    def before(self, stage: Stage, *, alone: bool = False) -> None:
        """Bring what a stage reads.

        Args:
            stage: that is about to run.
            alone: earlier stages did not run before it in this run: bring what they wrote.
        """

    def before_join(self, stage: Stage) -> None:
        """Bring the batches that workers on other machines have finished."""

    def after(self, stage: Stage) -> None:
        """Send what a stage wrote."""

    def finish(self) -> None:
        """Send what tells the next run that this one is complete."""


class RemoteExchange(Exchange):
    """The exchange with an object store.

    Every method raises ``RemoteError`` where the store fails, and writes nothing once another run holds it.
    """

    def __init__(self, plan: RunPlan, lock: RunLock) -> None:
        assert plan.remote is not None
        self._plan = plan
        self._lock = lock
        self._mirror = Mirror(open_store(plan.remote), plan.workspace.data_dir)
        self._mirror.look()
        self._damaged: dict[str, Listed] = {}

    def pull_all(self) -> None:
        """Bring the archive, the tables, the registry and the last release."""
        _pull_for_a_run(self._mirror)

    def before(self, stage: Stage, *, alone: bool = False) -> None:
        """Bring the kept batches of a stage; alone, also its inputs and the last release."""
        if alone:
            kinds = {self._kind(kept): kept for other in STAGES.values() if (kept := self._kept(other)) is not None}
            _pull_archive(self._mirror)
            self._mirror.pull("registry", *(name for name in stage.inputs if name not in {*kinds, ARCHIVE}))
            pull_last_release(self._mirror)
            for kind in kinds.keys() & set(stage.inputs):
                pull_batches(self._mirror, kinds[kind], with_tables=False)
        kept = self._kept(stage)
        if kept is not None:
            # what was cleaned and extracted is joined in each run; a parse, an output itself, is read once
            with_tables = self._kind(kept) not in stage.outputs
            self._damaged[stage.name] = pull_batches(self._mirror, kept, with_tables=with_tables)

    def before_join(self, stage: Stage) -> None:
        """Bring the batches that this machine lacks."""
        kept = self._kept(stage)
        if kept is not None and self._plan.settings.run.runner != "serial":
            self._mirror.look(self._kind(kept))
            self.before(stage)

    def after(self, stage: Stage) -> None:
        """Send a stage's outputs; a release is published."""
        self._lock.require()
        kept = self._kept(stage)
        kind = None if kept is None else self._kind(kept)
        if kept is not None:
            push_batches(self._mirror, kept, self._damaged.get(stage.name, {}))
        self._mirror.push(*(name for name in stage.outputs if name not in {kind, RELEASES}))
        if RELEASES in stage.outputs:
            push_releases(self._mirror, self._lock)

    def finish(self) -> None:
        """Send ``last_run.json``."""
        self._lock.require()
        self._mirror.push(LAST_RUN)

    def _kept(self, stage: Stage) -> BatchStore | None:
        """What a stage keeps from run to run, None where it begins anew."""
        if not isinstance(stage.work, Batches):
            return None
        return stage.work.kept(self._plan.workspace, self._plan.settings)

    def _kind(self, kept: BatchStore) -> str:
        return kind_of(kept, self._plan.workspace.data_dir)


@contextmanager
def only_run(plan: RunPlan) -> Iterator[Exchange]:
    """Hold the data folder, and the address where there is one, for one run.

    Raises:
        StoreError: another run holds the folder, or it cannot be written.
        RemoteError: another run holds the address, or the store cannot be used.
    """
    with only_run_in(plan.workspace):
        if plan.remote is None:
            yield Exchange()
            return
        with held(open_store(plan.remote), plan.workspace.data_dir) as lock:
            yield RemoteExchange(plan, lock)


def unchanged_so_far(plan: RunPlan) -> dict[str, Any] | None:
    """The outcome of the last run, where another would come to the same (``unchanged.unchanged_outcome``).

    Raises:
        SourceError: a source does not exist.
        RemoteError: the store cannot be used.
    """
    if plan.remote is None:
        return unchanged_outcome(plan)
    with only_run_in(plan.workspace):
        mirror = Mirror(open_store(plan.remote), plan.workspace.data_dir)
        mirror.look()
        if LAST_RUN not in mirror.listed:
            return None
        _pull_for_a_run(mirror)
        return unchanged_outcome(plan)


def work_on_batch(batches: Batches, batch: Batch, plan: RunPlan) -> None:
    """Work on one batch and keep its result where the run finds it; on any machine.

    Raises:
        RemoteError: the result cannot be sent.
    """
    if plan.remote is None:
        batches.work(batch, plan.workspace, plan.settings)
        return
    with _folder_here(plan.workspace) as workspace:
        batches.work(batch, workspace, plan.settings)
        kept = batches.kept(workspace, plan.settings)
        push_batch(open_store(plan.remote), workspace.data_dir, batch.key, kind_of(kept, workspace.data_dir))


@contextmanager
def _folder_here(workspace: Workspace) -> Iterator[Workspace]:
    """The run's work folder where this machine has it, else one for the time being."""
    if workspace.data_dir.is_dir():
        yield workspace
        return
    with tempfile.TemporaryDirectory(prefix="coalition-data-") as folder:
        yield dataclasses.replace(workspace, data_dir=Path(folder))


def _pull_archive(mirror: Mirror) -> None:
    """Bring the archive, unless it is only here that it changed: a killed run's pages need not be fetched again."""
    if mirror.has_changed(ARCHIVE):
        mirror.pull(ARCHIVE)


def _pull_for_a_run(mirror: Mirror) -> None:
    _pull_archive(mirror)
    mirror.pull(*FOR_A_RUN)
    pull_last_release(mirror)
