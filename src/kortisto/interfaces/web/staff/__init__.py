"""Pages of the members of staff."""
