"""Search, lists and exports over HTTP beside bare SQL and a bare Django view, in one run on one server.

Run: ./kortisto bench lists [PEOPLE] (100,000 without). Invents people with organisations, addresses, e-mail and orders,
loads them by COPY, serves the real pages with the real log, and prints median and 95th percentile in milliseconds with
one client: bare SQL, a bare view with that SQL, the question behind the page with its header and line of the log, and
the page.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import Any
from urllib.parse import quote
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]

import psycopg  # noqa: E402 - the path is set above
import psycopg.types.json  # noqa: E402
from psycopg.conninfo import make_conninfo  # noqa: E402

from tests.support.postgres import TestServer, server_for_tests  # noqa: E402

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROUNDS = 60
PORT, BARE_PORT = 8471, 8472
ORIGIN = {"source": "subject", "collected_at": NOW, "basis": "legitimate interest", "declaration": "bench 1"}


def prepare(server: TestServer) -> None:
    os.environ["KORTISTO_DATABASE_URL"] = server.app_dsn
    os.environ["KORTISTO_OWNER_DATABASE_URL"] = server.owner_dsn
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortisto.config.settings")
    import django

    django.setup()
    from kortisto.config.database import migrate_and_grant

    migrate_and_grant(verbosity=0)


def id_of(number: int, kind: int = 0) -> UUID:
    """Ids as they would have been given, one a second."""
    milliseconds = int((NOW - timedelta(days=400)).timestamp() * 1000) + number * 30
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (kind << 64) | (0b10 << 62) | number)


def load(connection: psycopg.Connection[Any], number: int) -> float:
    from _people import organisations, people

    from kortisto.lib.text_keys import search_keys, sort_key
    from kortisto.register.parties import models as m

    employers = max(1, number // 5)
    names = list(organisations(employers))
    staff = list(people(number, employers))
    days = [date(2026, 11, 20) - timedelta(days=place * 7919 % 2000) for place in range(number)]
    start = perf_counter()
    connection.execute("set session_replication_role = replica")  # triggers and policies: done in one go below
    copy(
        connection,
        m.Organisation,
        ({"id": id_of(at, 1), "registered_name": name, "sort_key": sort_key(name)} for at, name in enumerate(names)),
    )
    copy(
        connection,
        m.OrganisationSearchKeys,
        ({"organisation_id": id_of(at, 1), "keys": search_keys(name)} for at, name in enumerate(names)),
    )
    copy(connection, m.Customership, ({"id": id_of(at, 7), "organisation_id": id_of(at, 1)} for at in range(employers)))
    copy(
        connection,
        m.Person,
        (
            {
                "id": id_of(at),
                "first_name": one.first_name,
                "last_name": one.last_name,
                "language": "sv" if at % 9 == 0 else "fi",
                "sort_key": sort_key(one.last_name, one.first_name),
            }
            for at, one in enumerate(staff)
        ),
    )
    copy(
        connection,
        m.PersonSearchKeys,
        ({"person_id": id_of(at), "keys": search_keys(one.first_name, one.last_name)} for at, one in enumerate(staff)),
    )
    copy(
        connection,
        m.Represents,
        (
            {
                "id": id_of(at, 2),
                "person_id": id_of(at),
                "organisation_id": id_of(one.organisation, 1),
                "title": "Ostaja",
            }
            for at, one in enumerate(staff)
        ),
    )
    copy(
        connection,
        m.PersonEmail,
        (
            {"id": id_of(at, 3), "person_id": id_of(at), "value": one.email, "normalised": one.email}
            for at, one in enumerate(staff)
        ),
    )
    copy(
        connection,
        m.PersonPhone,
        (
            {"id": id_of(at, 4), "person_id": id_of(at), "value": one.phone, "normalised": one.phone}
            for at, one in enumerate(staff)
        ),
    )
    copy(
        connection,
        m.PersonAddress,
        ({"id": id_of(at, 5), "person_id": id_of(at), "city": one.city} for at, one in enumerate(staff)),
    )
    copy(
        connection,
        m.Order,
        (
            {"id": id_of(at, 6), "person_id": id_of(at), "reference": f"T-{at}", "placed_on": day}
            for at, day in enumerate(days)
        ),
    )
    for owner in ("person", "organisation"):
        connection.execute(f"insert into parties_{owner}_listing ({owner}_id) select id from parties_{owner}")
        connection.execute(f"select parties_{owner}_listing_refresh(array_agg(id)) from parties_{owner}")
    connection.execute("set session_replication_role = default")
    connection.execute("vacuum analyze")
    return perf_counter() - start


def copy(connection: psycopg.Connection[Any], model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Load rows; what is not given has the default of the model, or stands in ORIGIN."""
    from django.db.models.fields import NOT_PROVIDED

    fields = [one for one in model._meta.concrete_fields if not one.generated and one.db_default is NOT_PROVIDED]
    defaults = {one.attname: ORIGIN.get(one.attname, one.get_default()) for one in fields}
    columns = ", ".join(f'"{one.column}"' for one in fields)
    json_fields = {one.attname for one in fields if one.get_internal_type() == "JSONField"}
    with connection.cursor().copy(f'copy "{model._meta.db_table}" ({columns}) from stdin') as stream:
        for row in rows:
            values = {**defaults, **row}
            stream.write_row([psycopg.types.json.Jsonb(v) if k in json_fields else v for k, v in values.items()])


