"""Signed links: what they are for, whom they are for, and until when.

A token is Fernet's (AES-128-CBC and HMAC-SHA256, https://github.com/fernet/spec): nobody can make one, change one, or
read a row's reference out of one. What a token opens can still be taken back: the row that it names decides.
"""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken


class BadToken(Exception):
    """The token was not made by us, is for another purpose, or has expired."""


class Tokens:
    """Makes and reads the tokens of one installation."""

    def __init__(self, secret: str) -> None:
        self._fernet = Fernet(urlsafe_b64encode(sha256(b"links:" + secret.encode()).digest()))

    def make(self, purpose: str, subject: str, now: datetime) -> str:
        """A token for `subject`, a public reference. purpose: what it opens ("invitation", "confirm")."""
        return self._fernet.encrypt_at_time(f"{purpose} {subject}".encode(), int(now.timestamp())).decode().rstrip("=")

    def read(self, purpose: str, token: str, life: timedelta, now: datetime) -> str:
        """The subject of a token made less than `life` ago for this purpose. Raises BadToken."""
        padded = token.encode() + b"=" * (-len(token) % 4)
        try:
            content = self._fernet.decrypt_at_time(padded, int(life.total_seconds()), int(now.timestamp())).decode()
        except (InvalidToken, ValueError, UnicodeError):
            raise BadToken(purpose) from None
        kind, _, subject = content.partition(" ")
        if kind != purpose:
            raise BadToken(purpose)
        return subject
