"""Users, and logging in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from pytest_django import Settings

from kortisto.config import settings as installed_settings
from kortisto.register.access import operations, rules
from kortisto.register.access.models import FailedLogin, User
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import ActorKind, Outcome
from kortisto.register.audit.values import Actor
from tests.register.conftest import ALICE, NOW

pytestmark = pytest.mark.integration

OPERATOR = Actor(kind=ActorKind.COMMAND)
PASSWORD = "kolmetoista pientä kanaa"
HOME = "192.0.2.1"


@pytest.fixture
def alice(db: None) -> User:
    return operations.make_main_user(
        email="Alice@Esimerkki.Example ", password=PASSWORD, by=OPERATOR, at=NOW, undertaking="1"
    )


def log_in(
    password: str = PASSWORD, *, email: str = "alice@esimerkki.example", address: str = HOME, minutes: int = 0
) -> operations.LoginResult:
    return operations.log_in(email=email, password=password, address=address, at=NOW + timedelta(minutes=minutes))


def outcomes() -> list[tuple[str, Outcome]]:
    return [(line.action, line.outcome) for line in reversed(log.events())]


def test_the_main_user_has_the_role_that_grants_access(alice: User) -> None:
    assert (alice.email, alice.role, alice.is_active) == ("alice@esimerkki.example", "main_user", True)
    assert alice.password.startswith("argon2$argon2id$")
    assert outcomes() == [("user.add", Outcome.DONE)]


def test_an_installation_hashes_with_the_work_of_argon2_s_recommendation() -> None:
    """Not less than OWASP's least (Password Storage Cheat Sheet: 19 MiB, two passes); tests themselves hash quickly."""
    (path,) = installed_settings.PASSWORD_HASHERS
    hasher = import_string(path)()
    kept = hasher.decode(hasher.encode(PASSWORD, hasher.salt()))
    assert (kept["variety"], kept["version"]) == ("argon2id", 19)
    assert kept["memory_cost"] >= 19 * 1024
    assert kept["time_cost"] >= 2
    assert hasher.verify(PASSWORD, hasher.encode(PASSWORD, hasher.salt()))


def test_there_is_one_first_start(alice: User) -> None:
    with pytest.raises(operations.MainUserExistsError):
        operations.make_main_user(email="b@esimerkki.example", password=PASSWORD, by=OPERATOR, at=NOW)


@pytest.mark.parametrize(
    ("email", "password", "role", "error"),
    [
        ("no address", PASSWORD, "sales", ValueError),
        ("alice@esimerkki.example", PASSWORD, "sales", operations.EmailInUseError),
        ("bob@esimerkki.example", "short", "sales", ValidationError),
        ("bob@esimerkki.example", "bob@esimerkki.example", "sales", ValidationError),
        ("bob@esimerkki.example", PASSWORD, "emperor", operations.UnknownRoleError),
    ],
)
def test_a_user_needs_an_address_of_their_own_a_long_password_and_a_declared_role(
    alice: User, email: str, password: str, role: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        operations.add_user(email=email, password=password, role=role, by=ALICE, at=NOW)

    assert User.objects.count() == 1


def test_logging_in_and_out_leaves_lines(alice: User) -> None:
    result = log_in(email=" ALICE@esimerkki.example")
    operations.log_out(by=rules.actor_of(alice), at=NOW)

    assert result.user == alice
    assert outcomes()[1:] == [("login", Outcome.DONE), ("logout", Outcome.DONE)]
    assert log.events()[0].actor_id == alice.id


@pytest.mark.parametrize("email", ["alice@esimerkki.example", "nobody@esimerkki.example"])
def test_a_failure_leaves_a_line_and_does_not_tell_whether_the_account_exists(alice: User, email: str) -> None:
    result = log_in("wrong password here", email=email)

    assert (result.user, result.wait_until) == (None, None)
    assert outcomes()[1:] == [("login", Outcome.DENIED)]


def test_a_closed_account_does_not_log_in(alice: User) -> None:
    User.objects.update(is_active=False)

    assert log_in().user is None


def test_after_five_failures_even_the_right_password_waits(alice: User, settings: Settings) -> None:
    answers = [log_in("wrong password here", address=f"192.0.2.{n}", minutes=n) for n in range(5)]
    window = timedelta(seconds=settings.LOGIN_FAILURE_WINDOW_SECONDS)

    assert [answer.wait_until for answer in answers] == [None] * 4 + [NOW + window]
    assert log_in(minutes=29).user is None
    assert log_in(minutes=31).user == alice


def test_a_success_clears_the_failures_of_the_account(alice: User) -> None:
    for _ in range(4):
        log_in("wrong password here")
    log_in()

    assert log_in("wrong password here").wait_until is None


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("unix:", "", True),
    ],
)
def test_one_address_cannot_try_many_accounts(
    alice: User, settings: Settings, first: str, second: str, *, same: bool
) -> None:
    settings.LOGIN_FAILURES_PER_ADDRESS = 3
    for n in range(3):
        log_in("wrong password here", email=f"user{n}@esimerkki.example", address=first)

    assert (log_in(address=second).user is None) is same


def test_failures_hold_neither_name_nor_address_and_do_not_pile_up(alice: User) -> None:
    log_in("wrong password here")
    log_in("wrong password here", minutes=45)

    (left,) = FailedLogin.objects.all()
    assert left.happened_at == NOW + timedelta(minutes=45)
    assert "alice" not in left.account_key
    assert HOME not in left.address_key


@pytest.mark.parametrize(
    "broken",
    [
        {"role": ""},
        {"language": "de"},
        {"undertaking_version": ""},
        {"closed_at": NOW},
    ],
)
def test_the_database_keeps_users_whole(alice: User, broken: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.update(**broken)


def test_an_address_is_kept_in_small_letters(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Alice@esimerkki.example", display_name="Alice", role="sales", created_at=NOW)


def test_signing_the_undertaking_is_kept_and_logged(db: None) -> None:
    bob = operations.add_user(email="bob@esimerkki.example", password=PASSWORD, role="sales", by=ALICE, at=NOW)
    operations.sign_undertaking(user_id=bob.id, version="2", by=rules.actor_of(bob), at=NOW)

    bob.refresh_from_db()
    assert (bob.undertaking_version, bob.undertaking_signed_at) == ("2", NOW)
    assert outcomes()[-1] == ("user.sign_undertaking", Outcome.DONE)


def test_where_no_role_grants_access_the_first_one_does(db: None) -> None:
    assert rules.main_role() == "main_user"
