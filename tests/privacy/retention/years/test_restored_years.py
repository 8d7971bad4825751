"""The backup of the fifth year, put back in the twenty-fifth on a server of one's own, shows nobody erased since."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row
from pytest_django import Settings

from kortisto.config import demo
from kortisto.config.backup.making import make
from kortisto.config.embedded_postgres import OWNER
from kortisto.privacy.retention.enums import RestrictionGround, SubjectKind
from kortisto.privacy.retention.operations import erase, lift_restriction, look_after_restrictions, restrict, sweep
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from kortisto.register.ledger import standing
from kortisto.register.ledger.expiring import expire
from tests.privacy.retention.years.checker import TABLES, Checker, Datum, Dump, Memory
from tests.privacy.retention.years.history import JOB, World, dumped, plain
from tests.privacy.retention.years.paper import Notice, read
from tests.privacy.retention.years.test_years import BEGINNING, DEMO, NOTICES, YEARS
from tests.support.postgres import TestServer
from tests.support.running import ROOT, environment

pytestmark = pytest.mark.integration

SECRET = "a secret of the tests, long enough"
BACKUP_IN, ASKED_IN, RESTRICTED_IN, FREED_IN = BEGINNING + 5, BEGINNING + 6, BEGINNING + 23, BEGINNING + 24
OFFICER = Actor(kind=ActorKind.USER, id=UUID(int=0xD), role="dpo", undertaking="1")
ALICE = Actor(kind=ActorKind.USER, id=UUID(int=0xA), role="main_user", undertaking="1")

LASTING = frozenset({"ivt", "vtt", "futursoft", "asiakasrekisteri"})
"""Where somebody of the fifth year is there still: customers for as long as they are customers."""

Place = tuple[str, str, str]
"""Where a datum stands: table, key of the row, column."""


@dataclass
class Lived:
    """What twenty-five years have left behind.

    `then`: where data stood in the backup; `stays`: where they were never erased since, though others may stand there
    again. `memory`: what had happened by the year of the backup.
    """

    declaration: Path
    notice: Notice
    backup: Path
    then: set[Place]
    stays: set[Place]
    memory: Memory
    restricted: set[str]
    today: datetime


REGISTERS = ["ivt", "vtt", "futursoft", "asiakasrekisteri", "vastuugroup"]


@pytest.fixture(params=REGISTERS)
def declaration(request: pytest.FixtureRequest, settings: Settings) -> Path:
    path = NOTICES / f"{request.param}.yaml"
    settings.KORTISTO_DECLARATION = str(path)
    return path


@pytest.fixture
def lived(  # noqa: PLR0917 (fixtures)
    transactional_db: None, postgres_server: TestServer, settings: Settings, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, declaration: Path,
) -> Lived:  # fmt: skip
    settings.LEDGER_FOLDER = tmp_path / "live" / "ledger"
    of_tests = make_conninfo(postgres_server.admin_dsn, dbname=str(connection.settings_dict["NAME"]))
    monkeypatch.setenv("KORTISTO_BACKUP_DATABASE_URL", of_tests)
    notice, memory = read(declaration), Memory()
    world, people = World(notice, random.Random(declaration.stem)), People()  # noqa: S311 (the same history each time)
    backup, then, stays = tmp_path, set[Place](), set[Place]()
    standing.begin(at=_noon(BEGINNING))
    demo.load(at=_noon(BEGINNING - 1), shape=DEMO)
    for year in range(BEGINNING, BEGINNING + YEARS):
        at = _noon(year)
        world.year(at.date(), newcomers=4 if year < BACKUP_IN else year % 2)
        sweep(by=JOB, at=at, now=at, channel=Door.JOBS)
        dump = dumped(at)
        people.meet({row["id"] for row in dump["parties_person"]}, year, at)
        if year <= BACKUP_IN:
            Checker(notice, dump, memory)
        if year == BACKUP_IN:
            then = stays = _places(notice, dump)
            people.known = _people(then)
            backup = make(tmp_path / "backups", data=tmp_path / "live", server=None, sealed_with=SECRET, at=at)
        elif year > BACKUP_IN:
            stays = stays & _places(notice, dump)
        expire(at=at, oldest_backup=min(at, _noon(BACKUP_IN)))
    restricted = _people(stays) & people.restricted.keys()
    return Lived(declaration, notice, backup, then, stays, memory, restricted, at)


class People:
    """What befalls some of them: they are restricted, set free again, or ask to be erased."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.restricted: dict[str, UUID] = {}

    def meet(self, here: set[str], year: int, at: datetime) -> None:
        """Do what is done in a year with those of the backup who are there still."""
        here = here & self.known
        freed = sorted(here & self.restricted.keys())[::2]
        if year == RESTRICTED_IN and here:
            with look_after_restrictions(by=OFFICER, at=at, channel=Door.WEB) as access:
                for id_ in sorted(here)[:6]:
                    self.restricted[id_] = restrict(
                        kind=SubjectKind.PERSON, subject=UUID(id_), ground=RestrictionGround.ACCURACY, by=access, at=at
                    )
        if year == FREED_IN and freed:
            with look_after_restrictions(by=OFFICER, at=at, channel=Door.WEB) as access:
                for one in [self.restricted.pop(one) for one in freed]:
                    lift_restriction(restriction_id=one, reason="It was right.", told_on=at.date(), by=access, at=at)
        if year == ASKED_IN:
            erase(
                kind=SubjectKind.PERSON, subject=UUID(min(here)), by=ALICE, at=at, channel=Door.WEB, asked_on=at.date(),
            )  # fmt: skip


