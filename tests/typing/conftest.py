"""Calls that are refused are read by type checkers only."""

collect_ignore = ["refused.py"]
