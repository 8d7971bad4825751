"""The agenda of everybody, worked out set-wise from the clocks by a declaration that has come into force."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection

from kortisto.declaration.civil_time import civil_day
from kortisto.privacy.retention.agenda import asks_for_reviews, bases_begin
from kortisto.privacy.retention.compiling.questions import FIRST_DUE, FIRST_REVIEW, asking, question
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.register.access import current


def is_outdated(kind: SubjectKind, declaration: str) -> bool:
    """Return whether a line of the agenda was made by another declaration. Reads the ends of an index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(declaration) <> %s or max(declaration) <> %s from retention_agenda where kind = %s",
            (declaration, declaration, kind),
        )
        return bool(cursor.fetchone()[0])


def work_out(kind: SubjectKind, declaration: str, at: datetime) -> None:
    """Put into the draft the first day on which anything of each subject is due.

    Those of whom SQL cannot say it are left out.
    """
    compiled = current.compiled()
    reviews = asks_for_reviews(compiled)
    # Put together, so that the planner has no statistics of it: just after another version it would still believe that
    # nobody is outdated, and read the tables row by row.
    outdated = f"a.declaration || '' <> '{declaration}'"
    asked = question(compiled, kind, at=at, only=outdated, reviews=reviews)
    begins = min((civil_day(one) for one in bases_begin(compiled) if one > at), default=date.max)
    with asking() as cursor:
        cursor.execute("delete from retention_draft where kind = %s", (kind,))
        cursor.execute(
            f"insert into retention_draft (kind, subject, next_on, review_on) {asked.first}"  # noqa: S608 - no input
            f"select %s, subject, {FIRST_DUE}, {FIRST_REVIEW} from data group by subject",
            (kind, begins),
        )


def write_next(kind: SubjectKind, declaration: str, at: datetime, *, portion: int) -> int:
    """Write the next lines of the draft; return how many were left. Of whom a review may be asked for is marked."""
    with connection.cursor() as cursor:
        cursor.execute("select subject from retention_draft where kind = %s order by subject limit %s", (kind, portion))
        ids = [subject for (subject,) in cursor.fetchall()]
        # In the order of the keys, as all who write here.
        cursor.execute(
            "select from retention_agenda where kind = %s and subject = any(%s) order by subject for update",
            (kind, ids),
        )
        cursor.execute(
            "with draft as (delete from retention_draft where kind = %s and subject = any(%s) "
            "returning subject, next_on, review_on), written as ("
            "update retention_agenda a set next_on = d.next_on, review_on = d.review_on, held_back = '{}', "
            "declaration = %s from draft d where a.kind = %s and a.subject = d.subject and a.declaration <> %s "
            "returning a.subject, a.next_on, a.review_on), answered as ("
            "delete from retention_awaited_review r using written w where r.kind = %s and r.subject = w.subject) "
            "insert into retention_mark (kind, subject) select %s, subject from written "
            "where review_on <= %s",
            (kind, ids, declaration, kind, declaration, kind, kind, civil_day(at)),
        )
    return len(ids)


def mark_reviews(kind: SubjectKind, at: datetime) -> None:
    """Mark those of whom by now other reviews may be asked for than when their line was written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into retention_mark (kind, subject) select kind, subject from retention_agenda "
            "where kind = %s and review_on <= %s",
            (kind, civil_day(at)),
        )


def mark_rest(kind: SubjectKind, declaration: str) -> None:
    """Mark everybody whose line is still of another declaration: the exact form decides about them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "with rest as (insert into retention_mark (kind, subject) select kind, subject from retention_agenda "
            "where kind = %s and declaration <> %s returning kind, subject) "
            "delete from retention_awaited_review r using rest where (r.kind, r.subject) = (rest.kind, rest.subject)",
            (kind, declaration),
        )
