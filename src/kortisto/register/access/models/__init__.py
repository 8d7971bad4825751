"""Staff users, what they prove themselves with, and what is granted to them."""

from kortisto.register.access.models.factors import Passkey, RecoveryCode, TotpDevice
from kortisto.register.access.models.granted import AnsweredCall, Elevation, Token
from kortisto.register.access.models.notices import AdoptedNotice
from kortisto.register.access.models.sessions import FailedLogin, StaffSession
from kortisto.register.access.models.users import Invitation, Level, Undertaking, User, UserManager

__all__ = [
    "AdoptedNotice",
    "AnsweredCall",
    "Elevation",
    "FailedLogin",
    "Invitation",
    "Level",
    "Passkey",
    "RecoveryCode",
    "StaffSession",
    "Token",
    "TotpDevice",
    "Undertaking",
    "User",
    "UserManager",
]
