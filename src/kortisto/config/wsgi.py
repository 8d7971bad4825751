"""The application as the web server loads it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortisto.config.settings")
# Read by Django first: the settings say whom to believe.
_inner = get_wsgi_application()

from django.conf import settings  # noqa: E402 (now that they are read)

from kortisto.config.proxies import BehindProxies, networks  # noqa: E402 (see above)

application = BehindProxies(_inner, networks(settings.PROXIES))
