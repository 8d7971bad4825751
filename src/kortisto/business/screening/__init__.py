"""Checks on customers: sanctions, export control, credit."""
