"""One-time codes, recovery codes and passkeys; keys for programs; elevated access."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from kortisto.declaration.words import Operation
from kortisto.register.access import operations, queries, rules, sealing, totp
from kortisto.register.access.models import Elevation, FailedLogin, RecoveryCode, Token, TotpDevice, User
from kortisto.register.access.throttling import attempt, network
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import ActorKind, Outcome
from kortisto.register.audit.values import Actor
from tests.register.conftest import NOW, entered

pytestmark = pytest.mark.integration

OPERATOR = Actor(kind=ActorKind.COMMAND)
PASSWORD = "kolmetoista pientä kanaa"
HOME = "192.0.2.1"


@pytest.fixture
def alice(db: None) -> User:
    return operations.make_main_user(
        email="alice@esimerkki.example", password=PASSWORD, by=OPERATOR, at=NOW, undertaking="1"
    )


@pytest.fixture
def dora(alice: User) -> User:
    return operations.add_user(
        email="dora@esimerkki.example", password=PASSWORD, role="dpo", by=OPERATOR, at=NOW, undertaking="1"
    )


def secret_of(user: User) -> bytes:
    device = TotpDevice.objects.get(user=user)
    return sealing.unseal(bytes(device.sealed_secret), place=totp.place_of(device))


def code(user: User, at: datetime = NOW) -> str:
    return totp.code_at(secret_of(user), int(at.timestamp()) // totp.STEP)


@pytest.fixture
def codes(alice: User) -> tuple[str, ...]:
    """Alice has taken one-time codes into use, a while ago; her recovery codes."""
    before = NOW - timedelta(hours=1)
    operations.offer_totp(by=rules.actor_of(alice), at=before)
    return operations.use_totp(code=code(alice, before), by=rules.actor_of(alice), at=before)


def second(user: User, typed: str, *, seconds: int = 0, address: str = HOME) -> operations.LoginResult:
    return operations.log_in_with_code(
        user_id=user.id, code=typed, address=address, at=NOW + timedelta(seconds=seconds)
    )


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037"),
     (20000000000, "353130")],
)  # fmt: skip
def test_codes_are_those_of_the_standard(seconds: int, expected: str) -> None:
    """RFC 6238, appendix B, of whose eight digits the last six count."""
    assert totp.code_at(b"12345678901234567890", seconds // 30) == expected


def test_the_password_alone_no_longer_opens(alice: User, codes: tuple[str, ...]) -> None:
    result = operations.log_in(email=alice.email, password=PASSWORD, address=HOME, at=NOW)

    assert (result.user, result.needs_second) == (alice, True)
    assert log.events()[0].action == "login.password"


def test_a_code_works_once_and_near_its_time(alice: User, codes: tuple[str, ...]) -> None:
    now = code(alice)

    assert second(alice, "000000" if now != "000000" else "111111").user is None
    assert second(alice, f"{now[:3]} {now[3:]}").user == alice
    assert second(alice, now).user is None
    assert second(alice, code(alice, NOW + timedelta(seconds=30))).user == alice
    assert second(alice, code(alice, NOW + timedelta(seconds=90))).user is None
    assert second(alice, now, seconds=30).user is None


def test_a_recovery_code_works_once_however_it_is_typed(alice: User, codes: tuple[str, ...]) -> None:
    assert len(set(codes)) == 10
    assert second(alice, codes[0].upper().replace("-", " ")).user == alice
    assert second(alice, codes[0]).user is None
    assert queries.factors_of(user_id=alice.id).recovery_codes_left == 9


def test_guesses_at_the_code_are_throttled_and_a_right_password_does_not_forgive_them(
    alice: User, codes: tuple[str, ...]
) -> None:
    for _ in range(4):
        second(alice, "000000")
        operations.log_in(email=alice.email, password=PASSWORD, address=HOME, at=NOW)
    last = second(alice, "000000")

    assert last.wait_until is not None
    assert second(alice, code(alice)).user is None
    assert operations.log_in(email=alice.email, password=PASSWORD, address=HOME, at=NOW).user is None


def test_a_closed_account_does_not_open_with_a_code(alice: User, codes: tuple[str, ...]) -> None:
    User.objects.update(is_active=False)

    assert second(alice, code(alice)).user is None


def test_the_secret_is_sealed_and_shown_only_until_it_is_in_use(alice: User) -> None:
    by = rules.actor_of(alice)
    operations.offer_totp(by=by, at=NOW)
    offer = queries.totp_offer(user_id=alice.id, issuer="Kortisto")
    assert offer is not None
    assert secret_of(alice) not in bytes(TotpDevice.objects.get().sealed_secret)
    assert f"secret={offer.secret}" in offer.address

    with pytest.raises(operations.WrongCodeError):
        operations.use_totp(code="000000" if code(alice) != "000000" else "1", by=by, at=NOW)
    assert not queries.factors_of(user_id=alice.id).any
    operations.use_totp(code=code(alice), by=by, at=NOW)
    assert queries.totp_offer(user_id=alice.id, issuer="Kortisto") is None
    with pytest.raises(operations.InUseError):
        operations.offer_totp(by=by, at=NOW)


def test_a_sealed_secret_opens_only_in_its_place_and_with_its_key(settings: Settings) -> None:
    sealed = sealing.seal(b"secret", place="totp:1")
    assert sealing.unseal(sealed, place="totp:1") == b"secret"
    with pytest.raises(sealing.CannotUnsealError):
        sealing.unseal(sealed, place="totp:2")
    settings.SECRET_KEY = "another"
    with pytest.raises(sealing.CannotUnsealError):
        sealing.unseal(sealed, place="totp:1")


def test_taken_out_of_use_nothing_is_left(alice: User, codes: tuple[str, ...]) -> None:
    operations.drop_totp(by=rules.actor_of(alice), at=NOW)

    assert not operations.log_in(email=alice.email, password=PASSWORD, address=HOME, at=NOW).needs_second
    assert not RecoveryCode.objects.exists()


def test_the_main_user_helps_who_has_lost_everything(alice: User, codes: tuple[str, ...]) -> None:
    operations.drop_factors_of(user_id=alice.id, by=rules.actor_of(alice), at=NOW)

    assert not queries.factors_of(user_id=alice.id).any


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("nonsense", "unknown"),
    ],
)
def test_addresses_are_counted_by_network(address: str, kept: str) -> None:
    assert network(address) == kept


def test_an_address_is_throttled_whatever_way_in_it_tries(alice: User, settings: Settings) -> None:
    settings.LOGIN_FAILURES_PER_ADDRESS = 3
    operations.refuse_link(address=HOME, by=operations.ANONYMOUS, at=NOW)
    operations.log_in(email="nobody@esimerkki.example", password="x", address=HOME, at=NOW)
    provider = {"provider": "https://id.example", "address": HOME, "at": NOW}
    refused = operations.log_in_by_provider(subject="", email="", email_is_verified=False, **provider)  # type: ignore[arg-type]

    assert refused.wait_until is not None
    assert attempt(account="", address=HOME, at=NOW).wait_until() is not None
    assert operations.log_in(email=alice.email, password=PASSWORD, address=HOME, at=NOW).user is None
    assert FailedLogin.objects.count() == 3


def by_provider(subject: str = "7", email: str = "alice@esimerkki.example", *, verified: bool = True) -> User | None:
    return operations.log_in_by_provider(
        provider="https://id.example", subject=subject, email=email, email_is_verified=verified, address=HOME, at=NOW
    ).user


def test_the_company_log_in_binds_an_account_to_the_providers_own_id(alice: User, dora: User) -> None:
    assert by_provider(verified=False) is None
    assert by_provider("") is None
    assert by_provider() == alice
    assert by_provider(email="renamed@esimerkki.example") == alice
    # The address has passed to somebody else at the provider: it does not open the account.
    assert by_provider("8") is None
    User.objects.filter(id=alice.id).update(is_active=False)
    assert by_provider() is None


def make_token(user: User, **changes: object) -> operations.NewToken:
    given: dict[str, object] = {
        "name": "verkkokauppa", "purpose": "crm", "operations": [Operation.READ], "permissions": ["export"],
        "expires_at": NOW + timedelta(days=30),
    }  # fmt: skip
    return operations.make_token(**{**given, **changes}, by=rules.actor_of(user), at=NOW)  # type: ignore[arg-type]


def test_a_key_acts_for_its_owner_within_its_scope(alice: User) -> None:
    made = make_token(alice)
    found = operations.token_actor(secret=made.secret, at=NOW)

    assert found is not None
    assert (found.purpose, found.operations) == ("crm", (Operation.READ,))
    assert (found.actor.id, found.actor.token, found.actor.permissions) == (alice.id, made.id, frozenset({"export"}))
    assert rules.may(found.actor, "export")
    assert not rules.may(found.actor, "import")
    assert made.secret not in str(Token.objects.values_list().get())
    (shown,) = queries.tokens_of(user_id=alice.id, at=NOW)
    assert shown.works
    assert shown.last_used_at == NOW


def test_what_the_owner_loses_the_key_loses(alice: User, dora: User) -> None:
    made = make_token(alice)
    operations.place_user(user_id=dora.id, role="main_user", by=rules.actor_of(alice), at=NOW)
    operations.place_user(user_id=alice.id, role="sales", by=rules.actor_of(alice), at=NOW)
    found = operations.token_actor(secret=made.secret, at=NOW)

    assert found is not None
    assert found.actor.permissions == frozenset()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"purpose": "mailing"},
        {"operations": []},
        {"operations": [Operation.SELL]},
        {"permissions": ["log.read"]},
        {"expires_at": NOW},
        {"expires_at": NOW + timedelta(days=366)},
    ],
)
def test_a_key_never_has_more_than_its_owner(alice: User, changes: dict[str, object]) -> None:
    with pytest.raises(operations.ScopeError):
        make_token(alice, **changes)


def test_a_key_that_was_revoked_or_has_run_out_opens_nothing(alice: User, dora: User) -> None:
    made = make_token(alice)
    with pytest.raises(operations.ObjectDoesNotExist):
        operations.revoke_token(token_id=made.id, by=rules.actor_of(dora), at=NOW)
    assert operations.token_actor(secret=made.secret, at=NOW + timedelta(days=30)) is None
    assert operations.token_actor(secret=made.secret + "x", at=NOW) is None
    operations.revoke_token(token_id=made.id, by=rules.actor_of(alice), at=NOW)

    assert operations.token_actor(secret=made.secret, at=NOW) is None
    operations.record_unknown_token(by=operations.ANONYMOUS, at=NOW)
    assert (log.events()[0].action, log.events()[0].outcome) == ("login.token", Outcome.DENIED)


def elevate(user: User, **changes: object) -> Actor:
    """The actor in the borrowed role."""
    given: dict[str, object] = {"role": "sales", "purpose": "mailing", "reason": "Bob on sairaana.", "minutes": 60}
    by = rules.actor_of(user)
    id_ = operations.elevate(**{**given, **changes}, by=by, at=NOW)  # type: ignore[arg-type]
    return replace(by, role="sales", elevation=id_)


def test_what_is_done_in_a_borrowed_role_is_logged_as_such(alice: User) -> None:
    actor = elevate(alice)
    with entered(Operation.READ, by=actor, purpose="mailing") as by:
        by.record("person.read", subjects=[alice.id])

    marked = next(line for line in log.events() if line.action == "access.elevated")
    assert (marked.object_id, marked.subjects, marked.actor_role) == (actor.elevation, (alice.id,), "sales")
    opened = next(line for line in log.events() if line.action == "elevation.open")
    assert (opened.actor_role, opened.purpose) == ("main_user", "mailing")


@pytest.mark.parametrize(
    "changes",
    [{"role": "dpo"}, {"role": "emperor"}, {"purpose": "none"}, {"reason": " "}, {"minutes": 0}, {"minutes": 121}],
)
def test_elevated_access_has_its_limits(alice: User, changes: dict[str, object]) -> None:
    with pytest.raises(operations.CannotBorrowError):
        elevate(alice, **changes)


def test_elevated_access_needs_the_permission_and_the_undertaking(alice: User, dora: User) -> None:
    with pytest.raises(rules.NotPermittedError):
        elevate(dora)
    alice.undertaking_version = ""
    with pytest.raises(operations.DeniedError):
        elevate(alice)


def test_elevated_access_ends_by_time_by_its_user_and_by_the_officer(alice: User, dora: User) -> None:
    first, second_ = elevate(alice), elevate(alice)
    assert first.elevation
    assert second_.elevation

    def is_open(id_: object, minutes: int = 1) -> bool:
        at = NOW + timedelta(minutes=minutes)
        return queries.open_elevation(elevation_id=id_, user_id=alice.id, at=at) is not None  # type: ignore[arg-type]

    assert is_open(first.elevation, 59)
    assert not is_open(first.elevation, 60)
    operations.end_elevation(elevation_id=first.elevation, by=rules.actor_of(dora), at=NOW + timedelta(minutes=1))
    assert not is_open(first.elevation, 2)
    operations.end_elevation(elevation_id=second_.elevation, by=rules.actor_of(alice), at=NOW + timedelta(minutes=1))
    with pytest.raises(operations.ObjectDoesNotExist):
        operations.end_elevation(elevation_id=first.elevation, by=rules.actor_of(alice), at=NOW)
    assert [one.was_cut_short for one in queries.elevations(at=NOW)] == [True, True]
    assert [address for address, _language in queries.addresses_of_overseers()] == [dora.email]


def test_the_officer_says_that_they_have_seen_it_and_the_log_keeps_it(alice: User, dora: User) -> None:
    by_alice, by_dora = rules.actor_of(alice), rules.actor_of(dora)
    id_ = operations.elevate(role="sales", purpose="crm", reason="Kiire.", minutes=30, by=by_alice, at=NOW)
    assert queries.unseen_elevations(user_id=dora.id) == 1
    assert queries.unseen_elevations(user_id=alice.id) == 0
    with pytest.raises(rules.NotPermittedError):
        operations.see_elevations(by=by_alice, at=NOW)

    assert operations.see_elevations(by=by_dora, at=NOW) == 1
    assert operations.see_elevations(by=by_dora, at=NOW) == 0
    assert queries.unseen_elevations(user_id=dora.id) == 0
    assert queries.elevations(at=NOW)[0].seen_by == dora.id
    lines = [line for line in log.events() if line.action == "elevation.see"]
    assert [(line.actor_id, line.object_id) for line in lines] == [(dora.id, id_)]


def test_nobody_confirms_their_own_elevated_access(alice: User) -> None:
    """A level may hold both permissions."""
    both = replace(
        rules.actor_of(alice), permissions=rules.permissions_of(rules.actor_of(alice)) | {"elevations.oversee"}
    )
    operations.elevate(role="sales", purpose="crm", reason="Kiire.", minutes=30, by=both, at=NOW)

    assert operations.see_elevations(by=both, at=NOW) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Elevation.objects.update(seen_at=NOW, seen_by=alice.id)


def test_nobody_ends_the_elevated_access_of_another(alice: User, dora: User) -> None:
    actor = elevate(alice)
    operations.place_user(user_id=dora.id, role="sales", by=rules.actor_of(alice), at=NOW)
    assert actor.elevation
    with pytest.raises(operations.ObjectDoesNotExist):
        operations.end_elevation(elevation_id=actor.elevation, by=rules.actor_of(User.objects.get(id=dora.id)), at=NOW)
