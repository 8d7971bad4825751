"""Accounts: invited, placed, closed, opened again; levels; the undertaking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from pytest_django import Settings

from kortisto.declaration.words import Operation
from kortisto.register.access import operations, queries, rules
from kortisto.register.access.models import Invitation, StaffSession, TotpDevice, Undertaking, User
from kortisto.register.access.operations.removal import remove_users
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import ActorKind, Outcome
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.values import Actor
from tests.register.conftest import NOW

pytestmark = pytest.mark.integration

OPERATOR = Actor(kind=ActorKind.COMMAND)
PASSWORD = "kolmetoista pientä kanaa"
ANOTHER = "neljätoista suurta hanhea"


@pytest.fixture
def alice(db: None) -> User:
    return operations.make_main_user(
        email="alice@esimerkki.example", password=PASSWORD, by=OPERATOR, at=NOW, undertaking="1"
    )


@pytest.fixture
def bob(alice: User) -> User:
    return operations.add_user(
        email="bob@esimerkki.example", password=PASSWORD, role="sales", by=OPERATOR, at=NOW, undertaking="1"
    )


def invited(alice: User, *, days: int = 0, **changes: object) -> operations.Link:
    given: dict[str, object] = {"email": "uusi@esimerkki.example", "display_name": "Uusi Ihminen", "role": "sales"}
    return operations.invite(
        **{**given, **changes},  # type: ignore[arg-type]
        by=rules.actor_of(alice),
        at=NOW - timedelta(days=days),
    )


def accepted(link: operations.Link, password: str = ANOTHER, *, signed: bool = True) -> User:
    return operations.accept(
        secret=link.secret, password=password, signed=signed, language="sv", by=operations.ANONYMOUS, at=NOW
    )


def test_an_invitation_leads_to_an_account_with_its_signed_undertaking(alice: User) -> None:
    user = accepted(invited(alice))

    assert (user.email, user.role, user.display_name) == ("uusi@esimerkki.example", "sales", "Uusi Ihminen")
    assert user.created_by == alice.id
    assert not rules.must_sign(rules.actor_of(user))
    (signed,) = Undertaking.objects.filter(user=user)
    assert (signed.version, signed.language, signed.signed_at) == ("1", "sv", NOW)
    assert "Jag hemlighåller" in signed.text


def test_what_was_signed_is_not_changed(alice: User) -> None:
    user = accepted(invited(alice))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Undertaking.objects.filter(user=user).update(text="nothing much")


@pytest.mark.parametrize(
    "statement",
    [
        "delete from access_user",
        "truncate access_user cascade",
        "update access_user set id = gen_random_uuid()",
        "update access_user set email = 'bob@demo.example'",
        "update access_user set created_at = now()",
        "delete from access_undertaking",
        "update access_undertaking set signed_at = now()",
    ],
)
def test_accounts_and_what_was_signed_are_not_deleted_by_the_running_program(bob: User, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert User.objects.filter(id=bob.id, email=bob.email).exists()


@pytest.mark.parametrize("domain", ["esimerkki.fi", "example", "demo.example.fi", "", ".example", "a@b.example"])
def test_accounts_of_people_are_not_removed(bob: User, domain: str) -> None:
    with pytest.raises(ProgrammingError, match="closed, not removed"), transaction.atomic():
        remove_users(domain=domain, by=OPERATOR, at=NOW)


def test_logins_of_a_demo_are_removed_with_all_that_hangs_on_them(alice: User) -> None:
    guest = accepted(invited(alice, email="uusi@demo.example", role="main_user"))
    operations.make_token(
        name="shop", purpose="crm", operations=[Operation.READ], expires_at=NOW + timedelta(days=9),
        by=rules.actor_of(guest), at=NOW,
    )  # fmt: skip
    operations.offer_new_password(user_id=guest.id, by=rules.actor_of(alice), at=NOW)
    TotpDevice.objects.create(user=guest, sealed_secret=b"", confirmed_at=NOW)
    StaffSession.objects.create(user=guest, session_key="b", method="password", started_at=NOW, seen_at=NOW)

    assert remove_users(domain="demo.example", by=OPERATOR, at=NOW) == 1
    assert [one.email for one in User.objects.all()] == [alice.email]
    assert not Undertaking.objects.filter(user_id=guest.id).exists()
    assert AuditEvent.objects.filter(object_id=guest.id, action="user.remove").count() == 1


def test_an_invitation_works_once(alice: User) -> None:
    link = invited(alice)
    accepted(link)

    with pytest.raises(operations.LinkIsSpentError):
        accepted(link)


def test_an_invitation_that_has_run_out_or_was_withdrawn_or_replaced_does_not_work(alice: User) -> None:
    old, withdrawn = invited(alice, days=4), invited(alice, email="toinen@esimerkki.example")
    operations.withdraw(invitation_id=withdrawn.id, by=rules.actor_of(alice), at=NOW)
    replaced, present = invited(alice), invited(alice)

    for link in (old, withdrawn, replaced):
        assert queries.invitation(secret=link.secret, at=NOW) is None
        with pytest.raises(operations.LinkIsSpentError):
            accepted(link)
    assert [one.id for one in queries.open_invitations(at=NOW)] == [present.id]


def test_without_the_signature_there_is_no_account(alice: User) -> None:
    with pytest.raises(ValueError, match="signed"):
        accepted(invited(alice), signed=False)

    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["", "only fourteen", "uusi@esimerkki.example"])
def test_a_weak_password_leaves_the_link_open(alice: User, password: str) -> None:
    link = invited(alice)
    with pytest.raises(ValidationError), transaction.atomic():
        accepted(link, password)

    assert queries.invitation(secret=link.secret, at=NOW) is not None


@pytest.mark.parametrize("length", [64, 128, 1000])
def test_long_passwords_count_to_their_last_character(alice: User, length: int) -> None:
    password = "ä " * (length // 2 - 1) + " x"
    user = accepted(invited(alice), password)

    assert user.check_password(password)
    assert not user.check_password(password[:-1] + "y")


def test_the_secret_of_a_link_is_not_kept(alice: User) -> None:
    link = invited(alice)

    assert link.secret not in str(Invitation.objects.values_list().get(id=link.id))


def test_a_known_address_is_not_invited(alice: User, bob: User) -> None:
    with pytest.raises(operations.EmailInUseError):
        invited(alice, email="BOB@esimerkki.example")


@pytest.mark.parametrize("role", ["emperor", ""])
def test_an_invitation_needs_a_role_of_the_declaration(alice: User, role: str) -> None:
    with pytest.raises(operations.UnknownRoleError):
        invited(alice, role=role)


def test_a_new_password_ends_sessions_and_keeps_the_second_step(alice: User, bob: User) -> None:
    StaffSession.objects.create(user=bob, session_key="a", method="password", started_at=NOW, seen_at=NOW)
    link = operations.offer_new_password(user_id=bob.id, by=rules.actor_of(alice), at=NOW)
    user = accepted(link, signed=False)

    assert user.check_password(ANOTHER)
    assert not StaffSession.objects.filter(user=bob).exists()
    assert user.undertaking_version == "1"


def test_only_who_grants_accounts_does(bob: User) -> None:
    by = rules.actor_of(bob)
    calls: list[Callable[[], object]] = [
        lambda: operations.invite(email="x@esimerkki.example", display_name="X", role="sales", by=by, at=NOW),
        lambda: operations.offer_new_password(user_id=bob.id, by=by, at=NOW),
        lambda: operations.withdraw(invitation_id=uuid4(), by=by, at=NOW),
        lambda: operations.place_user(user_id=bob.id, role="main_user", by=by, at=NOW),
        lambda: operations.close_user(user_id=bob.id, by=by, at=NOW),
        lambda: operations.reopen_user(user_id=bob.id, by=by, at=NOW),
        lambda: operations.compose_level(name="X", roles=["sales"], permissions=[], by=by, at=NOW),
        lambda: operations.remove_level(level_id=uuid4(), by=by, at=NOW),
        lambda: operations.drop_factors_of(user_id=bob.id, by=by, at=NOW),
        lambda: operations.make_token(name="x", purpose="crm", operations=[], expires_at=NOW, by=by, at=NOW),
    ]
    for call in calls:
        with pytest.raises(rules.NotPermittedError):
            call()


def test_the_last_main_user_stays(alice: User, bob: User) -> None:
    by = rules.actor_of(alice)
    level = operations.compose_level(name="Kaikki", roles=["main_user"], permissions=["export"], by=by, at=NOW)
    with pytest.raises(operations.LastMainUserError):
        operations.close_user(user_id=alice.id, by=by, at=NOW)
    with pytest.raises(operations.LastMainUserError):
        operations.place_user(user_id=alice.id, role="sales", by=by, at=NOW)
    with pytest.raises(operations.LastMainUserError):
        operations.place_user(user_id=alice.id, level_id=level, by=by, at=NOW)

    operations.place_user(user_id=bob.id, role="main_user", by=by, at=NOW)
    operations.close_user(user_id=alice.id, by=by, at=NOW)
    assert not User.objects.get(id=alice.id).is_active


def test_closing_ends_everything_and_reopening_lets_in_again(alice: User, bob: User) -> None:
    by = rules.actor_of(alice)
    operations.place_user(user_id=bob.id, role="main_user", by=by, at=NOW)
    bob = User.objects.get(id=bob.id)
    made = operations.make_token(
        name="shop", purpose="crm", operations=[Operation.READ], expires_at=NOW + timedelta(days=9),
        by=rules.actor_of(bob), at=NOW,
    )  # fmt: skip
    link = operations.offer_new_password(user_id=bob.id, by=by, at=NOW)
    TotpDevice.objects.create(user=bob, sealed_secret=b"", confirmed_at=NOW)
    StaffSession.objects.create(user=bob, session_key="b", method="password", started_at=NOW, seen_at=NOW)
    operations.close_user(user_id=bob.id, by=by, at=NOW)

    assert operations.token_actor(secret=made.secret, at=NOW) is None
    assert not StaffSession.objects.filter(user=bob).exists()
    assert queries.invitation(secret=link.secret, at=NOW) is None
    assert operations.log_in(email=bob.email, password=PASSWORD, address="192.0.2.1", at=NOW).user is None

    assert not TotpDevice.objects.filter(user=bob).exists()

    link = operations.reopen_user(user_id=bob.id, by=by, at=NOW)
    assert operations.log_in(email=bob.email, password=PASSWORD, address="192.0.2.1", at=NOW).user is None
    operations.accept(secret=link.secret, password=ANOTHER, signed=False, by=by, at=NOW)
    assert operations.log_in(email=bob.email, password=ANOTHER, address="192.0.2.1", at=NOW).user == bob
    assert operations.token_actor(secret=made.secret, at=NOW) is None


def test_a_level_gives_its_roles_and_exactly_its_permissions(alice: User, bob: User) -> None:
    by = rules.actor_of(alice)
    level = operations.compose_level(name="Vienti", roles=["dpo", "sales"], permissions=["export"], by=by, at=NOW)
    operations.place_user(user_id=bob.id, level_id=level, by=by, at=NOW)
    actor = rules.actor_of(User.objects.select_related("level").get(id=bob.id))

    assert (actor.role, actor.roles) == ("dpo", ("dpo", "sales"))
    assert actor.permissions == frozenset({"export"})
    assert rules.acting_for(actor, "crm").role == "sales"
    assert set(rules.purposes_of(actor)) == {"crm", "mailing", *rules.purposes_of(rules.acting_for(actor, ""))}

    operations.compose_level(level_id=level, name="Vienti", roles=["sales"], permissions=[], by=by, at=NOW)
    actor = rules.actor_of(User.objects.select_related("level").get(id=bob.id))
    assert (actor.role, actor.permissions) == ("sales", frozenset())


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"roles": []}, operations.UnknownRoleError),
        ({"roles": ["emperor"]}, operations.UnknownRoleError),
        ({"permissions": ["accounts.manage"]}, ValueError),
        ({"permissions": ["fly"]}, ValueError),
        ({"name": " "}, ValueError),
        ({"name": "myynti "}, operations.NameInUseError),
    ],
)
def test_a_level_that_cannot_be_is_refused(alice: User, changes: dict[str, object], error: type[Exception]) -> None:
    by = rules.actor_of(alice)
    operations.compose_level(name="Myynti", roles=["sales"], permissions=[], by=by, at=NOW)
    given: dict[str, object] = {"name": "Uusi", "roles": ["sales"], "permissions": []}
    with pytest.raises(error):
        operations.compose_level(**{**given, **changes}, by=by, at=NOW)  # type: ignore[arg-type]


def test_a_level_that_somebody_has_is_not_removed(alice: User, bob: User) -> None:
    by = rules.actor_of(alice)
    level = operations.compose_level(name="Myynti", roles=["sales"], permissions=[], by=by, at=NOW)
    operations.place_user(user_id=bob.id, level_id=level, by=by, at=NOW)
    with pytest.raises(operations.LevelInUseError):
        operations.remove_level(level_id=level, by=by, at=NOW)

    operations.place_user(user_id=bob.id, role="sales", by=by, at=NOW)
    operations.remove_level(level_id=level, by=by, at=NOW)
    assert queries.levels() == ()


def test_a_new_version_of_the_undertaking_is_signed_anew(bob: User, settings: Settings, tmp_path: Path) -> None:
    for file in Path(settings.KORTISTO_ACCESS).iterdir():
        text = file.read_text("utf-8").replace('version: "1"', 'version: "2"')
        (tmp_path / file.name).write_text(text, "utf-8")
    settings.KORTISTO_ACCESS = str(tmp_path)
    assert rules.must_sign(rules.actor_of(bob))

    operations.sign_undertaking(user_id=bob.id, version="2", by=rules.actor_of(bob), at=NOW)
    assert not rules.must_sign(rules.actor_of(User.objects.get(id=bob.id)))
    assert [one.version for one in queries.undertakings_of(user_id=bob.id)] == ["2", "1"]


def test_a_password_is_changed_with_the_present_one(bob: User) -> None:
    by = rules.actor_of(bob)
    StaffSession.objects.create(user=bob, session_key="here", method="password", started_at=NOW, seen_at=NOW)
    StaffSession.objects.create(user=bob, session_key="there", method="password", started_at=NOW, seen_at=NOW)
    with pytest.raises(operations.WrongPasswordError):
        operations.change_password(present="wrong", password=ANOTHER, by=by, at=NOW)
    operations.change_password(present=PASSWORD, password=ANOTHER, by=by, at=NOW, keep_session="here")

    assert User.objects.get(id=bob.id).check_password(ANOTHER)
    assert [one.is_this for one in queries.sessions_of(user_id=bob.id, session_key="here")] == [True]


def test_nobody_ends_somebody_elses_session(alice: User, bob: User) -> None:
    row = StaffSession.objects.create(user=bob, session_key="b", method="password", started_at=NOW, seen_at=NOW)
    with pytest.raises(operations.ObjectDoesNotExist):
        operations.end_session(session_id=row.id, by=rules.actor_of(alice), at=NOW)
    operations.end_session(session_id=row.id, by=rules.actor_of(bob), at=NOW)

    assert not StaffSession.objects.exists()


def test_the_database_keeps_two_accounts_from_one_identity(alice: User, bob: User) -> None:
    User.objects.filter(id=alice.id).update(provider="https://id.example", provider_subject="7")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(id=bob.id).update(provider="https://id.example", provider_subject="7")


def test_every_change_of_an_account_leaves_its_line(alice: User) -> None:
    user = accepted(invited(alice))
    operations.close_user(user_id=user.id, by=rules.actor_of(alice), at=NOW)
    operations.refuse_link(address="192.0.2.9", by=operations.ANONYMOUS, at=NOW)

    lines = [(line.action, line.outcome) for line in reversed(log.events())]
    assert lines[1:] == [
        ("invitation.make", Outcome.DONE),
        ("user.add", Outcome.DONE),
        ("invitation.use", Outcome.DONE),
        ("user.close", Outcome.DONE),
        ("invitation.use", Outcome.DENIED),
    ]


def test_a_new_name_and_a_new_role_stand_in_the_log_each_by_itself(alice: User, bob: User) -> None:
    by = rules.actor_of(alice)
    operations.place_user(user_id=bob.id, role="sales", name="Bob Uusinimi", by=by, at=NOW)
    operations.place_user(user_id=bob.id, role="warehouse", name="Bob Uusinimi", by=by, at=NOW)
    operations.place_user(user_id=bob.id, role="sales", name="Bob", by=by, at=NOW)

    assert User.objects.get(id=bob.id).display_name == "Bob"
    lines = [(line.action, set(line.items)) for line in reversed(log.events()[:4])]
    assert lines == [
        ("user.rename", {"name"}), ("user.place", {"role"}), ("user.place", {"role"}), ("user.rename", {"name"}),
    ]  # fmt: skip


def test_saving_an_account_without_a_change_leaves_no_line(alice: User, bob: User) -> None:
    before = len(log.events())
    operations.place_user(user_id=bob.id, role="sales", name=bob.display_name, by=rules.actor_of(alice), at=NOW)
    operations.place_user(user_id=bob.id, role="sales", by=rules.actor_of(alice), at=NOW)

    assert len(log.events()) == before
