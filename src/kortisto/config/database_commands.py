"""`./kortisto database`: a server of one's own made ready, the tables brought up to date, PostgreSQL's own programs."""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Mapping
from urllib.parse import quote, urlencode

import click
import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kortisto.config import postgres_texts as server_texts
from kortisto.config import running, settings_file
from kortisto.config.embedded_postgres import APP, DATABASE, OWNER, EmbeddedPostgres
from kortisto.config.environment import adopt, data_folder, given
from kortisto.config.postgres_binaries import OLDEST_SUPPORTED, find_binaries, run_as
from kortisto.config.server import UnfitServerError, close_database, make_database, make_role, spelt
from kortisto.config.telling import ToldError, told
from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name
from kortisto.interfaces.cli.declarations import language_of_terminal, language_option
from kortisto.interfaces.cli.installed import installation

OWNER_FILE = "owner-database-url"

_PREPARED = T("Tietokanta {0} sekä roolit {1} ja {2} ovat valmiina. Osoitteet ovat tiedostoissa {3} ja {4}.",
              "Databasen {0} och rollerna {1} och {2} är klara. Adresserna finns i {3} och {4}.",
              "The database {0} and the roles {1} and {2} are ready. Their addresses are in {3} and {4}.")  # fmt: skip
_NEXT = T("Seuraavaksi: ./kortisto init", "Härnäst: ./kortisto init", "Next: ./kortisto init")
_CANNOT = T("Palvelin ei suostunut: {0}\nAnna roolin osoite, joka saa luoda rooleja ja tietokantoja: --admin-url",
            "Servern vägrade: {0}\nAnge adressen till en roll som får skapa roller och databaser: --admin-url",
            "The server refused: {0}\nGive the address of a role that may make roles and databases: --admin-url"
            )  # fmt: skip
_ASK_ADMIN = T("Ylläpitäjän osoite (postgresql://...)", "Administratörens adress (postgresql://...)",
               "Address of the administrator (postgresql://...)")  # fmt: skip
_BAD_ADDRESS = T("Tämä ei ole PostgreSQL-osoite. Kirjoita se näin: postgresql://KÄYTTÄJÄ:SALASANA@PALVELIN/postgres",
                 "Detta är ingen PostgreSQL-adress. Skriv den så här: postgresql://ANVÄNDARE:LÖSENORD@SERVER/postgres",
                 "This is no PostgreSQL address. Write it as: postgresql://USER:PASSWORD@SERVER/postgres")  # fmt: skip
_MIGRATED = T("Taulut ja oikeudet ovat ajan tasalla.", "Tabellerna och rättigheterna är uppdaterade.",
              "Tables and privileges are up to date.")  # fmt: skip
_NO_OWNER = T("Taulut omistaa toinen rooli. Anna sen osoite: KORTISTO_OWNER_DATABASE_URL",
              "Tabellerna ägs av en annan roll. Ange dess adress: KORTISTO_OWNER_DATABASE_URL",
              "Another role owns the tables. Give its address: KORTISTO_OWNER_DATABASE_URL")  # fmt: skip
_NO_PROGRAM = T("Ohjelmaa {0} ei ole. On: {1}", "Programmet {0} finns inte. Det finns: {1}",
                "There is no program {0}. There are: {1}")  # fmt: skip
_NOT_EMBEDDED = T("Tällä asennuksella on oma palvelin: käytä sen omia ohjelmia ja ylläpitäjän osoitetta.",
                  "Denna installation har en egen server: använd dess egna program och administratörens adress.",
                  "This installation has a server of its own: use its own programs and its administrator's address."
                  )  # fmt: skip


@click.group()
def database() -> None:
    """Prepare a server of your own, bring the tables up to date, run PostgreSQL's programs."""