@contextmanager
def served(application: str, port: int) -> Iterator[HTTPConnection]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4",
               "--no-ws", "--log-level", "error", "--port", str(port), application]  # fmt: skip
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "bench")])
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path})
    try:
        client = HTTPConnection("127.0.0.1", port, timeout=120)
        for _ in range(100):
            try:
                client.request("GET", "/login/")
                client.getresponse().read()
                break
            except OSError:
                client.close()
                sleep(0.2)
        yield client
    finally:
        process.terminate()
        process.wait()


def log_in() -> tuple[str, Any]:
    """Make the main user and a session, and return its cookie and the actor."""
    from django.test import Client

    from kortisto.register.access import operations as access
    from kortisto.register.access import rules
    from kortisto.register.audit.enums import ActorKind
    from kortisto.register.audit.values import Actor

    user = access.make_main_user(
        email="bench@staff.example", password="correct horse battery", by=Actor(kind=ActorKind.COMMAND), at=NOW,
        undertaking="1",
    )  # fmt: skip
    client = Client()
    client.force_login(user, backend="kortisto.register.access.backend.StaffBackend")
    return f"sessionid={client.cookies['sessionid'].value}; django_language=en", rules.actor_of(user)


def timed(call: Callable[[int], object]) -> tuple[float, float]:
    for turn in range(5):
        call(turn)
    taken = []
    for turn in range(ROUNDS):
        start = perf_counter()
        call(turn)
        taken.append((perf_counter() - start) * 1000)
    return median(taken), quantiles(taken, n=20)[-1]


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with server_for_tests(f"bench-lists-{os.getpid()}") as server:
        prepare(server)
        database = psycopg.conninfo.conninfo_to_dict(server.app_dsn)["dbname"]
        with psycopg.connect(make_conninfo(server.admin_dsn, dbname=database), autocommit=True) as admin:
            seconds = load(admin, number)
            (size,) = admin.execute("select pg_database_size(current_database())").fetchone() or (0,)
            print(f"{number:,} people loaded in {seconds:.0f} s; {size / number:,.0f} bytes a person with all of it")
            cookie, actor = log_in()
            with (
                served("kortisto.config.wsgi:application", PORT) as pages,
                served("_bare:application", BARE_PORT) as bare,
            ):
                measure(number, admin, (pages, bare), cookie, actor)


def get(client: HTTPConnection, address: str, **headers: str) -> None:
    client.request("GET", address, headers=headers)
    answer = client.getresponse()
    answer.read()
    assert answer.status == HTTPStatus.OK, (address, answer.status)


