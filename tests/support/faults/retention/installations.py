"""Adoptions and restores, struck."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from tests.support.faults.installation import DECLARATION
from tests.support.faults.retention import people, truth
from tests.support.faults.retention.campaign import Kind
from tests.support.faults.retention.ground import Ended
from tests.support.faults.retention.people import KEPT, OVER, PARTLY, Cohort
from tests.support.faults.retention.truth import Planned


class Adoptions(Kind):
    """`./kortisto notice adopt` of a version with a shorter period and the sweep that follows, both struck.

    At each point somebody is there who is due by the new version and not by the old one.
    """

    name = "adoptions"
    MONTH, NEAR = 30.44, 10  # days by which the period is shortened, and how close to its end somebody is

    def undisturbed(self) -> Iterator[str]:
        self.planned, self._versions = Planned({KEPT: {}, PARTLY: {}}), 0
        self._period = 119  # months, one less than the ten years of the notice that lies there
        self._adopt_first()
        cohort = self._cohort()
        self._next_text()
        yield from self.measured(self._adopt())
        self._look_in_the_parent()
        swept = self.ground.command("retention", "sweep", "--yes", "--lang", "en")
        if swept.status:
            yield swept.said[-500:]
        found = self.ground.where(cohort.names)
        for one in cohort.subjects:
            self.planned.left[one.sort] = dict(found.get(one.id, {}))
        if self.planned.left[PARTLY] or not self.planned.left[KEPT]:
            yield f"undisturbed, this is left: {self.planned.left}"
        self._of_adoption = self.measures
        yield from self.measured(swept)
        self._of_sweep = self.measures

    def point(self, number: int) -> Iterator[str]:
        cohort = self._cohort()
        before, last = self.ground.rows(), self._certificates()
        self.measures = self._of_adoption
        in_force = self._in_force()
        self._next_text()
        if number % 2:
            if (adopted := self._adopt()).status:
                yield f"it is not adopted: {adopted.said[-500:]}"
        else:
            self.struck(*self._command())
            yield from self._is_one_version(in_force)
            yield from self._nobody_goes_before(cohort, in_force)
            if self._in_force() == in_force:
                if (again := self._adopt()).status:
                    yield f"it is not adopted afterwards: {again.said[-500:]}"
            elif not (again := self._adopt()).status:
                yield "it is adopted twice"
        self.measures = self._of_sweep
        self._look_in_the_parent()
        if number % 2:
            self.struck("retention", "sweep", "--yes", "--lang", "en")
            self.report.met["in the sweep that follows"] += 1
            yield from truth.nobody_is_half(self.ground, cohort, self.planned)
        yield from self._sweep(cohort, before, last)

    def _sweep(self, cohort: Cohort, before: Counter[str], last: set[str]) -> Iterator[str]:
        open_ = self.ground.ask("select from retention_sweep where finished_at is null")
        if open_ or any(self._due(cohort)):
            ended = self.ground.command("retention", "sweep", "--yes", *(["--resume"] if open_ else []))
            if ended.status:
                yield f"the sweep is not gone on with: {ended.said[-500:]}"
        yield from truth.all_is_done(self.ground, cohort, self.planned)
        yield from truth.commands_agree(self.ground)
        yield from truth.ledger_agrees(self.ground, cohort, settled=True)
        yield from truth.files_are_in_step(self.ground)
        made = self._certificates() - last
        (people_,) = self.ground.ask(
            "select sum(people) from retention_certificate where id::text = any(%s)", list(made)
        )
        if people_[0] != 1:
            yield f"the certificates {made} say that {people_[0]} went, and one did"
        del before

    def _due(self, cohort: Cohort) -> list[bool]:
        gone = truth.is_gone(self.ground, cohort)
        return [not gone[one.id] for one in cohort.of(PARTLY)]

    def _is_one_version(self, before: str) -> Iterator[str]:
        now = self._in_force()
        self.report.met["not adopted" if now == before else "adopted"] += 1
        if now not in {before, self._wanted}:
            yield f"{now} is in force"
        rows, lines = self.ground.ask(
            "select (select count(*) from access_notice), "
            "(select count(*) from audit_event where action = 'notice.adopt' and outcome <> 'denied')"
        )[0]
        if rows != lines:
            yield f"{rows} versions were adopted, the log has {lines} lines of that"

    def _nobody_goes_before(self, cohort: Cohort, in_force: str) -> Iterator[str]:
        if self._in_force() == in_force:
            swept = self.ground.command("retention", "sweep", "--yes", "--lang", "en")
            found = self.ground.where(cohort.names)
            for one in cohort.subjects:
                now, before = dict(found.get(one.id, {})), cohort.before[one.id]
                # The history of changes has a period of its own, which has long ended.
                if swept.status or {**now, "parties_change": 0} != {**before, "parties_change": 0}:
                    yield f"by the version before, nobody is due: {swept.said[-500:]}"

    def _cohort(self) -> Cohort:
        ages = {PARTLY: timedelta(int(self._period * self.MONTH) - self.NEAR), KEPT: timedelta(30)}
        return people.add(self.ground, {PARTLY: 1, KEPT: 1}, ages=ages)

    def _certificates(self) -> set[str]:
        return {str(id_) for (id_,) in self.ground.ask("select id from retention_certificate")}

    def _in_force(self) -> str:
        return str(self.ground.ask("select version from access_notice order by number desc limit 1")[0][0])

    def _command(self) -> list[str]:
        return ["notice", "adopt", str(self._file), "--yes", "--lang", "en"]

    def _adopt(self) -> Ended:
        return self.ground.command(*self._command())

    def _adopt_first(self) -> None:
        """Adopt a first version whose period is in months."""
        self._write()
        first = self._adopt()
        assert first.status == 0, first.said
        self._look_in_the_parent()

    def _next_text(self) -> None:
        self._period -= 1
        self._write()

    def _write(self) -> None:
        self._versions += 1
        text = DECLARATION.read_text("utf-8")
        found = re.search(r'^  version: "?([0-9.]+)"?$', text, re.MULTILINE)
        assert found
        self._wanted = f"{found[1]}.{self._versions}"
        text = text.replace(found[0], f'  version: "{self._wanted}"').replace(
            "    default: 10 years", f"    default: {self._period} months"
        )
        self._file = self.ground.data / "next" / DECLARATION.name
        self._file.parent.mkdir(exist_ok=True)
        self._file.write_text(text, "utf-8")

    def _look_in_the_parent(self) -> None:
        """Read what was adopted, so that not each who is forked has to read all versions."""
        from kortisto.register.access import current  # noqa: PLC0415 (needs Django set up)

        current._look(current._known)
        self.ground.let_go()


class Restores(Kind):
    """`./kortisto restore`, struck; what then opens is whole, and what is not whole does not open."""

    name = "restores"

    def undisturbed(self) -> Iterator[str]:
        self.planned = Planned({KEPT: {}})
        self._stay = people.add(self.ground, {KEPT: 4})
        self._go = people.add(self.ground, {OVER: 4})
        os.environ |= {"KORTISTO_BACKUP_SECRET": "a secret of this campaign, long enough"}
        made = self._embedded("backup", "--lang", "en")
        if made.status:
            yield made.said[-500:]
            return
        [self._file] = [path for path in (self.ground.data / "backups").iterdir() if path.suffix == ".backup"]
        swept = self.ground.command("retention", "sweep", "--yes", "--lang", "en")
        if swept.status or not all(truth.is_gone(self.ground, self._go).values()):
            yield f"the sweep left somebody: {swept.said[-500:]}"
        self._form = self._formed()
        yield from self.measured(self._embedded(*self._command()))
        yield from self._whole()

    def point(self, number: int) -> Iterator[str]:
        with self._without_address():
            ended = self.struck(*self._command())
        opened = self.ground.command("retention", "certificates", "--lang", "en")
        if opened.status:
            self.report.met[f"shut ({self._reached()})"] += 1
            yield from self._go_on(number)
        else:
            self.report.met["done" if ended.status == 0 else "nothing had happened, or all"] += 1
        yield from self._whole()

    def _go_on(self, number: int) -> Iterator[str]:
        """Bring it to its end: by half of the points by replaying alone, which must refuse where that is not enough."""
        if number % 2:
            replayed = self.ground.command("ledger", "replay", "--lang", "en")
            if replayed.status == 0:
                self.report.met["ended by replaying"] += 1
                return
        again = self._embedded(*self._command()[:-1])
        if again.status:
            # Killed before anything was removed, it is no restore that is under way, and is asked for as at first.
            again = self._embedded(*self._command())
        if again.status:
            yield f"it cannot be brought to its end: {again.said[-800:]}"

    def _whole(self) -> Iterator[str]:
        opened = self.ground.command("retention", "certificates", "--lang", "en")
        if opened.status:
            yield f"it does not open: {opened.said[-500:]}"
            return
        stay = self.ground.where(self._stay.names)
        for one in self._stay.subjects:
            if dict(stay.get(one.id, {})) != self._stay.before[one.id]:
                yield f"{one.mark} is not as it was: {dict(stay.get(one.id, {}))}"
        for id_, gone in truth.is_gone(self.ground, self._go).items():
            if not gone:
                yield f"{id_} has come back"
        if (form := self._formed()) != self._form:
            yield f"the database is not as it was made: {form}, before {self._form}"
        if (self.ground.data / "restore-pending.json").exists():
            yield "it is open, and says that a restore is under way"
        yield from truth.commands_agree(self.ground)
        yield from truth.ledger_agrees(self.ground, self._go, settled=True)
        yield from truth.files_are_in_step(self.ground)

    def _embedded(self, *arguments: str) -> Ended:
        with self._without_address():
            return self.ground.command(*arguments)

    @contextmanager
    def _without_address(self) -> Iterator[None]:
        """Let commands find the embedded server by themselves: that it has an address is not told to them."""
        address = os.environ.pop("KORTISTO_DATABASE_URL")
        try:
            yield
        finally:
            os.environ["KORTISTO_DATABASE_URL"] = address

    def _reached(self) -> str:
        """How far the restore had come: what the database has of what it had."""
        if not (self.ground.data / "restore-pending.json").exists():
            return "no marker"
        form = self._formed()
        if form == self._form:
            return "replaying" if self.ground.ask("select from ledger_standing where restored") else "read"
        return "nothing read" if not form["table"] else "half read"

    def _formed(self) -> dict[str, int]:
        """Return how many tables, indexes, rules of tables, policies, triggers and functions there are."""
        names = {
            "table": "select count(*) from pg_tables where schemaname = 'public'",
            "index": "select count(*) from pg_indexes where schemaname = 'public'",
            "constraint": "select count(*) from pg_constraint where connamespace = 'public'::regnamespace",
            "policy": "select count(*) from pg_policies",
            "trigger": "select count(*) from pg_trigger where not tgisinternal",
            "function": "select count(*) from pg_proc where pronamespace = 'public'::regnamespace",
            "grant": "select count(*) from information_schema.role_table_grants where table_schema = 'public'",
        }
        return {name: int(self.ground.ask(question)[0][0]) for name, question in names.items()}

    def _command(self) -> list[str]:
        return ["restore", str(self._file), "--lang", "en", "--replace"]
