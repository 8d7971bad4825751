"""The application as the web server loads it."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortisto.config.settings")
application = get_wsgi_application()

# What is loaded by now stays as long as the process: the collector need not look at it again and again. A page makes
# some ten thousand objects that are gone with it, so the collector comes less often than in a small program.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
