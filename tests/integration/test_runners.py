"""The same bytes from every runner, also when workers are killed; and what is said when a cluster fails."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coalition_data.batched import CLEAN, Batch
from coalition_data.errors import RunnerError
from coalition_data.pipeline import STAGES
from coalition_data.release import list_releases, verify_release
from coalition_data.run import RunPlan, plan_run
from coalition_data.store import sha256_of
from coalition_data.workspace import Workspace
from coalition_flows.alone import work_alone
from tests.integration.commands import BIN, ROOT, clean_environment, free_port, stop, wait_until
from tests.integration.faults.sitecustomize import PAGE_HANGS, PAGE_POISON, PAGE_POISON_ONCE, POISON

pytest.importorskip("prefect_dask", reason="the extra dask is not installed")

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
START_S = 200
"""Nothing is measured here: a busy machine takes its time to start processes."""

PLACES = (("Bern", "Switzerland", 20), ("Oslo", "Norway", 30), ("Riga", "Latvia", 8), ("Vienna", "Austria", 15))
ARTICLE = (
    "Ministers Meet in {city}\n\nForeign ministers of nine countries met in {city} on March 14, 2018, to plan the war "
    "against Islamic State in Iraq.\n\n“We will stay for {number} months,” the foreign minister of {country} said "
    "after the meeting in {city}. {country} will send {number} instructors to Iraq.\n"
)
OFF_TOPIC = "Frogs Return\n\nThe frogs have come back to the ponds of the old park, its gardeners said on Tuesday.\n"


@dataclass(frozen=True)
class Driver:
    """The warm process that runs the flow."""

    process: subprocess.Popen[str]
    folder: Path

    def begin(self, data_dir: Path, source: Path, until: str | None = None, **settings: Any) -> None:
        """Ask for a run, a batch an article; ``settings`` are those of ``run``."""
        constants = settings.pop("constants", {})
        params = data_dir.with_suffix(".yaml")
        content = {"ingest": {"sources": [str(source)]}, "annotate": {"batch": 1}, "run": settings}
        params.write_text(json.dumps(content), encoding="utf-8")
        request = {"params": str(params), "data_dir": str(data_dir), "constants": constants}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({**request, **({"until": until} if until else {})}) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, (self.folder / "driver.log").read_text(encoding="utf-8")[-4000:]
        content: dict[str, Any] = json.loads(line)
        return content

    def run(self, data_dir: Path, source: Path, until: str | None = None, **settings: Any) -> dict[str, Any]:
        self.begin(data_dir, source, until, **settings)
        return self.answer()


@contextmanager
def started(command: list[str], folder: Path, name: str, **environment: str) -> Iterator[subprocess.Popen[Any]]:
    """A process in a group of its own, ended with all that it has started; its messages go to a file."""
    with (folder / f"{name}.log").open("a") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=clean_environment(**environment), stderr=log, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE if name == "driver" else log, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            stop(process)  # type: ignore[arg-type]
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runners")


@pytest.fixture(scope="module")
def environment(folder: Path, server: str) -> dict[str, str]:
    """Of all processes: one Prefect server, and the folder of faults, empty but where a test puts something in it."""
    (folder / "faults").mkdir()
    return {
        "PREFECT_API_URL": server,
        "PREFECT_HOME": str(folder / "prefect"),
        "PYTHONPATH": os.pathsep.join((str(HERE / "faults"), os.environ.get("PYTHONPATH", ""))),
        "FAULTS": str(folder / "faults"),
    }


@pytest.fixture(scope="module")
def driver(folder: Path, environment: dict[str, str]) -> Iterator[Driver]:
    with started([sys.executable, str(HERE / "runner_driver.py")], folder, "driver", **environment) as process:
        yield Driver(process, folder)


@pytest.fixture
def faults(folder: Path) -> Iterator[Path]:
    """The folder of faults, in which the first process that parses waits to be killed."""
    path = folder / "faults"
    (path / "hold").touch()
    yield path
    for file in path.iterdir():
        file.unlink()


def kill_victim(faults: Path) -> None:
    """Kill the process that waits for it, in the middle of its batch."""
    wait_until((faults / "victim").exists, START_S, "a worker begins an article")
    with suppress(ProcessLookupError):  # a pool that another process broke has ended it already
        os.kill(int((faults / "victim").read_text()), signal.SIGKILL)


@pytest.fixture(scope="module")
def source(folder: Path) -> Path:
    """Articles of a crawled source, one of them off its topic."""
    path = folder / "source"
    path.mkdir()
    for number, (city, country, count) in enumerate(PLACES):
        text = ARTICLE.format(city=city, country=country, number=count)
        (path / f"{number}.txt").write_text(text, encoding="utf-8")
    (path / "frogs.txt").write_text(OFF_TOPIC, encoding="utf-8")
    declared = {"name": "crawl", "location": ".", "kind": "folder", "min_topic_score": 0.15}
    (path / "sources.yml").write_text(json.dumps({"sources": [declared]}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def poisoned(folder: Path, source: Path) -> Path:
    """The same articles, one that ends each process in which it is parsed, and one that is not even cleaned."""
    path = shutil.copytree(source, folder / "poisoned")
    text = ARTICLE.format(city="Sofia", country="Bulgaria", number=40)
    (path / "1_poison.txt").write_text(f"{text}\nThe last sentence {POISON}, the government said.\n", encoding="utf-8")
    (path / "2_page.txt").write_text(f"{text}\nThe last sentence {PAGE_POISON}, the paper said.\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def expected(driver: Driver, source: Path, folder: Path) -> dict[str, str]:
    """The tables of a serial run."""
    data_dir = folder / "serial"
    done = driver.run(data_dir, source, until="link", runner="serial")
    linked = done["done"]["link"]
    assert linked["articles"] == len(PLACES)
    assert min(linked["meetings"], linked["pledges"], linked["quotes"]) > 0
    assert done["done"]["annotate"] == {"parsed": len(PLACES)}, "what is off the topic is not parsed"
    assert [row.reason for row in Workspace(data_dir).read_report("clean").set_aside] == ["off_topic"]
    return tables_of(data_dir)


def tables_of(data_dir: Path) -> dict[str, str]:
    found = {path.name: sha256_of(path) for path in (data_dir / "tables").glob("*.parquet")}
    assert len(found) == 4
    return found


@contextmanager
def scheduling(folder: Path, environment: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[Any]]]:
    """A Dask scheduler, by its address, that gives a batch up with the second worker that dies over it."""
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    command = [str(BIN / "dask"), "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    command += ["--scheduler-file", str(file)]
    once = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with started(command, folder, "scheduler", **environment, **once) as process:
        wait_until(file.exists, START_S, "the Dask scheduler starts", process)
        yield json.loads(file.read_text(encoding="utf-8"))["address"], process


@pytest.fixture(scope="module")
def scheduler(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    with scheduling(folder, environment) as (address, _):
        yield address


@contextmanager
def workers(address: str, count: int, folder: Path, environment: dict[str, str]) -> Iterator[None]:
    """Dask workers, each its own process with one thread, started again when they die."""
    command = [str(BIN / "dask"), "worker", address, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
    with ExitStack() as running:
        for number in range(count):
            running.enter_context(started(command, folder, f"worker-{number}", **environment))
        yield


def test_dask_with_a_worker_killed_in_the_middle_of_a_batch(
    driver: Driver, source: Path, folder: Path, expected: dict[str, str], faults: Path, scheduler: str,
    environment: dict[str, str],
) -> None:  # fmt: skip
    """The whole release flow."""
    data_dir = folder / "dask"
    with workers(scheduler, 2, folder, environment):
        driver.begin(data_dir, source, runner="dask", scheduler=scheduler)
        kill_victim(faults)
        done = driver.answer()
    assert done["done"]["is_new"], done
    assert tables_of(data_dir) == expected
    (release,) = list_releases(data_dir / "releases")
    assert verify_release(release) == ()


def test_dask_with_an_article_that_ends_its_workers(
    driver: Driver, poisoned: Path, folder: Path, expected: dict[str, str], scheduler: str, environment: dict[str, str]
) -> None:
    data_dir = folder / "dask-poisoned"
    with workers(scheduler, 2, folder, environment):
        done = driver.run(data_dir, poisoned, until="link", runner="dask", scheduler=scheduler)
    check_poisoned(done, data_dir, expected)


def test_a_local_dask_cluster(driver: Driver, source: Path, folder: Path, expected: dict[str, str]) -> None:
    data_dir = folder / "local"
    done = driver.run(data_dir, source, until="link", runner="dask", workers=1)
    assert "done" in done, done
    assert tables_of(data_dir) == expected


def test_processes_with_one_killed_and_an_article_that_ends_the_others(
    driver: Driver, poisoned: Path, folder: Path, expected: dict[str, str], faults: Path
) -> None:
    data_dir = folder / "processes"
    driver.begin(data_dir, poisoned, until="link", runner="processes", workers=2)
    kill_victim(faults)
    check_poisoned(driver.answer(), data_dir, expected)


def check_poisoned(done: dict[str, Any], data_dir: Path, expected: dict[str, str]) -> None:
    """The articles are set aside by name; the rest is as if they had never been there."""
    (page,) = (row for row in Workspace(data_dir).read_report("clean").set_aside if row.reason != "off_topic")
    assert (page.reason, Path(page.source_uri).name) == ("extraction_error", "2_page.txt")
    assert page.detail.endswith("clean worked on it was ended by SIGKILL, then another was ended by SIGKILL")
    assert done.get("done", done)["annotate"] == {"parsed": len(PLACES)}
    (row,) = Workspace(data_dir).read_report("annotate").set_aside
    assert (row.reason, Path(row.source_uri).name) == ("extraction_error", "1_poison.txt")
    assert "SIGKILL" in row.detail
    assert tables_of(data_dir) == expected


def test_processes_with_a_page_that_hangs(driver: Driver, source: Path, folder: Path, expected: dict[str, str]) -> None:
    hanging = shutil.copytree(source, folder / "hanging")
    (hanging / "1_hangs.txt").write_text(f"A page\n\nThat {PAGE_HANGS}.\n", encoding="utf-8")
    data_dir = folder / "hung"
    constants = {"BATCH_SECONDS": 5, "ARTICLE_SECONDS": 30, "DEATHS": 1}
    done = driver.run(data_dir, hanging, until="link", runner="processes", workers=1, constants=constants)
    assert "done" in done, done
    (row,) = (row for row in Workspace(data_dir).read_report("clean").set_aside if row.reason != "off_topic")
    assert (row.reason, Path(row.source_uri).name) == ("extraction_error", "1_hangs.txt")
    assert "hung for 30 s" in row.detail
    assert tables_of(data_dir) == expected


def test_a_worker_that_is_stuck_ends_itself(folder: Path) -> None:
    """Prefect's timeout is an alarm, of which code in a library hears nothing."""
    script = (
        "import signal, threading\n"
        "from coalition_flows.batches import _ending_after\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})\n"
        "with _ending_after(60): print('in time', flush=True)\n"
        "with _ending_after(1): threading.Event().wait()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, timeout=START_S, check=False,
        env=clean_environment(PREFECT_HOME=str(folder / "prefect")),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "in time\n")
    assert "Timeout" in done.stderr, "says where it was"


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[RunPlan, Batch, Path]:
    """Two pages to clean, one of which ends the first process that tries, and the folder of faults."""
    source, faults = tmp_path / "pages", tmp_path / "faults"
    for path in (source, faults):
        path.mkdir()
    for name, words in (("first", PAGE_POISON_ONCE), ("second", "does no harm")):
        (source / f"{name}.txt").write_text(f"The page\n\nThe {name} page {words}, the minister said on Monday.\n")
    plan = plan_run([str(source)], tmp_path / "data")
    for name in ("fetch", "ingest"):
        STAGES[name].run(plan.workspace, plan.settings)
    monkeypatch.setenv("FAULTS", str(faults))
    monkeypatch.setenv("PYTHONPATH", str(HERE / "faults"))
    (batch,) = CLEAN.split(plan.workspace, plan.settings)
    return plan, batch, faults


