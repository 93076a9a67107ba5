"""Orchestration with Prefect: the release flow over the stages of ``coalition_data.pipeline``."""
