"""Validate: the gate that every release passes.

Great Expectations is imported inside ``check_tables`` only; importing this package is cheap.
"""

from coalition_data.validate.gate import GateOptions, check_tables
from coalition_data.validate.results import Check, Failure, GateResult, read_gate_result

__all__ = ["Check", "Failure", "GateOptions", "GateResult", "check_tables", "read_gate_result"]
