"""Questions that are put together once answer each call as the queryset would."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kortisto.register.access.models import User
from kortisto.register.statements.frozen import Frozen, rows_of_all
from kortisto.register.statements.held import send_with_next

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def users() -> list[User]:
    return [
        User.objects.create(email=f"{name}@s.example", role="sales", display_name=name, created_at=AT) for name in "abc"
    ]


def test_each_call_has_its_own_values(users: list[User]) -> None:
    named = Frozen(lambda id_: User.objects.filter(id=id_).values_list("email", "is_active"), UUID)

    assert [named.rows(one.id) for one in users] == [[(one.email, True)] for one in users]
    assert named.rows(uuid4()) == []


def test_any_number_of_them_is_one_statement(users: list[User]) -> None:
    some = Frozen(lambda ids: User.objects.filter(id__any_of=ids).order_by("email").values_list("id"), list)

    with CaptureQueriesContext(connection) as sent:
        assert some.rows([]) == []
        assert some.rows([users[2].id]) == [(users[2].id,)]
        assert some.rows([one.id for one in users]) == [(one.id,) for one in users]
    assert len(sent) == 3


def test_models_and_names_come_as_from_the_queryset(users: list[User]) -> None:
    whole = Frozen(lambda email: User.objects.filter(email=email), str)
    named = Frozen(lambda email: User.objects.filter(email=email).values("display_name", "id"), str)

    (found,) = whole.objects(users[1].email)

    assert found == users[1]
    assert {column.attname: getattr(found, column.attname) for column in User._meta.concrete_fields} == {
        column.attname: getattr(User.objects.get(id=users[1].id), column.attname)
        for column in User._meta.concrete_fields
    }
    assert not found._state.adding
    assert named.dicts(users[1].email) == [{"display_name": "b", "id": users[1].id}]


def test_a_value_that_the_statement_changes_is_refused() -> None:
    changed = Frozen(lambda name: User.objects.filter(email__startswith=name).values_list("id"), str)

    with pytest.raises(ValueError, match="as it was given"):
        changed.rows("a")


def test_several_questions_go_in_one_message_each_with_its_values(users: list[User]) -> None:
    named = Frozen(lambda email: User.objects.filter(email=email).values_list("display_name"), str)
    some = Frozen(lambda ids: User.objects.filter(id__any_of=ids).order_by("email").values_list("id"), list)

    with CaptureQueriesContext(connection) as sent, transaction.atomic():
        send_with_next("set local statement_timeout = '1min'")  # its result is not taken for one of theirs
        found = rows_of_all([
            (named, ["b@s.example"]),
            (some, [[users[2].id, users[0].id]]),
            (named, ["nobody's; select 1@s.example %s"]),
        ])  # fmt: skip

    assert found == [[("b",)], [(users[0].id,), (users[2].id,)], []]
    assert len([one for one in sent.captured_queries if "SELECT" in one["sql"]]) == 1
    assert rows_of_all([]) == []
