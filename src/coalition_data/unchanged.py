"""Tell before a run starts that it would change nothing: same inputs, settings, code and libraries as the last one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coalition_data.provenance import code_version
from coalition_data.run import RunPlan
from coalition_data.workspace import Workspace, write_text

LAST_RUN = "last_run.json"
TABLES = ("articles", "meetings", "pledges", "quotes")


@dataclass(frozen=True, slots=True)
class LastRun:
    """What the last complete run of a data folder came to."""

    fingerprint: str
    outcome: dict[str, Any]


def remember_run(plan: RunPlan, outcome: dict[str, Any]) -> None:
    """Save the fingerprint of a run that is complete, with its outcome."""
    content = {"fingerprint": fingerprint_run(plan), "outcome": outcome}
    write_text(_path(plan.workspace), json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def unchanged_outcome(plan: RunPlan, *, after_fetch: bool = False) -> dict[str, Any] | None:
    """The outcome of the last run, where another would come to the same; None where a run is needed.

    Args:
        plan: the run.
        after_fetch: the archive is up to date. Before, a run with pages to fetch is always needed.

    Raises:
        SourceError: a source does not exist.
    """
    last = _last_run(plan.workspace)
    if last is None or not _stands(plan.workspace, str(last.outcome["version"])):
        return None
    if not after_fetch and _asks_the_network(plan):
        return None
    return {**last.outcome, "is_new": False} if last.fingerprint == fingerprint_run(plan) else None


def _asks_the_network(plan: RunPlan) -> bool:
    from coalition_data.ingest import has_pages  # noqa: PLC0415
    from coalition_data.pipeline import sources_of  # noqa: PLC0415

    return plan.settings.ingest.fetch and has_pages(sources_of(plan.workspace, plan.settings))


def fingerprint_run(plan: RunPlan) -> str:
    """SHA-256 over everything that a run's result depends on."""
    from coalition_data.curate import collect_corrections  # noqa: PLC0415 - the stages pay for their imports
    from coalition_data.fetch import Archive  # noqa: PLC0415
    from coalition_data.ingest import fingerprint_inputs  # noqa: PLC0415
    from coalition_data.pipeline import folders_of, sources_of  # noqa: PLC0415

    sources = sources_of(plan.workspace, plan.settings)
    parts = [
        [repr(one) for one in collect_corrections(folders_of(plan.workspace, plan.settings, sources))],
        fingerprint_inputs(sources, Archive(plan.workspace.archive)),
        plan.settings.to_dict(),
        {name: value for name, value in code_version(plan.settings).items() if name != "revision"},
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _last_run(workspace: Workspace) -> LastRun | None:
    try:
        content = json.loads(_path(workspace).read_text(encoding="utf-8"))
        return LastRun(content["fingerprint"], dict(content["outcome"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # no run, or one that was cut short: run again


def _stands(workspace: Workspace, version: str) -> bool:
    """Whether that release is still the latest and the candidate tables are its own."""
    from coalition_data.release import latest_release  # noqa: PLC0415
    from coalition_data.store import sha256_of  # noqa: PLC0415

    latest = latest_release(workspace.releases)
    if latest is None or latest.version != version:
        return False
    pairs = ((workspace.tables / f"{name}.parquet", latest.path / f"{name}.parquet") for name in TABLES)
    return all(ours.is_file() and theirs.is_file() and sha256_of(ours) == sha256_of(theirs) for ours, theirs in pairs)


def _path(workspace: Workspace) -> Path:
    return workspace.data_dir / LAST_RUN
