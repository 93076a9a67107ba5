"""Debian's Chromium without a window, for pages that need neither server nor network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # nothing outside is there
)  # fmt: skip
_CONSOLE = re.compile(r"INFO:CONSOLE[^\"]*(\".*)")


@dataclass(frozen=True)
class Page:
    """A page as the browser has it after loading.

    Attributes:
        dom: its elements as HTML.
        console: what was written to the console: errors, refused scripts.
    """

    dom: str
    console: tuple[str, ...]


def open_page(path: Path, profile: Path, screenshot: Path | None = None) -> Page:
    """Open a file; skips the test where there is no browser."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: the page is not looked at in a browser")
    more = ("--dump-dom",) if screenshot is None else (f"--screenshot={screenshot}", "--window-size=1000,4200")
    done = subprocess.run(
        [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "--virtual-time-budget=3000", *more, path.as_uri()],
        capture_output=True, text=True, timeout=120, check=False, env={**os.environ, "HOME": str(profile)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return Page(done.stdout, tuple(_CONSOLE.findall(done.stderr)))
