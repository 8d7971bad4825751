"""What must hold after a strike, and after what was struck has come to its end. Each function yields what does not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.support.faults.retention.ground import Ground, Where
from tests.support.faults.retention.people import COMPANY, KEPT, OVER, PARTLY, Cohort

TRACES = {"retention_mark"}
"""Tables that name those who are gone for a moment longer: what is still to be looked at."""


@dataclass(slots=True)
class Planned:
    """What an undisturbed run left of each sort: where it then stood. Of whom everything goes it is nowhere."""

    left: dict[str, Mapping[str, int]] = field(default_factory=dict)

    def learn(self, cohort: Cohort, found: Mapping[str, Where]) -> Iterator[str]:
        """Keep what became of a cohort that nobody struck. Yields what cannot be meant."""
        for one in cohort.subjects:
            self.left[one.sort] = dict(found.get(one.id, {}))
        for sort, wanted in ((OVER, "nothing"), (COMPANY, "nothing"), (PARTLY, "a part"), (KEPT, "all")):
            for one in cohort.of(sort):
                now, before = self.left[sort], cohort.before[one.id]
                left = "nothing" if not now else "all" if now == before else "a part"
                if left != wanted:
                    yield f"undisturbed, {left} is left of {sort}: {now}"


def nobody_is_half(ground: Ground, cohort: Cohort, planned: Planned) -> Iterator[str]:
    """Each stands where it stood before, or where the plan leaves it; never in between."""
    found = ground.where(cohort.names)
    for one in cohort.subjects:
        now, before = dict(found.get(one.id, {})), cohort.before[one.id]
        left = planned.left[one.sort]
        if one.sort == COMPANY:
            # Its people go before it, and with them the rows that point to both.
            now, before = ({**where, "parties_represents": 0} if where else {} for where in (now, before))
        if now not in (before, left):
            yield f"{one.sort} {one.mark} is half erased: {now}, before {before}"
    if ground.rows_without_file():
        yield "a row has lost its file"


def all_is_done(ground: Ground, cohort: Cohort, planned: Planned) -> Iterator[str]:
    """Each is as the plan leaves it, in the engine's own tables too."""
    found = ground.where(cohort.names)
    for one in cohort.subjects:
        if dict(found.get(one.id, {})) != planned.left[one.sort]:
            yield f"{one.sort} {one.mark} is not as planned: {dict(found.get(one.id, {}))}"
    traces = ground.where(cohort.names, derived=True)
    for one in cohort.subjects:
        if not planned.left[one.sort] and (tables := set(traces.get(one.id, ())) - TRACES):
            yield f"{one.sort} {one.mark} is still named in {sorted(tables)}"


def is_gone(ground: Ground, cohort: Cohort) -> dict[str, bool]:
    """Return of each subject whether it is nowhere any more."""
    found = ground.where(cohort.names)
    return {one.id: not found.get(one.id) for one in cohort.subjects}


def ledger_agrees(ground: Ground, cohort: Cohort, *, settled: bool) -> Iterator[str]:
    """Of whom something went an entry says so that was, or may have been, done; of others none does.

    `settled`: nothing may be open any more.
    """
    entries = _entries(ground)
    known = {str(id_) for (id_,) in ground.ask("select id from ledger_known_entry")}
    found = ground.where(cohort.names)
    for one in cohort.subjects:
        now, before = dict(found.get(one.id, {})), cohort.before[one.id]
        of_this = entries.get(one.id, [])
        done = {how for entry, how, fate in of_this if fate == "done" or (not settled and entry in known)}
        if one.sort == COMPANY and now:
            now = dict(before)  # rows of its people are theirs
        wanted = "whole" if not now else "part" if now != before else ""
        if (
            ("whole" in done) != (wanted == "whole")
            or (wanted == "part" and "part" not in done)
            or (done and not wanted)
        ):
            yield f"{one.sort} {one.mark} is {wanted or 'there'}, the ledger says {of_this}"
        if settled and any(fate == "open" for *_, fate in of_this):
            yield f"the ledger does not know what became of {one.sort} {one.mark}"


def _entries(ground: Ground) -> dict[str, list[tuple[str, str, str]]]:
    """Return of each subject its entries: id, whether the whole subject went or a part, and what became of it."""
    lines = ground.ledger()
    fates = {line["of"]: line["fate"] for line in lines if line["kind"] == "outcome"}
    found: dict[str, list[tuple[str, str, str]]] = {}
    for line in lines:
        if line["kind"] == "entry":
            for subject in line["subjects"]:
                how = "whole" if subject.get("whole") else "part"
                found.setdefault(subject["id"], []).append((line["id"], how, fates.get(line["id"], "open")))
    return found


def certificate_is_true(ground: Ground, sweep: str, cohort: Cohort, before: Counter[str]) -> Iterator[str]:
    """Its numbers are what went: the people, the companies, and the rows of each table."""
    rows = ground.ask("select outcome, people, organisations, document from retention_certificate where id = %s", sweep)
    if len(rows) != 1:
        yield f"sweep {sweep} has {len(rows)} certificates"
        return
    outcome, people, organisations, document = rows[0]
    gone = Counter(one.kind for one in cohort.subjects if is_gone(ground, cohort)[one.id])
    if (outcome, people, organisations) != ("finished", gone["person"], gone["organisation"]):
        yield f"the certificate says {(outcome, people, organisations)}, gone are {dict(gone)}"
    after = ground.rows()
    went = {_plain(name): before[name] - after[name] for name in before if before[name] != after[name]}
    said = {_plain(f"parties{name}"): number for name, number in json.loads(document)["rows"].items()}
    if said != went:
        yield f"the certificate says of rows {said}, gone are {went}"


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def commands_agree(ground: Ground) -> Iterator[str]:
    """The program's own checks say that all is well: certificates, ledger."""
    for arguments in (("retention", "certificates", "--verify"), ("ledger", "verify")):
        ended = ground.command(*arguments, "--lang", "en")
        if ended.status:
            yield f"{' '.join(arguments)}: {ended.said[-500:]}"


def files_are_in_step(ground: Ground) -> Iterator[str]:
    """After a tidying up a little later there is no file without a row, and no row without a file."""

    def tidy() -> None:
        from datetime import UTC, datetime, timedelta  # noqa: PLC0415 (of the child)

        from kortisto.interfaces.jobs import reminding  # noqa: PLC0415 (needs Django set up)
        from kortisto.register.parties.operations.attachments import GRACE  # noqa: PLC0415 (see above)

        reminding.tidy(at=datetime.now(UTC) + GRACE + timedelta(minutes=1))

    if (ended := ground.forked(tidy)).status:
        yield f"tidying up: {ended.said[-500:]}"
    if said := ground.files_out_of_step():
        yield f"files {said}"


def whole_in_the_end(ground: Ground) -> Iterator[str]:
    """Of the whole installation, once: clocks are what the rows say, and the log verifies."""
    settle = ground.command("retention", "sweep", "--yes", "--lang", "en")
    if settle.status:
        yield f"a last sweep: {settle.said[-500:]}"
    # The worker seals the log, and in some kinds none runs: lines that wait for ten minutes are a finding of their own.
    for arguments in (("audit", "checkpoint"), ("retention", "rebuild-clocks"), ("audit", "verify")):
        ended = ground.command(*arguments, "--lang", "en")
        if ended.status:
            yield f"{' '.join(arguments)}: {ended.said[-500:]}"
    yield from commands_agree(ground)
    if stuck := ground.ask("select reason, place from retention_stuck"):
        yield f"stuck: {stuck}"
