"""Pledges: who promised what to whom."""

from coalition_data.extract.pledges.extract import extract_pledges

__all__ = ["extract_pledges"]
