"""The parts of the object store's side, on filesystems that need no server."""

from __future__ import annotations

import datetime as dt
import json
import os
import uuid
from pathlib import Path

import pytest

from coalition_data.errors import ReleaseError, RemoteError
from coalition_data.provenance import library_versions
from coalition_data.remote.address import WORK_DIR_VARIABLE, is_address, read_folder, work_folder
from coalition_data.remote.files import INCOMING, ObjectStore, Stored, explain, open_store, stored_from, written_at
from coalition_data.remote.mirror import Mirror
from coalition_data.remote.reading import find_release, find_releases
from coalition_data.remote.releases import latest_version, stored_versions
from coalition_data.run import local_folder, plan_run
from coalition_data.workspace import Workspace


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    """An empty store."""
    if request.param == "memory":
        return ObjectStore(f"memory://bucket-{uuid.uuid4().hex}/prefix")
    return ObjectStore(f"file://{tmp_path}/store")


@pytest.fixture
def mirror(store: ObjectStore, tmp_path: Path) -> Mirror:
    return Mirror(store, tmp_path / "work")


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def texts(folder: Path) -> dict[str, str]:
    """The files below a folder but for the mirror's own."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


@pytest.mark.parametrize(
    ("data_dir", "expected"),
    [("s3://bucket/prefix", True), ("memory://x", True), ("data", False), ("C:\\data", False), (Path("s3://b"), False)],
)
def test_what_is_an_address(data_dir: str | Path, expected: bool):
    assert is_address(data_dir) is expected


def test_each_address_has_its_own_work_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv(WORK_DIR_VARIABLE, str(tmp_path))
    one, other = work_folder("s3://news/data"), work_folder("s3://news/data2")
    assert one.is_relative_to(tmp_path)
    assert one != other
    assert one == work_folder("s3://news/data/") == local_folder("s3://news/data")
    assert read_folder("s3://news/data").parent == one.parent
    monkeypatch.delenv(WORK_DIR_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert work_folder("s3://news/data").parent.name == one.parent.name
    plan = plan_run(data_dir="s3://news/data/")
    assert plan.remote == "s3://news/data"
    assert plan.workspace == Workspace(work_folder("s3://news/data"))
    assert plan_run(data_dir="data").remote is None


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ({"size": 3, "ETag": '"abc"', "LastModified": "now"}, Stored(3, "abc")),
        ({"size": 3, "etag": "0x8D"}, Stored(3, "0x8D")),
        ({"size": 0, "mtime": 12.5}, Stored(0, "12.5")),
        ({"size": None, "created": dt.datetime(1970, 1, 2, tzinfo=dt.UTC)}, Stored(0, "86400.0")),
    ],
    ids=["s3", "azure", "folder", "memory"],
)
def test_what_a_store_says_about_a_file(info: dict[str, object], expected: Stored):
    assert stored_from(info) == expected


class NoCredentialsError(Exception):
    """As the AWS library's."""


