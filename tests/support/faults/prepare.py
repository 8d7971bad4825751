"""Make the main user of the installation of KORTISTO_DATA, with a key and a session, and print both as JSON.

Run as a process of its own, before the installation is started: Django reads the address of its database once.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta

from kortisto.config.running import installation

PASSWORD = "correct horse battery"
EMAIL = "boss@firm.example"


def main(purpose: str) -> None:
    with installation():
        from django.test import Client  # noqa: PLC0415 (needs Django set up)

        from kortisto.declaration.words import Operation  # noqa: PLC0415
        from kortisto.register.access import rules  # noqa: PLC0415 (needs Django set up)
        from kortisto.register.access.operations import make_main_user, make_token  # noqa: PLC0415 (see above)
        from kortisto.register.access.rulebook import rulebook  # noqa: PLC0415 (see above)
        from kortisto.register.audit.enums import ActorKind  # noqa: PLC0415 (see above)
        from kortisto.register.audit.values import Actor  # noqa: PLC0415 (see above)

        now = datetime.now(UTC)
        user = make_main_user(
            email=EMAIL, password=PASSWORD, by=Actor(kind=ActorKind.COMMAND), at=now,
            undertaking=rulebook().undertaking.version,
        )  # fmt: skip
        key = make_token(
            name="faults", purpose=purpose, operations=[Operation.READ, Operation.COLLECT, Operation.CHANGE],
            expires_at=now + timedelta(days=1), by=rules.actor_of(user), at=now, permissions=("merge",),
        )  # fmt: skip
        client = Client()
        client.force_login(user, backend="kortisto.register.access.backend.StaffBackend")
        json.dump({"key": key.secret, "session": client.cookies["sessionid"].value}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
