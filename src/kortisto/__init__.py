"""Kortisto: a customer register that runs on its own privacy notice."""

__version__ = "0.1.0"
