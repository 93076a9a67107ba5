"""Whole runs against an object store, stage by stage in this process, as the flow makes them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coalition_data import provenance
from coalition_data.batched import Batch, Batches
from coalition_data.cli import main
from coalition_data.pipeline import STAGES
from coalition_data.remote.address import WORK_DIR_VARIABLE
from coalition_data.remote.exchange import only_run, unchanged_so_far, work_on_batch
from coalition_data.remote.files import open_store
from coalition_data.run import RunPlan, plan_run
from coalition_data.settings import AnnotateSettings
from coalition_data.unchanged import remember_run
from coalition_data.validate import gate
from tests.integration.chaos_runner import EngineHere

ARTICLE = (
    "{place} Talks End\n\n{place}, - Ministers of nine countries met in {place} on Tuesday to discuss aid, the "
    "government said.\n\n“We will stay,” {name} Foreign Minister {person} told reporters. {country} will send "
    "{number} instructors to Iraq.\n"
)
ARTICLES = (
    ("BERN", "Swiss", "Anna Keller", "Switzerland", 20),
    ("OSLO", "Norwegian", "Kari Lund", "Norway", 35),
    ("RIGA", "Latvian", "Janis Ozols", "Latvia", 12),
)


def write_articles(folder: Path, *numbers: int) -> Path:
    """Articles as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        place, name, person, country, count = ARTICLES[number]
        text = ARTICLE.format(place=place, name=name, person=person, country=country, number=count)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def plan_for(source: Path, data_dir: str | Path) -> RunPlan:
    """A plan with a batch an article."""
    plan = plan_run([str(source)], data_dir)
    return dataclasses.replace(plan, settings=dataclasses.replace(plan.settings, annotate=AnnotateSettings(batch=1)))


@dataclasses.dataclass
class Made:
    """What a run came to.

    Attributes:
        worked: the stages' batches that were worked on, by number.
    """

    outcome: dict[str, Any]
    worked: dict[str, int]


Work = Callable[[Batches, Batch, RunPlan], None]


def run_plan(plan: RunPlan, last: str = "release", work: Work = work_on_batch) -> Made:
    """Run the stages, up to one of them; ``work`` is how a batch is worked on."""
    if unchanged := unchanged_so_far(plan):
        return Made(unchanged, {})
    worked = {}
    with only_run(plan) as exchange:
        exchange.pull_all()
        for name, stage in STAGES.items():
            exchange.before(stage)
            if isinstance(stage.work, Batches):
                batches = list(stage.work.split(plan.workspace, plan.settings))
                worked[name] = len(batches)
                for batch in batches:
                    work(stage.work, batch, plan)
                exchange.before_join(stage)
                report = stage.work.join(plan.workspace, plan.settings)
            else:
                report = stage.run(plan.workspace, plan.settings)
            exchange.after(stage)
            if name == last:
                break
        if last == "release":
            outcome = {"version": report.facts["version"], "is_new": report.facts["is_new"] == "yes"}
            remember_run(plan, outcome)
            exchange.finish()
            return Made(outcome, worked)
    return Made({}, worked)


def on_machine(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Work as another machine would, whose cache is that folder.

    The gate's engine runs in this process, whose code is in memory: what somebody edits meanwhile is not part of it.
    """
    patch.setenv(WORK_DIR_VARIABLE, str(folder))
    patch.setattr(gate, "EngineProcess", EngineHere)
    patch.setattr(provenance, "source_fingerprint", lambda: "as in memory")


def command(address: str, *arguments: str) -> Result:
    """The command line on data at an address."""
    return CliRunner().invoke(main, [*arguments, "--data-dir", address])


def copy_of(address: str, other: str) -> str:
    """The same objects at another address."""
    store = open_store(address)
    for name in store.list():
        open_store(other).write(name, store.read(name) or b"")
    return other
