from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import code

pytestmark = pytest.mark.unit

SOURCE = Path(__file__).resolve().parents[2] / "src"
RULES = [code.clock_calls, code.durations, code.operations, code.foreign_models]


@pytest.mark.parametrize("rule", RULES)
def test_our_code_keeps_the_rule(rule: Callable[[Path], list[str]]) -> None:
    assert rule(SOURCE) == []


def planted(root: Path, path: str, text: str) -> Path:
    file = root / "kortisto" / path
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return root


@pytest.mark.parametrize(
    "text",
    [
        "from django.utils import timezone\nx = timezone.now()\n",
        "from django.utils.timezone import now as n\nx = Field(default=n)\n",
        "import datetime as d\nx = d.datetime.now(tz=d.UTC)\n",
        "from datetime import date\nx = date.today()\n",
        "from datetime import datetime\nx = datetime.utcnow()\n",
        "import time\nx = time.time()\n",
        "from time import time\nx = time()\n",
        "from django.db.models.functions import Now\nx = Now()\n",
        "x = DateTimeField(auto_now_add=True)\n",
    ],
)
@pytest.mark.parametrize("place", ["lib/a.py", "declaration/b/c.py", "privacy/retention/operations.py"])
def test_a_clock_call_is_found(tmp_path: Path, place: str, text: str) -> None:
    assert len(code.clock_calls(planted(tmp_path, place, text))) == 1


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("interfaces/jobs/tasks.py", "from django.utils import timezone\nx = timezone.now()\n"),
        ("lib/a.py", "import time\nx = time.monotonic()\n"),
        ("lib/a.py", "def f(now):\n    return now()\n"),
    ],
)
def test_what_is_no_clock_call(tmp_path: Path, place: str, text: str) -> None:
    assert code.clock_calls(planted(tmp_path, place, text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import timedelta\nx = timedelta(days=30)\n",
        "from datetime import timedelta\nx = timedelta(7)\n",
        "import datetime\nx = datetime.timedelta(weeks=2)\n",
        "from datetime import timedelta\nx = timedelta(hours=72)\n",
        "from dateutil.relativedelta import relativedelta\n",
        "import dateutil.relativedelta\n",
        "x = '10 years'\n",
        "x = f'Säilytetään {x} tai 3 kuukautta.'\n",
        "x = 'P3M'\n",
    ],
)
def test_a_period_in_code_is_found(tmp_path: Path, text: str) -> None:
    assert len(code.durations(planted(tmp_path, "business/sales/rules.py", text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import timedelta\nx = timedelta(days=1)\n",
        "from datetime import timedelta\nx = timedelta(days=period)\n",
        "from datetime import timedelta\nx = timedelta(minutes=15)\n",
        '"""Kept for 10 years."""\n',
        "x = 'P1'\n",
    ],
)
def test_what_is_no_period_in_code(tmp_path: Path, text: str) -> None:
    assert code.durations(planted(tmp_path, "business/sales/rules.py", text)) == []


def test_an_operation_without_by_at_or_keywords_is_found(tmp_path: Path) -> None:
    text = (
        "def close(ticket, *, by): ...\n"
        "def open(*, by, at, text=''): ...\n"
        "def _inner(ticket): ...\n"
        "class NotOpenError(Exception): ...\n"
    )
    assert code.operations(planted(tmp_path, "business/servicedesk/operations.py", text)) == [
        "kortisto/business/servicedesk/operations.py:1: close takes positional arguments; begin them with *",
        "kortisto/business/servicedesk/operations.py:1: close has no keyword argument at",
    ]
    assert len(code.operations(planted(tmp_path, "register/parties/operations/people.py", text))) == 4


@pytest.mark.parametrize(
    "text",
    [
        "from kortisto.register.parties.models import Person\n",
        "from kortisto.register.parties import models\n",
        "import kortisto.register.parties.models.people\n",
        "def f():\n    from kortisto.register.parties.models.people import Person\n",
    ],
)
def test_another_packages_models_are_found(tmp_path: Path, text: str) -> None:
    assert code.foreign_models(planted(tmp_path / "own", "register/parties/queries.py", text)) == []
    assert len(code.foreign_models(planted(tmp_path / "other", "business/sales/queries.py", text))) == 1
    assert len(code.foreign_models(planted(tmp_path / "door", "interfaces/web/views.py", text))) == 1


def test_every_exception_is_still_needed() -> None:
    """An exception whose reason has gone must not wait for the next mistake."""
    for path in code.MAY_READ_THE_CLOCK:
        assert (SOURCE / path).exists(), f"{path} is gone; remove its exception"
    for exception in code.BY_AND_AT_OTHERWISE:
        path, _, name = exception.partition(": ")
        assert f"def {name}(" in (SOURCE / path).read_text("utf-8"), f"{exception} is gone; remove its exception"
