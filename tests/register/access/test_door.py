"""The door: a purpose that the declaration permits, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from kortisto.declaration.loader import CannotLoadError
from kortisto.declaration.words import Operation
from kortisto.register.access import current, middleware, operations, rules
from kortisto.register.access.operations import DeniedError, enter
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import ActorKind, Door, Outcome
from kortisto.register.audit.values import Actor, NotGrantedError
from tests.register.conftest import ALICE, BOB, CHARLIE, NOW, entered

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("by", "purpose", "operation"),
    [
        (CHARLIE, "crm", Operation.READ),
        (BOB, "mailing", Operation.CHANGE),
        (BOB, "no such purpose", Operation.READ),
        (ALICE, "mailing", Operation.READ),
        (replace(BOB, role="emperor"), "crm", Operation.READ),
        (replace(BOB, undertaking=""), "crm", Operation.READ),
        (Actor(kind=ActorKind.COMMAND), "crm", Operation.READ),
    ],
)
def test_what_no_row_permits_is_denied_and_recorded(db: None, by: Actor, purpose: str, operation: Operation) -> None:
    with pytest.raises(DeniedError), operations.refusals_recorded(), entered(operation, by=by, purpose=purpose):
        pytest.fail("the door opened")

    (line,) = log.events()
    assert (line.outcome, line.purpose, line.action) == (Outcome.DENIED, purpose, f"access.{operation.value}")
    assert line.actor_id == by.id


def test_without_the_undertaking_the_refusal_says_so(db: None) -> None:
    with pytest.raises(DeniedError) as raised, entered(by=replace(BOB, undertaking="")):
        pytest.fail("the door opened")

    assert raised.value.no_undertaking


def test_the_line_says_the_legal_basis(db: None) -> None:
    with entered() as by:
        by.record("person.read")

    assert log.events()[0].basis == "legitimate interest"


def test_an_access_covers_the_declared_items_and_no_other(db: None) -> None:
    with entered(Operation.READ, purpose="mailing") as by:
        by.record("person.read")
        granted = {
            item: by.grants(Operation.READ, item)
            for item in (
                "person.name.first",
                "person.name",
                "person.contact.email",
                "person.contact.phone",
                "person.note",
            )
        }

        with pytest.raises(NotGrantedError, match="change"):
            by.require(Operation.CHANGE)
        with pytest.raises(NotGrantedError, match=r"person\.note"):
            by.require(Operation.READ, ["person.name", "person.note"])

    assert granted == {
        "person.name.first": True,
        "person.name": True,
        "person.contact.email": True,
        "person.contact.phone": False,
        "person.note": False,
    }


def test_purposes_of_a_role(db: None) -> None:
    assert rules.purposes_for(role="sales", operation=Operation.READ) == ("crm", "mailing")
    assert rules.purposes_for(role="warehouse", operation=Operation.READ) == ()


def test_a_refused_request_leaves_its_line_after_the_roll_back(db: None, rf: RequestFactory) -> None:
    def refused(request: HttpRequest) -> HttpResponse:
        with enter(by=CHARLIE, purpose="crm", at=NOW, channel=Door.WEB, request_id="r-9"):
            return HttpResponse("people")

    request = rf.get("/")
    watch = middleware.RefusalsAreRecorded(refused)
    with pytest.raises(DeniedError) as raised:
        watch(request)
    watch.process_exception(request, raised.value)
    watch.process_exception(request, LookupError())

    (line,) = log.events()
    assert (line.outcome, line.actor_id, line.request_id) == (Outcome.DENIED, CHARLIE.id, "r-9")


def test_pages_are_not_kept_unless_they_say_so(rf: RequestFactory) -> None:
    plain = middleware.PrivateByDefault(lambda request: HttpResponse())
    public = middleware.PrivateByDefault(lambda request: HttpResponse(headers={"Cache-Control": "max-age=60"}))

    assert plain(rf.get("/")).headers["Cache-Control"] == "no-store, private"
    assert public(rf.get("/")).headers["Cache-Control"] == "max-age=60"


@pytest.fixture
def changed(tmp_path: Path, settings: Settings) -> Callable[[str, str], None]:
    """Puts a changed copy of the declaration in force."""

    def change(old: str, new: str) -> None:
        text = Path(settings.KORTISTO_DECLARATION).read_text(encoding="utf-8")
        assert old in text
        file = tmp_path / f"{uuid4()}.yaml"
        file.write_text(text.replace(old, new), encoding="utf-8")
        settings.KORTISTO_DECLARATION = str(file)

    return change


def test_the_version_in_force_is_told() -> None:
    assert current.version() == "minimal 1.0"


def test_a_declaration_with_errors_permits_nothing(changed: Callable[[str, str], None]) -> None:
    changed("purpose: crm\n", "purpose: cmr\n")

    with pytest.raises(CannotLoadError):
        rules.permitted(role="sales", purpose="crm", operation=Operation.READ)


def test_where_no_role_grants_access_the_first_one_is_the_main_one(changed: Callable[[str, str], None]) -> None:
    changed("    grants access: yes\n", "")

    assert rules.main_role() == "sales"


@pytest.mark.parametrize(
    ("ban", "granted"),
    [
        ("{operations: [read], items: person.note}", False),
        ("{operations: [read], items: person.note, purposes: crm}", False),
        ("{operations: [read], items: person.note, purposes: mailing}", True),
        ("{operations: [read], items: person.note, groups: contacts}", True),
        ("{operations: [change], items: person.note}", True),
    ],
)
def test_what_is_always_banned_is_not_permitted(
    changed: Callable[[str, str], None], ban: str, *, granted: bool
) -> None:
    changed("sources:\n", f"bans:\n  never: {ban}\n\nsources:\n")
    permit = rules.permitted(role="sales", purpose="crm", operation=Operation.READ)

    assert permit is not None
    assert ("person.note" in permit.items) is granted
    assert "person.title" in permit.items


def test_a_ban_on_everything_permits_nothing(changed: Callable[[str, str], None]) -> None:
    changed("sources:\n", "bans:\n  never: {operations: [read]}\n\nsources:\n")

    assert rules.permitted(role="sales", purpose="crm", operation=Operation.READ) is None
    assert rules.permitted(role="sales", purpose="crm", operation=Operation.CHANGE) is not None
