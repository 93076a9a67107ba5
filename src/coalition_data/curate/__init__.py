"""Curate: what people decided about the data: corrections of source errors, and which texts may be published."""

from coalition_data.curate.corrections import (
    CORRECTIONS_NAME,
    Correction,
    collect_corrections,
    correct_rows,
    correct_tables,
    corrections_from_json,
    corrections_to_json,
    read_corrections,
)
from coalition_data.curate.files import saved_corrections, withheld_articles
from coalition_data.curate.licences import may_publish, withhold_rows, withhold_texts

__all__ = [
    "CORRECTIONS_NAME",
    "Correction",
    "collect_corrections",
    "correct_rows",
    "correct_tables",
    "corrections_from_json",
    "corrections_to_json",
    "may_publish",
    "read_corrections",
    "saved_corrections",
    "withheld_articles",
    "withhold_rows",
    "withhold_texts",
]
