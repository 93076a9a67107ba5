"""The stages in order: the one list that the flow, ``dvc.yaml`` and the command line share.

A stage is a function of the workspace and the settings: it reads the files that earlier stages wrote, calls the
pure function of its package, and writes its outputs. Clean, annotate and extract work in batches of
articles whose results are kept (``batched``); a caller may run them as it likes, ``run`` runs one after the other.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coalition_data import store
from coalition_data.batched import ANNOTATE, CLEAN, EXTRACT, EXTRACTED, Batches
from coalition_data.batched.garbage import seldom_collected
from coalition_data.errors import GateError, StoreError
from coalition_data.records import KnownId, Note, RawDocument, SetAside
from coalition_data.settings import Settings
from coalition_data.workspace import StageReport, Workspace, write_text

if TYPE_CHECKING:
    from coalition_data.ingest import Source

Advance = Callable[[int, int], None]
"""Told how many parts of a stage are done, and how many there are as far as is known."""

DOCUMENTS_PER_GROUP = 128
"""Documents of a row group of ``stages/documents.parquet``: some tens of megabytes of pages at once in memory."""

TABLES = ("articles", *EXTRACTED)


def not_watched(done: int, expected: int) -> None:
    """Where nobody watches."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A stage that takes long without batches, and tells how far it is.

    Attributes:
        work: the whole stage; calls ``advance(done, expected)`` now and then.
    """

    work: Callable[[Workspace, Settings, Advance], StageReport]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step from files to files.

    Attributes:
        name: as in ``dvc.yaml`` and on the command line.
        summary: one line for ``--help`` and progress.
        work: the whole stage as one function, watched or not, or its batches.
        inputs, outputs: files and folders below the data folder.
        code: files and folders that its result depends on, from the project's root.
        parameters: sections of the settings that it reads.
    """

    name: str
    summary: str
    work: Callable[[Workspace, Settings], StageReport] | Batches | Watched
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    code: tuple[str, ...]
    parameters: tuple[str, ...]

    def run(self, workspace: Workspace, settings: Settings) -> StageReport:
        """Run the whole stage in this process."""
        with seldom_collected():
            if isinstance(self.work, Watched):
                return self.work.work(workspace, settings, not_watched)
            if not isinstance(self.work, Batches):
                return self.work(workspace, settings)
            for batch in self.work.split(workspace, settings):
                self.work.work(batch, workspace, settings)
            return self.work.join(workspace, settings)


def fetch(workspace: Workspace, settings: Settings, advance: Advance = not_watched) -> StageReport:
    """Find the pages that the sources list and fetch those that are new or have changed; offline where none are."""
    from coalition_data.fetch import Archive, open_client  # noqa: PLC0415 - each stage pays for its own imports
    from coalition_data.ingest import fetch_sources  # noqa: PLC0415

    sources = sources_of(workspace, settings) if settings.ingest.fetch else ()
    archive = Archive(workspace.archive)
    with open_client(settings.ingest) as client:
        counts = fetch_sources(sources, archive, client, advance)
    return workspace.write_report(StageReport("fetch", dataclasses.asdict(counts)))


def ingest(workspace: Workspace, settings: Settings) -> StageReport:
    """Read the sources byte for byte: files, and from the archive what was fetched."""
    from coalition_data.curate import collect_corrections, corrections_to_json  # noqa: PLC0415
    from coalition_data.fetch import Archive  # noqa: PLC0415
    from coalition_data.ingest import iterate_inputs  # noqa: PLC0415

    sources = sources_of(workspace, settings)
    beside: dict[type, list[Any]] = {SetAside: [], Note: []}

    def documents() -> Iterator[RawDocument]:
        for item in iterate_inputs(sources, Archive(workspace.archive)):
            if isinstance(item, RawDocument):
                yield item
            else:
                beside[type(item)].append(item)

    path = workspace.stages / "documents.parquet"
    count = store.write_stage_stream(path, "documents", documents(), DOCUMENTS_PER_GROUP)
    corrections = collect_corrections(folders_of(workspace, settings, sources))
    write_text(workspace.corrections, corrections_to_json(corrections))
    return workspace.write_report(
        StageReport("ingest", {"documents": count}, tuple(beside[SetAside]), tuple(beside[Note]))
    )


def sources_of(workspace: Workspace, settings: Settings) -> tuple[Source, ...]:
    """The sources that the settings name, those that are switched off left out.

    Raises:
        SourceError: one does not exist, or a declaration is wrong.
    """
    from coalition_data.ingest import resolve_sources  # noqa: PLC0415

    return resolve_sources(settings.ingest.sources, workspace.source_base)


