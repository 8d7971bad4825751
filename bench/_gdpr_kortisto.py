"""The same operations by the register's own doors: each enters for a purpose, asks the notice, and leaves its line.

Where a record of the baseline carries six of its fields itself, here they are the terms of its item in the notice in
force; of the record are its subject, the day on which it was collected and its source; of the subject is what it
objects to, which is a restriction (Article 18(1)(d)) whose rows the database hides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID

from _gdpr_mix import ALL, Do, Operation, Records
from _gdpr_notice import item_of, name_of, source_of, text_of
from lists import copy, id_of

from kortisto.declaration.compiled import Compiled
from kortisto.declaration.model import RetentionRule
from kortisto.declaration.windows import window
from kortisto.declaration.words import Basis
from kortisto.declaration.words import Operation as Act
from kortisto.privacy.retention.enums import PURPOSE, RestrictionGround, SubjectKind
from kortisto.privacy.retention.models import Restriction
from kortisto.privacy.retention.operations import (
    lift_restriction,
    look_after_restrictions,
    oversee,
    restrict,
    settle,
)
from kortisto.privacy.retention.queries import falls_due
from kortisto.register.access import current
from kortisto.register.access.operations import DeniedError, enter, record_refusal
from kortisto.register.access.operations.notices import adopt
from kortisto.register.access.rulebook import rulebook
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.queries import events
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import models as m
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.operations import set_own_values
from kortisto.register.parties.values import Origin, Party
from kortisto.register.statements.frozen import Frozen

FILE = "mixes.yaml"
_VALUE = Frozen(
    lambda person, item: m.OwnValue.objects.filter(person=person, item=item).values_list("value"), UUID, str
)
_ROWS = Frozen(
    lambda person: m.OwnValue.objects.filter(person=person).values_list("item", "source", "collected_at"), UUID
)
_ROW = Frozen(
    lambda person, item: m.OwnValue.objects.filter(person=person, item=item).values_list(
        "item", "source", "collected_at"
    ),
    UUID,
    str,
)
_ROWS_OF_ITEM = Frozen(
    lambda item: m.OwnValue.objects.filter(item=item).values_list("person_id", "source", "collected_at"), str
)
_RESTRICTED = Frozen(
    lambda person: Restriction.objects.filter(person=person, lifted_at=None).values_list("id", "purposes"), UUID
)
_OBJECTING = Frozen(
    lambda purpose: (
        Restriction.objects.filter(lifted_at=None).exclude(purposes__contains=[purpose]).values_list("person_id")
    ),
    str,
)


@dataclass(frozen=True)
class Known:
    """What the notice says of the data of one purpose. `rule` gives the end of the period of each."""

    purpose: str
    rule: RetentionRule
    year_end: str
    decided: str
    roles: str
    recipients: str
    source: str
    category: str

    def last_day(self, collected: datetime) -> date:
        """Return the last day on which what was collected then may be there."""
        return _last_day(self.rule, collected, self.year_end)

    def fields(self, collected: datetime, source: str, *, objects: bool) -> tuple[Any, ...]:
        """Return the fields that a record of the baseline has."""
        objected = "yes" if objects else ""
        end = self.last_day(collected)
        return (self.purpose, end, objected, self.decided, self.roles, self.recipients, source, self.category)


@lru_cache(maxsize=100_000)
def _last_day(rule: RetentionRule, collected: datetime, year_end: str) -> date:
    last = window(rule, {}, collected=collected, year_end=year_end).last_day
    assert last is not None
    return last


@lru_cache(maxsize=64)
def known_of(compiled: Compiled, item: str) -> Known:
    """Return what the notice in force says of the data of an item, each of which has one purpose here."""
    [use] = compiled.holding[item]
    [(plan, _groups)] = use.rules_of(item, None)
    declared, purpose = compiled.declaration, use.node.purpose
    to = [one.id for one in declared.recipients.values() if purpose in one.purposes and item in one.items]
    [source] = [one.id for one in declared.sources.values() if item in one.items]
    decided = "yes" if declared.automation is not None and declared.automation.decisions else "no"
    category = declared.items[item].own_dpv or ""
    return Known(
        purpose, plan.rule, compiled.year_end, decided, ",".join(use.node.by), ",".join(sorted(to)), source, category
    )


class Kortisto:
    """The register, within this process: what a page or the API asks of it, without HTTP, as the baseline is asked."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._version = 0
        self.refused: set[str] = set()
        """The operations that the door has refused: their lines name no subject."""
        signed = rulebook().undertaking.version
        self._actors = {
            role: Actor(kind=ActorKind.USER, id=id_of(place, 6), role=role, undertaking=signed, roles=(role,))
            for place, role in enumerate(("main_user", "sales", "dpo", "service"))
        }
        self._do: dict[Do, Callable[[Operation], Any]] = {
            Do.CREATE: self._create, Do.DELETE: self._delete, Do.READ: self._read, Do.UPDATE: self._update,
            Do.TERMS: self._terms, Do.CHANGE: self._change, Do.ABOUT: self._about, Do.OBJECT: self._object,
            Do.OWN_TERMS: self._own_terms, Do.OBJECT_TO: self._object, Do.LOG: self._log,
        }  # fmt: skip

    def load(self, connection: Any, records: Records) -> None:
        """Fill the register by COPY; the notice was adopted with the tables."""
        origin = {"basis": "legitimate interest", "declaration": current.version()}
        users = sorted({user for user, _purpose in records})
        connection.execute("set session_replication_role = replica")
        began = {"collected_at": self._now, "source": "subject", **origin}
        copy(connection, m.Person, ({"id": id_of(user), "first_name": "Aino", "last_name": f"Asiakas{user}",
             "sort_key": f"asiakas{user}", **began} for user in users))  # fmt: skip
        copy(connection, m.ConsumerCustomership, ({"id": id_of(user, 1), "person_id": id_of(user), **began}
             for user in users))  # fmt: skip
        copy(connection, m.OwnValue, (
            {"id": id_of(user * 25 + purpose, 5), "person_id": id_of(user), "item": item_of(purpose), "value": data,
             "source": source_of(purpose), "collected_at": datetime.combine(day, time(12), UTC), **origin}
            for (user, purpose), (day, data) in records.items()
        ))  # fmt: skip
        connection.execute("set session_replication_role = default")
        connection.execute("insert into retention_mark (kind, subject) select 'person', id from parties_person")
        connection.execute("vacuum analyze")

    def put_off(self) -> int:
        """Do what is put off: learn the dates of whom something was written; return of how many."""
        done = settle(by=Actor(kind=ActorKind.COMMAND), at=self._now, channel=Door.CLI, whole=True)
        return done.subjects

    def do(self, operation: Operation) -> Any:
        """Do an operation and return its answer: that of the baseline, or what it can be worked out from."""
        return self._do[operation.do](operation)

    def _enter(self, operation: Operation, *acts: Act) -> Any:
        return enter(
            by=self._actors[operation.role], purpose=name_of(operation.purpose), at=self._now, channel=Door.API,
            operations=acts or (Act.READ,), request_id=f"op {operation.number}",
        )  # fmt: skip

    def _metadata(self, operation: Operation) -> Any:
        """The door for what is known about data: of whoever watches over retention, whoever has asked."""
        return oversee(
            by=self._actors["dpo"], at=self._now, channel=Door.API, request_id=f"op {operation.number}"
        )  # fmt: skip

    def _read(self, operation: Operation) -> str | None:
        person, item = id_of(operation.user), item_of(operation.purpose)
        try:
            with self._enter(operation) as access:
                access.require(Act.READ, [item])
                rows = _VALUE.rows(person, item)
                access.record("own_values.read", object_kind="person", subjects=[person], items=[item])
        except DeniedError as refusal:
            record_refusal(refusal)
            self.refused.add(f"op {operation.number}")
            return None
        return rows[0][0] if rows else None

    def _create(self, operation: Operation) -> bool:
        with self._enter(operation, Act.COLLECT, Act.CHANGE) as access:
            return self._set(operation, operation.data, access)

    def _update(self, operation: Operation) -> bool:
        return self._change_value(operation, operation.data)

    def _delete(self, operation: Operation) -> bool:
        return self._change_value(operation, "")

    def _change_value(self, operation: Operation, text: str) -> bool:
        person, item = id_of(operation.user), item_of(operation.purpose)
        with self._enter(operation, Act.READ, Act.COLLECT, Act.CHANGE) as access:
            if not _VALUE.rows(person, item):  # it is gone, or hidden because the subject objects
                access.record("own_values.read", object_kind="person", subjects=[person], items=[item])
                return False
            return self._set(operation, text, access)

    def _set(self, operation: Operation, text: str, access: Access) -> bool:
        origin = Origin(
            source=source_of(operation.purpose), collected_at=self._now, basis=Basis.LEGITIMATE_INTEREST,
            declaration=current.version(),
        )  # fmt: skip
        return set_own_values(
            owner=Party(kind=PartyKind.PERSON, id=id_of(operation.user)), values={item_of(operation.purpose): text},
            origin=origin, by=access, at=self._now,
        )  # fmt: skip

    def _terms(self, operation: Operation) -> tuple[Known, set[UUID]]:
        """What holds for the data of a purpose, and of whom it does not because they object."""
        item = item_of(operation.purpose)
        with self._metadata(operation) as access:
            known = known_of(current.compiled(), item)
            objecting = {row[0] for row in _OBJECTING.rows(name_of(operation.purpose))}
            access.record("notice.terms", items=[item])
        return known, objecting

    def every_record(self, operation: Operation) -> list[tuple[Any, ...]]:
        """The same as the baseline lists it: one line for each record."""
        item = item_of(operation.purpose)
        with self._metadata(operation) as access:
            known = known_of(current.compiled(), item)
            objecting = {row[0] for row in _OBJECTING.rows(name_of(operation.purpose))}
            rows = [
                (person, *known.fields(collected, source, objects=person in objecting))
                for person, source, collected in _ROWS_OF_ITEM.rows(item)
            ]
            access.record("notice.terms", subjects=[row[0] for row in rows], items=[item])
        return rows

    def _about(self, operation: Operation) -> set[tuple[Any, ...]]:
        return self._of_subject(operation, _ROWS.rows)

    def _own_terms(self, operation: Operation) -> set[tuple[Any, ...]]:
        return self._of_subject(operation, lambda person: _ROW.rows(person, item_of(operation.purpose)))

    def _of_subject(self, operation: Operation, ask: Callable[[UUID], Any]) -> set[tuple[Any, ...]]:
        person = id_of(operation.user)
        with self._metadata(operation) as access:
            rows, [*restricted] = ask(person), _RESTRICTED.rows(person)
            access.record("retention.standing", object_kind="person", object_id=person, subjects=[person])
        allowed = set(restricted[0][1]) if restricted else None
        compiled = current.compiled()
        found = set()
        for item, source, collected in rows:
            known = known_of(compiled, item)
            found.add(known.fields(collected, source, objects=allowed is not None and known.purpose not in allowed))
        return found

    def _object(self, operation: Operation) -> None:
        person = id_of(operation.user)
        with look_after_restrictions(
            by=self._actors["dpo"], at=self._now, channel=Door.API, request_id=f"op {operation.number}"
        ) as access:
            for id_, _purposes in _RESTRICTED.rows(person):
                lift_restriction(
                    restriction_id=id_, reason="told otherwise", told_on=self._now.date(), by=access, at=self._now
                )
            if operation.objects_to:
                restrict(
                    kind=SubjectKind.PERSON, subject=person, ground=RestrictionGround.OBJECTION,
                    purposes=[name_of(one) for one in sorted(ALL - operation.objects_to)], by=access, at=self._now,
                )  # fmt: skip

    def _change(self, operation: Operation) -> None:
        self._adopt(operation.terms)

    def _adopt(self, terms: Any) -> None:
        self._version += 1
        files = [(FILE, text_of(self._version, terms))]
        adopt(files=files, by=self._actors["main_user"], at=self._now, channel=Door.API)
        current.compiled()  # what is in force is ready for the next who asks

    def _log(self, operation: Operation) -> list[str]:
        person = id_of(operation.user)
        with self._metadata(operation) as access:
            lines = events(subject=person, limit=100)
            access.record("log.read", subjects=[person])
        return [line.request_id for line in lines]

    def everything(self) -> set[tuple[Any, ...]]:
        """Return every record as the baseline has it: whose, its metadata, its text."""
        found = set()
        with oversee(by=self._actors["dpo"], at=self._now, channel=Door.API) as access:
            restricted = dict(Restriction.objects.filter(lifted_at=None).values_list("person_id", "purposes"))
            compiled = current.compiled()
            columns = ("person_id", "item", "source", "collected_at", "value")
            for person, item, source, collected, value in m.OwnValue.objects.values_list(*columns):
                known = known_of(compiled, item)
                objects = person in restricted and known.purpose not in restricted[person]
                found.add((person, *known.fields(collected, source, objects=objects), value))
            access.record("retention.standing")
        return found


def due_by(day: date) -> int:
    """Return how many data have outlived their period on a day, of everybody, by the compiled rules."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    with open_access(by=Actor(kind=ActorKind.COMMAND), purpose=PURPOSE, at=at, channel=Door.CLI) as access:
        found = falls_due(current.compiled(), at)
        access.record("retention.due")
    return sum(one.number for one in found if one.item.startswith("own."))
