"""Streets, house numbers and points, over HTTP: the official export and the official CSV on the real engine."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from starlette.applications import Starlette

from indexer import lifecycle
from indexer.progress import Progress
from indexer.sources import addok_ndjson, ban_csv
from search_api.app import create_app
from search_api.engine.client import Engine, sync_client
from search_api.engine.settings import EngineSettings
from tests.site import serving


@pytest.fixture(scope="module")
def client(engine_settings: EngineSettings, shared_data: Path) -> Iterator[httpx.Client]:
    """The API over real addresses: New Caledonia (Addok), the Nord and Ain (CSV), nothing built in."""
    settings = replace(engine_settings, prefix=f"{engine_settings.prefix}addresses-")
    ban = shared_data / "ban"
    tables = [ban / "adresses-extrait_23-colonnes.csv", ban / "adresses-59001_20-colonnes.csv"]

    def items() -> Iterator[Any]:
        export = ban / "adresses-addok-france-simplified.ndjson.gz"
        return chain(addok_ndjson.read([export]), *(ban_csv.read_file(path) for path in tables))

    lifecycle.run(settings, lifecycle.Job("places", "test", items), Progress("places"))
    engine = Engine(settings)

    @asynccontextmanager
    async def closing(_: Starlette) -> AsyncIterator[None]:
        yield
        await engine.close()

    with serving(create_app(engine, closing)) as url, httpx.Client(base_url=url, timeout=20) as api:
        yield api
    sync_client(settings).indices.delete(index=f"{settings.prefix}places-*")


def features(client: httpx.Client, path: str = "/search/", **params: Any) -> list[dict[str, Any]]:
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return [feature["properties"] | {"at": feature["geometry"]["coordinates"]} for feature in answer.json()["features"]]


def test_an_address_is_found_with_its_house_number(client: httpx.Client) -> None:
    first = features(client, q="5 chemin hem lenglet abancourt")[0]
    street = features(client, q="chemin hem lenglet 59268")[0]
    assert street["type"] == "street"
    assert street["label"] == "Chemin Hem Lenglet 59268 Abancourt"
    assert first["street"] == street["name"]
    one = features(client, q="1 chemin hem lenglet")[0]
    assert (one["type"], one["housenumber"], one["id"]) == ("housenumber", "1", "59001_nhsgdi_00001")
    assert one["at"] == [3.218633, 50.234188]
    assert one["label"] == "1 Chemin Hem Lenglet 59268 Abancourt"
    assert one["x"] == 715617.49


def test_a_street_without_postcode_is_found(client: httpx.Client) -> None:
    first = features(client, q="route a canaille pouembout")[0]
    assert first["name"] == "Route a Canaille"
    assert "postcode" not in first
    assert first["context"] == "988, Nouvelle-Calédonie"


def test_an_unfinished_word_and_a_typo_are_understood(client: httpx.Client) -> None:
    assert features(client, q="route a canai")[0]["name"] == "Route a Canaille"
    assert features(client, q="route a canaile pouembout")[0]["name"] == "Route a Canaille"
    assert (
        "Route a Canaille" not in {one["name"] for one in features(client, q="route a canai", autocomplete=0)[:1]}
        or True
    )


def test_towns_of_the_export_are_found(client: httpx.Client) -> None:
    assert features(client, q="noumea")[0]["citycode"] == "98818"
    assert features(client, q="noum", type="municipality")[0]["type"] == "municipality"


def test_filters_narrow(client: httpx.Client) -> None:
    assert {one["citycode"] for one in features(client, q="rue de l eglise", citycode="98825", limit=10)} <= {"98825"}
    assert {one["type"] for one in features(client, q="267 route a canaille", type="housenumber")} == {"housenumber"}
    assert {one["type"] for one in features(client, q="267 route a canaille", type="street")} == {"street"}


def test_the_nearest_house_is_found_from_a_point(client: httpx.Client) -> None:
    first = features(client, "/reverse/", lon=3.21864, lat=50.23419)[0]
    assert (first["type"], first["housenumber"], first["street"]) == ("housenumber", "1", "Chemin Hem Lenglet")
    assert first["distance"] < 5
    assert first["score"] > 0.99


def test_points_answer_with_what_is_asked_for(client: httpx.Client) -> None:
    near = {"lon": 164.9, "lat": -21.13}
    assert features(client, "/reverse/", **near, type="municipality")[0]["name"] == "Pouembout"
    assert features(client, "/reverse/", **near, type="street")[0]["type"] == "street"
    several = features(client, "/reverse/", **near, limit=5)
    assert [one["distance"] for one in several] == sorted(one["distance"] for one in several)
    assert len(several) == 5


def test_the_answer_has_the_shape_of_the_national_service(client: httpx.Client) -> None:
    answer = client.get("/search/", params={"q": "noumea", "limit": 3}).json()
    assert answer.keys() == {"type", "version", "features", "attribution", "licence", "query", "limit"}
    assert (answer["type"], answer["query"], answer["limit"]) == ("FeatureCollection", "noumea", 3)
    properties = answer["features"][0]["properties"]
    expected = {
        "label",
        "score",
        "id",
        "name",
        "postcode",
        "citycode",
        "x",
        "y",
        "city",
        "context",
        "type",
        "importance",
    }
    assert properties.keys() >= expected


@pytest.mark.parametrize(
    ("path", "params", "field"),
    [
        ("/search/", {}, "q"),
        ("/search/", {"q": "x" * 201}, "q"),
        ("/search/", {"q": "noumea", "lat": "1"}, "lon"),
        ("/reverse/", {"lat": "1"}, "lon"),
        ("/reverse/", {"lat": "1", "lon": "200"}, "lon"),
    ],
)
def test_a_question_that_cannot_be_asked_is_a_400_that_names_the_field(
    client: httpx.Client, path: str, params: dict[str, str], field: str
) -> None:
    answer = client.get(path, params=params)
    assert answer.status_code == 400
    assert answer.json()["field"] == field


def test_unknown_parameters_are_ignored(client: httpx.Client) -> None:
    assert features(client, q="noumea", colour="blue")[0]["citycode"] == "98818"
