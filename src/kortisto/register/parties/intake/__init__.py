"""Rows of a file on their way into the tables, a portion at a time: what is known, what is new, what changes."""
