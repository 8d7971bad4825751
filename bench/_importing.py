"""What measurements of imports have in common: a server of their own, the file, and who brings it in."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

FIRST = (
    "Aino", "Eino", "Helmi", "Onni", "Venla", "Toivo", "Siiri", "Urho", "Lempi", "Armas", "Hilja", "Väinö", "Saimi",
)  # fmt: skip
LAST = (
    "Keksitty", "Hehku", "Kaislaranta", "Pilvinen", "Tuulensuu", "Kuusela", "Hallanmaa", "Sumukoski", "Routa", "Usvala",
)  # fmt: skip
CITIES = ("Helsinki", "Turku", "Oulu", "Vaasa", "Kuopio", "Lahti", "Pori", "Rauma", "Kotka", "Salo")


def write_file(path: Path, rows: int) -> None:
    """Write a CSV file of invented contact persons, five of them to an organisation."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("Yritys;Etunimi;Sukunimi;Tehtävänimike;Sähköposti;Matkapuhelin;Postitoimipaikka\r\n")
        for number in range(rows):
            first, last = FIRST[number % len(FIRST)], LAST[number // 7 % len(LAST)]
            firm = number // 5
            out.write(
                f"Yritys {firm} Oy;{first};{last}{number};Ostaja;{number}@yritys{firm}.example;"
                f"040 {number % 9_000_000 + 1_000_000};{CITIES[firm % len(CITIES)]}\r\n"
            )


def with_server(measure: Callable[[Path, str, str], None]) -> None:
    """Measure on a server with empty tables, which is removed afterwards.

    `measure` takes the folder, and how to connect as the administrator of the server and as the runtime role.
    """
    from kortisto.config.embedded_postgres import EmbeddedPostgres  # noqa: PLC0415 (the path is set by who runs)

    with tempfile.TemporaryDirectory(prefix="kortisto-bench-") as folder:
        server = EmbeddedPostgres(Path(folder) / "postgres")
        databases = server.start()
        try:
            os.environ.update(
                DJANGO_SETTINGS_MODULE="kortisto.config.settings",
                KORTISTO_DATA=folder,
                KORTISTO_DATABASE_URL=databases.app_dsn,
                KORTISTO_OWNER_DATABASE_URL=databases.owner_dsn,
            )
            import django  # noqa: PLC0415 (settings are read from the environment)

            django.setup()
            from kortisto.config.database import migrate_and_grant  # noqa: PLC0415 (needs Django set up)

            migrate_and_grant(verbosity=0)
            measure(Path(folder), server.admin_dsn, databases.app_dsn)
        finally:
            server.remove()


def who() -> tuple[dict[str, Any], str]:
    """Return who brings files in, from when and through which door, as operations take it; and for which purpose."""
    from kortisto.declaration.words import Operation  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.access import rules  # noqa: PLC0415
    from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
    from kortisto.register.audit.values import Actor  # noqa: PLC0415

    role = rules.main_role()
    by = Actor(kind=ActorKind.COMMAND, role=role)
    named: dict[str, Any] = {"by": by, "at": datetime.now(UTC), "channel": Door.CLI}
    return named, rules.purposes_for(role=role, operation=Operation.COLLECT)[0]


def bring(file: Path, *, by: dict[str, Any]) -> UUID:
    """Bring the file into the folder of uploads, as the page does."""
    from kortisto.register.parties.operations import uploads  # noqa: PLC0415 (needs Django set up)

    with file.open("rb") as content:
        return uploads.bring_upload(content=iter(lambda: content.read(1 << 20), b""), file_name=file.name, **by)


def choose(upload_id: UUID, columns: tuple[str, ...], *, by: dict[str, Any], purpose: str) -> None:
    """Choose what the page proposes: everybody new is a customer, and who is there already is left alone."""
    from kortisto.declaration.civil_time import civil_day  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.access import current  # noqa: PLC0415
    from kortisto.register.parties.enums import RelationshipKind  # noqa: PLC0415
    from kortisto.register.parties.importing.choices import Duplicates, MatchBy  # noqa: PLC0415
    from kortisto.register.parties.importing.meaning import Content, guess  # noqa: PLC0415
    from kortisto.register.parties.operations import uploads  # noqa: PLC0415

    declaration = current.compiled().declaration
    uploads.choose_for_upload(
        upload_id=upload_id, content=Content.PARTIES, targets=guess(columns).targets, policies={},
        duplicates=Duplicates.SKIP, match_by=MatchBy.AUTO, relation=RelationshipKind.CUSTOMER,
        source=next(iter(declaration.sources)), collected_on=civil_day(by["at"]), basis=next(iter(declaration.bases)),
        purpose=purpose, language="fi", **by,
    )  # fmt: skip
