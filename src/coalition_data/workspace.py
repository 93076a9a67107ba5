"""Where a run reads and writes: the folders under the data folder, and the report that each stage leaves.

::

    DATA_DIR/archive/     pages that were fetched, byte for byte, and their index
    DATA_DIR/stages/      what flows between the stages, one Parquet file a kind, one JSON report a stage
    DATA_DIR/tables/      the four candidate tables
    DATA_DIR/registry/    what became of every id that a release gave
    DATA_DIR/validation/  the gate's result
    DATA_DIR/releases/    published releases
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from coalition_data import store
from coalition_data.errors import StoreError
from coalition_data.records import Note, SetAside


@dataclass(frozen=True, slots=True)
class StageReport:
    """What a stage did: rows written, inputs set aside and remarks on inputs that went through.

    Attributes:
        counts: rows of each table that the stage wrote.
        facts: what else there is to say, as text.
    """

    stage: str
    counts: dict[str, int]
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[Note, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """Deterministic JSON: keys sorted, one indent."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> StageReport:
        """The report that ``to_json`` wrote."""
        content: dict[str, Any] = json.loads(text)
        return cls(
            stage=content["stage"],
            counts=content["counts"],
            set_aside=tuple(SetAside(**row) for row in content["set_aside"]),
            notes=tuple(Note(**row) for row in content["notes"]),
            facts=content["facts"],
        )


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one run.

    Attributes:
        data_dir: everything that a run writes lies below it.
        source_base: folder that relative sources are relative to.
    """

    data_dir: Path
    source_base: Path = field(default_factory=Path)

    @property
    def archive(self) -> Path:
        """Pages that were fetched."""
        return self.data_dir / "archive"

    @property
    def stages(self) -> Path:
        """What flows between the stages."""
        return self.data_dir / "stages"

    @property
    def corrections(self) -> Path:
        """The corrections of the sources."""
        return self.stages / "corrections.json"

    @property
    def tables(self) -> Path:
        """The four candidate tables."""
        return self.data_dir / "tables"

    @property
    def validation(self) -> Path:
        """The gate's result."""
        return self.data_dir / "validation"

    @property
    def releases(self) -> Path:
        """Published releases."""
        return self.data_dir / "releases"

    @property
    def registry(self) -> Path:
        """The registry of ids that the last link stage left."""
        return self.data_dir / "registry" / "ids.parquet"

    @property
    def inputs(self) -> Path:
        """Every input of the last run with its outcome."""
        return self.stages / "inputs.parquet"

    def part(self, stage: str, index: int) -> Path:
        """The folder of one batch's part, until ``join_parts`` joins it."""
        return self.stages / "parts" / f"{stage}-{index:06d}"

    def write_report(self, report: StageReport) -> StageReport:
        """Save a stage's report in ``stages/<stage>.json``, in one step."""
        write_text(self.stages / f"{report.stage}.json", report.to_json())
        return report

    def read_report(self, stage: str) -> StageReport:
        """The report of a stage that has run.

        Raises:
            StoreError: the stage has not run.
        """
        path = self.stages / f"{stage}.json"
        try:
            return StageReport.from_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise StoreError(f"{path} is missing", f"run the {stage} stage, or the whole flow") from error


def write_text(path: Path, text: str) -> None:
    """Write a text file beside its final name, then move it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, path)


def write_part(part: Path, report: StageReport) -> Path:
    """Complete a batch's part with its report."""
    write_text(part / f"{report.stage}.json", report.to_json())
    return part


def join_parts(parts: Iterable[Path], workspace: Workspace, stage: str, names: Iterable[str]) -> StageReport:
    """Join the parts that the batches of a stage wrote, in order, and delete them.

    Args:
        parts: folders, each with ``<name>.parquet`` for every name and ``<stage>.json``.
        names: of the tables; a part becomes a row group of ``stages/<name>.parquet``.
    """
    folders = tuple(parts)
    reports = [StageReport.from_json((folder / f"{stage}.json").read_text(encoding="utf-8")) for folder in folders]
    counts = {
        name: _join_parquet([folder / f"{name}.parquet" for folder in folders], workspace.stages / f"{name}.parquet")
        for name in names
    }
    for folder in folders:
        shutil.rmtree(folder)
    return workspace.write_report(
        StageReport(
            stage,
            counts,
            tuple(row for report in reports for row in report.set_aside),
            tuple(row for report in reports for row in report.notes),
        )
    )


def _join_parquet(parts: Iterable[Path], path: Path) -> int:
    """Write the rows of ``parts`` to ``path``, a row group each, one part in memory at a time."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    writer: pq.ParquetWriter | None = None
    rows = 0
    try:
        for part in parts:
            data = store.read_parquet(part)
            writer = writer or pq.ParquetWriter(partial, data.schema, **store.WRITER_OPTIONS)
            writer.write_table(data, row_group_size=max(1, data.num_rows))
            rows += data.num_rows
        if writer is None:
            raise StoreError(f"{path.name}: no parts to join", "run the stage again")
        writer.close()
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return rows


def read_row_groups(path: Path) -> Iterator[pa.Table]:
    """The row groups of a Parquet file, one in memory at a time; one empty table where there is none.

    Raises:
        StoreError: the file is missing or no Parquet file.
    """
    try:
        with pq.ParquetFile(path) as file:
            if file.num_row_groups == 0:
                yield file.schema_arrow.empty_table()
            for index in range(file.num_row_groups):
                yield file.read_row_group(index)
    except FileNotFoundError as error:
        raise StoreError(f"{path} is missing", "run the stage that writes it, or the whole flow") from error
    except pa.ArrowInvalid as error:
        raise StoreError(f"{path} cannot be read: {error}", "run the stage that writes it again") from error
