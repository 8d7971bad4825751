"""The append-only log of reads and writes."""
