"""The headers that every answer carries, and no page can forget."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Everything a page loads is ours, and in files: an injected script or style has nowhere to run.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HTTPS_ONLY = "max-age=31536000; includeSubDomains"


def headers(https: bool) -> dict[str, str]:
    """Every answer's headers; Strict-Transport-Security among them when people come by HTTPS."""
    return _HEADERS | ({"strict-transport-security": _HTTPS_ONLY} if https else {})


class SecurityHeaders:
    """ASGI middleware that adds `headers`."""

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self.app = app
        self._headers = headers(https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    answer.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
