"""The versions of the notice on pages, and the calendar of what falls due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.endings import due
from kortisto.interfaces.web.staff import versions as pages
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.models import Forecast
from kortisto.privacy.retention.operations import settle, settling
from kortisto.privacy.retention.operations.forecasting import forecast
from kortisto.privacy.retention.walking import learn, subject_ids
from kortisto.register.access import adopting, current
from kortisto.register.access.operations import notices
from kortisto.register.access.queries.notices import versions
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from tests.interfaces.web.conftest import NOW, As, World

pytestmark = pytest.mark.integration
JOB = Actor(kind=ActorKind.JOB)


@pytest.fixture
def file(settings: Settings, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The notice of the tests as a file that can be edited, adopted. It does not satisfy the linter."""
    place = tmp_path / "notice.yaml"
    text = Path(settings.KORTISTO_DECLARATION).read_text("utf-8")
    place.write_text(text.replace("valid from: 2026-12-01", "valid from: 2026-11-01"), encoding="utf-8")
    settings.KORTISTO_DECLARATION = str(place)
    monkeypatch.setattr(adopting, "lint", lambda declaration, at: ())
    settings.KORTISTO_NOTICE_SECONDS = 0.0
    notices.adopt(files=(("notice.yaml", place.read_text("utf-8")),), by=JOB, at=NOW, channel=Door.CLI)
    current.look_again()
    yield place
    current.look_again()


def edited(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8").replace('version: "1.0"', 'version: "1.1"').replace(before, after)
    file.write_text(text, encoding="utf-8")


def test_the_list_tells_who_adopted_what(file: Path, log_in_as: As) -> None:
    page = log_in_as("dora").get(reverse("web:notice-versions")).content.decode()
    assert "minimal 1.0" in page
    assert reverse("web:notice-adopt") not in page  # the file is what is in force


def test_what_the_file_would_change_is_shown_and_then_adopted(file: Path, log_in_as: As, client: Client) -> None:
    edited(file, "3 years", "9 years")
    alice = log_in_as("alice")
    assert reverse("web:notice-adopt") in alice.get(reverse("web:notice-versions")).content.decode()
    page = alice.get(reverse("web:notice-adopt")).content.decode()
    assert "9 years" in page
    assert "Maija" in page  # who must be told
    digest = page.split('name="digest" value="')[1].split('"')[0]
    answer = alice.post(reverse("web:notice-adopt"), {"digest": digest, "instead_of": "1"})
    assert answer.status_code == 302
    assert [one.version for one in versions()] == ["1.1", "1.0"]
    assert versions()[0].adopted_by is not None
    current.look_again()
    old = client.get(reverse("web:notice-version", args=[1]))
    assert (old.status_code, "1.0" in old.content.decode()) == (200, True)
    assert client.get(reverse("web:notice-version", args=[7])).status_code == 404


def test_what_has_changed_since_it_was_shown_is_not_adopted(file: Path, log_in_as: As) -> None:
    edited(file, "3 years", "9 years")
    alice = log_in_as("alice")
    answer = alice.post(reverse("web:notice-adopt"), {"digest": "0" * 64, "instead_of": "1"}, follow=True)
    assert "has changed meanwhile" in answer.content.decode()
    assert len(versions()) == 1


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [("retention:", "retentions:", "has errors"), ('version: "1.1"', 'version: "0.9"', "must grow")],
)
def test_a_file_that_cannot_be_adopted_is_told(file: Path, log_in_as: As, before: str, after: str, said: str) -> None:
    edited(file, before, after)
    alice = log_in_as("alice")
    page = alice.get(reverse("web:notice-adopt"), follow=True).content.decode()
    assert said in page
    assert len(versions()) == 1


def test_nobody_waits_until_a_large_import_is_counted_in(
    file: Path, log_in_as: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_MOST_SETTLED", 1)
    monkeypatch.setattr(settling, "MARKS", 1)
    edited(file, "3 years", "9 years")
    alice = log_in_as("alice")
    assert "Look again in some minutes" in alice.get(reverse("web:notice-adopt")).content.decode()
    settle(by=JOB, at=NOW, channel=Door.JOBS)
    assert "Look again in some minutes" not in alice.get(reverse("web:notice-adopt")).content.decode()


def test_who_may_not_adopt_finds_no_page(file: Path, log_in_as: As) -> None:
    edited(file, "3 years", "9 years")
    for who in ("bob", "aaro"):
        assert log_in_as(who).get(reverse("web:notice-adopt")).status_code == 404


# --- the calendar ----------------------------------------------------------------------------------------------------


@pytest.fixture
def counted(world: World) -> int:
    return forecast(by=JOB, at=NOW, channel=Door.JOBS)


def test_the_calendar_counts_every_datum_that_has_a_day(counted: int, log_in_as: As) -> None:
    assert counted == sum(Forecast.objects.values_list("data", flat=True)) > 0
    page = log_in_as("dora").get(reverse("web:retention-calendar"), {"step": "year"}).content.decode()
    for year in ("2026", "2029", "2050"):
        assert f'<th scope="row">{year}</th>' in page
    assert page.count("<rect") > 3


def test_it_is_filtered_and_sent_as_a_file(counted: int, log_in_as: As) -> None:
    dora = log_in_as("dora")
    item = Forecast.objects.values_list("item", flat=True)[0]
    page = dora.get(reverse("web:retention-calendar"), {"step": "day", "item": item, "rule": "no.such"})
    assert page.status_code == 200
    answer = dora.get(reverse("web:retention-calendar-file"), {"item": item})
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Day;")
    assert len(rows) == 1 + Forecast.objects.filter(item=item).count()


def test_counting_again_replaces_the_numbers(counted: int) -> None:
    assert forecast(by=JOB, at=NOW, channel=Door.JOBS) == counted
    assert sum(Forecast.objects.values_list("data", flat=True)) == counted


def test_nobody_is_read_to_show_it(counted: int, log_in_as: As, django_assert_max_num_queries: object) -> None:
    dora = log_in_as("dora")
    dora.get(reverse("web:retention-calendar"))
    with django_assert_max_num_queries(30) as asked:  # type: ignore[operator]
        dora.get(reverse("web:retention-calendar"))
    assert not any("parties_person" in one["sql"] for one in asked.captured_queries)


def test_it_can_be_counted_at_once(world: World, log_in_as: As) -> None:
    dora = log_in_as("dora")
    assert "every night at four" in dora.get(reverse("web:retention-calendar")).content.decode()
    assert dora.post(reverse("web:retention-calendar")).status_code == 302


def test_the_numbers_are_those_of_the_exact_form(counted: int) -> None:
    exact: Counter[tuple[date, str]] = Counter()
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        for kind in SubjectKind:
            for known in learn(kind, list(subject_ids(kind))).values():
                found = due(current.compiled(), subject=known.state)
                exact.update((civil_day(one.at), one.item) for one in found if one.at is not None)
    counted_again: Counter[tuple[date, str]] = Counter()
    for day, item, number in Forecast.objects.values_list("due_on", "item", "data"):
        counted_again[day, item] += number
    assert counted_again == exact
