"""Every change of who may do what, logging in, and the door that names a purpose before it shows people.

Each is one transaction, takes `by` and `at`, and leaves its line in the log. What the actor lacks a permission for is
refused with NotPermittedError; a row that is not there raises the model's DoesNotExist.
"""

from django.core.exceptions import ObjectDoesNotExist

from kortisto.register.access.operations.answered import ReusedKeyError, answered_before, forget_answers, keep_answer
from kortisto.register.access.operations.door import DeniedError, enter, record_refusal, refusals_recorded
from kortisto.register.access.operations.elevations import CannotBorrowError, elevate, end_elevation
from kortisto.register.access.operations.factors import (
    InUseError,
    WrongCodeError,
    add_passkey,
    drop_factors_of,
    drop_passkey,
    drop_totp,
    new_recovery_codes,
    offer_totp,
    use_totp,
)
from kortisto.register.access.operations.invitations import (
    Link,
    LinkIsSpentError,
    accept,
    invite,
    offer_new_password,
    refuse_link,
    reopen_user,
    withdraw,
)
from kortisto.register.access.operations.levels import LevelInUseError, NameInUseError, compose_level, remove_level
from kortisto.register.access.operations.logging_in import (
    ANONYMOUS,
    LoginResult,
    confirm,
    log_in,
    log_in_by_provider,
    log_in_with_code,
    log_in_with_passkey,
    log_out,
)
from kortisto.register.access.operations.sessions import (
    begin_session,
    end_session,
    end_sessions_of,
    expire_session,
    renew_session,
    see_session,
)
from kortisto.register.access.operations.tokens import (
    NewToken,
    ScopeError,
    TokenActor,
    make_token,
    record_unknown_token,
    revoke_token,
    token_actor,
)
from kortisto.register.access.operations.users import (
    EmailInUseError,
    LastMainUserError,
    MainUserExistsError,
    UnknownRoleError,
    WrongPasswordError,
    add_user,
    change_password,
    close_user,
    make_main_user,
    place_user,
    sign_undertaking,
)
from kortisto.register.access.passkeys import NotThisPasskeyError, Site

__all__ = [
    "ANONYMOUS",
    "CannotBorrowError",
    "DeniedError",
    "EmailInUseError",
    "InUseError",
    "LastMainUserError",
    "LevelInUseError",
    "Link",
    "LinkIsSpentError",
    "LoginResult",
    "MainUserExistsError",
    "NameInUseError",
    "NewToken",
    "NotThisPasskeyError",
    "ObjectDoesNotExist",
    "ReusedKeyError",
    "ScopeError",
    "Site",
    "TokenActor",
    "UnknownRoleError",
    "WrongCodeError",
    "WrongPasswordError",
    "accept",
    "add_passkey",
    "add_user",
    "answered_before",
    "begin_session",
    "change_password",
    "close_user",
    "compose_level",
    "confirm",
    "drop_factors_of",
    "drop_passkey",
    "drop_totp",
    "elevate",
    "end_elevation",
    "end_session",
    "end_sessions_of",
    "enter",
    "expire_session",
    "forget_answers",
    "invite",
    "keep_answer",
    "log_in",
    "log_in_by_provider",
    "log_in_with_code",
    "log_in_with_passkey",
    "log_out",
    "make_main_user",
    "make_token",
    "new_recovery_codes",
    "offer_new_password",
    "offer_totp",
    "place_user",
    "record_refusal",
    "record_unknown_token",
    "refusals_recorded",
    "refuse_link",
    "remove_level",
    "renew_session",
    "reopen_user",
    "revoke_token",
    "see_session",
    "sign_undertaking",
    "token_actor",
    "use_totp",
    "withdraw",
]