def test_an_article_over_which_one_process_died_gets_another(pages: tuple[RunPlan, Batch, Path]) -> None:
    """The first may have been ended for the memory that others took."""
    plan, batch, faults = pages
    work_alone("clean", batch, plan)
    assert (faults / "died").exists()
    report = CLEAN.join(plan.workspace, plan.settings)
    assert (report.counts, report.set_aside) == ({"articles": 2}, ())


def test_a_process_that_dies_over_the_results_blames_no_article(pages: tuple[RunPlan, Batch, Path]) -> None:
    plan, batch, faults = pages
    for name in ("died", "full"):
        (faults / name).touch()
    with pytest.raises(RunnerError, match="SIGKILL when it had worked on all of them"):
        work_alone("clean", batch, plan)
    assert CLEAN.count(plan.workspace, plan.settings) == 1


def test_no_scheduler_at_the_address(driver: Driver, source: Path, folder: Path) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    told = driver.run(
        folder / "alone", source, runner="dask", scheduler=address, constants={"CONNECT_SECONDS": 1}
    )  # fmt: skip
    assert told["error"] == "RunnerError"
    assert address in told["message"]
    assert "dask scheduler" in told["message"]


def test_a_scheduler_without_workers(driver: Driver, source: Path, folder: Path, scheduler: str) -> None:
    constants = {"CONNECT_SECONDS": START_S, "WORKERLESS_SECONDS": 1}
    told = driver.run(
        folder / "workerless", source, until="annotate", runner="dask", scheduler=scheduler, constants=constants
    )
    assert told["error"] == "RunnerError"
    assert f"{scheduler} has had no workers" in told["message"]
    assert "--no-nanny" in told["message"]


