"""The local mailbox: where mails stay when there is no mail server, a file each."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from hashlib import sha256
from pathlib import Path

FOLDER = "mailbox"
# A developer reads the latest; the rest stay on the disk.
MOST_SHOWN = 200

_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{16}")


@dataclass(frozen=True)
class Kept:
    """A mail in the mailbox. name: of its file, without its ending."""

    name: str
    mail: EmailMessage

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        body = self.mail.get_body((kind,))
        return str(body.get_content()) if isinstance(body, EmailMessage) else ""


def keep(home: Path, key: str, content: bytes, now: datetime) -> None:
    """Keep a mail; the same one sent twice within a second is kept once."""
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{now:%Y%m%d-%H%M%S}-{sha256(key.encode()).hexdigest()[:16]}"
    # Whole or not at all: the page must not read half a mail.
    part = folder / f"{name}.{os.getpid()}.part"
    part.touch(0o600)
    part.write_bytes(content)
    part.rename(folder / f"{name}.eml")


def latest(home: Path) -> Iterator[Kept]:
    """The mails kept, newest first."""
    names = sorted((path.stem for path in (home / FOLDER).glob("*.eml")), reverse=True)
    for name in names[:MOST_SHOWN]:
        found = get(home, name)
        if found is not None:
            yield found


def get(home: Path, name: str) -> Kept | None:
    """One mail by its name, None when there is none."""
    path = home / FOLDER / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.is_file():
        return None
    mail = message_from_bytes(path.read_bytes(), policy=default)
    return Kept(name, mail) if isinstance(mail, EmailMessage) else None
