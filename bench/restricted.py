"""What hiding restricted people costs: no policy, an array compared with each row (as before), a set that is looked up.

Run: ./kortisto bench restricted [PEOPLE] [RESTRICTED ...]. On a filled register of its own, as the role of the program:
for each number of restricted people and each way the milliseconds of planning and of executing (median), and how the
plan hides.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]

import psycopg  # noqa: E402 - the path is set above
from _filled import filled  # noqa: E402
from psycopg.conninfo import conninfo_to_dict  # noqa: E402

POLICY = "retention_restricted"
TABLES = {"parties_person": "id", "parties_person_email": "person_id"}
WAYS = {
    "no policy": "",
    "array": "coalesce({} <> all ((select public.bench_hidden())::uuid[]), true)",
    "set": "coalesce({} not in (select public.retention_restricted()), true)",
}
ARRAY = """
create function bench_hidden() returns uuid[] language plpgsql stable parallel restricted as $$
begin
    if not exists (select from public.retention_restriction where lifted_at is null) then
        return null;
    end if;
    return (
        select array_agg(coalesce(r.person_id, r.organisation_id)) from public.retention_restriction r
        where r.lifted_at is null and exists (
            select from public.audit_access_context h where h.xid = pg_current_xact_id_if_assigned()
                and h.purpose <> all ('{retention,requests}') and h.purpose <> all (r.purposes)
        )
    );
end;
$$;
"""
HEADER = """
insert into audit_access_context (id, actor_kind, actor_role, purpose, basis, channel, request_id, opened_at, veiled)
values (gen_random_uuid(), 'job', '', 'bench', 'legitimate interest', 'jobs', '', now(), false)
"""
PAIRS = "parties_person p left join parties_person_email e on e.person_id = p.id"
QUESTIONS = {
    "one by key": "select * from parties_person where id = (select id from bench_ids offset 7000 limit 1)",
    "a page of 50": f"select * from {PAIRS} where p.id = any(array(select id from bench_ids offset 7000 limit 50))",
    "everybody": f"select count(*) from {PAIRS}",
}
MANY = 1000
"""Restricted people for whom the array is asked about everybody only once: it takes long."""


def restrict(admin: psycopg.Connection[Any], number: int) -> None:
    admin.execute("set session_replication_role = replica")
    admin.execute("delete from retention_restriction")
    admin.execute(
        "insert into retention_restriction (id, ground, rule, purposes, since, lift_reason, person_id) "
        "select gen_random_uuid(), 'claim', '', '{}', now(), '', id from bench_ids limit %s", (number,),
    )  # fmt: skip
    admin.execute("set session_replication_role = origin")
    admin.execute("vacuum analyze retention_restriction")


def hide(admin: psycopg.Connection[Any], way: str, role: str) -> None:
    for table, column in TABLES.items():
        admin.execute(f"drop policy if exists {POLICY} on {table}")
        if WAYS[way]:
            condition = WAYS[way].format(column)
            admin.execute(f"create policy {POLICY} on {table} as restrictive to {role} using ({condition})")


def explained(app: psycopg.Connection[Any], question: str) -> tuple[float, float, str]:
    [[[plan]]] = app.execute(f"explain (analyze, timing off, format json) {question}").fetchall()
    told = str(plan)
    how = "hashed set" if "hashed SubPlan" in told else "array" if "<> ALL" in told else "-"
    return plan["Planning Time"], plan["Execution Time"], how


def main(people: int, numbers: list[int]) -> None:
    """Print the table."""
    with filled(people) as register:
        role = str(conninfo_to_dict(register.app_dsn)["user"])
        admin = psycopg.connect(register.admin_dsn, autocommit=True)
        app = psycopg.connect(register.app_dsn, prepare_threshold=None)
        admin.execute(ARRAY)
        admin.execute("create table bench_ids as select id from parties_person order by id")
        admin.execute(f"grant select on bench_ids to {role}")
        print(f"load {os.getloadavg()[0]:.1f}, {people} people")
        print(f"{'restricted':>10}  {'way':<10}" + "".join(f"  {name + ' plan/exec ms':<28}" for name in QUESTIONS))
        for number in numbers:
            restrict(admin, number)
            for way in (*WAYS, *WAYS):  # twice: what differs between the two is the machine's
                hide(admin, way, role)
                cells = []
                for name, question in QUESTIONS.items():
                    rounds = 40 if name != "everybody" else 1 if way == "array" and number > MANY else 3
                    app.execute(HEADER)
                    told = [explained(app, question) for _ in range(rounds)]
                    app.rollback()
                    plan, execute = (median(one[place] for one in told) for place in (0, 1))
                    cells.append(f"  {f'{plan:.2f} / {execute:.2f} ({told[0][2]})':<28}")
                print(f"{number:>10}  {way:<10}" + "".join(cells), flush=True)
        admin.close()
        app.close()


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]] or [20_000]
    main(given[0], given[1:] or [0, 10, 5000])
