"""Validate: the gate that every release passes.

Great Expectations runs in a child process of ``check_tables``; importing this package is cheap.
"""

from coalition_data.validate.gate import GateOptions, check_tables
from coalition_data.validate.results import Check, Failure, GateResult, read_gate_result

__all__ = ["Check", "Failure", "GateOptions", "GateResult", "check_tables", "read_gate_result"]
