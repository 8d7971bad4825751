"""The demo company: the invented customers of a heat-pump company, the same for the same seed and day."""

from kortisto.config.demo.loading import load, sign

__all__ = ["load", "sign"]
