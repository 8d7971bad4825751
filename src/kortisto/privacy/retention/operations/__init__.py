"""Every change that retention makes. Each takes `by` and `at`, and leaves its line in the log."""

from kortisto.privacy.retention.operations.door import oversee
from kortisto.privacy.retention.operations.settling import Settled, rebuild_clocks, settle
from kortisto.privacy.retention.operations.sweeping import Clock, Progress, sweep

__all__ = ["Clock", "Progress", "Settled", "oversee", "rebuild_clocks", "settle", "sweep"]
