"""A client that brings files in by the pages, one after another, and looks at each when it is in."""

from __future__ import annotations

import re
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from tests.support.faults.clients import AFTER_LOSS, SOURCE, Client, LostError
from tests.support.faults.installation import PURPOSE, Installation

BASIS = "interest_relationship"
BAD, UPDATES = 97, 4
"""Every so many rows one is bad; every so many rows of a later file change a person of the first one."""
COMES_TO_AN_END_WITHIN = 300.0  # seconds without a hand


class Importer(Client):
    """Imports files of so many rows. `done`: how many came to their end as they should."""

    def __init__(self, installation: Installation, *, rows: int) -> None:
        super().__init__(installation)
        self.rows = rows
        self.done = 0
        self.running: str = ""  # id of the upload whose rows are coming in
        self._number = 0

    def turn(self) -> None:
        lines = list(self._lines())
        address = self._until_answered_page(lines)
        upload = address.strip("/").rpartition("/")[2]
        self._start(address)
        self.running = upload
        self._wait(upload)
        self.running = ""
        self.wrong += [f"import {self._number}: {what}" for what in self._look(upload)]
        self._number += 1
        self.done += 1
        self.acknowledged += 1

    # --- the file ----------------------------------------------------------------------------------------------------

    def _lines(self) -> Iterator[str]:
        yield "Yritys;Etunimi;Sukunimi;Tehtävänimike;Sähköposti;Matkapuhelin"
        for row in range(self.rows):
            of = 0 if self._is_update(row) else self._number
            mail = f"r{row}@t{of}.example" if not self._is_bad(row) else f"r{row}@"
            yield (
                f"Yritys {of} {row // 5} Oy;Aino;Tuotu{of}x{row};Titteli{self._number}x{row};{mail};"
                f"040 {1_000_000 + of * 10_000 + row}"
            )

    def _is_bad(self, row: int) -> bool:
        return row % BAD == 50

    def _is_update(self, row: int) -> bool:
        return self._number > 0 and row % UPDATES == 0

    @property
    def expected(self) -> Counter[str]:
        """What the file must bring."""
        found: Counter[str] = Counter()
        for row in range(self.rows):
            found["rejected" if self._is_bad(row) else "updated" if self._is_update(row) else "people"] += 1
        return found

    # --- the pages ---------------------------------------------------------------------------------------------------

    def _until_answered_page(self, lines: list[str]) -> str:
        content = "\r\n".join(lines).encode()
        mark = uuid.uuid4().hex
        while True:
            try:
                token = self._token("/imports/")
                parts = (
                    f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
                    f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="f{self._number}.csv"\r\n'
                    "Content-Type: text/csv\r\n\r\n"
                ).encode()
                status, headers, page = self._page(
                    "POST", "/imports/", parts + content + f"\r\n--{mark}--\r\n".encode(),
                    f"multipart/form-data; boundary={mark}", token,
                )  # fmt: skip
            except LostError:
                time.sleep(AFTER_LOSS)
                continue
            assert status == 302, (status, page[:2000])
            return next(str(value) for name, value in headers.items() if name.lower() == "location")

    def _start(self, address: str) -> None:
        chosen = {
            "source": SOURCE, "collected_on": "20.11.2026", "basis": BASIS, "purpose": PURPOSE, "content": "people",
            "relation": "customer", "duplicates": "update", "match_by": "auto", "do": "start",
        }  # fmt: skip
        while True:
            try:
                _, _, page = self._page("GET", address, None)
                fields = dict(_selected(page.decode()))
                if not fields:  # the answer to the start was lost: it has been started
                    return
                token = self._token(address)
                fields |= {name: "always" for name in fields if name.startswith("policy-")}
                form = urlencode({**fields, **chosen, "csrfmiddlewaretoken": token}).encode()
                status, _, page = self._page("POST", address, form, "application/x-www-form-urlencoded", token)
            except LostError:
                time.sleep(AFTER_LOSS)
                continue
            assert status == 302, (status, re.sub(rb"\s+", b" ", page)[:4000])
            return

    def _page(
        self, method: str, path: str, body: bytes | None, kind: str = "", token: str = ""
    ) -> tuple[int, Any, bytes]:
        cookie = f"sessionid={self.installation.session}; django_language=en"
        headers = {"Cookie": f"{cookie}; csrftoken={token}" if token else cookie}
        return self.send(method, path, body, {**headers, **({"Content-Type": kind} if kind else {})})

    def _token(self, address: str) -> str:
        _, headers, _ = self._page("GET", address, None)
        found = re.search(r"csrftoken=(\w+)", " ".join(f"{name}: {value}" for name, value in headers.items()))
        assert found, headers
        return found[1]

    def _wait(self, upload: str) -> None:
        deadline = time.monotonic() + COMES_TO_AN_END_WITHIN
        while self._ask("select state from parties_upload where id = %s", upload) == [("running",)]:
            assert time.monotonic() < deadline, "an import does not go on by itself"
            time.sleep(0.05)

    # --- what must hold ----------------------------------------------------------------------------------------------

    def _ask(self, sql: str, *values: object) -> list[Any]:
        import psycopg  # noqa: PLC0415 (as late as the rest)

        while True:
            try:
                with self.installation.admin() as admin:
                    return admin.execute(sql, values).fetchall()
            except psycopg.OperationalError:
                time.sleep(0.05)

    def _look(self, upload: str) -> Iterator[str]:
        """Yield what is lost, half or twice of an import that has come to its end."""
        expected = self.expected
        ((state, position, counts, batch, kept),) = self._ask(
            "select u.state, u.position, u.counts, u.batch_id, b.counts from parties_upload u "
            "join parties_batch b on b.id = u.batch_id where u.id = %s", upload
        )  # fmt: skip
        if (state, position) != ("done", self.rows):
            yield f"ended as {state} at row {position}"
        for name, number in expected.items():
            if counts.get(name, 0) != number or kept.get(name, 0) != number:
                yield f"{name}: {counts.get(name)} counted, {kept.get(name)} kept, {number} in the file"
        for what, sql in _HALVES.items():
            ((number,),) = self._ask(sql, *[batch] * sql.count("%s"))
            if number:
                yield f"{number} {what}"
        for what, (sql, name) in _WHOLE.items():
            ((number,),) = self._ask(sql, batch)
            if number != expected[name]:
                yield f"{number} {what}, {expected[name]} in the file"
        folder = self.installation.data / "imports"
        left = folder / upload
        deadline = time.monotonic() + 5  # removed when the last transaction has been committed
        while left.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        rejected = folder / f"{upload}.rejected.csv"
        rows = rejected.read_text("utf-8-sig").count("\n") - 1 if rejected.exists() else 0
        if rows != expected["rejected"]:
            yield f"{rows} rows in the file of rejected ones, {expected['rejected']} in the file"