def folders_of(workspace: Workspace, settings: Settings, sources: tuple[Source, ...]) -> Iterator[Path]:
    """The folders beside whose documents corrections may lie."""
    yield from (workspace.source_base / named for named in settings.ingest.sources)
    yield from (path for source in sources for path in source.paths)


def link(workspace: Workspace, settings: Settings) -> StageReport:
    """Join rows that mean the same across articles, correct them, and write the candidate tables.

    Raises:
        CorrectionError: a correction doesn't find the value that it corrects.
    """
    from coalition_data.inputs import write_inputs  # noqa: PLC0415
    from coalition_data.linking import link_stage  # noqa: PLC0415
    from coalition_data.release import latest_release  # noqa: PLC0415

    last = latest_release(workspace.releases) if settings.link.keep_ids else None
    known = known_ids(workspace, last.path if last else None) if settings.link.keep_ids else ()
    write_inputs(workspace)
    counts = link_stage(workspace, settings.publish, known, last.version if last else None)
    return workspace.write_report(StageReport("link", counts))


def known_ids(workspace: Workspace, last: Path | None) -> tuple[KnownId, ...]:
    """The ids that were given before: as the last release says, else as the last run left them.

    Args:
        workspace: of the run.
        last: folder of the last release, None where there is none.
    """
    from coalition_data.link import registry_of  # noqa: PLC0415

    path = workspace.registry if last is None else last / workspace.registry.name
    if path.is_file():
        known: tuple[KnownId, ...] = store.read_stage(path, "ids")
        return known
    if last is None:
        return ()
    return registry_of(store.read_records(last, "meetings"), store.read_records(last, "pledges"))


def validate(workspace: Workspace, settings: Settings) -> StageReport:
    """Let the gate judge the candidate tables.

    Raises:
        GateError: a check failed; names the table, the check and up to five rows. Where no input gave an article, it
            says that and why.
    """
    from coalition_data.release import latest_release  # noqa: PLC0415
    from coalition_data.validate import GateOptions, check_tables  # noqa: PLC0415 - Great Expectations is slow

    last = latest_release(workspace.releases)
    failed = sum(
        row.reason == "extraction_error"
        for name in ("clean", "annotate", "extract")
        for row in workspace.read_report(name).set_aside
    )
    result = check_tables(
        workspace.tables,
        last.row_counts if last else None,
        GateOptions(settings.validate.allow_shrink, settings.validate.max_shrink, settings.validate.max_failed),
        workspace.validation,
        failed_articles=failed,
    )
    if not result.passed and result.row_counts.get("articles") == 0:
        raise _no_article(workspace)
    result.raise_if_failed()
    return workspace.write_report(StageReport("validate", {"checks": len(result.checks)}))


def _no_article(workspace: Workspace) -> GateError:
    """What to tell where no input gave an article: that, and how many were set aside for each reason."""
    names = [
        name for name in ("ingest", "clean", "annotate", "extract") if (workspace.stages / f"{name}.json").is_file()
    ]
    reasons = Counter(row.reason for name in names for row in workspace.read_report(name).set_aside)
    if not reasons:
        advice = "name files or folders that hold articles with --source, or under ingest.sources in the settings"
        return GateError("the sources hold no input; nothing was released", advice)
    counts = ", ".join(f"{count:,} {reason}" for reason, count in reasons.most_common())
    advice = "`coalition-data inputs`, with the same --data-dir, says why of each"
    return GateError(f"no input gave an article ({counts}); nothing was released", advice)


def release(workspace: Workspace, settings: Settings) -> StageReport:
    """Publish the candidate tables, unless they equal the last release."""
    from coalition_data.curate import saved_corrections  # noqa: PLC0415
    from coalition_data.inputs import saved_inputs  # noqa: PLC0415
    from coalition_data.provenance import code_version  # noqa: PLC0415
    from coalition_data.release import ManifestInfo, input_files, publish  # noqa: PLC0415

    reports = [workspace.read_report(name) for name in ("ingest", "clean", "annotate", "extract")]
    published = publish(
        workspace.tables,
        workspace.validation,
        workspace.releases,
        ManifestInfo(
            inputs=input_files(saved_inputs(workspace)),
            set_aside=[row for report in reports for row in report.set_aside],
            notes=[note for report in reports for note in report.notes],
            parameters=settings.to_dict(),
            code=code_version(settings),
            corrections=saved_corrections(workspace),
            beside={"ids": workspace.registry, "people": workspace.people},
        ),
    )
    facts = {"version": published.version, "is_new": "yes" if published.is_new else "no"}
    return workspace.write_report(StageReport("release", dict(published.row_counts), facts=facts))


