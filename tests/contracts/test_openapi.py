"""The API does what openapi.yaml says: same routes, valid answers, one shape of error."""

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import httpx2 as httpx
import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from starlette.routing import Route

from search_api.app import create_app, standalone
from search_api.engine.client import Engine
from search_api.engine.settings import EngineSettings
from tests.companies import siret
from tests.site import serving

SPEC: dict[str, Any] = yaml.safe_load(resources.files("search_api").joinpath("openapi.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def api(loaded: EngineSettings) -> Iterator[httpx.Client]:
    with serving(standalone(loaded)) as url, httpx.Client(base_url=url, timeout=20) as client:
        yield client


@pytest.fixture(scope="module")
def down() -> Iterator[httpx.Client]:
    """The API over an engine that is not there."""
    nowhere = EngineSettings(hosts=("http://127.0.0.1:9",))
    with serving(standalone(nowhere)) as url, httpx.Client(base_url=url, timeout=20) as client:
        yield client


def test_the_description_is_valid_openapi() -> None:
    validate(SPEC)  # raises, saying where


def test_every_route_is_described_and_every_description_has_a_route() -> None:
    routes = create_app(Engine(EngineSettings())).routes
    served = {route.path for route in routes if isinstance(route, Route)}
    # The national service answers with and without the last stroke; one of them is described.
    served -= {"/search", "/reverse"}
    assert served == set(SPEC["paths"])


def test_the_description_is_served(api: httpx.Client) -> None:
    assert yaml.safe_load(api.get("/api/openapi.yaml").text) == SPEC


REQUESTS = [
    ("get", "/api/occupations", "/api/occupations?q=infirm", None),
    ("get", "/api/occupations/{code}", "/api/occupations/aide-soignant", None),
    ("get", "/api/skills", "/api/skills?q=cuire&limit=5", None),
    ("get", "/search/", "/search/?q=saint-denis&limit=3", None),
    ("get", "/search/", "/search/?q=lille&lat=50.6&lon=3.05&type=municipality", None),
    ("get", "/reverse/", "/reverse/?lat=48.85&lon=2.35", None),
    ("get", "/api/companies/{siret}", f"/api/companies/{siret(1)}", None),
    (
        "post",
        "/api/candidates/count",
        "/api/candidates/count",
        {"occupation": "aide-soignant", "place": {"citycode": "59350"}, "what_if": True},
    ),
    (
        "post",
        "/api/candidates/count",
        "/api/candidates/count",
        {"occupation": "aide-soignant", "place": {"lat": 45.75, "lon": 4.85}, "radius_km": 50},
    ),
]


@pytest.mark.parametrize(("method", "path", "url", "body"), REQUESTS)
def test_answers_are_as_described(api: httpx.Client, method: str, path: str, url: str, body: Any) -> None:
    answer = api.request(method, url, json=body)
    assert answer.status_code == 200, answer.text
    conforms(answer, method, path)


WRONG = [
    ("get", "/api/companies/{siret}", "/api/companies/12345678901234", None, 400, "siret"),
    ("get", "/api/companies/{siret}", f"/api/companies/{siret(99)}", None, 404, None),
    ("get", "/api/occupations", "/api/occupations", None, 400, "q"),
    ("get", "/api/occupations", "/api/occupations?q=a&limit=0", None, 400, "limit"),
    ("get", "/api/occupations", f"/api/occupations?q={'a' * 201}", None, 400, "q"),
    ("get", "/api/occupations/{code}", "/api/occupations/no-such-job", None, 404, None),
    ("get", "/api/skills", "/api/skills", None, 400, "q"),
    ("get", "/api/skills", "/api/skills?q=a&limit=99", None, 400, "limit"),
    ("get", "/search/", "/search/", None, 400, "q"),
    ("get", "/search/", "/search/?q=lille&lat=100&lon=3", None, 400, "lat"),
    ("get", "/reverse/", "/reverse/?lat=48", None, 400, "lon"),
    ("post", "/api/candidates/count", "/api/candidates/count", {"occupation": "aide-soignant"}, 400, "place"),
    (
        "post",
        "/api/candidates/count",
        "/api/candidates/count",
        {"occupation": "no-such-job", "place": {"citycode": "59350"}},
        404,
        None,
    ),
    (
        "post",
        "/api/candidates/count",
        "/api/candidates/count",
        {"occupation": "aide-soignant", "place": {"citycode": "00000"}},
        404,
        None,
    ),
    (
        "post",
        "/api/candidates/count",
        "/api/candidates/count",
        {"occupation": "aide-soignant", "place": {"citycode": "59350"}, "radius_km": -1},
        400,
        "radius_km",
    ),
]


@pytest.mark.parametrize(("method", "path", "url", "body", "status", "field"), WRONG)
def test_mistakes_are_told_in_one_shape(
    api: httpx.Client, method: str, path: str, url: str, body: Any, status: int, field: str | None
) -> None:
    answer = api.request(method, url, json=body)
    assert answer.status_code == status, answer.text
    conforms(answer, method, path)
    if field:
        assert field in answer.json()["field"]


def test_a_body_that_is_not_json_is_told(api: httpx.Client) -> None:
    answer = api.post("/api/candidates/count", content=b"{nope")
    assert answer.status_code == 400
    conforms(answer, "post", "/api/candidates/count")


@pytest.mark.parametrize(("method", "path", "url", "body"), REQUESTS)
def test_without_the_engine_the_answer_is_503(down: httpx.Client, method: str, path: str, url: str, body: Any) -> None:
    answer = down.request(method, url, json=body)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    conforms(answer, method, path)


def conforms(answer: httpx.Response, method: str, path: str) -> None:
    """Compare status, media type and body with the description of `path`."""
    described = SPEC["paths"][path][method]["responses"][str(answer.status_code)]
    if "$ref" in described:
        described = SPEC["components"]["responses"][described["$ref"].rsplit("/", 1)[-1]]
    media_type = answer.headers["content-type"].split(";")[0]
    schema = described["content"][media_type]["schema"]
    whole = {**schema, "components": SPEC["components"]}
    errors = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(whole).iter_errors(answer.json())]
    assert not errors, json.dumps(answer.json(), ensure_ascii=False)[:500]
