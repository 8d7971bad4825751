"""Schemathesis over the whole description of the API, against the server that `./kortisto up` starts.

Run: ./kortisto bench api_fuzz [CASES] [SEED]; 20,000 cases unless told. A register of invented people on a server
of its own, one key with every permission that there is, ids of what is there in most calls. Every case is held against
docs/generated/openapi.json: no 5xx, no status, header, type or shape that it does not describe, nothing accepted that
it rules out, no call without a key, no method that it does not name. Leaves with 1 if anything is found; the same in
small is a test (tests/interfaces/api/test_description_is_true.py).
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]

from _filled import filled, use  # noqa: E402 - the path is set above
from _served import Served, served  # noqa: E402

PORT = 8484
PEOPLE = 200
USUAL = 20_000
BOUNDARIES = 58
"""So many cases of an operation, about, schemathesis makes of the bounds in the description. Of those that it is asked
for beside, it sends about three quarters: no two are the same."""
WITHOUT = "positive_data_acceptance"
"""What is not checked: that a description could say of every value that it will be taken. Ids must be there, words
those of the notice in force, a business id unused: which is answered with 404, 409 or 422, in words."""
API = "/api/v1"
DECLARATION = ROOT / "tests" / "interfaces" / "web" / "samples" / "register.yaml"
"""Permits nearly everything, and adds fields of its own."""


def credentials() -> str:
    """Make somebody who may do everything, and a key with all of it."""
    from kortisto.declaration.words import Operation
    from kortisto.register.access import operations as access
    from kortisto.register.access.rules import actor_of, grantable
    from kortisto.register.audit.enums import ActorKind
    from kortisto.register.audit.values import Actor

    now, command = datetime.now(UTC), Actor(kind=ActorKind.COMMAND)
    permissions = tuple(sorted(grantable()))
    level = access.compose_level(name="All", roles=["main_user", "dpo"], permissions=permissions, by=command, at=now)
    user = access.add_user(
        email="fuzz@staff.example", password="correct horse battery", role="sales", by=command, at=now,
        display_name="Fuzz", undertaking="1",
    )  # fmt: skip
    access.place_user(user_id=user.id, role="", level_id=level, by=command, at=now)
    user.refresh_from_db()
    made = access.make_token(
        name="fuzz", purpose="crm", operations=[Operation.READ, Operation.COLLECT, Operation.CHANGE],
        expires_at=now + timedelta(days=1), by=actor_of(user), at=now, permissions=permissions,
    )  # fmt: skip
    return made.secret


def furnished(app: Served, source: str) -> dict[str, list[str]]:
    """Make one of everything by calls, and return the ids by the names that they have in addresses."""

    def made(path: str, body: Any, id_: str = "id") -> str:
        return str(json.loads(app.ask(f"{API}{path}", method="POST", body=body))[id_])

    def listed(path: str) -> list[str]:
        return [one["id"] for one in json.loads(app.ask(f"{API}{path}"))["items"]]

    said = {"source": source}
    people, firms = listed("/people?limit=4"), listed("/organisations?limit=4")
    ids: dict[str, list[str]] = {"person_id": people, "organisation_id": firms}
    for at, (person, firm) in enumerate(zip(people, firms, strict=True)):
        here, there = f"/people/{person}", f"/organisations/{firm}"
        task = {**said, "title": "Soita", "due_on": "2027-12-01"}
        for name, id_ in {
            "contact_point_id": made(f"{here}/contact-points", {**said, "kind": "web", "value": "https://a.example"}),
            "address_id": made(f"{here}/addresses", {**said, "city": "TURKU"}),
            "representation_id": made(f"{here}/representations", {**said, "organisation_id": firm}),
            "relationship_id": made(f"{there}/relationships", {**said, "kind": "supplier"}),
            "customership_id": made(f"{here}/customerships", {**said, "started_on": "2020-01-01"}),
            "name_id": made(f"{there}/former-names", {**said, "name": "Entinen Oy"}),
            "note_id": made(f"{here}/notes", {**said, "text": "Hei.", "written_on": "2026-01-01"}),
            "event_id": made(f"{here}/events", {**said, "kind": "meeting", "starts_at": "2027-12-01T10:00:00Z"}),
            "task_id": made(f"{here}/tasks", task),
            "tag_id": made("/tags", {"name": f"Tunniste {at}"}),
            "group_id": made("/groups", {"name": f"Ryhmä {at}"}),
            "view_id": made("/people/views", {"name": f"Näkymä {at}", "query": "city=Turku"}),
        }.items():
            ids.setdefault(name, []).append(id_)
        undo = f"{API}/tasks/{made(f'{here}/tasks', task)}"
        ids.setdefault("undo", []).append(str(json.loads(app.ask(undo, method="DELETE"))["undo"]))
    return ids


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the server is ended on any way out
    cases = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else USUAL
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6)  # noqa: PLR2004
    with filled(PEOPLE) as register, tempfile.TemporaryDirectory(prefix="kortisto-fuzz-") as folder:
        os.environ["KORTISTO_DECLARATION"] = str(DECLARATION)
        use(register)
        secret = credentials()
        from kortisto.register.access import current

        sources = list(current.compiled().declaration.sources)
        bearer = {"Authorization": f"Bearer {secret}"}
        server = ["-m", "kortisto.config.web_server", str(PORT)]
        with (Path(folder) / "log").open("wb") as log, served(server, PORT, headers=bearer, log=log) as app:
            ids = furnished(app, sources[0])
            known = Path(folder) / "ids.json"
            known.write_text(json.dumps({"ids": ids, "sources": sources, "seed": seed}), "utf-8")
            code = _fuzzed(cases, seed, secret, known)
            lines = Path(log.name).read_text("utf-8", "replace").splitlines()
            errors = [line for line in lines if " ERROR " in line or " CRITICAL " in line]
            print("errors in the log of the program:", len(errors), *errors[:10])
            return code or bool(errors)


def _fuzzed(cases: int, seed: int, secret: str, known: Path) -> int:
    described = ROOT / "docs" / "generated" / "openapi.json"
    paths = json.loads(described.read_text("utf-8"))["paths"]
    operations = sum(len(methods) for methods in paths.values())
    print(f"{operations} operations, seed {seed}, load {os.getloadavg()[0]:.1f}", flush=True)
    began = monotonic()
    done = subprocess.run(
        [
            str(ROOT / ".venv" / "bin" / "schemathesis"), "run", str(described), "--url", f"http://127.0.0.1:{PORT}",
            "--header", f"Authorization: Bearer {secret}", "--checks", "all", "--exclude-checks", WITHOUT,
            "--phases", "examples,coverage,fuzzing,stateful", "--workers", "2", "--seed", str(seed), "--no-color",
            "--max-examples", str(max(1, (cases // operations - BOUNDARIES) * 4 // 3)), "--generation-database", "none",
            "--request-timeout", "30", "--warnings", "off", "--continue-on-failure", "--max-redirects", "0",
            "--suppress-health-check", "all",
        ],
        cwd=known.parent,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "_fuzz_hooks", "KORTISTO_FUZZ_IDS": str(known),
             "PYTHONPATH": str(ROOT / "bench")},
        check=False,
    )  # fmt: skip
    statuses = dict(json.loads(known.with_name("statuses.json").read_text("utf-8")))
    calls = ", ".join(f"{number:,} of {status}" for status, number in statuses.items())
    print(f"calls: {sum(statuses.values()):,}; {calls}")
    print(f"{monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
