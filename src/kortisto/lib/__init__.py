"""Small helpers that know nothing of customers."""
