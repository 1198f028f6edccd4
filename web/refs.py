"""Public references: what stands in a URL instead of a number that could be counted or guessed."""

import secrets

BYTES = 12


def new_ref() -> str:
    """16 characters that fit in a URL, from 96 random bits."""
    return secrets.token_urlsafe(BYTES)
