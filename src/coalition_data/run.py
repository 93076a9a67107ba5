"""What one run is asked to do: sources, data folder and settings, resolved and checked before anything starts."""

from __future__ import annotations

import dataclasses
import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coalition_data.errors import StoreError
from coalition_data.partial import remove_partials
from coalition_data.remote.address import DataDir, is_address, work_folder
from coalition_data.settings import Settings, find_params, load_settings, require_model
from coalition_data.workspace import Workspace

DATA_DIR = "data"


@dataclass(frozen=True, slots=True)
class RunPlan:
    """One run, ready to start.

    Attributes:
        workspace: where it reads and writes.
        settings: those of the parameter file, with what the caller overrode.
        params: the parameter file, None for the built-in defaults.
        overridden: the options by which the caller overrode the file, as typed.
        remote: address of the data in an object store, of which the workspace is a mirror (``remote``); None where
            the data folder is all there is.
    """

    workspace: Workspace
    settings: Settings
    params: Path | None
    overridden: tuple[str, ...] = ()
    remote: str | None = None


def plan_run(
    sources: Sequence[str] = (),
    data_dir: DataDir = DATA_DIR,
    params: str | Path | None = None,
    *,
    allow_shrink: bool = False,
) -> RunPlan:
    """Resolve what a caller asked for.

    Args:
        sources: files or folders, relative to the current folder; none: those of the parameter file.
        data_dir: folder for everything that the run writes, or the address of one in an object store.
        params: a YAML file; None for ``params.yaml`` in the current folder where there is one, else the defaults.
        allow_shrink: let a table shrink by more than the settings allow.

    Raises:
        SettingsError: the parameter file cannot be used.
    """
    file = Path(params) if params is not None else find_params(Path())
    settings = load_settings(file)
    base = file.parent if file else Path()
    overridden: list[str] = []
    if sources:
        settings = dataclasses.replace(settings, ingest=dataclasses.replace(settings.ingest, sources=tuple(sources)))
        base = Path()
        overridden.append("--source")
    if allow_shrink and not settings.validate.allow_shrink:
        settings = dataclasses.replace(settings, validate=dataclasses.replace(settings.validate, allow_shrink=True))
        overridden.append("--allow-shrink")
    remote = str(data_dir).rstrip("/") if is_address(data_dir) else None
    return RunPlan(Workspace(local_folder(data_dir), base), settings, file, tuple(overridden), remote)


def local_folder(data_dir: DataDir) -> Path:
    """The folder on this machine in which a run works."""
    return work_folder(str(data_dir)) if is_address(data_dir) else Path(data_dir)


@contextmanager
def only_run_in(workspace: Workspace) -> Iterator[None]:
    """Hold the data folder for one run, and clear what killed runs left half written.

    The lock ends with the process, however it ends.

    Raises:
        StoreError: another run holds it, or the folder cannot be written.
    """
    make_folder(workspace.data_dir)
    handle = os.open(workspace.data_dir / ".run.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError(
                f"another run is working in {workspace.data_dir}", "wait until it ends, or choose another --data-dir"
            ) from error
        remove_partials(workspace.written)
        yield
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder with all above it.

    Raises:
        StoreError: it cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be made: {error.strerror}", "choose another folder with --data-dir"
        ) from error
    if not os.access(folder, os.W_OK):
        raise StoreError(f"{folder} cannot be written", "choose another folder with --data-dir")


def require_sources(plan: RunPlan) -> None:
    """Check that the language model and every source is there and every declaration right, before anything starts.

    Raises:
        SettingsError: the language model is not installed, or is none.
        SourceError: a source is not there; names the file and, of a declaration, the line.
    """
    from coalition_data.ingest import resolve_sources  # noqa: PLC0415 - only a run needs the readers

    require_model(plan.settings.annotate.model, "the settings" if plan.params is None else str(plan.params))
    resolve_sources(plan.settings.ingest.sources, plan.workspace.source_base)