def test_a_scheduler_that_dies(
    driver: Driver, source: Path, folder: Path, faults: Path, environment: dict[str, str]
) -> None:
    with scheduling(folder, environment) as (address, process), workers(address, 1, folder, environment):
        constants = {"CONNECT_SECONDS": 1, "WORKERLESS_SECONDS": START_S}
        driver.begin(folder / "lost", source, until="annotate", runner="dask", scheduler=address, constants=constants)
        wait_until((faults / "victim").exists, START_S, "a worker begins an article")
        process.kill()
        told = driver.answer()
    assert told["error"] == "RunnerError"
    assert address in told["message"]
    assert "finished batches are kept" in told["message"]


def test_a_worker_with_other_code(
    driver: Driver, source: Path, folder: Path, scheduler: str, environment: dict[str, str]
) -> None:
    other = folder / "other"
    shutil.copytree(ROOT / "src" / "coalition_data", other / "coalition_data")
    with (other / "coalition_data" / "annotate" / "parser.py").open("a") as file:
        file.write("# another version\n")
    elsewhere = {**environment, "PYTHONPATH": f"{other}{os.pathsep}{environment['PYTHONPATH']}"}
    constants = {"CONNECT_SECONDS": START_S, "WORKERLESS_SECONDS": START_S}
    with workers(scheduler, 1, folder, elsewhere):
        told = driver.run(
            folder / "versions", source, until="annotate", runner="dask", scheduler=scheduler, constants=constants
        )
    assert told["error"] == "StoreError"
    assert "another version of the code" in told["message"]
    assert "every worker" in told["message"]
