"""The application without the lines of its log, to measure what they cost. The header that opens people's rows stays.

For this measurement alone: nothing of the program can leave them out.
"""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortisto.config.settings")
application = get_wsgi_application()

from kortisto.register.audit import operations  # noqa: E402 - Django is set up above


def _nothing(*_rows: object, **_rest: object) -> None:
    """Write no line."""


operations._write = _nothing  # noqa: SLF001 (what else would be measured)
