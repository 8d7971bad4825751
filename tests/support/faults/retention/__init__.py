"""Sweeps, erasures, adoptions and restores that are struck at any moment, and what must be true of them afterwards."""
