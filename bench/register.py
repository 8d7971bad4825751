"""The register measured from outside: the API and the pages over HTTP, beside bare SQL and a bare Django view.

Run: ./kortisto bench register, or .venv/bin/python bench/register.py PEOPLE; 20,000 people unless told, and a fifth as
many organisations, with addresses, calls, notes and changes. All is invented and loaded by COPY on a server of its own,
kept in the temporary folder for the next run. Prints median and 95th percentile in milliseconds with one client whose
connection stays open, against the workers that `./kortisto up` starts; each call does what it does in use: a key or a
session, the purpose, row-level security, and the line of the log, which is committed before the answer leaves. Then
what the log costs at 8 clients, memory per worker, and bytes per person.

Further words: `only=TEXT` measures the rows whose title holds the text; `profile=TEXT` shows where their time goes.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]

import psycopg  # noqa: E402 - the path is set above
from _filled import Register, filled, use  # noqa: E402
from _served import GRANIAN, Figures, Served, crowd, served, timed  # noqa: E402

PORTS = (8481, 8482, 8483)
USUAL = 20_000
MILLION = 1_000_000
CLIENTS, SECONDS, ROUNDS = 8, 5.0, 5
WORDS = ("virta", "mai vir", "virtanen maija", "pekka mäkelä", "korho", "lehto anna", "niemi", "mäki")
MISSPELT = ("virtannen maija", "makkela pekka", "korhoenn jukka", "niemnien anna", "sallonen lisa")


@dataclass(frozen=True)
class Target:
    """What a row is to stay within, in milliseconds; for a million people other figures count."""

    p50: float | None = None
    p95: float | None = None
    growth: float = 1.5
    million: tuple[float, float] | None = None

    def at(self, people: int) -> tuple[float | None, float | None]:
        """Return the figures for a register of this size."""
        if people < MILLION:
            return self.p50, self.p95
        if self.million:
            return self.million
        return (self.p50 and self.p50 * self.growth), (self.p95 and self.p95 * self.growth)


@dataclass(frozen=True)
class Row:
    """One line of the table: what is asked, and the same of the database alone."""

    title: str
    call: Callable[[int], object]
    sql: str = ""
    target: Target = Target()


SEARCH = Target(6, 15, million=(10, 30))
PAGE, TYPED = Target(None, 60, growth=1), Target(None, 40, growth=1)


def line(row: Row, people: int, measured: Figures, sql: Figures | None, view: Figures | None) -> str:
    """Return a line of the table; `over` where a target is missed."""
    most = row.target.at(people)
    wanted = " / ".join("-" if figure is None else f"{figure:g}" for figure in most)
    missed = any(most and got > most for got, most in zip((measured.p50, measured.p95), most, strict=True))
    ratios = [f"{measured.p50 / other.p50:.1f}" if other else "" for other in (sql, view)]
    texts = [str(sql or ""), str(view or ""), str(measured), wanted if any(most) else "", *ratios]
    return f"{row.title:<30}" + "".join(f"{text:>15}" for text in texts) + ("  over" if missed else "")


HEADER = f"{'p50 / p95, ms':<30}" + "".join(
    f"{text:>15}" for text in ("bare SQL", "bare view", "Kortisto", "target", "x SQL", "x view")
)


class Asker:
    """Puts together what is asked: of the API with a key, of the pages with a session, of the database directly."""

    def __init__(self, register: Register, admin: psycopg.Connection[Any], app: Served, key: str, cookie: str) -> None:
        self._register = register
        self._admin = admin
        self._app = app
        self._api = {"Authorization": f"Bearer {key}"}
        self._session = {"Cookie": cookie}
        self._number = count()
        self.ids = [str(row[0]) for row in admin.execute(
            "select id from parties_person where sort_key >= 'k' order by id limit 400")]  # fmt: skip

    def rows(self) -> Iterator[Row]:
        """Yield the lines of the table."""
        yield from self._finding()
        yield from self._one()
        yield from self._pages()

    def api(self, address: str, **options: Any) -> bytes:
        """Ask the API with the key."""
        return self._app.ask(f"/api/v1{address}", **options, **self._api)

    def page(self, address: str, **headers: str) -> bytes:
        """Ask for a page with the session."""
        return self._app.ask(address, **self._session, **headers)

    def _finding(self) -> Iterator[Row]:
        mail = self._mails()
        by_mail = "select p.* from parties_person_email e join parties_person p on p.id = e.person_id"
        by_name = (
            "select p.id, p.first_name, p.last_name from parties_person_search_keys k join parties_person p "
            "on p.id = k.person_id where k.keys @@ 'virta:*'::tsquery limit 50"
        )
        yield Row("exact e-mail", lambda n: self.api(f"/search?q={mail[n % len(mail)]}"),
                  f"{by_mail} where e.normalised = '{mail[0]}'", Target(3))  # fmt: skip
        yield Row("search, parts of names", lambda n: self.api(f"/search?q={quote(WORDS[n % len(WORDS)])}"),
                  by_name, SEARCH)  # fmt: skip
        yield Row("search, misspelt", lambda n: self.api(f"/search?q={quote(MISSPELT[n % len(MISSPELT)])}"), "",
                  SEARCH)  # fmt: skip
        order = "select id, first_name, last_name, prefix, sort_key from parties_person"
        key, id_ = self._middle()
        after = _cursor(key, id_)
        yield Row("list of 50", lambda _: self.api("/people?limit=50"), f"{order} order by sort_key, id limit 50",
                  Target(8))  # fmt: skip
        yield Row(f"the same at row {self._register.people // 2:,}",
                  lambda _: self.api(f"/people?limit=50&after={after}"),
                  f"{order} where (sort_key, id) > ('{key}', '{id_}') order by sort_key, id limit 50",
                  Target(8))  # fmt: skip

    def _one(self) -> Iterator[Row]:
        ids = self.ids
        tables = ("email", "phone", "address", "website")
        around = ", ".join(
            f"(select json_agg(x) from parties_person_{table} x where x.person_id = p.id)" for table in tables
        )
        whole = (
            f"select to_json(p), {around}, (select json_agg(x) from parties_activity x where x.person_id = p.id), "
            "(select json_agg(x) from parties_order x where x.person_id = p.id), "
            "(select json_agg(x) from parties_note x where x.person_id = p.id), "
            "(select json_agg(o) from parties_represents x join parties_organisation o on o.id = x.organisation_id "
            f"where x.person_id = p.id) from parties_person p where p.id = '{ids[0]}'"
        )
        yield Row("one with all around it", lambda n: self.api(f"/people/{ids[n % len(ids)]}"), whole, Target(8))
        columns = ", ".join(name for (name,) in self._admin.execute(
            "select column_name from information_schema.columns where table_name = 'parties_person' and "
            "column_name <> 'id' and is_generated = 'NEVER'"))  # fmt: skip
        yield Row("create", self._create, f"insert into parties_person (id, {columns}) select gen_random_uuid(), "
                  f"{columns} from parties_person where id = '{ids[0]}' returning id", Target(9))  # fmt: skip
        yield Row("update", self._update, "update parties_person set prefix = left(md5(random()::text), 8) "
                  f"where id = '{ids[1]}' returning id", Target(7))  # fmt: skip

    def _pages(self) -> Iterator[Row]:
        ids, after = self.ids, _cursor(*self._middle())
        yield Row("page: list", lambda _: self.page("/people/"), "", PAGE)
        yield Row("page: list, in the middle", lambda _: self.page(f"/people/?after={after}"), "", PAGE)
        yield Row("page: a person", lambda n: self.page(f"/people/{ids[n % len(ids)]}/"), "", PAGE)
        part = {"HX-Request": "true"}
        yield Row("search as you type", lambda n: self.page(f"/search/?q={quote(WORDS[n % len(WORDS)])}", **part), "",
                  TYPED)  # fmt: skip
        yield Row("the same, misspelt", lambda n: self.page(f"/search/?q={quote(MISSPELT[n % 5])}", **part), "",
                  TYPED)  # fmt: skip

    def _create(self, _turn: int) -> None:
        person = {"first_name": "Aino", "last_name": f"Keksitty{next(self._number)}", "source": "staff"}
        self.api("/people", method="POST", body=person)

    def _update(self, turn: int) -> None:
        changed = {"last_name": f"Vaihdettu{next(self._number)}", "source": "staff"}
        self.api(f"/people/{self.ids[turn % len(self.ids)]}", method="PATCH", body=changed)

    def _mails(self) -> list[str]:
        found = self._admin.execute("select normalised from parties_person_email order by id desc limit 100")
        return [str(row[0]) for row in found]

    def _middle(self) -> tuple[str, Any]:
        sql = "select sort_key, id from parties_person order by sort_key, id offset %s limit 1"
        key, id_ = self._admin.execute(sql, (self._register.people // 2,)).fetchone() or ("", "")
        return key, id_


def _cursor(key: str, id_: Any) -> str:
    from kortisto.register.parties.queries.lists import _encode

    return _encode((id_, key))


def credentials() -> tuple[str, str]:
    """Make the main user with a key and a session; return the key and the cookie."""
    from lists import log_in

    from kortisto.declaration.words import Operation
    from kortisto.register.access.operations import make_token

    cookie, actor = log_in()
    now = datetime.now(UTC)
    made = make_token(
        name="bench", purpose="crm", operations=[Operation.READ, Operation.COLLECT, Operation.CHANGE],
        expires_at=now + timedelta(days=1), by=actor, at=now,
    )  # fmt: skip
    return made.secret, cookie


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers are ended on any way out
    words = dict(word.split("=", 1) for word in sys.argv[1:] if "=" in word)
    numbers = [word for word in sys.argv[1:] if "=" not in word]
    people = int(numbers[0].replace(",", "")) if numbers else USUAL
    with filled(people) as register:
        use(register)
        key, cookie = credentials()
        with psycopg.connect(register.admin_dsn, autocommit=True) as admin:
            if "profile" in words:
                from _profiled import profile

                profile(register, admin, key, cookie, words["profile"])
                return
            measure(register, admin, key, cookie, words.get("only", ""))


def measure(register: Register, admin: psycopg.Connection[Any], key: str, cookie: str, only: str) -> None:
    """Print the whole table."""
    bearer = {"Authorization": f"Bearer {key}"}
    with ExitStack() as servers:
        app = servers.enter_context(served(["-m", "kortisto.config.web_server", str(PORTS[0])], PORTS[0]))
        bare = servers.enter_context(served(
            [*GRANIAN, "--port", str(PORTS[1]), "_bare:application"], PORTS[1],
            # The policies hide every row from who names no purpose: the bare view is asked past them.
            environment={"KORTISTO_DATABASE_URL": register.admin_dsn},
        ))  # fmt: skip
        asker = Asker(register, admin, app, key, cookie)
        print(f"\n{register.people:,} people, one client\n{HEADER}", flush=True)
        for row in asker.rows():
            if only in row.title:
                sql = timed(lambda _, row=row: admin.execute(row.sql).fetchall()) if row.sql else None  # type: ignore[misc]
                address = f"/?sql={quote(row.sql)}"
                view = timed(lambda _, address=address: bare.ask(address)) if row.sql else None  # type: ignore[misc]
                print(line(row, register.people, timed(row.call), sql, view), flush=True)
        if only:
            return
        workers = " ".join(f"{size / 1e6:.0f}" for size in app.memory())
        silent = servers.enter_context(served([*GRANIAN, "--port", str(PORTS[2]), "_unlogged:application"], PORTS[2]))
        addresses = [f"/api/v1/people/{id_}" for id_ in asker.ids]
        print(f"\none with all around it, {CLIENTS} clients at once, {ROUNDS} rounds of each in turn")
        silent.headers = app.headers = bearer
        turns: dict[str, list[tuple[Figures, float]]] = {"without the log": [], "with it": []}
        for _ in range(ROUNDS):
            for title, server in zip(turns, (silent, app), strict=True):
                turns[title].append(crowd(server, addresses, clients=CLIENTS, seconds=SECONDS))
        for title, told in turns.items():
            got = Figures(median(one.p50 for one, _ in told), median(one.p95 for one, _ in told))
            print(f"{title:<30}{got!s:>15}{median(number for _, number in told):>15.0f} answers a second")
        without, with_it = (sorted(one.p50 for one, _ in told) for told in turns.values())
        added = median(with_it) - median(without)
        print(f"{'the log adds (target 3)':<30}{added:>15.1f}{'  over' if added > 3 else ''}")  # noqa: PLR2004
        print(f"{'least against least':<30}{with_it[0] - without[0]:>15.1f}")
        print(f"\nmemory of each worker, MB: {workers}")
        print_sizes(admin, register.people)


def print_sizes(admin: psycopg.Connection[Any], people: int) -> None:
    """Print what a person takes in the database with all that belongs to it."""
    sizes = admin.execute(
        "select relname, pg_table_size(oid), pg_indexes_size(oid) from pg_class where relkind = 'r' "
        "and relname like 'parties%%' order by pg_total_relation_size(oid) desc"
    ).fetchall()
    tables, indexes = (sum(row[place] for row in sizes) / people for place in (1, 2))
    print(f"bytes a person: {tables + indexes:,.0f} (tables {tables:,.0f}, indexes {indexes:,.0f}); the largest:")
    for name, table, index in sizes[:6]:
        print(f"  {name.removeprefix('parties_'):<28}{table / people:>8,.0f} + {index / people:,.0f}")


if __name__ == "__main__":
    main()
