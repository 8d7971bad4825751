"""Backups, restoring them, and the doors that stay shut until a restored database is as the ledger says."""
