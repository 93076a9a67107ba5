"""Validate: the gate that every release passes."""
