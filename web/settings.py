"""What the product needs to know to run. Entry points call `SiteSettings.from_env`; everything else takes values."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from search_api.engine.errors import SettingError
from search_api.engine.settings import EngineSettings

# Two for each core: connections are shared out by chance, and no core should be idle while another has a queue. Each
# takes some 100 MB: who wants more says so.
_MOST_BY_ITSELF = 8


@dataclass(frozen=True)
class MailSettings:
    """How mails leave.

    smtp_url: smtp://user:password@host:port, smtps:// for TLS from the start, smtp+starttls://; empty: mails are kept
    in the local mailbox, which a page shows. sender: address that mails come from. staff: where contact requests go.
    dkim_key: PEM file of the private key; None: mails are not signed. dkim_selector: its name in the DNS.
    domain_per_minute: most mails to one domain in a minute, all workers together.
    """

    smtp_url: str = ""
    sender: str = "Vivier <bonjour@vivier.example>"
    staff: str = "equipe@vivier.example"
    dkim_key: Path | None = None
    dkim_selector: str = "vivier"
    domain_per_minute: int = 6_000


@dataclass(frozen=True)
class SiteSettings:
    """What the site and the worker need to know to run.

    host, port: where it listens. processes: that serve it. https: people reach it by HTTPS (behind a proxy that
    ends TLS): browsers are then told to stay with it, and cookies to travel there only. public_url: how people
    reach it, without a slash at its end, for links in mails; empty: from host and port. database_url: empty: an
    SQLite file in the home folder. secret: signs links and forms, 32 characters or more; empty: made once and kept
    in the home folder. vapid_key: PEM file of the key that signs pushes (RFC 8292); None: made once and kept in the
    home folder. company_api_url: base of the "recherche d'entreprises" API; empty: companies are looked up in our
    own index only. push_to_this_machine: for tests, push services on the loopback are let in too. kept_in: folder
    of what this machine keeps (SQLite file, keys, local mailbox); None: the engine's own. engine: where the search
    engine is. mail: how mails leave.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 1
    https: bool = False
    public_url: str = ""
    database_url: str = ""
    secret: str = ""
    vapid_key: Path | None = None
    company_api_url: str = ""
    push_to_this_machine: bool = False
    kept_in: Path | None = None
    engine: EngineSettings = field(default_factory=EngineSettings)
    mail: MailSettings = field(default_factory=MailSettings)

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "SiteSettings":
        """Read the environment (docs/ref-settings.md). Raises SettingError naming the variable that cannot be used."""
        secret = env.get("VIVIER_SECRET", "")
        if secret and len(secret) < 32:
            raise SettingError("VIVIER_SECRET must have 32 characters or more")
        return cls(
            host=env.get("VIVIER_HOST", cls.host),
            port=_number(env, "VIVIER_PORT", cls.port, 65535),
            processes=_number(env, "VIVIER_PROCESSES", min(2 * _cores(), _MOST_BY_ITSELF), 64),
            https=_flag(env, "VIVIER_HTTPS"),
            public_url=_url(env.get("VIVIER_PUBLIC_URL", ""), "VIVIER_PUBLIC_URL"),
            database_url=env.get("DATABASE_URL", ""),
            secret=secret,
            vapid_key=_file(env.get("VAPID_KEY_FILE", ""), "VAPID_KEY_FILE"),
            company_api_url=_url(env.get("COMPANY_API_URL", ""), "COMPANY_API_URL"),
            kept_in=Path(env.get("VIVIER_HOME", ".vivier")),
            engine=EngineSettings.from_env(env),
            mail=MailSettings(
                smtp_url=_smtp(env.get("SMTP_URL", "")),
                sender=env.get("MAIL_FROM", MailSettings.sender),
                staff=env.get("MAIL_STAFF", MailSettings.staff),
                dkim_key=_file(env.get("DKIM_KEY_FILE", ""), "DKIM_KEY_FILE"),
                dkim_selector=env.get("DKIM_SELECTOR", MailSettings.dkim_selector),
            ),
        )

    @property
    def home(self) -> Path:
        """The folder of everything that the product keeps on this machine."""
        return self.kept_in or self.engine.home

    @property
    def database(self) -> str:
        """URL of the database."""
        return self.database_url or f"sqlite:///{self.home / 'vivier.db'}"

    @property
    def site_url(self) -> str:
        """How people reach the site, without a slash at its end."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def alone(self) -> bool:
        """Is this a developer's machine: nobody else reaches the site, and no mail leaves it?"""
        return not (self.mail.smtp_url or self.public_url or self.https) and is_this_machine(self.host)


def is_this_machine(host: str) -> bool:
    """Does this name or address lead to nobody but the machine itself?"""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _number(env: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = env.get(name, str(default))
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        raise SettingError(f"{name} must be a number from 1 to {most}, not {value!r}")
    return int(value)


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "no").strip().lower()
    if value not in {"1", "true", "yes", "0", "false", "no", ""}:
        raise SettingError(f"{name} must be yes or no, not {value!r}")
    return value in {"1", "true", "yes"}


def _url(value: str, name: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise SettingError(f"{name} must be a URL that begins with http:// or https://, not {value!r}")
    return value.rstrip("/")


def _smtp(value: str) -> str:
    if value and (urlsplit(value).scheme not in {"smtp", "smtps", "smtp+starttls"} or not urlsplit(value).hostname):
        # The URL may hold a password: it is not repeated.
        raise SettingError("SMTP_URL must read smtp://host:port, smtps://... or smtp+starttls://...")
    return value


def _file(value: str, name: str) -> Path | None:
    if value and not Path(value).is_file():
        raise SettingError(f"{name} names a file that does not exist: {value}")
    return Path(value) if value else None
