"""Pushes: made at the moment when they are sent, encrypted for the one browser, and handed to its push service."""

import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import requests
from pywebpush import WebPusher, WebPushException
from requests.exceptions import ConnectTimeout, RequestException, SSLError
from urllib3.exceptions import HTTPError, NewConnectionError

from web.candidates import devices
from web.candidates.tables import Device
from web.invitations.rules import push_due
from web.outbox import outward, pushes
from web.outbox.channels import DONE, Means, Outcome, again, dead
from web.outbox.mails import MailContext
from web.outbox.pushes import Push
from web.outbox.tables import Message, Status
from web.outbox.vapid import Vapid

# To connect, and between two bytes of the answer.
TIMEOUT_SECONDS = (5.0, 10.0)
# A push service that asks for more is not believed.
LONGEST_WAIT = timedelta(hours=12)
_MOST_ANSWER = 4_096

# Nothing is to be sent any more, and nobody need look at it.
_GONE = Outcome(Status.DONE, "l'appareil n'existe plus")


class PushChannel:
    """One session with the push services; connections stay open. data["device"] of a message names the device."""

    together = 1
    per_minute: int | None = 6_000

    def __init__(self, means: Means) -> None:
        self._means = means
        self._vapid = Vapid(means.settings)
        self._session = outward.session(to_this_machine=means.settings.push_to_this_machine)

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        return [self._send(message) for message in messages]

    def close(self) -> None:
        self._session.close()

    def _send(self, message: Message) -> Outcome:
        means, now = self._means, self._means.clock()
        if (due := push_due(now)) > now:
            # It was to go by day, and had to wait: it is no failure.
            return again("heures calmes", after=due - now)
        with means.database.reading() as session:
            device = session.get(Device, (message.data or {}).get("device"))
            push = pushes.make(MailContext(session, means.settings, means.tokens, now), message) if device else None
        if device is None or push is None:
            return DONE
        outcome = self._post(device, push, now)
        if outcome is _GONE:
            with means.database.writing() as session:
                devices.gone(session, device, now)
        return outcome

    def _post(self, device: Device, push: Push, now: datetime) -> Outcome:
        """Hand it over. What is said of an error never holds the endpoint, and requests' own texts do."""
        try:
            keys = {"p256dh": device.p256dh, "auth": device.auth}
            body = WebPusher({"endpoint": device.endpoint, "keys": keys}).encode(push.payload())["body"]
        except (WebPushException, ValueError) as error:
            return dead(f"clés de l'appareil inutilisables ({type(error).__name__})")
        headers = {
            "authorization": self._vapid.authorization(device.endpoint, now),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(int(push.life.total_seconds())),
            "urgency": "normal",
            "topic": push.topic,
        }
        try:
            answer = self._session.post(
                device.endpoint,
                data=body,
                headers=headers,
                timeout=TIMEOUT_SECONDS,
                allow_redirects=False,
                # Nobody can make us read for ever.
                stream=True,
            )
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema):
            return dead("adresse de l'appareil refusée")
        except RequestException as error:
            reason = _reason(error)
            if isinstance(reason, outward.NotPublic):
                return dead("adresse de l'appareil refusée")
            unheard = isinstance(error, ConnectTimeout | SSLError) or isinstance(reason, NewConnectionError)
            return again(f"service injoignable ({type(error).__name__})", doubtful=not unheard)
        with answer, contextlib.suppress(HTTPError):
            # An answer that was read to its end leaves the connection open for the next push.
            answer.raw.read1(_MOST_ANSWER)
        return outcome_of(answer.status_code, answer.headers.get("retry-after", ""), now)


def outcome_of(status: int, retry_after: str, now: datetime) -> Outcome:
    """What an answer of a push service means (RFC 8030, 5 and 7.3). retry_after: header, seconds or a date."""
    if status in {200, 201, 202, 204}:
        return DONE
    if status in {404, 410}:
        return _GONE
    if status in {408, 425, 429} or status >= 500:
        return again(f"HTTP {status}", after=wait_of(retry_after, now))
    # Refused as it is (400, 413), not signed as the browser was told (401, 403), or sent elsewhere (3xx).
    return dead(f"HTTP {status}")


def wait_of(retry_after: str, now: datetime) -> timedelta | None:
    """How long a service asks us to wait; None when it does not say, or not so that we understand."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        wait = timedelta(seconds=int(text))
    else:
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, IndexError, TypeError):
            return None
        wait = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)


def _reason(error: BaseException) -> object:
    """What urllib3 says of it, beneath what requests says."""
    inner = error.args[0] if error.args else None
    return getattr(inner, "reason", inner)
