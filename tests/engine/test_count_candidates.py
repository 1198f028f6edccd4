"""`POST /api/candidates/count` and the map of homes, over a real engine with a small cast."""

import asyncio
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx2 as httpx
import orjson
import pytest

from mappings import index_body
from mappings.candidates import Candidate
from mappings.occupations import Name, Occupation, Skill
from mappings.places import Place
from search_api.app import create_app
from search_api.engine.client import Engine, sync_client
from search_api.engine.settings import EngineSettings
from search_api.matching import Question, Workplace, where
from search_api.matching.disclosure import FLOOR

Post = Callable[..., httpx.Response]

CORE = tuple(Skill(code, code.capitalize()) for code in ("dice", "roast", "season", "plate"))
COOK = Occupation("cook", Name("Cuisinier", "Cuisinière"), "G1602", core=CORE, secondary=(Skill("bake", "Enfourner"),))
BAKER = Occupation("baker", Name("Boulanger", "Boulangère"), "D1102", core=(Skill("knead", "Pétrir"),))
LILLE = Place("59350", "municipality", "Lille", 3.0586, 50.633, ("59350",), "Lille", population=238_000)
ARRAS = Place("62041", "municipality", "Arras", 2.7772, 50.2898, ("62041",), "Arras", population=42_000)


def _cast() -> list[Candidate]:
    """Near Lille 23 cooks, 4 of whom refuse a permanent contract and 12 of whom can bake; near Arras 9 more."""
    skills = ("dice", "roast")
    lille = [
        Candidate(
            f"lille-{number:03d}",
            (*skills, "bake") if number < 12 else skills,
            50.63,
            3.06,
            mobility_km=50,
            contracts=("cdd",) if number < 4 else None,
            salary_wish=30_000 if number >= 15 else None,
        )
        for number in range(23)
    ]
    arras = [Candidate(f"arras-{number:03d}", skills, 50.29, 2.78, mobility_km=50) for number in range(9)]
    novices = [Candidate(f"novice-{number:02d}", ("dice",), 50.63, 3.06, mobility_km=50) for number in range(30)]
    return lille + arras + novices


@pytest.fixture(scope="module")
def loaded(engine_settings: EngineSettings) -> Iterator[EngineSettings]:
    settings = replace(engine_settings, prefix="cast-")
    client = sync_client(settings)
    documents = {
        "occupations": {one.code: one.body() for one in (COOK, BAKER)},
        "places": {one.id: one.body() for one in (LILLE, ARRAS)},
        "candidates": {one.id: one.body() for one in _cast()},
    }
    for name, bodies in documents.items():
        client.indices.delete(index=f"cast-{name}", ignore_unavailable=True)
        client.indices.create(index=f"cast-{name}", body=index_body(name))
        lines = [orjson.dumps(part) for key, body in bodies.items() for part in ({"index": {"_id": key}}, body)]
        answer = client.bulk(index=f"cast-{name}", body=b"\n".join(lines) + b"\n", refresh=True)
        assert not answer["errors"]
    yield settings
    client.indices.delete(index="cast-occupations,cast-places,cast-candidates")
    client.close()


@pytest.fixture(scope="module")
def post(loaded: EngineSettings) -> Iterator[Post]:
    """Post a question about cooks near Lille, changed as the test says."""
    with asyncio.Runner() as runner:
        engine = Engine(loaded)
        site = httpx.AsyncClient(transport=httpx.ASGITransport(create_app(engine)), base_url="http://vivier")

        def ask(**body: Any) -> httpx.Response:
            question = {"occupation": "cook", "place": {"citycode": "59350"}, "what_if": False} | body
            return runner.run(site.post("/api/candidates/count", json=question))

        yield ask
        runner.run(site.aclose())
        runner.run(engine.close())


def test_people_near_with_half_the_core_skills_are_counted(post: Post) -> None:
    assert post().json() == {"count": 20, "floor": 5, "what_if": []}


def test_a_point_serves_as_well_as_a_citycode(post: Post) -> None:
    assert post(place={"lat": 50.633, "lon": 3.0586}).json()["count"] == 20


def test_a_point_far_from_any_known_commune_still_counts_by_distance(post: Post) -> None:
    assert post(place={"lat": 45.0, "lon": 2.0}).json()["count"] is None


def test_a_wider_radius_brings_people_in(post: Post) -> None:
    assert post(radius_km=50).json()["count"] == 30


def test_fewer_than_five_people_are_not_told(post: Post) -> None:
    assert post(skills={"required": ["plate"]}).json()["count"] is None


