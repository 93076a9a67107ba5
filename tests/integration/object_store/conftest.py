"""An S3 server on this machine and a first run whose data lie there: fixtures of the tests of object stores."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.integration.stored_runs import Made, on_machine, plan_for, run_plan, write_articles


@pytest.fixture(scope="package")
def s3() -> Iterator[str]:
    """An S3 server on 127.0.0.1 with an empty bucket; the environment leads there."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        boto3.client("s3").create_bucket(Bucket="news")
        yield "s3://news"
    server.stop()


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("machines")


@pytest.fixture(scope="package")
def source(folder: Path) -> Path:
    return write_articles(folder / "source", 0, 1)


@pytest.fixture(scope="package")
def first(s3: str, folder: Path, source: Path) -> tuple[str, Made]:
    """The first run, from one machine; its address and what it came to."""
    address = f"{s3}/first"
    with pytest.MonkeyPatch.context() as patch:
        on_machine(patch, folder / "one")
        return address, run_plan(plan_for(source, address))


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Each test is another machine, with an empty cache."""
    on_machine(monkeypatch, tmp_path / "cache")
    return tmp_path / "cache"
