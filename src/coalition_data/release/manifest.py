"""The manifest: what went into a release, what came out, and with which code."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coalition_data.curate import Correction, corrections_to_json
from coalition_data.errors import ReleaseError
from coalition_data.records import Input, Note, SetAside
from coalition_data.release.coverage import read_coverage
from coalition_data.release.folder import MANIFEST
from coalition_data.rows import to_row
from coalition_data.schema.tables import SCHEMA_VERSION, TABLES
from coalition_data.validate import GateResult

DATASET_NAME = "coalition-data"
DATASET_TITLE = "Coalition data: meetings, pledges and quotes of the coalition against the Islamic State"


@dataclass(frozen=True, slots=True)
class InputFile:
    """One input of the run, accepted or not.

    Attributes:
        source_uri: as in ``RawDocument``.
        sha256: of its bytes, None where there were none to read.
        bytes: how many.
        licence: as its source declares it, None where it declares none.
        outcome: ``accepted``, or why it was set aside.
    """

    source_uri: str
    sha256: str | None
    bytes: int | None
    licence: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class ManifestInfo:
    """What a run knows beside its tables.

    Attributes:
        inputs: every input, those set aside included.
        set_aside: every input that did not reach ``articles``, from all stages.
        notes: remarks on inputs that did.
        parameters: the settings, as plain values.
        code: version, revision, model, libraries, …
        corrections: those that were applied.
        beside: files of the tables in ``schema.tables.BESIDE``; one that is not given is published empty.
    """

    inputs: Sequence[InputFile]
    set_aside: Sequence[SetAside]
    notes: Sequence[Note]
    parameters: Mapping[str, Any]
    code: Mapping[str, Any]
    corrections: Sequence[Correction] = ()
    beside: Mapping[str, Path] = field(default_factory=dict)


def input_files(inputs: Iterable[Input]) -> tuple[InputFile, ...]:
    """The inputs of a run, as the manifest lists them: sorted by where they were read and by hash."""
    files = (InputFile(one.source_uri, one.raw_sha256, one.bytes, one.licence, one.outcome) for one in inputs)
    return tuple(sorted(files, key=lambda item: (item.source_uri, item.sha256 or "")))


def content_sha256(table_sha256: Mapping[str, str]) -> str:
    """What identifies the content of a release: its schema version and the hashes of its tables."""
    content = {"schema_version": SCHEMA_VERSION, "tables": {name: table_sha256[name] for name in TABLES}}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def check_balance(info: ManifestInfo, articles: int) -> None:
    """Inputs are articles or set aside, nothing else.

    Raises:
        ReleaseError: the counts don't add up.
    """
    if len(info.inputs) != articles + len(info.set_aside):
        raise ReleaseError(
            f"{len(info.inputs)} inputs are not {articles} articles and {len(info.set_aside)} set aside",
            "a stage lost an input, or reported it twice: compare the lists of the stages' reports",
        )


def build_manifest(
    version: str,
    released_on: dt.date,
    previous: str | None,
    gate: GateResult,
    info: ManifestInfo,
    tables: Mapping[str, Path],
) -> dict[str, Any]:
    """The manifest as plain data.

    Args:
        version: of the release.
        released_on: the day it is made.
        previous: version of the release before, None for the first.
        gate: the verdict on the tables.
        info: what the run knows.
        tables: the Parquet files.

    Raises:
        ReleaseError: inputs and outputs don't add up.
    """
    check_balance(info, gate.row_counts["articles"])
    return {
        "name": DATASET_NAME,
        "title": DATASET_TITLE,
        "version": version,
        "released_on": released_on.isoformat(),
        "previous": previous,
        "schema_version": SCHEMA_VERSION,
        "content_sha256": content_sha256(gate.table_sha256),
        "tables": {
            name: {"rows": gate.row_counts[name], "bytes": path.stat().st_size, "sha256": gate.table_sha256[name]}
            for name, path in tables.items()
        },
        "coverage": read_coverage(tables["articles"]),
        "inputs": {
            "count": len(info.inputs),
            "accepted": gate.row_counts["articles"],
            "set_aside": len(info.set_aside),
            "by_outcome": _counted(item.outcome for item in info.inputs if item.outcome is not None),
            "files": [to_row(item) for item in info.inputs],
        },
        "set_aside": {
            "count": len(info.set_aside),
            "by_reason": _counted(row.reason for row in info.set_aside),
            "by_stage": _counted(row.stage for row in info.set_aside),
            "documents": [to_row(row) for row in info.set_aside],
        },
        "notes": [to_row(note) for note in info.notes],
        "gate": {"statistics": gate.statistics, "versions": dict(gate.versions)},
        "corrections": json.loads(corrections_to_json(info.corrections)),
        "code": dict(info.code),
        "parameters": dict(info.parameters),
    }


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write ``manifest.json``."""
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:  # piece by piece: it names every input
        json.dump(manifest, file, indent=2, ensure_ascii=False, default=str)
        file.write("\n")


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
