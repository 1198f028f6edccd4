"""A push service of our own: it checks who signs (RFC 8292) and reads what browsers would read (RFC 8291)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.site import serving

AUTH = b"sixteen bytes ok"


@dataclass
class PushService:
    """url: without a slash at its end. answer: status of the next answers; headers: with them. got: what was pushed,
    read as the browser would. claims, headers_seen: of each push."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    url: str = ""
    answer: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    got: list[dict[str, str]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    headers_seen: list[dict[str, str]] = field(default_factory=list)

    @property
    def p256dh(self) -> str:
        return encoded(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    async def take(self, request: Request) -> Response:
        body = await request.body()
        self.headers_seen.append(dict(request.headers))
        self.claims.append(verified(request.headers["authorization"]))
        content = http_ece.decrypt(body, private_key=self.key, auth_secret=AUTH, version="aes128gcm")
        self.got.append(json.loads(content))
        return Response(status_code=self.answer, headers=self.headers)


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verified(authorization: str) -> dict[str, Any]:
    """The claims of `vapid t=..., k=...`, whose signature must be right (ES256, RFC 7515)."""
    scheme, _, rest = authorization.partition(" ")
    assert scheme.lower() == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    signed, _, signature = parts["t"].rpartition(".")
    raw = decoded(signature)
    numbers = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(parts["k"]))
    key.verify(utils.encode_dss_signature(*numbers), signed.encode(), ec.ECDSA(SHA256()))
    claims: dict[str, Any] = json.loads(decoded(signed.split(".")[1]))
    return claims


@pytest.fixture
def push_service() -> Iterator[PushService]:
    """A running push service that takes everything."""
    service = PushService()
    with serving(Starlette(routes=[Route("/push/{device}", service.take, methods=["POST"])])) as url:
        service.url = url
        yield service
