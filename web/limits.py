"""How often one may try: counted in memory, forgotten by itself, with the clock of the site.

Each limit is a bucket that refills evenly (GCRA): one number a key, the instant at which its bucket is full again.
Several processes of the site count each for itself.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from starlette.requests import Request

from web.clock import Clock

# A bucket is forgotten once it is full; under attack the fullest go first.
MOST_KEYS = 100_000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `many` in `per`; one comes back every `per / many`. name: tells the buckets of two limits apart."""

    name: str
    many: int
    per: timedelta


class TooMany(Exception):
    """Too many tries. seconds: after which the next one is welcome."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Limits:
    """The buckets of one running site."""

    def __init__(self, clock: Clock, most: int = MOST_KEYS) -> None:
        self._clock, self._most = clock, most
        self._full_at: dict[tuple[str, str], datetime] = {}

    def take(self, limit: Limit, key: str) -> None:
        """Take one try out of the bucket of `key`. Raises TooMany, and takes none, when there is none left."""
        now, step = self._clock(), limit.per / limit.many
        full_at = max(self._full_at.get((limit.name, key), now), now) + step
        late = full_at - now - limit.per
        if late > timedelta(0):
            raise TooMany(math.ceil(late.total_seconds()))
        if len(self._full_at) >= self._most:
            self._forget(now)
        self._full_at[limit.name, key] = full_at

    def give_back(self, limit: Limit, key: str) -> None:
        """That try was a good one: it does not count."""
        if (limit.name, key) in self._full_at:
            self._full_at[limit.name, key] -= limit.per / limit.many

    def _forget(self, now: datetime) -> None:
        self._full_at = {key: full_at for key, full_at in self._full_at.items() if full_at > now}
        for key in sorted(self._full_at, key=self._full_at.__getitem__)[: len(self._full_at) - self._most // 2]:
            del self._full_at[key]


def address(request: Request) -> str:
    """Where a request comes from: an IPv4 address, or the /64 that one customer has of IPv6.

    Behind a proxy, uvicorn reads it from X-Forwarded-For (FORWARDED_ALLOW_IPS says whose word counts).
    """
    host = request.client.host if request.client else ""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)
