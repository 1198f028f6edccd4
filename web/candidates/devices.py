"""The devices that a candidate lets us push to: what a browser tells of itself, and what happens to its row."""

import re
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from sqlmodel import Session, col, delete, select

from web.access import NotYours
from web.candidates import service
from web.candidates.tables import Candidate, Device
from web.db.writes import id_of
from web.refs import new_ref

# Of one person; a browser that asks again is the same one.
MOST = 10
MOST_NAME = 60
_MOST_ENDPOINT = 1_000


class TooManyDevices(Exception):
    """The person has MOST of them already."""


@dataclass(frozen=True)
class Subscription:
    """What `PushSubscription` of a browser says: where to push, and its keys, base64url (RFC 8291)."""

    endpoint: str
    p256dh: str
    auth: str


def subscription(endpoint: str, p256dh: str, auth: str, *, to_this_machine: bool = False) -> Subscription:
    """What the browser said, looked at. Raises ValueError when nothing could ever be pushed there.

    to_this_machine: for tests, HTTP to the loopback is let through.
    """
    if not (_is_service(endpoint) or (to_this_machine and endpoint.startswith("http://127.0.0.1:"))):
        raise ValueError("endpoint")
    point, secret = _bytes(p256dh), _bytes(auth)
    if len(point) != 65 or len(secret) != 16:
        raise ValueError("keys")
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    return Subscription(endpoint, p256dh.rstrip("="), auth.rstrip("="))


def digest(endpoint: str) -> str:
    """By what a page tells whether this very browser is among the devices, without holding the endpoint."""
    return sha256(endpoint.encode()).hexdigest()


def of(session: Session, candidate_id: int) -> list[Device]:
    """The devices of a person, the oldest first."""
    wanted = select(Device).where(Device.candidate_id == candidate_id).order_by(col(Device.id))
    return list(session.exec(wanted))


def add(session: Session, candidate_id: int, given: Subscription, name: str, now: datetime) -> None:
    """Push to this browser from now on. One that was somebody else's is theirs no more: it holds one subscription.

    Raises TooManyDevices; NotYours when the person is gone.
    """
    # Held, so that two browsers at once are counted one after the other.
    if session.exec(select(Candidate.id).where(Candidate.id == candidate_id).with_for_update()).first() is None:
        raise NotYours
    found = session.exec(select(Device).where(Device.endpoint == given.endpoint).with_for_update()).one_or_none()
    if found is not None and found.candidate_id == candidate_id:
        found.p256dh, found.auth = given.p256dh, given.auth
        return
    if found is not None:
        gone(session, found, now)
    if len(of(session, candidate_id)) >= MOST:
        raise TooManyDevices
    session.add(
        Device(
            ref=new_ref(),
            candidate_id=candidate_id,
            endpoint=given.endpoint,
            p256dh=given.p256dh,
            auth=given.auth,
            name=name[:MOST_NAME],
            created_at=now,
        )
    )
    session.flush()
    service.touch(session, [candidate_id], now)


def replace(session: Session, old_endpoint: str, given: Subscription) -> bool:
    """The browser that we pushed to by `old_endpoint` has another subscription; False when we know none such.

    Nobody but that browser, its push service and we know an endpoint: it is the proof.
    """
    found = session.exec(select(Device).where(Device.endpoint == old_endpoint).with_for_update()).one_or_none()
    if found is None:
        return False
    taken = session.exec(select(Device.id).where(Device.endpoint == given.endpoint, Device.id != found.id)).first()
    if taken is not None:
        return False
    found.endpoint, found.p256dh, found.auth = given.endpoint, given.p256dh, given.auth
    return True


def rename(session: Session, candidate_id: int, ref: str, name: str) -> None:
    """Call a device otherwise. Raises NotYours."""
    _own(session, candidate_id, ref).name = name[:MOST_NAME]


def remove(session: Session, candidate_id: int, ref: str, now: datetime) -> None:
    """Push to this device no more. Raises NotYours."""
    gone(session, _own(session, candidate_id, ref), now)


def gone(session: Session, device: Device, now: datetime) -> None:
    """The device is no more; a subscription that the same browser made meanwhile stays."""
    key = id_of(device)
    same = (col(Device.id) == key, col(Device.endpoint) == device.endpoint)
    if session.exec(delete(Device).where(*same)).rowcount:
        service.touch(session, [device.candidate_id], now)


def name_of(agent: str) -> str:
    """What to call a browser by its User-Agent: "Firefox sur Android"."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "Navigateur")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return f"{browser} sur {system}" if system else browser


# The first sign that is there decides: browsers name the ones that they descend from as well.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def _own(session: Session, candidate_id: int, ref: str) -> Device:
    wanted = select(Device).where(Device.candidate_id == candidate_id, Device.ref == ref)
    found = session.exec(wanted).one_or_none()
    if found is None:
        raise NotYours
    return found


def _is_service(endpoint: str) -> bool:
    """Could this be a push service: HTTPS on its port, by a name, without a password?"""
    if len(endpoint) > _MOST_ENDPOINT or not re.fullmatch(r"https://[\x21-\x7e]+", endpoint):
        return False
    try:
        url = urlsplit(endpoint)
        host, port = url.hostname or "", url.port
    except ValueError:
        return False
    if url.username is not None or port not in {None, 443} or not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host):
        return False
    try:
        ip_address(host)
    except ValueError:
        # Of no country, and of one's own network: RFC 6761, RFC 6762, and ICANN's "internal".
        return not host.endswith((".localhost", ".local", ".internal", ".home.arpa")) and not host[-1].isdigit()
    return False


def _bytes(text: str) -> bytes:
    if not re.fullmatch(r"[\w-]{1,120}=*", text, re.ASCII):
        raise ValueError("keys")
    try:
        return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except NotBase64:
        raise ValueError("keys") from None