@pytest.mark.parametrize(
    ("error", "message", "advice"),
    [
        (
            ImportError("Install s3fs to access S3"),
            "package for s3:// addresses is not installed",
            "coalition-data[s3]",
        ),
        (NoCredentialsError("Unable to locate credentials"), "Unable to locate credentials", "AWS_ACCESS_KEY_ID"),
        (PermissionError("Forbidden"), "access is denied: Forbidden", "credentials"),
        (FileNotFoundError("no such bucket"), "is not there: no such bucket", "must exist"),
        (TimeoutError(), "cannot be reached: TimeoutError", "AWS_ENDPOINT_URL"),
        (OSError(5, "slow\ndown"), r"OSError: \[Errno 5\] slow down", "run again"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_failures_name_the_address_and_what_to_do(error: Exception, message: str, advice: str):
    with pytest.raises(RemoteError, match=message) as caught:
        raise explain("s3://bucket/prefix", error)
    assert "s3://bucket/prefix" in caught.value.message
    assert advice in (caught.value.advice or "")


def test_extras_are_no_part_of_what_made_a_release():
    assert not {"prefect-dask", "s3fs"} & library_versions().keys()
    assert "duckdb" in library_versions()


def test_what_is_pushed_comes_back_elsewhere(mirror: Mirror, tmp_path: Path):
    write(mirror.folder, tables__a="1", tables__sub__b="2", other="3")
    mirror.push("tables")
    assert texts(mirror.folder) == {"tables/a": "1", "tables/sub/b": "2", "other": "3"}
    elsewhere = Mirror(mirror.store, tmp_path / "elsewhere")
    elsewhere.look()
    elsewhere.pull("tables", "nothing")
    assert texts(elsewhere.folder) == {"tables/a": "1", "tables/sub/b": "2"}
    assert not [*(elsewhere.folder / INCOMING).glob("*")]


def test_only_what_has_changed_travels(mirror: Mirror, monkeypatch: pytest.MonkeyPatch):
    write(mirror.folder, tables__a="1", tables__b="2")
    mirror.push("tables")
    travelled: list[str] = []
    get, put = ObjectStore.get_file, ObjectStore._put_file
    monkeypatch.setattr(
        ObjectStore,
        "get_file",
        lambda self, name, *paths: (travelled.append(f"get {name}"), get(self, name, *paths))[1],
    )
    monkeypatch.setattr(
        ObjectStore, "_put_file", lambda self, path, name: (travelled.append(f"put {name}"), put(self, path, name))[1]
    )
    again = Mirror(mirror.store, mirror.folder)
    again.look()
    again.pull("tables")
    again.push("tables")
    assert travelled == []
    write(again.folder, tables__b="two")
    again.push("tables")
    assert travelled == ["put tables/b"]
    again.store.write("tables/a", b"one")
    again.look()
    again.pull("tables")
    assert travelled == ["put tables/b", "get tables/a"]
    assert texts(again.folder) == {"tables/a": "one", "tables/b": "two"}


def test_the_store_is_right_on_pull_and_the_folder_on_push(mirror: Mirror):
    write(mirror.folder, tables__a="1", tables__b="2")
    mirror.push("tables")
    write(mirror.folder, tables__a="changed here", tables__c="made here")
    mirror.pull("tables")
    assert texts(mirror.folder) == {"tables/a": "1", "tables/b": "2"}
    (mirror.folder / "tables" / "a").unlink()
    mirror.push("tables")
    assert list(mirror.store.list()) == ["tables/b"]


def test_whether_a_folder_has_changed_in_the_store(mirror: Mirror):
    mirror.look()
    assert not mirror.has_changed("archive"), "nothing is the same as nothing"
    write(mirror.folder, archive__warc="pages")
    assert not mirror.has_changed("archive"), "what a killed run fetched is ahead of the store"
    mirror.push("archive")
    write(mirror.folder, archive__more="pages")
    assert not mirror.has_changed("archive")
    mirror.store.write("archive/other", b"another machine's")
    mirror.look()
    assert mirror.has_changed("archive")
    mirror.pull("archive")
    (mirror.folder / "archive" / "warc").unlink()
    again = Mirror(mirror.store, mirror.folder)
    again.look()
    assert again.has_changed("archive"), "a file that was lost here has to come again"


def test_the_state_of_another_address_says_nothing(mirror: Mirror, tmp_path: Path):
    write(mirror.folder, tables__a="1")
    mirror.push("tables")
    other = Mirror(ObjectStore(f"file://{tmp_path}/another"), mirror.folder)
    other.store.write("tables/a", b"2")
    other.look()
    other.pull("tables")
    assert texts(mirror.folder) == {"tables/a": "2"}


def test_a_neighbour_with_the_same_beginning_is_not_listed(store: ObjectStore):
    store.write("tables/a", b"1")
    ObjectStore(f"{store.address}-2").write("tables/b", b"2")
    assert list(store.list()) == ["tables/a"]
    assert store.list("tabl") == {}


def test_a_transfer_that_fails_leaves_nothing(mirror: Mirror, monkeypatch: pytest.MonkeyPatch):
    mirror.store.write("tables/a", b"1")
    mirror.look()

    def half(_path: str, local: str) -> None:
        Path(local).write_text("ha", encoding="utf-8")
        raise TimeoutError("the line is dead")

    monkeypatch.setattr(mirror.store.filesystem, "get_file", half)
    with pytest.raises(RemoteError, match="tables/a cannot be reached: the line is dead"):
        mirror.pull("tables")
    assert texts(mirror.folder) == {}
    assert not [*(mirror.folder / INCOMING).glob("*")]


def test_what_a_killed_transfer_left_is_removed_after_a_day(mirror: Mirror):
    write(mirror.folder / INCOMING, old="", new="")
    os.utime(mirror.folder / INCOMING / "old", (0, 0))
    Mirror(mirror.store, mirror.folder)
    assert list(texts(mirror.folder / INCOMING)) == ["new"]


@pytest.mark.parametrize(
    ("files", "versions", "latest"),
    [
        ({}, [], None),
        ({"2026.01.02/quotes.parquet": ""}, [], None),
        ({"2026.01.02/manifest.json": "", "2026.01.02.10/manifest.json": "", "2026.01.02.9/manifest.json": ""},
         ["2026.01.02", "2026.01.02.9", "2026.01.02.10"], "2026.01.02.10"),
        ({"2026.01.02/manifest.json": "", "2026.01.03/manifest.json": "", "latest": "2026.01.02\n"},
         ["2026.01.02", "2026.01.03"], "2026.01.02"),
        ({"2026.01.02/manifest.json": "", "2026.01.03/quotes.parquet": "", "latest": "2026.01.03\n"},
         ["2026.01.02"], "2026.01.02"),
        ({"drafts/manifest.json": "", "2026.01.02/validation/manifest.json": ""}, [], None),
    ],
    ids=["nothing", "no manifest", "order", "pointer", "pointer to half a release", "no versions"],
)  # fmt: skip
def test_which_releases_there_are(mirror: Mirror, files: dict[str, str], versions: list[str], latest: str | None):
    for name, text in files.items():
        mirror.store.write(f"releases/{name}", text.encode())
    mirror.look()
    assert stored_versions(mirror) == versions
    assert latest_version(mirror) == latest


def test_a_store_without_releases(store: ObjectStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv(WORK_DIR_VARIABLE, str(tmp_path / "cache"))
    assert find_releases(store.address) == ((), ())
    with pytest.raises(ReleaseError, match="there is no release in"):
        find_release(store.address)
    with pytest.raises(ReleaseError, match=r"no release '2026\.01\.01'"):
        find_release(store.address, "2026.01.01")


def test_a_broken_manifest_costs_the_list_that_release_alone(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv(WORK_DIR_VARIABLE, str(tmp_path / "cache"))
    whole = {"content_sha256": "0" * 64, "tables": {"quotes": {"rows": 3}}}
    store.write("releases/2026.01.01/manifest.json", json.dumps(whole).encode())
    store.write("releases/2026.01.02/manifest.json", b"{ cut")
    readable, errors = find_releases(store.address)
    assert [release.version for release in readable] == ["2026.01.01"]
    assert len(errors) == 1
    assert "2026.01.02" in str(errors[0])


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ({"mtime": 86_400}, dt.datetime(1970, 1, 2, tzinfo=dt.UTC)),
        ({"LastModified": dt.datetime(1970, 1, 2)}, dt.datetime(1970, 1, 2, tzinfo=dt.UTC)),
        ({"updated": "1970-01-02T00:00:00Z"}, dt.datetime(1970, 1, 2, tzinfo=dt.UTC)),
        ({"size": 3}, None),
    ],
    ids=["seconds", "without a zone", "text", "nothing"],
)
def test_when_a_store_says_that_a_file_was_written(info: dict[str, object], expected: dt.datetime | None):
    assert written_at(info) == expected


@pytest.mark.parametrize(
    "name",
    [
        "tables/../../../../evil.txt",
        "../evil.txt",
        "tables/./a.parquet",
        "tables//a.parquet",
        "/etc/evil.txt",
        "tables/..\\..\\evil.txt",
        "tables/a\0.parquet",
    ],
    ids=["upwards", "upwards at once", "here", "empty part", "absolute", "backslashes", "NUL"],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path):
    store = ObjectStore(f"memory://bucket-{uuid.uuid4().hex}/prefix")
    store.write("tables/quotes.parquet", b"1")
    store.write(name, b"2")
    mirror = Mirror(store, tmp_path / "a" / "b" / "c" / "d" / "work")
    for under in ("", "tables") if name.startswith("tables") else ("",):
        with pytest.raises(RemoteError, match="no path below a folder") as refused:
            mirror.look(under)
        assert repr(name) in refused.value.message
        assert "remove the file" in (refused.value.advice or "")
    mirror.pull("tables")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["tables/..quotes", "tables/a..b/c...", ".run.lock", "tables/a b:c%2F[1]*.parquet"])
def test_unusual_names_are_no_danger(name: str):
    store = ObjectStore(f"memory://bucket-{uuid.uuid4().hex}/prefix")
    store.write(name, b"1")
    assert list(store.list()) == [name]


def test_what_is_gone_already_keeps_nothing_else_from_being_removed(store: ObjectStore):
    names = ["tables/a", "tables/b", "tables/c[1]", "tables/d*"]
    for name in (*names, "tables/kept", "tables/c1", "tables/data"):
        store.write(name, b"1")
    store.remove(["tables/gone before", *names[:2], "tables/gone", *names[2:], "tables/zzz"])
    assert list(store.list()) == ["tables/c1", "tables/data", "tables/kept"]
    store.remove(["tables/gone"])
    store.remove([])


def test_a_store_is_opened_once(tmp_path: Path):
    assert open_store(f"file://{tmp_path}") is open_store(f"file://{tmp_path}")
