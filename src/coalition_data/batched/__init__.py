"""The stages that work on batches: clean, annotate and extract; results are kept, a run costs what is new."""

from coalition_data.batched.annotate import ANNOTATE
from coalition_data.batched.extract import EXTRACT, EXTRACTED, Extract, load_extractors
from coalition_data.batched.failures import WorkItem, digest_of, identity_of
from coalition_data.batched.kept import Batch, Batches, batches_in

CLEAN = batches_in("coalition_data.batched.clean")

__all__ = [
    "ANNOTATE", "CLEAN", "EXTRACT", "EXTRACTED", "Batch", "Batches", "Extract", "WorkItem", "digest_of", "identity_of",
    "load_extractors",
]  # fmt: skip
