"""Prints docs/generated/openapi.json: the description of the API, as the program serves it."""

from __future__ import annotations

import json
import os


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kortisto.config.settings"
    os.environ.setdefault("KORTISTO_SECRET_KEY", "what is printed holds no secret")
    import django  # noqa: PLC0415 (the settings are named first)

    django.setup()
    from kortisto.interfaces.api.application import api  # noqa: PLC0415 (as above)

    print(json.dumps(api.get_openapi_schema(), indent=1, default=str, ensure_ascii=False))


if __name__ == "__main__":
    main()
