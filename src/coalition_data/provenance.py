"""Which code made a release: version, source fingerprint, git revision, language model."""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from coalition_data.settings import Settings

DISTRIBUTION = "coalition-data"

_REQUIREMENT_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r";.*\bextra\b")


def package_version() -> str:
    """Version of the installed distribution."""
    return metadata.version(DISTRIBUTION)


def code_version(settings: Settings) -> dict[str, Any]:
    """What a manifest says about the code.

    ``source_sha256`` changes with any file of the package; ``revision`` is the git commit of the checkout that the
    package is imported from, or ``unknown`` outside one; ``libraries`` are the project's own requirements.
    """
    return {
        "version": package_version(),
        "source_sha256": source_fingerprint(),
        "revision": _git_revision(),
        "model": model_version(settings.annotate.model),
        "python": platform.python_version(),
        "libraries": library_versions(),
    }


def library_versions() -> dict[str, str]:
    """Installed versions of the project's own requirements, by name; extras change no result and may be absent."""
    required = (line for line in metadata.requires(DISTRIBUTION) or () if not _EXTRA.search(line))
    requirements = (_REQUIREMENT_NAME.match(line) for line in required)
    return {name: metadata.version(name) for name in sorted({match.group() for match in requirements if match})}


def source_fingerprint() -> str:
    """SHA-256 over the names and bytes of the package's files (compiled ones left out)."""
    digest = hashlib.sha256()
    with resources.as_file(resources.files("coalition_data")) as root:
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def model_version(model: str) -> str:
    """Name and version of a model package; without a version where the package is not installed."""
    try:
        return f"{model} {metadata.version(model)}"
    except metadata.PackageNotFoundError:  # its distribution has another name: reads the files of all that are there
        distributions = metadata.packages_distributions().get(model)
    return f"{model} {metadata.version(distributions[0])}" if distributions else model


def _git_revision() -> str:
    with resources.as_file(resources.files("coalition_data")) as root:
        if not _git(root, "ls-files", "--", "provenance.py"):
            return "unknown"  # installed inside somebody else's repository
        return _git(root, "rev-parse", "HEAD") or "unknown"


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
