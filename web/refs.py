"""Random names: references that stand in URLs, and tokens that open something, known to us by their hash only."""

import secrets
from hashlib import sha256

BYTES = 12


def new_ref() -> str:
    """16 characters that fit in a URL, from 96 random bits."""
    return secrets.token_urlsafe(BYTES)


def new_token() -> str:
    """43 characters from 256 random bits, for a cookie."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What SQL keeps of a token, so that a copy of the database opens nothing."""
    return sha256(token.encode()).digest()
