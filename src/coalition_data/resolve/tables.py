"""Reading of the lexicon tables that this package uses."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib import resources
from typing import Any

import yaml

from coalition_data.errors import LexiconError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C, where PyYAML was built with it, reads in a tenth of the time: the lexicons take the other a second."""

SEPARATOR = "|"
"""Stands between the values of one field."""


def read_table(name: str) -> Iterator[dict[str, str]]:
    """Rows of ``lexicons/<name>`` in order; lines that begin with ``#`` are comments.

    Raises:
        LexiconError: a row has more or fewer fields than the header.
    """
    text = resources.files("coalition_data.lexicons").joinpath(name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(lines)
    for row in reader:
        if None in row or None in row.values():
            raise LexiconError(f"{name}: row {reader.line_num} has another number of fields than the header: {row}")
        yield {key: value.strip() for key, value in row.items()}


def load_yaml(text: str) -> Any:
    """What ``yaml.safe_load`` would give, sooner.

    Raises:
        YAMLError: the text is no YAML.
    """
    return yaml.load(text, Loader=_LOADER)


def split_field(value: str) -> tuple[str, ...]:
    """The values of one field."""
    return tuple(part.strip() for part in value.split(SEPARATOR) if part.strip())
