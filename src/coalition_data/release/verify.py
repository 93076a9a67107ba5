"""Is a published release what it was when it was published, and do its tables still obey their declaration?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from coalition_data.errors import ReleaseError
from coalition_data.release.folder import CHECKSUMS, Release
from coalition_data.release.manifest import content_sha256
from coalition_data.schema.rules import table_rules
from coalition_data.schema.tables import SCHEMA_VERSION, TABLES
from coalition_data.store import sha256_of
from coalition_data.validate.database import open_views
from coalition_data.validate.files import first_unsorted, read_row_count, schema_differences
from coalition_data.validate.results import Failure

_RESTORE = "restore the release from its remote, or delete its folder and run again"
_CHECKSUM_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def read_checksums(folder: Path) -> dict[str, str]:
    """Digest of every file that ``SHA256SUMS`` lists, by its path in the release.

    Raises:
        ReleaseError: the list is missing or malformed.
    """
    try:
        lines = (folder / CHECKSUMS).read_text("utf-8").splitlines()
    except FileNotFoundError as error:
        message = f"{folder / CHECKSUMS} is missing: nothing tells whether the release is what was published"
        raise ReleaseError(message, _RESTORE) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ReleaseError(f"{folder / CHECKSUMS} cannot be read: {error}", _RESTORE) from error
    matches = [_CHECKSUM_LINE.fullmatch(line) for line in lines]
    if not matches or not all(matches):
        raise ReleaseError(f"{folder / CHECKSUMS} is malformed", _RESTORE)
    return {match.group(2): match.group(1) for match in matches if match}


def verify_release(release: Release) -> tuple[str, ...]:
    """Check hashes, missing and additional files, row counts, schema, and every rule of the declared tables.

    A release of another schema version is checked without the rules: they are this version's.

    Returns:
        the problems, in words; none: the release is whole.
    """
    problems = list(_file_problems(release.path))
    if problems:
        return tuple(problems)  # what the tables say means nothing once their bytes are others
    problems.extend(_manifest_problems(release))
    if not problems and release.manifest["schema_version"] == SCHEMA_VERSION:
        problems.extend(_table_problems(release.path))
    return tuple(problems)


def _file_problems(folder: Path) -> Iterator[str]:
    try:
        listed = read_checksums(folder)
    except ReleaseError as error:
        yield str(error)
        return
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    for name in sorted(listed.keys() - present):
        yield f"{name} is missing"
    for name in sorted(present - listed.keys() - {CHECKSUMS}):
        yield f"{name} does not belong to the release"
    for name in sorted(listed.keys() & present):
        if (folder / name).is_symlink() or sha256_of(folder / name) != listed[name]:
            yield f"{name} was changed after it was published"


def _manifest_problems(release: Release) -> Iterator[str]:
    manifest = release.manifest
    if manifest["version"] != release.version:
        yield f"the manifest is that of version {manifest['version']}"
    digests = {}
    for name in TABLES:
        path = release.path / f"{name}.parquet"
        count = read_row_count(TABLES[name], path)
        if isinstance(count, Failure):
            yield count.detail
            continue
        digests[name] = sha256_of(path)
        if count != release.row_counts.get(name):
            yield f"{path.name} has {count} rows, the manifest says {release.row_counts.get(name)}"
        if digests[name] != manifest["tables"].get(name, {}).get("sha256"):
            yield f"{path.name} is not the file that the manifest names"
    same_schema = manifest["schema_version"] == SCHEMA_VERSION
    if len(digests) == len(TABLES) and same_schema and content_sha256(digests) != release.content_sha256:
        yield "content_sha256 in the manifest is not that of the tables"


def _table_problems(folder: Path) -> Iterator[str]:
    for table in TABLES.values():
        path = folder / f"{table.name}.parquet"
        yield from (f"{path.name}: {difference}" for difference in schema_differences(table, path))
        pair = first_unsorted(table, path)
        if pair:
            yield f"{path.name}: rows are not sorted: {pair[0]} stands before {pair[1]}"
    with open_views(folder) as connection:
        for table in TABLES.values():
            for rule in table_rules(table):
                try:
                    row = connection.execute(f"select count(*) from ({rule.rows})").fetchone()
                except duckdb.Error as error:
                    yield f"{table.name}: {rule.name} cannot be checked: {error}"
                    continue
                if row is None or row[0]:
                    yield f"{table.name}: {rule.name}: {rule.description}: {row[0] if row else 'no'} rows break it"
