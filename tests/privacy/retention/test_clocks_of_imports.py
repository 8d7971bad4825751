"""Clocks follow what comes in with a file, what a file changes, and what goes when it is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from kortisto.privacy.retention.models import Mark
from kortisto.register.parties.importing.choices import Duplicates, Policy
from kortisto.register.parties.importing.meaning import Target
from tests.privacy.retention.test_clocks import differences, settled
from tests.register.parties.importing.test_uploads import account, imported, undo
from tests.register.wider import widened

pytestmark = pytest.mark.integration

HEADER = "Yritys;Etunimi;Sukunimi;Tehtävänimike;Sähköposti\n"
FIRST = HEADER + "Kukka Oy;Aino;Hehku;Ostaja;aino@kukka.example\nSauna Oy;Onni;Keksitty;Myyjä;onni@sauna.example\n"
NEWER = HEADER + "Kukka Oy;Aino;Hehku;Toimitusjohtaja;johtaja@kukka.example\n"


@pytest.fixture(autouse=True)
def history(declaration_of_tests: None, transactional_db: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))
    settings.DATA = tmp_path


def test_an_import_a_second_one_and_their_undoing_leave_no_differences() -> None:
    alice = account()
    first = imported(FIRST, alice)
    assert settled() == 4
    assert differences() == 0
    second = imported(
        NEWER,
        alice,
        duplicates=Duplicates.UPDATE,
        policies=dict.fromkeys((Target.TITLE, Target.PERSON_EMAIL), Policy.ALWAYS),
    )
    assert 0 < settled() < 4
    assert differences() == 0
    for upload in (second, first):
        assert upload.batch_id is not None
        undo(upload.batch_id, alice)
        settled()
        assert differences() == 0
    assert not Mark.objects.exists()
