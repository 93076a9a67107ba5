"""Fixtures of the integration tests."""

from candidates import first, make, second

__all__ = ["first", "make", "second"]
