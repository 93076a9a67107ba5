"""Annotate: cleaned articles become parsed articles, once."""

from coalition_data.annotate.parser import Parser, load_parser

__all__ = ["Parser", "load_parser"]
