"""A call is one button away, tells what was said, and who wrote it down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.interfaces.web.conftest import World
from tests.interfaces.web.test_happenings import page, text

pytestmark = pytest.mark.integration


def test_a_call_is_one_button_away_and_tells_what_was_said(bob: Client, world: World) -> None:
    shown = page(bob, world)
    for kind in ("call", "meeting"):
        assert f'href="/people/{world.maija}/activities/add/?kind={kind}"' in shown
    form = text(bob.get(f"/people/{world.maija}/activities/add/?kind=call"))
    assert "<h1>Add a call</h1>" in form
    assert '<option value="call" selected>' in form
    assert "<h1>Add an event</h1>" in text(bob.get(f"/people/{world.maija}/activities/add/?kind=order"))

    sent = {"kind": "call", "happened_on": "21.11.2026", "text": "Lupasi vastata maanantaina.", "source": "subject"}
    bob.post(f"/people/{world.maija}/activities/add/", sent)
    for address in (f"/people/{world.maija}/", f"/organisations/{world.company}/"):
        shown = text(bob.get(address))
        assert "Lupasi vastata maanantaina." in shown
        assert "Written down by Bob" in shown

    edit = re.search(rf"/people/{world.maija}/activity/[0-9a-f-]+/", page(bob, world))
    assert edit is not None
    opened = text(bob.get(edit[0]))
    assert "Lupasi vastata maanantaina." in opened
    seen = re.search(r'name="seen" value="([^"]*)"', opened)
    assert seen is not None
    bob.post(edit[0], {**sent, "text": "Lupasi vastata tiistaina."})
    assert "Lupasi vastata tiistaina." in page(bob, world)
    refused = bob.post(edit[0], {**sent, "text": "Kolmas", "seen": seen[1]})
    assert (refused.status_code, "Kolmas" in text(refused)) == (422, True)
    bob.post(edit[0], {**sent, "text": ""})
    assert "Lupasi vastata" not in page(bob, world)


def test_without_leave_for_notes_no_words_are_asked_for(
    bob: Client, world: World, settings: Settings, tmp_path: Path
) -> None:
    register = Path(settings.KORTISTO_DECLARATION)
    written = register.read_text(encoding="utf-8")
    assert "person.activity, person.note," in written
    (tmp_path / "without.yaml").write_text(written.replace("person.activity, person.note,", "person.activity,"))
    settings.KORTISTO_DECLARATION = str(tmp_path / "without.yaml")
    form = text(bob.get(f"/people/{world.maija}/activities/add/?kind=call"))
    assert 'name="happened_on"' in form
    assert 'name="text"' not in form
    sent = {"kind": "call", "happened_on": "21.11.2026", "text": "Ohi", "source": "subject"}
    assert bob.post(f"/people/{world.maija}/activities/add/", sent).status_code == 302
    assert "Ohi" not in page(bob, world)