def measure(
    number: int,
    admin: psycopg.Connection[Any],
    clients: tuple[HTTPConnection, HTTPConnection],
    cookie: str,
    actor: Any,
) -> None:
    from kortisto.declaration.words import Operation
    from kortisto.register.access import rules
    from kortisto.register.access.operations import enter
    from kortisto.register.audit.enums import Door
    from kortisto.register.parties import queries
    from kortisto.register.parties.enums import PartyKind
    from kortisto.register.parties.listing import USUAL_COLUMNS, Filters, Order, offered_columns
    from kortisto.register.parties.queries.lists import _encode

    pages, bare = clients
    purposes = rules.purposes_for(role=actor.role, operation=Operation.READ)
    permits = {one: rules.permitted(role=actor.role, purpose=one, operation=Operation.READ) for one in purposes}
    purpose = max(purposes, key=lambda one: len(permits[one].items) if permits[one] else 0)

    def asked(question: Callable[[Any], Any]) -> Any:
        with enter(by=actor, purpose=purpose, at=NOW, channel=Door.WEB) as access:
            return question(access)

    def page(address: str, *, part: bool = False) -> None:
        get(pages, address, Cookie=cookie, **({"HX-Request": "true"} if part else {}))

    def search(text: str) -> None:
        page(f"/search/?q={quote(text)}", part=True)

    def found(text: str) -> None:
        asked(lambda by: queries.results(by=by, text=text))

    def view(sql: str) -> None:
        get(bare, f"/?sql={quote(sql)}")

    kind = PartyKind.PERSON
    usual = USUAL_COLUMNS[kind]

    def covered(by: Any) -> Any:
        by.record("bench")
        return tuple(column for column in usual if column in offered_columns(kind, by))

    columns = asked(covered)

    def listed(**options: Any) -> Any:
        return asked(lambda by: queries.list_page(by=by, kind=kind, columns=columns, **options))

    def cursor(order: Order, place: int) -> str:
        """The cursor after so many rows."""
        key = {Order.NAME: "t.sort_key", Order.ACTIVITY: "l.last_activity_on"}[order]
        tables = "parties_person t join parties_person_listing l on l.person_id = t.id"
        sql = f"select t.id, {key} from {tables} order by {key}, t.id offset {place} limit 1"
        return _encode(admin.execute(sql).fetchone() or ())

    def of_somebody(table: str) -> str:
        (value,) = admin.execute(f"select normalised from {table} offset {number // 2} limit 1").fetchone() or ("",)
        return str(value)

    deep, active = cursor(Order.NAME, number // 2), cursor(Order.ACTIVITY, number // 2)
    mail, phone = of_somebody("parties_person_email"), f"040 {of_somebody('parties_person_phone')[6:]}"
    words = ["virta", "mai vir", "virtanen maija", "pekka mäkelä", "korho", "lehto anna", "niemi", "helsinki"]
    typos = ["virtannen maija", "makkela pekka", "korhoenn jukka", "niemnien"]
    first = "select id, sort_key, first_name, last_name from parties_person order by sort_key, id limit 50"
    by_mail = "select p.* from parties_person_email e join parties_person p on p.id = e.person_id where e.normalised = "
    in_order = (
        "select * from parties_person where sort_key >= 'virta' and sort_key < 'virtb' order by sort_key limit 50"
    )
    city = Filters(city="Oulu", language="sv")
    rows: list[tuple[str, str, Callable[[int], Any] | None, Callable[[int], Any]]] = [
        ("exact e-mail", f"{by_mail}'{mail}'", lambda _: found(mail), lambda _: search(mail)),
        ("telephone number", "", lambda _: found(phone), lambda _: search(phone)),
        ("search as you type", in_order, lambda n: found(words[n % 8]), lambda n: search(words[n % 8])),
        ("search with a typing error", "", lambda n: found(typos[n % 4]), lambda n: search(typos[n % 4])),
        ("search, whole page", "", None, lambda n: page(f"/search/?q={quote(words[n % 8])}")),
        ("list of 50", first, lambda _: listed(), lambda _: page("/people/")),
        ("list, in the middle", first.replace("limit", f"offset {number // 2} limit"), lambda _: listed(after=deep),
         lambda _: page(f"/people/?after={deep}")),
        ("list, backwards", "", lambda _: listed(before=deep), lambda _: page(f"/people/?before={deep}")),
        ("list by activity, middle", "", lambda _: listed(order=Order.ACTIVITY, after=active),
         lambda _: page(f"/people/?sort=activity&after={active}")),
        ("list, city and language", "", lambda _: listed(filters=city),
         lambda _: page("/people/?city=Oulu&language=sv")),
        ("list, text", "", lambda _: listed(filters=Filters(text="korhonen")), lambda _: page("/people/?q=korhonen")),
    ]  # fmt: skip
    print(f"{'':<28}{'bare SQL':>16}{'bare view':>16}{'with its log':>16}{'page':>16}   page / bare view")
    for title, sql, question, address in rows:
        figures = [
            timed(lambda _, sql=sql: admin.execute(sql).fetchall()) if sql else None,  # type: ignore[misc]
            timed(lambda _, sql=sql: view(sql)) if sql else None,  # type: ignore[misc]
            timed(question) if question else None,
            timed(address),
        ]
        texts = [f"{f[0]:.1f} / {f[1]:.1f}" if f else "" for f in figures]
        ratio = f"{figures[3][0] / figures[1][0]:.1f}" if figures[1] and figures[3] else ""
        print(f"{title:<28}{''.join(f'{text:>16}' for text in texts)}   {ratio}", flush=True)


if __name__ == "__main__":
    main()
