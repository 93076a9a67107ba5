"""Where a run reads and writes: the folders under the data folder, and the report that each stage leaves.

::

    DATA_DIR/archive/     pages that were fetched, byte for byte, and their index
    DATA_DIR/stages/      what flows between the stages, one Parquet file a kind, one JSON report a stage
    DATA_DIR/tables/      the four candidate tables
    DATA_DIR/registry/    what became of every id that a release gave; the persons of the tables
    DATA_DIR/validation/  the gate's result
    DATA_DIR/releases/    published releases
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from coalition_data.errors import StoreError
from coalition_data.partial import partial_path
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
    def people(self) -> Path:
        """The persons of the candidate tables with the spellings of their names."""
        return self.registry.with_name("people.parquet")

    @property
    def inputs(self) -> Path:
        """Every input of the last run with its outcome."""
        return self.stages / "inputs.parquet"

    @property
    def written(self) -> tuple[Path, ...]:
        """The folders that stages write file by file; the archive and the releases mend themselves."""
        return (self.stages, self.tables, self.registry.parent, self.validation)

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
    partial = partial_path(path)
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, path)


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
