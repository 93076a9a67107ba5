"""Write, audit, publish, proved by breaking it: whatever happens to a run, what is published stays whole.

Killed runs are forked from one warm process (``chaos_runner``) and start at the stage in which they are killed, so that
twenty of them take about a minute. With ``COALITION_DATA_CHAOS=full`` every killed run is followed by a whole one.
"""

from __future__ import annotations

import json
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from chaos_runner import ARTICLE

from coalition_data.pipeline import STAGES
from coalition_data.release import list_releases, verify_release
from coalition_data.release.database import DATABASE
from coalition_data.store import sha256_of

pytestmark = pytest.mark.slow

FIRST, *_, LAST = STAGES

KILLS = 20
SEED = 20261122
RUNS_BETWEEN_CHECKS = 1 if os.environ.get("COALITION_DATA_CHAOS") == "full" else 5
"""After so many kills a run is let through to its end and compared with an undisturbed one."""

ATTEMPTS = 8
"""How often the time before a kill is halved until the run is still there to be killed."""

PATIENCE_S = 120
"""A whole run takes some ten seconds."""

ENDED = "(the runner's output ends)"

OTHER_ARTICLE = (
    "Envoys Gather in Porto\n\nPORTO, Portugal - Envoys of six countries gathered in Porto on Friday.\n\n“It is a good "
    "start,” Portuguese Foreign Minister Rui Salgado said. Portugal will give 3 million euros to Iraq.\n"
)

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
"""Threads and allocators of libraries are what makes forking unsafe."""

VARYING = {DATABASE, "SHA256SUMS"}
"""DuckDB gives each of its files a random identifier, and the list of digests names it."""


@dataclass
class Runner:
    """The warm process that runs are forked from."""

    process: subprocess.Popen[str]
    lines: queue.Queue[tuple[float, str]] = field(default_factory=queue.Queue)
    running: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.put((time.monotonic(), line.strip()))
        self.lines.put((time.monotonic(), ENDED))

    def expect(self, word: str) -> tuple[float, str]:
        """The next line that begins with a word; what else is said comes with a failure."""
        passed = []
        while True:
            try:
                when, line = self.lines.get(timeout=PATIENCE_S)
            except queue.Empty:
                self.abort()
                pytest.fail(f"the runner says nothing more (where: see the error output); so far: {passed}")
            if line == ENDED:
                self.lines.put((when, ENDED))
                pytest.fail(f"the runner has ended; before: {passed}")
            if line.startswith(f"{word} ") or line == word:
                return when, line.removeprefix(word).strip()
            passed.append(line)

    def say(self, *words: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def start(self, data_dir: Path, source: Path, first: str = FIRST, last: str = LAST) -> int:
        """Fork a run and return its process."""
        self.say("run", data_dir, source, first, last)
        child = int(self.expect("pid")[1])
        self.running.add(child)
        return child

    def finish(self, child: int) -> int:
        self.say("wait", child)
        code = int(self.expect("exit")[1])
        self.running.discard(child)
        return code

    def abort(self) -> None:
        """End the runs that hang, so that they cost no other test anything; each says where it stands."""
        for child in self.running:
            os.kill(child, signal.SIGABRT)
        self.running.clear()

    def run(self, data_dir: Path, source: Path, first: str = FIRST, last: str = LAST) -> int:
        return self.finish(self.start(data_dir, source, first, last))


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("chaos_runner.py"))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **ONE_THREAD},
    )  # fmt: skip
    runner = Runner(process)
    try:
        runner.expect("ready")
        yield runner
    finally:
        process.kill()
        process.wait()


@dataclass(frozen=True)
class Scene:
    """Two states of a source, the first of them released.

    Attributes:
        released: data folder with the release of the first state.
        source: the second state.
        undisturbed: data folder after a whole run over it.
        seconds: how long each stage of that run took.
    """

    released: Path
    source: Path
    undisturbed: Path
    seconds: dict[str, float]


