"""Rules about models, which are seen only when Django has loaded them; findings as text, none when all is well."""

from __future__ import annotations

import configparser
from collections.abc import Iterable
from pathlib import Path

from django.db.models import Field, Model

from kortisto.declaration.holdings import holding_of

ROOT = Path(__file__).resolve().parents[2]


def ranks() -> dict[str, tuple[int, ...]]:
    """The place of each package by the contracts of .importlinter: a smaller tuple is a higher layer."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    layers: dict[str, list[list[str]]] = {}
    for section in contracts.values():
        containers = section.get("containers", "").split()
        if section.get("type") == "layers" and len(containers) == 1:
            layers[containers[0]] = [line.split(" | ") for line in section["layers"].strip().splitlines()]
    found: dict[str, tuple[int, ...]] = {}
    for group_rank, (group,) in enumerate(layers["kortisto"]):
        for rank, packages in enumerate(layers.get(f"kortisto.{group}", [])):
            found.update({f"kortisto.{group}.{package}": (group_rank, rank) for package in packages})
    return found


def package_of(model: type[Model]) -> str:
    return ".".join(model.__module__.split(".")[:3])


def is_ours(model: type[Model]) -> bool:
    return model.__module__.startswith("kortisto.")


def relation_findings(models: Iterable[type[Model]]) -> list[str]:
    """Foreign keys point down, leave no trace on the model they point to, and the audit log has none."""
    places = ranks()
    findings = []
    for model in filter(is_ours, models):
        for field in model._meta.get_fields():
            if not isinstance(field, Field) or not field.is_relation or not isinstance(field.related_model, type):
                continue
            name = f"{model._meta.label}.{field.name}"
            here, there = package_of(model), package_of(field.related_model)
            if here == "kortisto.register.audit":
                findings.append(
                    f"{name}: the audit log has no relations, so that it never stops an erasure; keep the id"
                )
            if not is_ours(field.related_model) or here == there:
                continue
            if places[there] <= places[here]:
                findings.append(f"{name}: points to {there}, which is not below {here}")
            if field.remote_field is None or field.remote_field.related_name != "+":
                findings.append(f'{name}: points to another package; say related_name="+"')
    return findings


def holding_findings(models: Iterable[type[Model]]) -> list[str]:
    """Every model says with @holds what each of its columns holds; the finding is what is to be pasted."""
    findings = []
    for model in filter(is_ours, models):
        if model._meta.abstract or model._meta.proxy:
            continue
        names = [field.name for field in [*model._meta.local_fields, *model._meta.local_many_to_many]]
        holding = holding_of(model)
        classified = set(holding.columns) if holding else set()
        missing = [name for name in names if name not in classified]
        if holding is None:
            findings.append(f"{model._meta.label} says nothing about what it holds. Above the class:\n{paste(names)}")
        elif missing:
            findings.append(
                f"{model._meta.label}: {', '.join(missing)} not classified. In its @holds:\n{paste(missing)}"
            )
        findings.extend(
            f"{model._meta.label}: @holds names {name}, which is no field" for name in sorted(classified - set(names))
        )
    return findings


def paste(names: list[str]) -> str:
    lines = "".join(
        f'        "{name}": Column(item="..."),  # or Link(...), or Technical(why="...")\n' for name in names
    )
    return f'@holds(\n    subject="...",\n    columns={{\n{lines}    }},\n)'
