"""Ingest: files and folders become raw documents."""
