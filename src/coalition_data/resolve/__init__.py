"""Resolve: what the extractors share about countries, persons, organisations, places and the calendar."""
