"""Leads generated calls to what is there: ids become ids of the register, sources those of the notice.

Without it nearly every call would end at "there is no such thing". Schemathesis loads this by SCHEMATHESIS_HOOKS; the
ids come as JSON from the file that KORTISTO_FUZZ_IDS names, and what the calls make is added to them. What was to be
wrong stays wrong: only ids are exchanged that are ids, and words that are words.
"""

from __future__ import annotations

import atexit
import json
import os
import random
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import schemathesis
from schemathesis import Case, HookContext, Response

KEEP_UNKNOWN = 0.1  # of the ids stay those of nothing
MOST = 40  # ids of a kind; older ones are forgotten
FILE = Path(os.environ["KORTISTO_FUZZ_IDS"])
KNOWN: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
STATUSES: Counter[int] = Counter()
IDS: dict[str, list[str]] = KNOWN["ids"]
_chance = random.Random(KNOWN["seed"])  # noqa: S311 (nothing is kept secret by it)
PARTIES = {"people": "person_id", "organisations": "organisation_id"}
MADE_BY = {
    "add_person": "person_id",
    "add_organisation": "organisation_id",
    "add_contact_point": "contact_point_id",
    "add_address": "address_id",
    "add_representation": "representation_id",
    "add_relationship": "relationship_id",
    "add_customership": "customership_id",
    "add_former_name": "name_id",
    "add_note": "note_id",
    "add_event": "event_id",
    "add_task": "task_id",
    "add_own_task": "task_id",
    "add_file": "file_id",
    "add_tag": "tag_id",
    "add_group": "group_id",
    "save_view": "view_id",
    "bring": "upload_id",
    "start": "batch_id",
    "merge": "merge_id",
}


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Exchange what is generated for what is there."""
    del context, kwargs
    kind = str((case.path_parameters or {}).get("kind", ""))
    for name, value in dict(case.path_parameters or {}).items():
        pool = IDS.get(_pool(name, kind, case.path), ())
        if pool and _is_id(value) and _chance.random() > KEEP_UNKNOWN:
            case.path_parameters[name] = _chance.choice(pool)
    if isinstance(case.body, dict):
        _lead(case.body)
    if case.query:
        _lead(case.query)


@atexit.register
def _tell() -> None:
    FILE.with_name("statuses.json").write_text(json.dumps(sorted(STATUSES.items())), "utf-8")


def _lead(sent: dict[str, Any]) -> None:
    for name, value in list(sent.items()):
        if name == "source" and isinstance(value, str) and 1 <= len(value) <= 200 and value.isprintable():  # noqa: PLR2004
            sent[name] = _chance.choice(KNOWN["sources"])
        pool = IDS.get("person_id" if name in {"absorbed", "guardian_id"} else name, ())
        if pool and _is_id(value) and _chance.random() > KEEP_UNKNOWN:
            sent[name] = _chance.choice(pool)


@schemathesis.hook
def after_call(context: HookContext, case: Case, response: Response) -> None:
    """Remember what was made, and count the answers."""
    del context
    STATUSES[response.status_code] += 1
    name = MADE_BY.get(str(case.operation.definition.raw.get("operationId", "")), "")
    if name and response.status_code in {200, 201, 202}:
        pool = IDS.setdefault(name, [])
        pool.append(str(json.loads(response.content)["id"]))
        del pool[:-MOST]


def _pool(name: str, kind: str, path: str) -> str:
    of_party = name in {"party_id", "first", "second"} and "/relationships/" not in path
    return PARTIES.get(kind, name) if of_party else name


def _is_id(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return isinstance(value, str | UUID)
