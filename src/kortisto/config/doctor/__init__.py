"""`./kortisto doctor`: says what is wrong with an installation and how to mend it; changes nothing."""

from kortisto.config.doctor.command import doctor

__all__ = ["doctor"]