def _selected(page: str) -> Iterator[tuple[str, str]]:
    for name, options in re.findall(
        r'<select[^>]* name="((?:target|policy)-\d+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected>', options)
        yield name, chosen[1] if chosen else ""


_EVENTS = "select unnest(subjects) s, id from audit_event where action = 'import.rows' and object_id = %s"
_PARTS = {
    "mail addresses": "parties_person_email where person_id",
    "telephone numbers": "parties_person_phone where person_id",
    "roles in an organisation": "parties_represents where person_id",
    "rows of search words": "parties_person_search_keys where person_id",
    "lines of the list": "parties_person_listing where person_id",
}
_HALVES = {
    f"people without just one of their {name}": (
        f"select count(*) from parties_person p where batch_id = %s and (select count(*) from {table} = p.id) <> 1"  # noqa: S608 (our own)
    )
    for name, table in _PARTS.items()
} | {
    "people without their origin": (
        "select count(*) from parties_person where batch_id = %s and "
        "(source = '' or basis = '' or declaration = '' or collected_at is null)"
    ),
    "people twice": (
        "select count(*) from "
        "(select sort_key from parties_person where batch_id = %s group by 1 having count(*) > 1) x"
    ),
    "people without a line in the log, or with two": (
        f"select count(*) from parties_person p left join (select s, count(*) n from ({_EVENTS}) e group by s) l "  # noqa: S608 (see above)
        "on l.s = p.id where p.batch_id = %s and coalesce(n, 0) <> 1"
    ),
    "changes without a line in the log, or with two": (
        f"select count(*) from parties_change c left join (select s, count(*) n from ({_EVENTS}) e group by s) l "  # noqa: S608 (see above)
        "on l.s = c.person_id where c.batch = %s and coalesce(n, 0) <> 1"
    ),
    "changed titles that are not those of the file": (
        "select count(*) from parties_change c join parties_represents r on r.id = c.row "
        "where c.batch = %s and c.field = 'title' and c.new <> r.title"
    ),
}
_WHOLE = {
    "people": ("select count(*) from parties_person where batch_id = %s", "people"),
    "changed titles": ("select count(*) from parties_change where batch = %s and field = 'title'", "updated"),
}
