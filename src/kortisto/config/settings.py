"""Settings of the application."""

SECRET_KEY = "not-yet"  # noqa: S105
INSTALLED_APPS: list[str] = []
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"
