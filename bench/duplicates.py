"""How well and how quickly people who stand in the register twice are found, over an invented register with labels.

Run: ./kortisto bench duplicates [PEOPLE] (20,000 without; 1000000 for the target). Invents people with employers,
e-mail, telephone and city; for one in forty a second row, spoilt in one of the ways in which they come about; and those
who look alike and are not one: couples with one telephone, colleagues behind a switchboard or a shared box, brothers at
one employer. Runs the search as the worker does, portion by portion, with its log, and prints what it took, the
precision and the recall, in all and by way; then merges pairs, undoes them, and prints what that takes.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]

import psycopg  # noqa: E402 - the path is set above
from lists import NOW, copy, id_of, prepare  # noqa: E402

from tests.support.postgres import server_for_tests  # noqa: E402

EVERY = 40
COUPLES, BROTHERS, SHARED, SWITCHBOARD = 50, 60, 70, 400
MERGES = 30


@dataclass(frozen=True)
class Row:
    """One person as they stand in the register; `who` is the same of two rows of one human being."""

    who: int
    way: str
    first: str
    last: str
    email: str
    phone: str
    city: str
    employer: int | None


def slip(word: str, chance: Random) -> str:
    """One slip of the pen: a letter left out, doubled, or two in the wrong order; not the first one."""
    at = chance.randrange(1, len(word) - 1) if len(word) > 3 else len(word) - 1
    return chance.choice([word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:],
                          word[:at] + word[at : at + 2][::-1] + word[at + 2 :]])  # fmt: skip


def plain(word: str) -> str:
    return word.translate(str.maketrans("äöåÄÖÅ", "aoaAOA"))


WAYS: dict[str, Callable[[Row, Random], dict[str, Any]]] = {
    "last name misspelt, same e-mail": lambda one, chance: {"last": slip(one.last, chance), "phone": ""},
    "first name misspelt, same telephone, other employer": lambda one, chance: {
        "first": slip(one.first, chance), "email": "", "employer": None},
    "same name and employer, nothing else": lambda one, chance: {"email": "", "phone": "", "city": ""},
    "dots left out, same employer": lambda one, chance: {
        "first": plain(one.first), "last": plain(one.last), "email": "", "phone": ""},
    "misspelt, same employer": lambda one, chance: {"last": slip(one.last, chance), "email": "", "phone": ""},
    "initial only, same telephone": lambda one, chance: {"first": f"{one.first[0]}.", "email": ""},
    "names the wrong way round, same e-mail": lambda one, chance: {
        "first": one.last, "last": one.first, "phone": "", "employer": None},
    "new last name, same e-mail": lambda one, chance: {"last": "Keksittynen", "phone": ""},
    "new employer, same telephone": lambda one, chance: {"email": "", "employer": None, "city": ""},
}  # fmt: skip


def rows(number: int, employers: int, *, seed: int = 12) -> Iterator[Row]:
    """Invent the register: `number` rows in all."""
    from _people import people

    chance = Random(seed)  # noqa: S311 (the same people each time is the purpose)
    made, who = 0, 0
    ways = list(WAYS)
    for one in people(number, employers):
        if made >= number:
            return
        who += 1
        row = Row(who, "", one.first_name, one.last_name, one.email, one.phone, one.city, one.organisation)
        if who % SHARED == 0:
            row = replace(row, email=f"info@y{one.organisation % 50}.example")
        if who % SWITCHBOARD < 15:
            row = replace(row, phone=f"+35891{who // SWITCHBOARD:07}")
        yield row
        made += 1
        if who % EVERY == 0:
            way = ways[who // EVERY % len(ways)]
            yield replace(row, way=way, **WAYS[way](row, chance))
            made += 1
        if who % COUPLES == 1:
            yield replace(row, who=-who, first="Hellin-Kaisla", email="", employer=None)
            made += 1
        if who % BROTHERS == 2:
            yield replace(row, who=-who, first="Veikko-Ilmari", email="", phone="")
            made += 1


def load(connection: psycopg.Connection[Any], number: int) -> tuple[list[int], Counter[str]]:
    """Fill the tables; return who each row is, by the number of its id, and how many rows each way has."""
    from _people import organisations

    from kortisto.lib.text_keys import sort_key
    from kortisto.register.parties import models as m

    employers = max(1, number // 8)
    who: list[int] = []
    ways: Counter[str] = Counter()
    connection.execute("set session_replication_role = replica")  # the rows are right as they are made
    copy(connection, m.Organisation, (
        {"id": id_of(at, 1), "registered_name": name, "sort_key": sort_key(name)}
        for at, name in enumerate(organisations(employers))
    ))  # fmt: skip
    register = rows(number, employers)
    while some := list(islice(register, 100_000)):
        numbered = list(enumerate(some, len(who)))
        who += [row.who for row in some]
        ways.update(row.way for row in some if row.way)
        copy(connection, m.Person, (
            {"id": id_of(at), "first_name": one.first, "last_name": one.last,
             "sort_key": sort_key(one.last, one.first)} for at, one in numbered))  # fmt: skip
        copy(connection, m.PersonEmail, (
            {"id": id_of(at, 3), "person_id": id_of(at), "value": one.email, "normalised": one.email}
            for at, one in numbered if one.email))  # fmt: skip
        copy(connection, m.PersonPhone, (
            {"id": id_of(at, 4), "person_id": id_of(at), "value": one.phone, "normalised": one.phone}
            for at, one in numbered if one.phone))  # fmt: skip
        copy(connection, m.PersonAddress, (
            {"id": id_of(at, 5), "person_id": id_of(at), "city": one.city} for at, one in numbered if one.city
        ))  # fmt: skip
        copy(connection, m.Represents, (
            {"id": id_of(at, 2), "person_id": id_of(at), "organisation_id": id_of(one.employer, 1)}
            for at, one in numbered if one.employer is not None))  # fmt: skip
    connection.execute("set session_replication_role = default")
    connection.execute("insert into parties_person_listing (person_id) select id from parties_person")
    connection.execute("vacuum analyze")
    return who, ways


def search(actor: Any, purpose: str) -> float:
    """Search all people as the worker does; return the seconds."""
    from kortisto.register.access.operations import enter
    from kortisto.register.audit.enums import Door
    from kortisto.register.parties import operations
    from kortisto.register.parties.enums import PartyKind

    began = perf_counter()
    with enter(by=actor, purpose=purpose, at=NOW, channel=Door.JOBS) as by:
        operations.begin_scan(kind=PartyKind.PERSON, by=by, at=NOW)
    operations.run_scans(by=actor, purpose=purpose, at=NOW, channel=Door.JOBS)
    return perf_counter() - began


def print_quality(found: set[tuple[UUID, UUID]], who: list[int], ways: Counter[str], number: int) -> None:
    """Compare what was found with the labels."""
    place = {id_of(at): at for at in range(len(who))}
    right = {pair for pair in found if who[place[pair[0]]] == who[place[pair[1]]]}
    wanted = sum(ways.values())
    print(f"\nfound {len(found):,}; of {wanted:,} second rows {len(right):,}")
    print(
        f"precision {100 * len(right) / max(1, len(found)):.1f} %   recall {100 * len(right) / max(1, wanted):.1f} %\n"
    )
    named = [row.way for row in rows(number, max(1, number // 8))]
    hit = Counter(named[max(place[one], place[other])] for one, other in right)
    for way, many in sorted(ways.items()):
        print(f"  {way:<55} {100 * hit[way] / many:6.1f} % of {many}")
    texts = dict(enumerate(islice(rows(number, max(1, number // 8)), 200_000)))
    wrong = [(place[one], place[other]) for one, other in sorted(found - right)]
    for one, other in [pair for pair in wrong if max(pair) in texts][:5]:
        print(
            "  not one:",
            " ".join(map(str, astuple(texts[one])[2:])),
            "|",
            " ".join(map(str, astuple(texts[other])[2:])),
        )
    print()


def print_merging(pairs: list[tuple[UUID, UUID]], actor: Any, purpose: str) -> None:
    """Merge pairs and part them again."""
    from kortisto.declaration.words import Operation
    from kortisto.register.access.operations import enter
    from kortisto.register.audit.enums import Door
    from kortisto.register.parties import operations
    from kortisto.register.parties.enums import PartyKind

    took: dict[str, list[float]] = {"merge": [], "undo": []}
    for one, other in pairs:
        began = perf_counter()
        with enter(
            by=actor, purpose=purpose, at=NOW, channel=Door.WEB, operations=(Operation.READ, Operation.CHANGE)
        ) as by:
            done = operations.merge(kind=PartyKind.PERSON, survivor=one, absorbed=other, by=by, at=NOW)
        took["merge"].append(1000 * (perf_counter() - began))
        began = perf_counter()
        with enter(
            by=actor, purpose=purpose, at=NOW, channel=Door.WEB, operations=(Operation.READ, Operation.CHANGE)
        ) as by:
            operations.undo_merge(merge_id=done.id, by=by, at=NOW)
        took["undo"].append(1000 * (perf_counter() - began))
    for what, times in took.items():
        p95 = quantiles(times, n=20)[-1]
        print(
            f"{what:<6} p50 {median(times):5.0f} ms   p95 {p95:5.0f} ms"
            + ("   (target 100)" if what == "merge" else "")
        )


def main() -> None:
    number = int(next((word for word in sys.argv[1:] if word.isdigit()), 20_000))
    with server_for_tests(f"duplicates-{os.getpid()}") as server:
        prepare(server)
        from django.conf import settings

        settings.KORTISTO_DECLARATION = str(ROOT / "tests" / "register" / "samples" / "register.yaml")
        from psycopg.conninfo import conninfo_to_dict, make_conninfo

        from kortisto.register.access.operations import enter
        from kortisto.register.audit.enums import ActorKind, Door
        from kortisto.register.audit.values import Actor
        from kortisto.register.parties.models import DuplicatePair

        actor = Actor(kind=ActorKind.USER, id=UUID(int=0xB), role="sales", undertaking="1")
        database = conninfo_to_dict(server.app_dsn)["dbname"]
        with psycopg.connect(make_conninfo(server.admin_dsn, dbname=database), autocommit=True) as admin:
            began = perf_counter()
            who, ways = load(admin, number)
            print(
                f"{len(who):,} rows of people loaded in {perf_counter() - began:.0f} s; load {os.getloadavg()[0]:.1f}"
            )
        seconds = search(actor, "crm")
        print(f"searched in {seconds:.1f} s, {len(who) / seconds:,.0f} people a second (target 1,000,000 in 600 s); "
              f"load {os.getloadavg()[0]:.1f}")  # fmt: skip
        with enter(by=actor, purpose="crm", at=NOW, channel=Door.JOBS) as by:
            by.record("duplicates.list")
            found = set(DuplicatePair.objects.values_list("first_person_id", "second_person_id"))
        print_quality(found, who, ways, number)
        print_merging(sorted(found)[:MERGES], actor, "crm")


if __name__ == "__main__":
    main()
