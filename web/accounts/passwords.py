"""Passwords: kept as Argon2id, checked in the same time whether the account exists or not."""

import secrets
from functools import partial

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# One hash takes 64 MiB and a core: more at once would only be slower, and a crowd could fill the memory.
AT_ONCE = 2


class Passwords:
    """Hashes and verifies, in threads, few at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        # The defaults are the second choice of RFC 9106, for servers that do something else as well.
        self._hasher = hasher or PasswordHasher()
        self._limiter = CapacityLimiter(AT_ONCE)
        self._nobodys = self.hash_now(secrets.token_urlsafe(16))

    def hash_now(self, password: str) -> str:
        """The hash, in PHC format. Takes some 60 ms: not inside async functions."""
        return self._hasher.hash(password)

    async def hash(self, password: str) -> str:
        """The hash, in PHC format."""
        return await to_thread.run_sync(self.hash_now, password, limiter=self._limiter)

    async def verify(self, hashed: str | None, password: str) -> bool:
        """Is this the password? hashed: None where there is no account: as long in coming, and never right."""
        check = partial(self._verify, hashed or self._nobodys, password)
        return await to_thread.run_sync(check, limiter=self._limiter) and hashed is not None

    def outdated(self, hashed: str) -> bool:
        """Was it hashed with other parameters than those of today?"""
        return self._hasher.check_needs_rehash(hashed)

    def _verify(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False


def unusable() -> str:
    """In the place of a hash: no password fits, until one is set by a link."""
    return "!" + secrets.token_hex(16)