def _noon(year: int) -> datetime:
    return datetime.combine(date(year, 11, 23), time(12), tzinfo=UTC)


def _places(notice: Notice, dump: Dump) -> set[Place]:
    """Return where data stand, as the independent reader of dumps sees them."""
    return {_place(datum) for datum in Checker(notice, dump, Memory()).ends()}


def _people(places: set[Place]) -> set[str]:
    return {key for table, key, _ in places if table == "parties_person"}


def _place(datum: Datum) -> Place:
    return datum.table, datum.key, datum.column


@dataclass(frozen=True)
class Restored:
    """A new database of one's own server into which a backup was put back."""

    admin: str
    told: dict[str, str]

    def dump(self) -> Dump:
        """Return all rows, read past every wall."""
        with psycopg.connect(self.admin, row_factory=dict_row) as reading:
            return {
                table: [
                    {name: plain(value) for name, value in row.items()}
                    for row in reading.execute(sql.SQL("select * from {}").format(sql.Identifier(table)))
                ]
                for table in TABLES
            }

    def kortisto(self, *arguments: str) -> str:
        done = subprocess.run(
            [str(ROOT / "kortisto"), *arguments], env=self.told, capture_output=True, text=True, check=False,
            timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def seen(self, *, sweep_at: datetime | None = None) -> set[str]:
        """Return the people whom somebody sees who is at work; before that, erase what is due on a day."""
        done = subprocess.run(
            [sys.executable, "-c", _AT_WORK, *([sweep_at.isoformat()] if sweep_at else [])],
            env={**self.told, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False,
            timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return set(json.loads(done.stdout.splitlines()[-1]))


_AT_WORK = """
import json, sys
from datetime import UTC, datetime
from kortisto.config import running

with running.installation():
    from kortisto.privacy.retention.operations import sweep
    from kortisto.register.access import current
    from kortisto.register.audit.enums import ActorKind, Door
    from kortisto.register.audit.operations import open_access
    from kortisto.register.audit.values import Actor
    from kortisto.register.parties.models import Person
    job, now = Actor(kind=ActorKind.JOB), datetime.now(UTC)
    for at in map(datetime.fromisoformat, sys.argv[1:]):
        sweep(by=job, at=at, now=at, channel=Door.JOBS)
    purpose = next(iter(current.compiled().declaration.purposes))
    with open_access(by=job, purpose=purpose, at=now, channel=Door.JOBS) as access:
        access.record("test.look")
        print(json.dumps([str(one) for one in Person.objects.values_list("pk", flat=True)]))
"""


@contextmanager
def fresh(server: TestServer, name: str, data: Path, declaration: Path) -> Iterator[Restored]:
    """A database that is made as the guide says for a server of one's own, and an empty data folder."""
    data.mkdir(mode=0o700)
    with psycopg.connect(server.admin_dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(name), sql.Identifier(OWNER)))
        try:
            yield Restored(
                make_conninfo(server.admin_dsn, dbname=name),
                environment(
                    data,
                    KORTISTO_DATABASE_URL=make_conninfo(server.app_dsn, dbname=name),
                    KORTISTO_OWNER_DATABASE_URL=make_conninfo(server.owner_dsn, dbname=name),
                    KORTISTO_DECLARATION=str(declaration),
                    KORTISTO_BACKUP_SECRET=SECRET,
                ),
            )
        finally:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def test_the_backup_of_the_fifth_year_shows_nobody_erased_since(
    lived: Lived, postgres_server: TestServer, tmp_path: Path
) -> None:
    assert len(lived.then - lived.stays) > 20
    assert _people(lived.then) - _people(lived.stays)
    assert lived.restricted or lived.notice.id not in LASTING
    if lived.notice.id == REGISTERS[0]:
        _without_the_ledger_they_would_be_back(lived, postgres_server, tmp_path)

    with fresh(postgres_server, "restored_with", tmp_path / "with", lived.declaration) as restored:
        shutil.copytree(tmp_path / "live" / "ledger", tmp_path / "with" / "ledger")
        restored.kortisto("restore", str(lived.backup))
        dump = restored.dump()
        assert _places(lived.notice, dump) == lived.stays, "what was erased since is gone, and nothing else"
        there = {row["id"] for row in dump["parties_person"]}
        assert lived.restricted <= there
        assert restored.seen() == there - lived.restricted, "hidden from whoever is at work, as they had become"
        restored.seen(sweep_at=lived.today)
        past = Checker(lived.notice, restored.dump(), lived.memory).past(lived.today.date())
        assert not past, past


def _without_the_ledger_they_would_be_back(lived: Lived, server: TestServer, tmp_path: Path) -> None:
    """What this test would see if nothing were carried out again."""
    with fresh(server, "restored_without", tmp_path / "without", lived.declaration) as restored:
        restored.kortisto("restore", str(lived.backup), "--ledger-is-lost", "Taken away by this test.", "--yes")
        assert _places(lived.notice, restored.dump()) == lived.then, "the backup is whole"
        assert lived.restricted <= restored.seen(), "and nobody is hidden"
