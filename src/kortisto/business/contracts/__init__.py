"""Contracts, their terms, signatures and renewals."""
