"""Whatever a file or a request holds, it is read or refused: never a crash, never a document that the index refuses."""

import json
import math
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.documents import Document, Rejected
from indexer.sources import addok_ndjson, ban_csv
from mappings import index_body
from mappings.place_text import street_text, town_text
from mappings.places import HouseNumber, Place
from search_api.http import BadInput
from search_api.places.query import begin_query, rescue_query, search_query, typo_query
from search_api.places.question import read_search, read_text

FIELDS = index_body("places")["mappings"]["properties"].keys()
HEADER = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;x;y;lon;lat"

_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.lists(st.text(max_size=6), max_size=3),
    st.dictionaries(
        st.text(max_size=4), st.dictionaries(st.sampled_from(["lon", "lat", "x"]), st.floats(-90, 90)), max_size=2
    ),
)
_degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def fits(document: Document) -> None:
    assert document.id
    assert document.body.keys() <= FIELDS
    for lon, lat in document.body["where"]:
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
    assert document.body["weight"] > 0
    assert math.isfinite(document.body["weight"])
    json.dumps(document.body, allow_nan=False)


_KEYS = ["id", "name", "citycode", "city", "postcode", "importance", "population", "housenumbers", "x", "y"]


@given(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["municipality", "street", "locality", "x"]), "lon": _values, "lat": _values},
        optional=dict.fromkeys(_KEYS, _values),
    )
)
def test_any_object_is_an_addok_place_or_a_reason(row: dict[str, Any]) -> None:
    try:
        place = addok_ndjson.parse(json.dumps(row))
    except ValueError as error:
        assert str(error)
    else:
        fits(Document(place.id, place.body()))


@given(st.text(max_size=60))
def test_any_line_is_an_addok_place_or_a_reason(line: str) -> None:
    try:
        addok_ndjson.parse(line)
    except ValueError as error:
        assert str(error)


@given(
    st.text(min_size=1, max_size=30).filter(str.strip),
    _degrees,
    st.dictionaries(st.from_regex(r"[1-9][0-9]{0,3}( ?(bis|b))?", fullmatch=True), _degrees, max_size=5),
)
def test_an_addok_street_keeps_its_name_point_and_houses(
    name: str, at: tuple[float, float], houses: dict[str, Any]
) -> None:
    numbers = {number: {"lon": lon, "lat": lat} for number, (lon, lat) in houses.items()}
    row = {
        "id": "a",
        "type": "street",
        "name": name,
        "citycode": "59350",
        "lon": at[0],
        "lat": at[1],
        "housenumbers": numbers,
    }
    place = addok_ndjson.parse(json.dumps(row))
    assert (place.name, place.lon, place.lat) == (name.strip(), *at)
    assert {(there.lon, there.lat) for there in place.numbers.values()} <= set(houses.values())
    fits(Document(place.id, place.body()))


@settings(max_examples=150)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=10),
            min_size=9,
            max_size=12,
        ),
        max_size=5,
    )
)
def test_any_table_gives_documents_and_reasons(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        path.write_text("\n".join([HEADER, *(";".join(row) for row in rows)]), "utf-8")
        for item in ban_csv.read_file(path):
            if isinstance(item, Rejected):
                assert item.reason
                assert item.line > 1
            else:
                fits(item)


@given(st.text(max_size=250), st.text(max_size=6), st.text(max_size=6))
def test_any_question_is_understood_or_refused(text: str, lat: str, limit: str) -> None:
    try:
        question = read_search({"q": text, "lat": lat, "lon": "3", "limit": limit})
    except BadInput as error:
        assert error.field in {"q", "lat", "lon", "limit"}
        return
    reading = read_text(question.text)
    if reading.town:
        for ask in (begin_query, search_query, typo_query, rescue_query):
            assert len(json.dumps(ask(question, reading))) < 60_000


@given(st.text(max_size=60))
def test_the_steps_give_lower_case_words_and_settle(text: str) -> None:
    for normalise in (town_text, street_text):
        once = normalise(text)
        assert once == " ".join(once.split())
        assert once.isascii()
        assert once == once.lower()
        assert normalise(normalise(once)) == normalise(once)


@given(
    st.text(min_size=1, max_size=20),
    _degrees,
    st.floats(0, 1),
    st.sampled_from(["municipality", "district", "street", "locality"]),
)
def test_any_place_makes_a_document_that_the_mapping_knows(
    name: str, at: tuple[float, float], rank: float, kind: str
) -> None:
    place = Place(
        "a", kind, name, *at, ("59350",), "Lille", importance=rank, numbers={"1": HouseNumber(*at)}, former={"1": name}
    )
    fits(Document("a", place.body()))
