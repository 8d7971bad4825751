"""What was entered by mistake is taken away by a call that says what it has seen, and put back by another."""

from __future__ import annotations

import pytest

from tests.interfaces.api.conftest import Program
from tests.interfaces.web.conftest import World

pytestmark = pytest.mark.integration


def paths(world: World, writer: Program) -> dict[str, str]:
    """Each call that removes, and the party whose version it compares."""
    maija = f"/people/{world.maija}"
    other = writer.post("/organisations", {"source": "subject", "registered_name": "Muu Oy"}).json()["id"]
    role = writer.post(f"{maija}/representations", {"source": "subject", "organisation_id": other}).json()["id"]
    relation = writer.post(f"/organisations/{other}/relationships", {"source": "subject", "kind": "partner"})
    name = writer.post(f"/organisations/{other}/former-names", {"source": "subject", "name": "Vanha Oy"})
    return {
        f"{maija}/contact-points/email/{world.email}": maija,
        f"{maija}/addresses/{world.address}": maija,
        f"/representations/{role}": maija,
        f"/customerships/{world.customership}": maija,
        f"/relationships/partner/{relation.json()['id']}": f"/organisations/{other}",
        f"/organisations/{other}/former-names/{name.json()['id']}": f"/organisations/{other}",
    }


def test_a_mistake_is_removed_by_who_has_seen_it_and_put_back(program: Program, world: World) -> None:
    for path, party in paths(world, program).items():
        before = program.get(party)
        old = {"If-Match": '"seen-long-ago"'}
        refused = program.call("DELETE", path, headers=old)
        assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (412, "overtaken"), path

        removed = program.call("DELETE", path, headers={"If-Match": before.headers["ETag"]})
        assert removed.status_code == 200, (path, removed.content)
        assert program.get(party).headers["ETag"] != before.headers["ETag"]
        assert program.call("DELETE", path).status_code == 404

        undo = removed.json()["undo"]
        assert program.post(f"/removed/{undo}/undo", None).status_code == 204
        assert program.get(party).json() == before.json()


def test_a_relation_is_changed_only_by_who_has_seen_it(program: Program, world: World) -> None:
    company = program.get(f"/organisations/{world.company}")
    relation = company.json()["relationships"][0]
    path = f"/relationships/{relation['kind']}/{relation['id']}"
    sent = {"source": "subject", "started_on": "2020-01-01"}
    assert program.call("PATCH", path, sent, {"If-Match": '"seen-long-ago"'}).status_code == 412
    assert program.call("PATCH", path, sent, {"If-Match": company.headers["ETag"]}).status_code == 204
    assert program.call("PATCH", path, sent, {"If-Match": company.headers["ETag"]}).status_code == 412


def test_what_a_hold_keeps_is_not_removed(program: Program, world: World) -> None:
    answer = program.call("DELETE", f"/representations/{world.role}")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "conflict")
