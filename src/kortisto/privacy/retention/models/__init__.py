"""The tables of retention."""

from kortisto.privacy.retention.models.certificates import Certificate
from kortisto.privacy.retention.models.clocks import Agenda, Clock, Draft, Mark
from kortisto.privacy.retention.models.erasures import Erasure
from kortisto.privacy.retention.models.forecast import Forecast
from kortisto.privacy.retention.models.holds import Hold
from kortisto.privacy.retention.models.regular import RegularRun
from kortisto.privacy.retention.models.remembered import RememberedClock
from kortisto.privacy.retention.models.remnants import Remnant
from kortisto.privacy.retention.models.restrictions import Restriction
from kortisto.privacy.retention.models.reviews import AwaitedReview, Review
from kortisto.privacy.retention.models.sweeps import Stuck, Sweep
from kortisto.privacy.retention.models.trials import Trial, TrialSample

__all__ = [
    "Agenda",
    "AwaitedReview",
    "Certificate",
    "Clock",
    "Draft",
    "Erasure",
    "Forecast",
    "Hold",
    "Mark",
    "RegularRun",
    "RememberedClock",
    "Remnant",
    "Restriction",
    "Review",
    "Stuck",
    "Sweep",
    "Trial",
    "TrialSample",
]
