"""The stages that work on batches of articles, annotate and extract; results are kept, a run costs what is new."""

from coalition_data.batched.annotate import ANNOTATE
from coalition_data.batched.extract import EXTRACT, EXTRACTED, Extract, load_extractors
from coalition_data.batched.kept import Batch, Batches

__all__ = ["ANNOTATE", "EXTRACT", "EXTRACTED", "Batch", "Batches", "Extract", "load_extractors"]
