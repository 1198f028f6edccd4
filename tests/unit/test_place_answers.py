"""From hits to places, and to GeoJSON."""

from typing import Any

import pytest

from search_api.places.answer import collection, found_places, metres, nearest, with_misspelt
from search_api.places.query import EXACT, FUZZY, STREET, TOWN
from search_api.places.question import PlaceQuestion, read_text

STREET_SOURCE: dict[str, Any] = {
    "type": "street",
    "name": "Rue de la Paix",
    "citycode": ["59350"],
    "city": "Lille",
    "postcode": ["59000", "59800"],
    "importance": 0.6,
    "lon": 3.06,
    "lat": 50.63,
    "numbers": {"12": [3.061, 50.631, "a_12"], "12bis": [3.062, 50.632, "a_12bis", 1.0, 2.0]},
}


def town(name: str, score: float, **more: Any) -> dict[str, Any]:
    source = {"type": "municipality", "name": name, "citycode": ["1"], "importance": 0.4, "lon": 2, "lat": 48} | more
    return {"_id": name, "_score": score, "_source": source}


@pytest.mark.parametrize(
    ("asked", "number", "lon"),
    [
        ("12 rue de la paix", "12", 3.061),
        ("12 bis rue de la paix", "12bis", 3.062),
        ("12b rue de la paix", "12bis", 3.062),
        ("12 ter rue de la paix", "12", 3.061),
        ("13 rue de la paix", "", 3.06),
        ("rue de la paix", "", 3.06),
    ],
)
def test_a_house_number_is_looked_up_in_its_street(asked: str, number: str, lon: float) -> None:
    hit = {"_id": "a", "_score": STREET + 10, "_source": STREET_SOURCE}
    found = found_places([hit], PlaceQuestion(asked), read_text(asked))[0]
    assert (found.number, found.lon) == (number, lon)
    properties = found.feature()["properties"]
    assert properties["type"] == ("housenumber" if number else "street")
    assert properties["label"] == f"{number} Rue de la Paix 59000 Lille".strip()
    assert properties["street"] == "Rue de la Paix"
    assert 0.5 < properties["score"] <= 1


def test_the_postcode_that_was_asked_is_the_one_that_is_shown() -> None:
    hit = {"_id": "a", "_score": STREET, "_source": STREET_SOURCE}
    assert found_places([hit], PlaceQuestion("x"), read_text("rue de la paix 59800"))[0].postcode == "59800"


def test_an_arrondissement_answers_as_a_municipality() -> None:
    hit = town("Paris 11e Arrondissement", EXACT, type="district", district="Paris 11e Arrondissement", city="Paris")
    feature = found_places([hit], PlaceQuestion("x"), read_text("paris 11"))[0].feature()
    assert feature["properties"]["type"] == "municipality"
    assert feature["properties"]["label"] == feature["properties"]["district"] == "Paris 11e Arrondissement"


def test_scores_fall_along_the_list() -> None:
    hits = [town("A", FUZZY + 9), town("B", TOWN + 9), town("C", STREET + 9)]
    scores = [place.score for place in found_places(hits, PlaceQuestion("x"), read_text("saint sevr"))]
    assert scores == sorted(scores, reverse=True)


def test_a_misspelt_town_comes_before_a_village_found_by_one_of_its_words() -> None:
    reading = read_text("saint sevr")
    village, meant, stray = town("Village", TOWN + 6 + 5), town("Meant", FUZZY + 4 + 8), town("Stray", FUZZY - 6)
    assert with_misspelt([village], [meant, stray], reading) == [meant, village]
    assert with_misspelt([village], [], reading) == [village]


def test_a_reverse_answer_is_the_nearest_house() -> None:
    hits = [{"_id": "a", "_score": 1.0, "_source": STREET_SOURCE}, town("Lille", 0.5, lon=3.0586, lat=50.633)]
    places = nearest(hits, (3.0621, 50.6321), ())
    assert (places[0].number, places[0].id) == ("12bis", "a_12bis")
    assert places[0].distance is not None
    assert places[0].distance < 15
    assert [place.distance for place in places] == sorted(place.distance or 0 for place in places)
    assert nearest(hits[:1], (3.0621, 50.6321), ("street",))[0].number == ""


def test_distances_are_those_of_a_sphere() -> None:
    assert metres((3.0, 50.0), (3.0, 50.0)) == 0
    assert metres((0.0, 0.0), (1.0, 0.0)) == pytest.approx(111_195, abs=2)
    assert metres((0.0, 0.0), (180.0, 0.0)) == pytest.approx(20_015_115, abs=20)


def test_an_answer_says_what_was_asked() -> None:
    answer = collection([], 5, "lille", (3.0, 50.0))
    assert answer["type"] == "FeatureCollection"
    assert (answer["features"], answer["query"], answer["limit"], answer["center"]) == ([], "lille", 5, [3.0, 50.0])
    assert answer["attribution"]
    assert answer["licence"]
