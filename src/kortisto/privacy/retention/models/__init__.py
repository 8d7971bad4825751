"""The tables of retention."""

from kortisto.privacy.retention.models.certificates import Certificate

__all__ = ["Certificate"]
