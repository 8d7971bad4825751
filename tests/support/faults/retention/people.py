"""Invented people of whom it is known what the notice says: everything is over, a part, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from tests.support.faults.installation import PURPOSE
from tests.support.faults.retention.ground import Ground

OVER, PARTLY, KEPT, COMPANY = "over", "partly", "kept", "company"
SOURCE = "customer_organisation"
LONG_AGO, SOME_YEARS, LATELY = timedelta(11 * 366), timedelta(3 * 366), timedelta(30)

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody. `mark`: stands in every text of theirs; `sort`: what is to become of them."""

    id: str
    mark: str
    sort: str
    kind: str = "person"


@dataclass(slots=True)
class Cohort:
    """Those who were added together, and where each stood then."""

    subjects: list[Subject] = field(default_factory=list)
    before: dict[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """Ids and marks, with the id of whose they are."""
        return {name: one.id for one in self.subjects for name in (one.id, one.mark)}

    def of(self, sort: str) -> list[Subject]:
        """Return those of a sort."""
        return [one for one in self.subjects if one.sort == sort]


def add(ground: Ground, wanted: Mapping[str, int], *, ages: Mapping[str, timedelta] | None = None) -> Cohort:
    """Add so many people of each sort, and the company that those of long ago worked for.

    `ages`: how long ago those of a sort were collected, where it is another time.
    """
    known = {OVER: LONG_AGO, PARTLY: SOME_YEARS, KEPT: LATELY} | dict(ages or {})
    asked = [
        (sort, f"Zq{next(_numbers):06d}x", known[sort].days) for sort, number in wanted.items() for _ in range(number)
    ]
    company = f"Zq{next(_numbers):06d}x" if wanted.get(OVER) else ""
    made = ground.told(lambda: _add(asked, company))
    cohort = Cohort([Subject(**one) for one in made])
    cohort.before = {id_: dict(found) for id_, found in ground.where(cohort.names).items()}
    return cohort


def _add(asked: list[tuple[str, str, int]], company: str) -> list[dict[str, str]]:
    """Do it: in a process that has Django."""
    now, made = datetime.now(UTC), []
    organisation = _organisation(company, now - LONG_AGO) if company else None
    if organisation:
        made.append({"id": str(organisation), "mark": company, "sort": COMPANY, "kind": "organisation"})
    for sort, mark, days in asked:
        of = organisation if sort == OVER else None
        made.append({"id": str(_person(mark, now - timedelta(days), of)), "mark": mark, "sort": sort})
    return made


def _entered(at: datetime) -> Any:
    from uuid import UUID  # noqa: PLC0415 (of the child)

    from kortisto.declaration.words import Operation  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.access.operations import enter  # noqa: PLC0415 (see above)
    from kortisto.register.access.rulebook import rulebook  # noqa: PLC0415 (see above)
    from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415 (see above)
    from kortisto.register.audit.values import Actor  # noqa: PLC0415 (see above)

    by = Actor(kind=ActorKind.USER, id=UUID(int=0xA), role="main_user", undertaking=rulebook().undertaking.version)
    asked = (Operation.COLLECT, Operation.READ, Operation.CHANGE)
    return enter(by=by, purpose=PURPOSE, at=at, channel=Door.WEB, operations=asked, request_id="r")


def _origin(at: datetime) -> Any:
    from kortisto.declaration.words import Basis  # noqa: PLC0415 (see above)
    from kortisto.register.access import current  # noqa: PLC0415 (see above)
    from kortisto.register.parties.values import Origin  # noqa: PLC0415 (see above)

    return Origin(source=SOURCE, collected_at=at, basis=Basis.LEGITIMATE_INTEREST, declaration=current.version())


def _organisation(mark: str, at: datetime) -> Any:
    from kortisto.register.parties import operations as parties  # noqa: PLC0415 (see above)
    from kortisto.register.parties.enums import RelationshipKind  # noqa: PLC0415 (see above)

    with _entered(at) as by:
        made = parties.add_organisation(registered_name=f"{mark} Oy", origin=_origin(at), by=by, at=at)
        parties.add_relationship(organisation_id=made, kind=RelationshipKind.CUSTOMER, origin=_origin(at), by=by, at=at)
    return made


def _person(mark: str, at: datetime, organisation: Any) -> Any:
    from kortisto.register.parties import operations as parties  # noqa: PLC0415 (see above)
    from kortisto.register.parties.enums import ContactKind, PartyKind  # noqa: PLC0415 (see above)
    from kortisto.register.parties.values import Party  # noqa: PLC0415 (see above)

    origin = _origin(at)
    with _entered(at) as by:
        made = parties.add_person(first_name="Keksitty", last_name=f"{mark}a", origin=origin, by=by, at=at)
        of = organisation or _own_customer(mark, at)
        parties.add_representation(person_id=made, organisation_id=of, title=f"T {mark}", origin=origin, by=by, at=at)
        owner = Party(kind=PartyKind.PERSON, id=made)
        parties.add_contact_point(
            owner=owner, kind=ContactKind.EMAIL, value=f"{mark}@keksitty.example", origin=origin, by=by, at=at
        )
        parties.add_note(text=f"Muistiin {mark}.", written_on=at.date(), person_id=made, origin=origin, by=by, at=at)
        parties.add_file(owner=owner, name=f"{mark}.txt", content=mark.encode(), origin=origin, by=by, at=at)
        parties.edit_person(person_id=made, changes={"last_name": mark}, origin=origin, by=by, at=at)
    return made


def _own_customer(mark: str, at: datetime) -> Any:
    """A customer that goes on being one: whoever represents it belongs to a group of the notice."""
    return _organisation(f"Asiakas {mark[::-1]}", at)
