"""``params.yaml``: what is read, and what each mistake is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coalition_data.errors import SettingsError
from coalition_data.run import plan_run, require_sources
from coalition_data.settings import Settings, load_settings

ROOT = Path(__file__).parents[2]


def write_params(folder: Path, text: str) -> Path:
    path = folder / "params.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_projects_own_file_holds_the_defaults():
    assert load_settings(ROOT / "params.yaml") == Settings()


def test_an_empty_file_means_the_defaults(tmp_path: Path):
    assert load_settings(write_params(tmp_path, "# nothing\n")) == Settings()


def test_a_section_with_nothing_in_it_means_the_defaults(tmp_path: Path):
    assert load_settings(write_params(tmp_path, "clean:\n  # languages: [de]\nlink:\n")) == Settings()


def test_values_replace_defaults_key_by_key(tmp_path: Path):
    settings = load_settings(
        write_params(tmp_path, "annotate: {batch: 8}\nclean: {min_topic_score: 0}\ningest: {sources: [a, b]}\n")
    )
    assert settings.annotate.batch == 8
    assert settings.annotate.model == Settings().annotate.model
    assert settings.clean.min_topic_score == 0.0
    assert settings.ingest.sources == ("a", "b")


@pytest.mark.parametrize(
    ("text", "key", "allowed"),
    [
        pytest.param("anotate: {}", "anotate", "annotate", id="unknown section"),
        pytest.param("annotate: {batches: 3}", "annotate.batches", "batch, model", id="unknown key"),
        pytest.param("annotate: {batch: many}", "annotate.batch", "whole number", id="text for a number"),
        pytest.param("annotate: {batch: 2.5}", "annotate.batch", "whole number", id="fraction for a whole number"),
        pytest.param("annotate: {batch: true}", "annotate.batch", "whole number", id="truth value for a number"),
        pytest.param("annotate: {batch: 0}", "annotate.batch", "1 to 256", id="below the limit"),
        pytest.param("validate: {max_shrink: 1.5}", "validate.max_shrink", "0 to 1", id="above the limit"),
        pytest.param("validate: {allow_shrink: 1}", "validate.allow_shrink", "true or false", id="number for a flag"),
        pytest.param("ingest: {sources: seeds}", "ingest.sources", "list of strings", id="text for a list"),
        pytest.param("ingest: {sources: [1]}", "ingest.sources", "list of strings", id="list of numbers"),
        pytest.param("ingest: {sources: []}", "ingest.sources", "at least one", id="no source"),
        pytest.param("clean: {languages: []}", "clean.languages", "at least one", id="no language"),
        pytest.param("clean: {languages: [english]}", "'english'", "ISO 639-1", id="a language by its name"),
        pytest.param("clean: {languages: [EN]}", "'EN'", "small letters", id="a language in capitals"),
        pytest.param("clean: {languages: [en, xx]}", "'xx'", "ISO 639-1", id="a code of no language"),
        pytest.param("clean: {today: 2010-13-45}", "clean.today", "YYYY-MM-DD", id="a date that there is not"),
        pytest.param("clean: {today: 2010-01-02 10:00:00}", "clean.today", "YYYY-MM-DD", id="a time for a date"),
        pytest.param("clean: {}\nlink: {}\nclean: {}", "line 3: the key clean", "keep one", id="section twice"),
        pytest.param("annotate: {batch: 3, batch: 4}", "line 1: the key batch", "keep one", id="key twice"),
        pytest.param("clean: {today: soon}", "clean.today", "YYYY-MM-DD", id="no date"),
        pytest.param("annotate: [batch]", "annotate", "batch, model", id="list for a section"),
        pytest.param("- annotate", "the file", "annotate", id="list for the file"),
    ],
)
def test_a_mistake_names_file_key_and_what_is_allowed(tmp_path: Path, text: str, key: str, allowed: str):
    path = write_params(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert str(path) in caught.value.message
    assert key in caught.value.message
    assert allowed in (caught.value.advice or "")


@pytest.mark.parametrize(
    "content",
    [pytest.param(b"annotate: {batch: 3", id="no YAML"), pytest.param(b"\xff\xfe\x00", id="no text")],
)
def test_an_unreadable_file_is_named(tmp_path: Path, content: bytes):
    path = tmp_path / "params.yaml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"params\.yaml"):
        load_settings(path)


@pytest.mark.parametrize("model", ["os", "json", "en_core_web_nowhere", "en-core", "../model", ""])
def test_a_model_that_is_none_is_told_before_a_run(tmp_path: Path, model: str):
    (tmp_path / "a.txt").write_text("Ministers met")
    path = write_params(tmp_path, f"annotate: {{model: '{model}'}}\ningest: {{sources: [a.txt]}}\n")
    with pytest.raises(SettingsError, match=r"params\.yaml: annotate\.model is ") as caught:
        require_sources(plan_run(data_dir=tmp_path / "data", params=path))
    assert "spaCy model package" in (caught.value.advice or "")


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"nowhere\.yaml"):
        load_settings(tmp_path / "nowhere.yaml")


def test_settings_as_plain_values_survive_json(tmp_path: Path):
    settings = load_settings(write_params(tmp_path, "clean: {today: 2024-02-29}"))
    assert json.loads(json.dumps(settings.to_dict()))["clean"]["today"] == "2024-02-29"
