"""What every JSON route shares: reading parameters, and one shape of error (RFC 9457, problem+json)."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from search_api.engine.errors import EngineError, EngineRefused, EngineUnavailable, IndexMissing


class BadInput(Exception):
    """The request cannot be understood. `field`: the parameter or JSON pointer at fault; `message`: what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


class UnknownCode(Exception):
    """A code that the catalogue or the registry does not have."""

    def __init__(self, kind: str, code: str) -> None:
        super().__init__(f"no {kind} has the code {code!r}")


class JSON(Response):
    """An answer in JSON, by orjson."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return orjson.dumps(content)


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    """An error as `application/problem+json`."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    headers = {"retry-after": "5"} if status == 503 else None
    return Response(orjson.dumps(body), status, headers, "application/problem+json")


def text_param(params: Mapping[str, str], name: str, *, most: int = 200) -> str | None:
    """A text parameter without surrounding blanks, None when absent or empty."""
    value = (params.get(name) or "").strip()
    if len(value) > most:
        raise BadInput(name, f"at most {most} characters")
    return value or None


def int_param(params: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    """A whole number within bounds."""
    value = params.get(name)
    if not value:
        return default
    if not value.lstrip("-").isascii() or not value.lstrip("-").isdigit() or not low <= int(value) <= high:
        raise BadInput(name, f"a whole number from {low} to {high}")
    return int(value)


def float_param(params: Mapping[str, str], name: str, low: float, high: float) -> float | None:
    """A number within bounds, None when absent."""
    value = params.get(name)
    if not value:
        return None
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise BadInput(name, f"a number from {low:g} to {high:g}")
    return number


def _bad_input(_: Request, error: Exception) -> Response:
    assert isinstance(error, BadInput)  # noqa: S101 (for mypy: Starlette hands over what was registered)
    return problem(400, "Bad request", str(error), field=error.field)


def _unknown(_: Request, error: Exception) -> Response:
    return problem(404, "Not found", str(error))


def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    return problem(error.status_code, error.detail, error.detail)


def _engine(_: Request, error: Exception) -> Response:
    if isinstance(error, EngineRefused):
        return problem(500, "Internal error", "the search engine refused the question; this is a defect of ours")
    if isinstance(error, IndexMissing):
        return problem(503, "Not ready", "this index is not loaded yet")
    return problem(503, "Search unavailable", "the search engine does not answer; try again in a moment")


def _defect(_: Request, error: Exception) -> Response:
    # Starlette raises it again once it is answered: the trace goes to the log, never to the caller.
    return problem(500, "Internal error", "this is a defect of ours; it has been logged")


ERROR_HANDLERS: dict[Any, Any] = {
    BadInput: _bad_input,
    UnknownCode: _unknown,
    HTTPException: _http,
    EngineUnavailable: _engine,
    EngineError: _engine,
    Exception: _defect,
}
