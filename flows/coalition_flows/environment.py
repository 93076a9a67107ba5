"""Environment of Prefect, set before it is first imported: its home in the data folder, no telemetry.

Whatever the user has set in the environment stays.
"""

from __future__ import annotations

import os
import urllib.request
from pathlib import Path

from coalition_data.errors import SettingsError
from coalition_data.run import make_folder

SERVER_START_SECONDS = "90"
"""Prefect allows its ephemeral server 20 seconds, which a cold start on two cores has been seen to take."""


SERVER_ANSWER_SECONDS = 10

DEFAULT_SERVER = "http://127.0.0.1:4200/api"
"""Where Prefect's server listens when nothing else is asked of it."""


def prepare_prefect(data_dir: Path, *, needs_server: bool = False) -> None:
    """Set Prefect's environment for this process and its children.

    Args:
        data_dir: Prefect's database and results go to ``.prefect`` below it.
        needs_server: talk to a server that runs already, instead of starting one for this process.

    Raises:
        StoreError: the data folder cannot be written.
    """
    home = (data_dir / ".prefect").resolve()
    if "PREFECT_HOME" not in os.environ:
        make_folder(home)  # Prefect makes no folders above its own
    defaults = {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": SERVER_START_SECONDS,
        "PREFECT_HOME": str(home),
        # The server keeps every log line; the terminal shows our own progress and messages instead.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        "PREFECT_CLI_COLORS": "false",
    }
    if needs_server:
        defaults["PREFECT_API_URL"] = DEFAULT_SERVER
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


def require_server() -> None:
    """Check that the server answers, where ``PREFECT_API_URL`` names one.

    Raises:
        SettingsError: it does not.
    """
    url = os.environ.get("PREFECT_API_URL")
    if not url:
        return
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/health", timeout=SERVER_ANSWER_SECONDS):
            pass
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"no Prefect server answers at {url}: {error}",
            "start one with `PREFECT_SERVER_ANALYTICS_ENABLED=false prefect server start`, or set PREFECT_API_URL to a "
            "running one",
        ) from error
