"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

DATA_DIR = "data"
"""Equals ``run.DATA_DIR``, which is not imported here because help must come at once; a test compares them."""

data_dir_option = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=DATA_DIR,
    show_default=True,
    envvar="COALITION_DATA_DIR",
    show_envvar=True,
    help="Folder with the tables and releases.",
)
params_option = click.option(
    "--params",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True),
    help="Settings of the run (YAML).  [default: params.yaml where there is one]",
)
release_option = click.option("--release", "version", help="Version of the release.  [default: the latest]")