def test_a_required_skill_need_not_be_of_the_core(post: Post) -> None:
    assert post(skills={"required": ["bake"]}).json()["count"] == 10


def test_a_skill_left_out_is_not_asked_for(post: Post) -> None:
    # Of three kept skills two are needed; of the two that nobody here holds, one.
    assert post(skills={"excluded": ["season"]}).json()["count"] == 20
    assert post(skills={"excluded": ["dice", "roast"]}).json()["count"] is None


def test_criteria_are_put_to_the_wishes(post: Post) -> None:
    assert post(criteria={"contract": "cdi"}).json()["count"] == 15
    assert post(criteria={"salary": {"min": 22_000, "max": 25_000}}).json()["count"] == 15
    assert post(criteria={"salary": {"min": 22_000, "max": 30_000}}).json()["count"] == 20


def test_what_asking_for_less_would_bring_comes_along(post: Post) -> None:
    answer = post(skills={"required": ["bake"]}, criteria={"contract": "cdi"}, what_if=True).json()
    assert answer["count"] == 5
    told = {one["sentence"]: (one["kind"], one["count"], one["gain"]) for one in answer["what_if"]}
    assert told == {
        "à 20 km": ("radius", 5, 0),
        "à 50 km": ("radius", 5, 0),
        "à 75 km": ("radius", 5, 0),
        "sans exiger « Enfourner »": ("skill", 15, 10),
        "sans la condition « CDI »": ("criterion", 10, 5),
    }


def test_the_count_is_the_same_with_and_without_what_ifs(post: Post) -> None:
    for radius in (5, 12.5, 30, 50, 200):
        assert post(radius_km=radius, what_if=True).json()["count"] == post(radius_km=radius).json()["count"]


def test_every_number_told_is_a_multiple_of_the_floor(post: Post) -> None:
    rng = random.Random(4)
    for _ in range(40):
        answer = post(
            radius_km=rng.choice((1, 5, 30, 60)),
            skills={"required": rng.sample(["dice", "roast", "bake"], rng.randint(0, 2))},
            criteria=rng.choice(({}, {"contract": "cdi"}, {"contract": "cdd", "salary": {"max": 24_000}})),
            what_if=True,
        ).json()
        told = [answer["count"], *(one[key] for one in answer["what_if"] for key in ("count", "gain"))]
        assert all(number is None or number % FLOOR == 0 for number in told)
        assert all(one["gain"] is None or one["gain"] >= 0 for one in answer["what_if"] if one["kind"] != "radius")


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"occupation": "poet"}, 404, None),
        ({"place": {"citycode": "01001"}}, 404, None),
        ({"skills": {"required": ["fly"]}}, 400, "skills.required[0]"),
        ({"skills": {"excluded": ["dice", "fly"]}}, 400, "skills.excluded[1]"),
        ({"radius_km": -1}, 400, "radius_km"),
    ],
)
def test_what_cannot_be_answered_says_why(post: Post, body: dict[str, Any], status: int, field: str | None) -> None:
    answer = post(**body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().get("field") == field


def test_a_skill_of_another_occupation_may_be_required(post: Post) -> None:
    assert post(skills={"required": ["knead"]}).status_code == 200


def test_an_engine_that_does_not_answer_is_503(loaded: EngineSettings) -> None:
    async def ask() -> httpx.Response:
        engine = Engine(replace(loaded, hosts=("http://127.0.0.1:1",)))
        site = httpx.AsyncClient(transport=httpx.ASGITransport(create_app(engine)), base_url="http://vivier")
        try:
            return await site.post("/api/candidates/count", json={"occupation": "cook", "place": {"citycode": "59350"}})
        finally:
            await site.aclose()
            await engine.close()

    answer = asyncio.run(ask())
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


def test_homes_are_shown_in_squares_of_five_people_at_least(loaded: EngineSettings) -> None:
    async def ask() -> list[tuple[float, float, int]]:
        engine = Engine(loaded)
        try:
            cells = await where(engine, Question("cook", Workplace("59350"), 60.0))
        finally:
            await engine.close()
        return [(cell.lon, cell.lat, cell.count) for cell in cells]

    cells = sorted(asyncio.run(ask()))
    assert [count for *_, count in cells] == [5, 20]
    (arras_lon, arras_lat, _), (lille_lon, lille_lat, _) = cells
    assert (arras_lon, arras_lat) == pytest.approx((2.78, 50.29), abs=0.1)
    assert (lille_lon, lille_lat) == pytest.approx((3.06, 50.63), abs=0.1)
