"""The wheel: everything that the package needs travels with it."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

from tests.integration.commands import ROOT, clean_environment, run_command

pytestmark = pytest.mark.slow

ARTICLE = (
    "Talks in Riga\n\nRIGA, Latvia — “We agree,” Latvian Foreign Minister Edgars Berzins told reporters after talks.\n"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT]
    done = run_command(command, folder)
    assert done.code == 0, done.err
    (path,) = folder.glob("*.whl")
    return path


def test_it_holds_every_file_of_both_packages(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    for base, package in (("src", "coalition_data"), ("flows", "coalition_flows")):
        expected = {
            path.relative_to(ROOT / base).as_posix()
            for path in (ROOT / base / package).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert expected <= names
    assert "coalition_data/py.typed" in names
    assert any(name.startswith("coalition_data/lexicons/") for name in names)
    assert any(name.startswith("coalition_data/expectations/") for name in names)
    assert not any("/tests/" in name or "/data/releases" in name for name in names)


def test_it_extracts_without_the_checkout(wheel: Path, tmp_path: Path):
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    code = (
        "import coalition_data, coalition_flows.environment, sys; from coalition_data.cli import main; "
        f"assert coalition_data.__file__.startswith({str(installed)!r}); sys.argv[0] = 'coalition-data'; main()"
    )
    command = [sys.executable, "-c", code, "extract", "article.txt", "--json"]
    done = run_command(command, tmp_path, clean_environment(PYTHONPATH=str(installed)))
    assert done.code == 0, done.err
    assert [quote["speaker_name"] for quote in json.loads(done.out)["quotes"]] == ["Edgars Berzins"]
