"""What undoing an import needs of the declarations that we ship."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from kortisto.register.parties.queries import imports

pytestmark = pytest.mark.unit

NOTICES = Path(__file__).resolve().parents[4] / "notices"


@pytest.mark.parametrize("name", ["vtt", "futursoft", "ivt", "vastuugroup"])
def test_shipped_declarations_list_the_history_that_changed_values_are_given_back_from(
    name: str, settings: Settings
) -> None:
    settings.KORTISTO_DECLARATION = str(NOTICES / f"{name}.yaml")
    assert imports.history_is_kept()
