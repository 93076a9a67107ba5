"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from coalition_data.remote.address import DataDir, is_address

Function = TypeVar("Function", bound=Callable[..., Any])

DATA_DIR = "data"
"""Equals ``run.DATA_DIR``, which is not imported here because help must come at once; a test compares them."""


class DataDirType(click.Path):
    """A folder, as a path, or the address of one in an object store, as text."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> DataDir:
        """Leave addresses as they are, but for a slash at the end."""
        if is_address(value):
            return str(value).rstrip("/")
        return Path(os.fsdecode(super().convert(value, param, ctx)))


data_dir_option = click.option(
    "--data-dir",
    type=DataDirType(),
    default=DATA_DIR,
    show_default=True,
    envvar="COALITION_DATA_DIR",
    show_envvar=True,
    help="Folder with the tables and releases, or its address in an object store: s3://bucket/prefix.",
)
params_option = click.option(
    "--params",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True),
    help="Settings of the run (YAML).  [default: params.yaml where there is one]",
)
release_option = click.option("--release", "version", help="Version of the release.  [default: the latest]")
output_option = click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write to.")


TABLE_FORMATS = ("table", "csv", "json", "parquet")
"""Those of ``show.write_result``."""


def format_option(*formats: str, text: str) -> Callable[[Function], Function]:
    """``--format``, the first of some formats by default; the command's parameter is ``form``."""
    return click.option(
        "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True, help=text
    )
