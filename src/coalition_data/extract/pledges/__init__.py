"""Pledges: who promised what to whom."""