def _package(*names: str) -> tuple[str, ...]:
    """Files and folders of the package, with those that every stage rests on, from the project's root."""
    foundation = (
        "records.py",
        "rows.py",
        "store.py",
        "partial.py",
        "workspace.py",
        "pipeline.py",
        "addresses.py",
        "schema",
    )
    return tuple(f"src/coalition_data/{name}" for name in (*names, *foundation))


STAGES: dict[str, Stage] = {
    stage.name: stage
    for stage in (
        Stage(
            "fetch",
            "fetch what is new on the web",
            Watched(fetch),
            inputs=(),
            outputs=("archive", "stages/fetch.json"),
            code=_package("fetch", "ingest"),
            parameters=("ingest",),
        ),
        Stage(
            "ingest",
            "read the sources",
            ingest,
            inputs=("archive",),
            outputs=("stages/documents.parquet", "stages/corrections.json", "stages/ingest.json"),
            code=_package("ingest", "fetch", "curate"),
            parameters=("ingest",),
        ),
        Stage(
            "clean",
            "turn documents into articles",
            CLEAN,
            inputs=("stages/documents.parquet", "stages/corrections.json"),
            outputs=("stages/articles.parquet", "stages/revisions.parquet", "stages/clean.json"),
            code=_package(
                "clean", "ingest", "curate", "resolve", "lexicons", "batched", "blocking.py", "database.py", "spool.py"
            ),
            parameters=("clean",),
        ),
        Stage(
            "annotate",
            "parse the articles",
            ANNOTATE,
            inputs=("stages/articles.parquet",),
            outputs=("stages/parsed", "stages/annotate.json"),
            code=_package("annotate", "batched", "document.py", "provenance.py"),
            parameters=("annotate",),
        ),
        Stage(
            "extract",
            "extract meetings, pledges and quotes",
            EXTRACT,
            inputs=("stages/articles.parquet", "stages/parsed"),
            outputs=(*(f"stages/{name}.parquet" for name in EXTRACTED), "stages/extract.json"),
            code=_package(
                "extract", "annotate", "batched", "resolve", "lexicons", "document.py", "identifiers.py", "word_scan.py"
            ),
            parameters=("extract",),
        ),
        Stage(
            "link",
            "join rows across articles",
            link,
            inputs=(
                "stages/articles.parquet",
                *(f"stages/{name}.parquet" for name in EXTRACTED),
                *(f"stages/{name}.json" for name in ("ingest", "clean", "annotate", "extract")),
                "stages/documents.parquet",
                "stages/corrections.json",
            ),
            outputs=(
                "tables",
                "registry/ids.parquet",
                "registry/people.parquet",
                "stages/inputs.parquet",
                "stages/link.json",
            ),
            code=_package(
                "link",
                "resolve",
                "curate",
                "lexicons",
                "blocking.py",
                "identifiers.py",
                "inputs.py",
                "linking.py",
                "database.py",
                "spool.py",
                "word_scan.py",
            ),
            parameters=("link", "publish"),
        ),
        Stage(
            "validate",
            "let the gate judge the tables",
            validate,
            inputs=("tables", *(f"stages/{name}.json" for name in ("clean", "annotate", "extract"))),
            outputs=("validation", "stages/validate.json"),
            code=(*_package("validate"), "expectations"),
            parameters=("validate",),
        ),
        Stage(
            "release",
            "publish the release",
            release,
            inputs=(
                "tables",
                "registry/ids.parquet",
                "registry/people.parquet",
                "validation",
                "stages/inputs.parquet",
                *(f"stages/{name}.json" for name in ("corrections", "ingest", "clean", "annotate", "extract")),
            ),
            outputs=("releases", "stages/release.json"),
            code=_package("release", "curate", "validate", "inputs.py", "inert.py", "terminal.py"),
            parameters=("ingest", "clean", "annotate", "extract", "link", "publish", "validate"),  # all in the manifest
        ),
    )
}
"""Every stage by its name, in the order in which they run."""


def stage_named(name: str) -> Stage:
    """The stage of that name.

    Raises:
        StoreError: there is none; names those that there are.
    """
    if name not in STAGES:
        raise StoreError(f"there is no stage {name!r}", f"the stages are {', '.join(STAGES)}")
    return STAGES[name]
