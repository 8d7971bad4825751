"""What must hold of what was acknowledged and of what got no answer: there whole or not at all, with its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg

from tests.support.faults.clients import Adder, Editor, Merger, Pair

_EVENTS = (
    "select action, count(*) from audit_event where object_id = %s and outcome <> 'denied' and "
    "action in ('person.add', 'person.edit', 'person.merge', 'person.part') group by 1"
)


def added(adder: Adder, admin: psycopg.Connection[Any]) -> Iterator[str]:
    """Each person whom the program made is there once, with one line in the log."""
    rows = admin.execute("select last_name, id from parties_person where last_name like 'Lisatty%%'").fetchall()
    there: Counter[str] = Counter(name for name, _ in rows)
    ids = {name: str(id_) for name, id_ in rows}
    for name, id_ in adder.made.items():
        if there[name] != 1 or ids[name] != id_:
            yield f"{name} is there {there[name]} times"
        if lines(admin, id_)["person.add"] != 1:
            yield f"{name} has {lines(admin, id_)['person.add']} lines in the log"


def edited(editors: Sequence[Editor], admin: psycopg.Connection[Any]) -> Iterator[str]:
    """The history is one chain without a gap; each acknowledged edit is in it, upon what its editor had seen."""
    person = editors[0].person
    history = admin.execute(
        "select old, new from parties_change where person_id = %s and field = 'last_name' order by happened_at, id",
        [person],
    ).fetchall()
    steps = {new: old for old, new in history}
    if len(steps) != len(history):
        yield "an edit stands in the history twice"
    ((name,),) = admin.execute("select last_name from parties_person where id = %s", [person]).fetchall()
    chain = 0
    while name in steps and chain < len(history):
        name, chain = steps[name], chain + 1
    if chain != len(history):
        yield f"of {len(history)} edits in the history only {chain} lead to what stands there now"
    if lines(admin, person)["person.edit"] != len(history):
        yield f"{lines(admin, person)['person.edit']} lines in the log for {len(history)} edits"
    for editor in editors:
        for before, after in editor.edits:
            if steps.get(after) != before:
                yield f"acknowledged: {before} becomes {after}; in the history it was {steps.get(after)}"
    if strangers := steps.keys() - set().union(*(editor.sent for editor in editors)):
        yield f"nobody has sent {sorted(strangers)[:3]}"


def merged(merger: Merger, admin: psycopg.Connection[Any]) -> Iterator[str]:
    """Each pair is one or two, wholly, as often as the log says."""
    for pair in merger.pairs:
        for what in _pair(pair, admin):
            yield f"merge of {pair.stays} and {pair.goes}: {what}"


def _pair(pair: Pair, admin: psycopg.Connection[Any]) -> Iterator[str]:
    rows = admin.execute(
        "select m.id, m.undone_at is not null, count(s.id) from parties_merge m "
        "left join parties_merge_step s on s.merge_id = m.id where m.person_id = %s group by 1, 2", [pair.stays]
    ).fetchall()  # fmt: skip
    state = "" if not rows else "parted" if rows[0][1] else "merged"
    possible = {pair.acknowledged, pair.unknown or pair.acknowledged}
    if state not in possible:
        yield f"acknowledged was {possible}, found {state!r}"
    mails = dict(admin.execute(
        "select p.id::text, count(e.id) from parties_person p left join parties_person_email e on e.person_id = p.id "
        "where p.id = any(%s::uuid[]) group by 1", [[pair.stays, pair.goes]]
    ).fetchall())  # fmt: skip
    whole = {pair.stays: 3} if state == "merged" else {pair.stays: 1, pair.goes: 2}
    if mails != whole:
        yield f"{state or 'never merged'}, but the mail addresses are {mails}"
    if rows and bool(rows[0][2]) != (state == "merged"):
        yield f"{state}, with {rows[0][2]} steps"
    told = lines(admin, pair.stays)
    if (told["person.merge"], told["person.part"]) != (len(rows), int(state == "parted")):
        yield f"{state or 'never merged'}, but the log says {dict(told)}"


def lines(admin: psycopg.Connection[Any], object_id: str) -> Counter[str]:
    """Return how many lines of each action the log has about an object."""
    return Counter(dict(admin.execute(_EVENTS, [object_id]).fetchall()))
