"""Scheduled work: the one list of schedules and thin task functions."""
