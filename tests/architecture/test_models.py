from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from kortisto.declaration.holdings import Column, Link, Technical, holds
from tests.architecture.model_rules import holding_findings, is_ours, paste, ranks, relation_findings

pytestmark = pytest.mark.integration


def all_models() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=True))


def test_foreign_keys_point_down_without_reverse_names() -> None:
    assert relation_findings(all_models()) == []


def test_every_column_is_classified() -> None:
    assert "\n\n".join(holding_findings(all_models())) == ""


def test_there_is_something_to_check() -> None:
    assert any(map(is_ours, all_models()))


def test_ranks_follow_the_contracts() -> None:
    found = ranks()
    assert (
        found["kortisto.business.billing"] < found["kortisto.business.screening"] < found["kortisto.privacy.requests"]
    )
    assert found["kortisto.business.sales"] == found["kortisto.business.marketing"]
    assert len(found) == 4 + 6 + 5 + 5


def model(package: str, name: str, /, **fields: object) -> type[models.Model]:
    meta = type("Meta", (), {"app_label": package.rpartition(".")[2]})
    return type(name, (models.Model,), {"__module__": f"kortisto.{package}.models", "Meta": meta, **fields})


def key(to: type[models.Model], related_name: str | None = "+") -> models.ForeignKey[models.Model]:
    return models.ForeignKey(to, on_delete=models.PROTECT, related_name=related_name)


@isolate_apps()
def test_a_key_downwards_is_fine() -> None:
    person = model("register.parties", "Person")
    order = model("business.sales", "Order", person=key(person))
    line = model("business.sales", "Line", order=key(order, "lines"))
    assert relation_findings([person, order, line]) == []


@isolate_apps()
def test_a_key_upwards_or_sideways_is_found() -> None:
    order = model("business.sales", "Order")
    person = model("register.parties", "Person", order=key(order))
    campaign = model("business.marketing", "Campaign", order=key(order))
    assert relation_findings([person, campaign]) == [
        "parties.Person.order: points to kortisto.business.sales, which is not below kortisto.register.parties",
        "marketing.Campaign.order: points to kortisto.business.sales, which is not below kortisto.business.marketing",
    ]


@isolate_apps()
def test_a_reverse_name_across_packages_is_found() -> None:
    person = model("register.parties", "Person")
    order = model("business.sales", "Order", person=key(person, None))
    assert relation_findings([order]) == ['sales.Order.person: points to another package; say related_name="+"']


@isolate_apps()
def test_a_relation_of_the_audit_log_is_found() -> None:
    event = model("register.audit", "Event")
    detail = model("register.audit", "Detail", event=key(event))
    assert len(relation_findings([event, detail])) == 1


@isolate_apps()
def test_an_unclassified_model_and_column_are_found() -> None:
    silent = model("business.sales", "Silent", name=models.TextField())
    half = model("business.sales", "Half", name=models.TextField(), mail=models.TextField())
    columns: dict[str, Column | Link | Technical] = {
        "id": Technical(why="id"),
        "name": Column(item="person.name"),
        "gone": Column(item="person.name"),
    }
    holds(subject="", columns=columns)(half)
    first, second, third = holding_findings([silent, half])
    assert first == f"sales.Silent says nothing about what it holds. Above the class:\n{paste(['id', 'name'])}"
    assert second == f"sales.Half: mail not classified. In its @holds:\n{paste(['mail'])}"
    assert third == "sales.Half: @holds names gone, which is no field"