@database.command()
@click.option("--admin-url", help="Address of a role that may make roles.")
@click.option("--name", default=DATABASE, show_default=True, help="Name of the database.")
@click.option("--owner", default=OWNER, show_default=True, help="Role that owns the tables.")
@click.option("--app", default=APP, show_default=True, help="Role of the running program.")
@language_option
def prepare(admin_url: str | None, name: str, owner: str, app: str, lang: str) -> None:
    """Make the two roles and the database on a server of your own, and keep their addresses in the settings.

    What is there already is kept; the roles get new passwords. Run again it changes nothing else.
    """
    try:
        place = conninfo_to_dict(admin_url or click.prompt(_ASK_ADMIN.in_language(lang), hide_input=True))
    except psycopg.ProgrammingError:
        raise click.UsageError(_BAD_ADDRESS.in_language(lang)) from None  # the cause repeats the password
    folder = data_folder()
    try:
        settings_file.require_absent(folder, ("database_url", "owner_database_url_file", "owner_database_url"))
        passwords = {role: secrets.token_urlsafe(32) for role in (owner, app)}
        _prepare(place, name, owner, app, passwords)
        addresses = {
            role: _address({**place, "dbname": name, "user": role, "password": password})
            for role, password in passwords.items()
        }
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner_file = folder / OWNER_FILE
        settings_file.write_private(owner_file, addresses[owner] + "\n")
        file = settings_file.add(folder, {"database_url": addresses[app], "owner_database_url_file": OWNER_FILE})
    except ToldError as error:
        raise click.ClickException(told(error, lang)) from error
    except psycopg.Error as error:
        raise click.ClickException(_CANNOT.in_language(lang).format(str(error).strip())) from error
    click.echo(_PREPARED.in_language(lang).format(name, owner, app, file, owner_file))
    click.echo(_NEXT.in_language(lang))


@database.command()
@language_option
def migrate(lang: str) -> None:
    """Bring the tables and the privileges up to date, as their owner. Safe to repeat."""
    try:
        adopt()
        if given(running.RUNTIME_URL) and not given(running.OWNER_URL):
            raise click.ClickException(_NO_OWNER.in_language(lang))
    except ToldError as error:
        raise click.ClickException(told(error, lang)) from error
    with installation():  # does it, for either server, unless another command has the embedded one
        from kortisto.config.database import migrate_and_grant  # noqa: PLC0415 (needs Django set up)

        migrate_and_grant(verbosity=0)
    click.echo(_MIGRATED.in_language(lang))


@database.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("program")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def tool(program: str, arguments: tuple[str, ...]) -> None:
    """Run a program of the embedded PostgreSQL as its administrator: psql, pg_dump, pg_restore, pg_basebackup ...

    It finds the server through PGHOST, PGUSER and so on; the server is started for it when it does not run.
    """
    lang = language_of_terminal()
    try:
        adopt()
        if given(running.RUNTIME_URL):
            raise click.ClickException(_NOT_EMBEDDED.in_language(lang))
        server = EmbeddedPostgres(data_folder() / "postgres")
        with server:
            status = _run(server, program, arguments, lang)
    except ToldError as error:
        raise click.ClickException(told(error, lang)) from error
    raise SystemExit(status)


def _run(server: EmbeddedPostgres, program: str, arguments: tuple[str, ...], lang: str) -> int:
    major = int((server.cluster / "PG_VERSION").read_text("ascii").strip())
    binaries = find_binaries(run_as(server.cluster), major=major)
    there = sorted(path.name for path in binaries.folder.iterdir())
    if program not in there:
        raise click.UsageError(_NO_PROGRAM.in_language(lang).format(program, ", ".join(there)))
    place = conninfo_to_dict(server.admin_dsn)
    environment = {
        **os.environ, "PGHOST": str(place["host"]), "PGPORT": str(place["port"]), "PGUSER": str(place["user"]),
        "PGPASSWORD": str(place["password"]), "PGDATABASE": DATABASE,
    }  # fmt: skip
    # As this user, who is to own the files that are written; the password admits, not the user.
    return subprocess.run([binaries[program], *arguments], env=environment, check=False).returncode


def _prepare(place: Mapping[str, object], name: str, owner: str, app: str, passwords: dict[str, str]) -> None:
    with psycopg.connect(_conninfo(place, dbname=place.get("dbname") or "postgres"), autocommit=True) as admin:
        if admin.info.server_version // 10_000 < OLDEST_SUPPORTED:
            raise UnfitServerError(server_texts.TOO_OLD, spelt(admin.info.server_version), OLDEST_SUPPORTED)
        for role, password in passwords.items():
            make_role(admin, role, password)
        make_database(admin, name, owner)
    with psycopg.connect(_conninfo(place, dbname=name), autocommit=True) as admin:
        close_database(admin, database=name, owner=owner, app=app)


def _conninfo(place: Mapping[str, object], **more: object) -> str:
    return make_conninfo(**{key: str(value) for key, value in {**place, **more}.items()})


def _address(place: Mapping[str, object]) -> str:
    """Return a connection as an address; psycopg itself writes another form, which reads worse in a settings file."""
    user, password, name = (quote(str(place[key]), safe="") for key in ("user", "password", "dbname"))
    rest = {key: value for key, value in place.items() if key not in {"user", "password", "dbname"}}
    return f"postgresql://{user}:{password}@/{name}?{urlencode(rest)}"