@pytest.fixture(scope="module")
def scene(runner: Runner, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("chaos")
    for name, texts in (("one", [ARTICLE]), ("two", [ARTICLE, OTHER_ARTICLE])):
        (folder / name).mkdir()
        for number, text in enumerate(texts):
            (folder / name / f"{number}.txt").write_text(text, encoding="utf-8")
    assert runner.run(folder / "released", folder / "one") == 0
    shutil.copytree(folder / "released", folder / "undisturbed")
    child = runner.start(folder / "undisturbed", folder / "two")
    moments = [runner.expect("start") for _ in STAGES]
    runner.say("wait", child)
    ended, code = runner.expect("exit")
    assert code == "0"
    ends = [moment for moment, _ in moments[1:]] + [ended]
    seconds = {name: end - start for (start, name), end in zip(moments, ends, strict=True)}
    return Scene(folder / "released", folder / "two", folder / "undisturbed", seconds)


def files_of(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in folder.rglob("*") if path.is_file()}


def release_before(scene: Scene) -> Path:
    (release,) = list_releases(scene.released / "releases")
    return release.path


def prepare(scene: Scene, folder: Path, stage: str) -> Path:
    """A data folder in which all stages before one are done, and no later one has run."""
    data_dir = folder / "data"
    shutil.copytree(scene.undisturbed, data_dir, ignore=shutil.ignore_patterns("releases"))
    shutil.copytree(scene.released / "releases", data_dir / "releases")
    for name in list(STAGES)[list(STAGES).index(stage) :]:
        for output in STAGES[name].outputs:
            path = data_dir / output
            if output == "releases" or not path.exists():
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return data_dir


def check_intact(scene: Scene, data_dir: Path) -> None:
    """The earlier release is as it was; each other one is whole or absent; ``latest`` names a whole one."""
    before = release_before(scene)
    assert files_of(data_dir / "releases" / before.name) == files_of(before)
    releases = list_releases(data_dir / "releases")
    assert 1 <= len(releases) <= 2
    assert all(verify_release(release) == () for release in releases)
    pointed = (data_dir / "releases" / "latest").read_text("utf-8").strip()
    assert pointed in {release.version for release in releases}


def check_complete(scene: Scene, data_dir: Path) -> None:
    """Two releases, nothing half done, and all that was made equals what an undisturbed run makes."""
    check_intact(scene, data_dir)
    (_, made), (_, expected) = (list_releases(folder / "releases") for folder in (data_dir, scene.undisturbed))
    assert made.version == expected.version
    assert verify_release(made) == ()
    found, wanted = ({k: v for k, v in files_of(one.path).items() if k not in VARYING} for one in (made, expected))
    assert found == wanted
    assert sorted(path.name for path in (data_dir / "releases").iterdir()) == sorted(
        path.name for path in (scene.undisturbed / "releases").iterdir()
    )
    assert files_of(data_dir / "tables") == files_of(scene.undisturbed / "tables")


def moments() -> list[tuple[str, float]]:
    """Twenty stages and how far into each: the same every time. The release stage, where it matters most, is every
    third."""
    chance = random.Random(SEED)
    names = list(STAGES)
    return [("release" if n % 3 == 0 else chance.choice(names), chance.uniform(0, 1.05)) for n in range(KILLS)]


def kill_in(stage: str, after: float, runner: Runner, scene: Scene, folder: Path) -> Path:
    """The data folder of a run that was killed some seconds after the beginning of a stage; a run that was faster than
    that is tried again with half the time."""
    for attempt in range(ATTEMPTS):
        data_dir = prepare(scene, folder / str(attempt), stage)
        child = runner.start(data_dir, scene.source, stage)
        runner.expect("start")
        time.sleep(after / 2**attempt)
        os.kill(child, signal.SIGKILL)
        if runner.finish(child) == -signal.SIGKILL:
            return data_dir
        check_intact(scene, data_dir)
    pytest.fail(f"{ATTEMPTS} runs had ended before they were killed in {stage}")


def test_twenty_kills(runner: Runner, scene: Scene, tmp_path: Path):
    for number, (stage, share) in enumerate(moments()):
        data_dir = kill_in(stage, share * scene.seconds[stage], runner, scene, tmp_path / str(number))
        check_intact(scene, data_dir)
        if number % RUNS_BETWEEN_CHECKS == RUNS_BETWEEN_CHECKS - 1:
            assert runner.run(data_dir, scene.source) == 0
            check_complete(scene, data_dir)
        shutil.rmtree(data_dir)


def test_a_run_over_a_killed_one_needs_no_help(runner: Runner, scene: Scene, tmp_path: Path):
    """Five kills in one folder, each over what the last one left; then a whole run."""
    data_dir = prepare(scene, tmp_path, "ingest")
    chance = random.Random(SEED)
    for stage in ("extract", "link", "validate", "release", "release"):
        child = runner.start(data_dir, scene.source)
        while runner.expect("start")[1] != stage:
            pass
        time.sleep(chance.uniform(0.1, 0.9) * scene.seconds[stage])
        os.kill(child, signal.SIGKILL)
        runner.finish(child)
        check_intact(scene, data_dir)
    assert runner.run(data_dir, scene.source) == 0
    check_complete(scene, data_dir)


def test_two_runs_at_once(runner: Runner, scene: Scene, tmp_path: Path):
    """The second refuses with a message, whichever comes second; the first one's release is whole."""
    data_dir = prepare(scene, tmp_path, "validate")
    first = runner.start(data_dir, scene.source, "validate")
    runner.expect("start")
    second = runner.start(data_dir, scene.source, "validate")
    assert "another run is working" in runner.expect("error")[1]
    assert runner.finish(second) == 1
    assert runner.finish(first) == 0
    check_complete(scene, data_dir)


DAMAGED = tuple(
    (name, output) for name, stage in STAGES.items() for output in stage.outputs
    if output.endswith(".parquet") and name in {"ingest", "clean", "extract", "link"}
)  # fmt: skip


@pytest.mark.parametrize(("stage", "output"), DAMAGED, ids=[output for _, output in DAMAGED])
def test_a_truncated_table_is_told_and_made_anew(runner: Runner, scene: Scene, tmp_path: Path, stage: str, output: str):
    """A stage that reads a half file says which; it never goes on with part of the rows."""
    reader = next((name for name, later in STAGES.items() if output in later.inputs), None)
    if reader is None:
        pytest.skip("no stage reads it")
    data_dir = prepare(scene, tmp_path, reader)
    damaged = data_dir / output
    damaged.write_bytes(damaged.read_bytes()[: damaged.stat().st_size // 2])
    child = runner.start(data_dir, scene.source, reader, reader)
    message = runner.expect("error")[1]
    assert runner.finish(child) == 1
    assert damaged.name in message
    check_intact(scene, data_dir)
    assert runner.run(data_dir, scene.source, stage, stage) == 0
    assert sha256_of(damaged) == sha256_of(scene.undisturbed / output)


def test_a_damaged_candidate_table_does_not_pass_the_gate(runner: Runner, scene: Scene, tmp_path: Path):
    data_dir = prepare(scene, tmp_path, "validate")
    damaged = data_dir / "tables" / "quotes.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-100])
    child = runner.start(data_dir, scene.source, "validate")
    assert "failed" in runner.expect("error")[1]
    assert runner.finish(child) == 1
    check_intact(scene, data_dir)
    assert len(list_releases(data_dir / "releases")) == 1


def test_a_clock_that_jumps_back(runner: Runner, scene: Scene, tmp_path: Path):
    """The last release lies in the future: the next one still comes after it."""
    data_dir = prepare(scene, tmp_path, "release")
    (before,) = list_releases(data_dir / "releases")
    future = data_dir / "releases" / "2999.12.31"
    before.path.rename(future)
    for name in ("manifest.json", "SHA256SUMS"):
        (future / name).chmod(0o644)
    manifest = json.loads((future / "manifest.json").read_text("utf-8"))
    (future / "manifest.json").write_text(json.dumps({**manifest, "version": "2999.12.31"}), "utf-8")
    (data_dir / "releases" / "latest").write_text("2999.12.31\n", "utf-8")
    assert runner.run(data_dir, scene.source, "release") == 0
    assert (data_dir / "releases" / "latest").read_text("utf-8") == "2999.12.31.1\n"
    assert verify_release(list_releases(data_dir / "releases")[-1]) == ()
