"""Finds what has fallen due, and erases or anonymises it."""
