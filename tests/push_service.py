"""A push service of the tests' own (RFC 8030), strict where real ones are: it reads what it is sent, as a browser would.

Each push must come with a word signed by the key that the browser subscribed with (RFC 8292), for this very service and
for a day at most, and its body must open with the keys of the browser (RFC 8291).
"""

import json
import os
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.site import serving

DAY_SECONDS = 24 * 3600


def encoded(raw: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Subscriber:
    """A browser: its keys, the key of the site that may push to it (None: any), and what it has got.

    answers: status codes with which the service answers the next pushes, each once; then 201. headers: of those answers.
    """

    name: str
    endpoint: str
    site_key: str | None = None
    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    got: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def p256dh(self) -> str:
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return encoded(point)

    @property
    def auth(self) -> str:
        return encoded(self.secret)

    @property
    def form(self) -> dict[str, str]:
        """What our page sends of it."""
        return {"endpoint": self.endpoint, "p256dh": self.p256dh, "auth": self.auth}


class PushService:
    """The service. faults: what was wrong with pushes that it refused by itself. clock: what it takes for now."""

    def __init__(self) -> None:
        self.url = ""
        self.clock = time.time
        self.faults: list[str] = []
        self._subscribers: dict[str, Subscriber] = {}
        self.app = Starlette(routes=[Route("/push/{name}", self._push, methods=["POST"])])

    def subscriber(self, name: str, site_key: str | None = None) -> Subscriber:
        """A browser that subscribes here."""
        made = Subscriber(name, f"{self.url}/push/{name}", site_key)
        self._subscribers[name] = made
        return made

    async def _push(self, request: Request) -> Response:
        to = self._subscribers.get(request.path_params["name"])
        if to is None:
            return Response(status_code=404)
        to.asked.append(dict(request.headers))
        body = await request.body()
        if to.answers:
            return Response(status_code=to.answers.pop(0), headers=to.headers)
        try:
            self._look(request, to, body)
            content = http_ece.decrypt(body, private_key=to.private, auth_secret=to.secret, version="aes128gcm")
            to.got.append(json.loads(content))
        except Exception as error:
            self.faults.append(f"{type(error).__name__}: {error}")
            return Response(status_code=403 if isinstance(error, PermissionError) else 400)
        return Response(status_code=201, headers={"location": f"{self.url}/message/1"})

    def _look(self, request: Request, to: Subscriber, body: bytes) -> None:
        headers = request.headers
        assert headers["content-encoding"] == "aes128gcm"
        assert len(body) <= 4_096
        assert 0 < int(headers["ttl"]) <= 28 * DAY_SECONDS
        assert headers["urgency"] in {"very-low", "low", "normal", "high"}
        assert len(headers["topic"]) <= 32
        assert headers["topic"].replace("-", "").replace("_", "").isalnum()
        scheme, _, said = headers["authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in said.split(","))
        claims = json.loads(decoded(parts["t"].split(".")[1]))
        now = self.clock()
        for right, fault in (
            (scheme == "vapid", "scheme"),
            (Vapid02.verify(f"vapid t={parts['t']},k={parts['k']}"), "signature"),
            (to.site_key in {None, parts["k"]}, "the key of another site"),
            (claims["aud"] == self.url, f"aud {claims['aud']}"),
            (now < claims["exp"] <= now + DAY_SECONDS, "exp"),
            (claims["sub"].startswith("mailto:") and "<" not in claims["sub"], "sub"),
        ):
            if not right:
                raise PermissionError(fault)


@contextmanager
def push_service() -> Iterator[PushService]:
    """The service, running on the loopback."""
    service = PushService()
    with serving(service.app) as url:
        service.url = url
        yield service
