"""What retention can tell; each returns frozen values."""

from kortisto.privacy.retention.queries.candidates import candidates, held_back
from kortisto.privacy.retention.queries.standing import (
    PORTION,
    CertificateView,
    DatumStanding,
    DueReport,
    RefusedUse,
    SubjectDue,
    certificate,
    certificate_view,
    certificates,
    datum_standing,
    due_report,
    standing_of_organisation,
    standing_of_person,
)

__all__ = [
    "PORTION",
    "CertificateView",
    "DatumStanding",
    "DueReport",
    "RefusedUse",
    "SubjectDue",
    "candidates",
    "certificate",
    "certificate_view",
    "certificates",
    "datum_standing",
    "due_report",
    "held_back",
    "standing_of_organisation",
    "standing_of_person",
]
