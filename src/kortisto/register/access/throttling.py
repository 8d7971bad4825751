"""Failed attempts to prove who one is: counted by account and by address, on every way in."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from kortisto.register.access.models import FailedLogin
from kortisto.register.access.sealing import keyed_hash_of


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt. The keys are keyed hashes: what was typed is not kept. An empty account counts by address alone."""

    account: str
    address: str
    at: datetime

    def wait_until(self) -> datetime | None:
        """Return until when attempts are refused, if there were too many failures: when the oldest leaves the window.

        Attempts on one account queue up until the transaction ends, so that many at once cannot slip past the limit.
        """
        if self.account:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (self.account,))
        window = timedelta(seconds=settings.LOGIN_FAILURE_WINDOW_SECONDS)
        FailedLogin.objects.filter(happened_at__lt=self.at - window).delete()
        return self._wait_until(window)

    def failed(self) -> datetime | None:
        """Count a failure, and return until when the next attempt has to wait, if so."""
        FailedLogin.objects.create(account_key=self.account, address_key=self.address, happened_at=self.at)
        return self._wait_until(timedelta(seconds=settings.LOGIN_FAILURE_WINDOW_SECONDS))

    def succeeded(self) -> None:
        """Forget the failures of the account; those of the address stay, for it may try other accounts."""
        FailedLogin.objects.filter(account_key=self.account).delete()

    def _wait_until(self, window: timedelta) -> datetime | None:
        waits = []
        for field, key, most in (
            ("account_key", self.account, settings.LOGIN_FAILURES_PER_ACCOUNT),
            ("address_key", self.address, settings.LOGIN_FAILURES_PER_ADDRESS),
        ):
            newest = key and list(
                FailedLogin.objects.filter(**{field: key})
                .order_by("-happened_at")
                .values_list("happened_at", flat=True)[:most]
            )
            if newest and len(newest) == most:
                waits.append(newest[-1] + window)
        return max(waits, default=None)


def attempt(*, account: str, address: str, at: datetime) -> Attempt:
    """Return the attempt. `account`: the e-mail address that was typed, empty if none; `address`: whence it comes."""
    name = account.strip().casefold()
    return Attempt(
        account=keyed_hash_of(name, place="failed-login.account") if name else "",
        address=keyed_hash_of(network(address), place="failed-login.address"),
        at=at,
    )


def network(address: str) -> str:
    """Return the address, or of IPv6 its /64, which one customer of an operator can vary at will."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))
