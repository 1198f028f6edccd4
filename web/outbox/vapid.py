"""Who we are to push services (RFC 8292): one key of this installation, and a signed word to each service."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from py_vapid import Vapid02

from search_api.engine.errors import SettingError
from web.secret import kept_secret
from web.settings import SiteSettings

# Services refuse more than 24 hours; a word is used for half of it, so that no clock is too far off.
LIFE = timedelta(hours=12)
RENEWED = timedelta(hours=6)


class Vapid:
    """The key, and what it signed last for each push service. Raises SettingError when the key cannot be used."""

    def __init__(self, settings: SiteSettings) -> None:
        self._key = _load(settings)
        self._signer = Vapid02(self._key)
        # Of the sender, without the name before it.
        self._sub = f"mailto:{parseaddr(settings.mail.sender)[1]}"
        self._signed: dict[str, tuple[datetime, str]] = {}

    @property
    def public_key(self) -> str:
        """For `PushManager.subscribe`: the point, uncompressed, base64url."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return urlsafe_b64encode(point).rstrip(b"=").decode()

    def authorization(self, endpoint: str, now: datetime) -> str:
        """The header Authorization for a push to `endpoint`."""
        url = urlsplit(endpoint)
        service = f"{url.scheme}://{url.netloc}"
        until, header = self._signed.get(service, (now, ""))
        if until <= now:
            claims = {"aud": service, "sub": self._sub, "exp": int((now + LIFE).timestamp())}
            header = self._signer.sign(claims)["Authorization"]
            self._signed[service] = now + RENEWED, header
        return header


def _load(settings: SiteSettings) -> ec.EllipticCurvePrivateKey:
    path = settings.vapid_key or settings.home / "vapid.pem"
    try:
        content = path.read_text() if settings.vapid_key else kept_secret(path, _fresh())
        key = load_pem_private_key(content.encode(), password=None)
    except (OSError, ValueError, TypeError):
        raise SettingError(f"{path} does not hold a private key that we can read (PEM, without a password)") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise SettingError(f"{path} holds a key of another kind: pushes are signed on the curve P-256")
    return key


def _fresh() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
