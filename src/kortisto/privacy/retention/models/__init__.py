"""The tables of retention."""

from kortisto.privacy.retention.models.certificates import Certificate
from kortisto.privacy.retention.models.clocks import Agenda, Clock, Mark

__all__ = ["Agenda", "Certificate", "Clock", "Mark"]
