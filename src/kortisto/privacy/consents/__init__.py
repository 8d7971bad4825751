"""Consents and objections, given and withdrawn."""
