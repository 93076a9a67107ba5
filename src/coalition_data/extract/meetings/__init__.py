"""Meetings: who met whom, when and where."""
