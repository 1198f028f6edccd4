"""Where places come from: the built-in table, Addok exports, CSV files of the address registry."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from indexer.documents import Document, Rejected
from indexer.errors import SourceError
from indexer.sources import addok_ndjson, ban_csv, communes
from indexer.sources.candidates_ndjson import Departement
from indexer.sources.projection import epsg, project, to_degrees
from mappings import index_body
from mappings.places import importance

HEAD_20 = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;source_nom_voie"
)
ROW_20 = "59001_0030_0000{n};;{n};;Rue d'En Haut;59268;59001;Abancourt;;;{x};{y};{lon};{lat};;;ABANCOURT;;;"

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return path

    return to


def split(items: list[Any]) -> tuple[list[Document], list[Rejected]]:
    return [i for i in items if isinstance(i, Document)], [i for i in items if isinstance(i, Rejected)]


# -- the built-in table


def test_every_commune_and_arrondissement_is_there() -> None:
    places = communes.known_towns()
    assert sum(place.type == "district" for place in places.values()) == 45
    assert len(places) > 34_900
    assert sum(place.population for place in places.values() if place.type == "municipality") > 67_000_000
    lille = places["59350"]
    assert (lille.name, lille.postcodes[0], lille.departement) == ("Lille", "59000", "59")
    assert "Lomme" in lille.former.values()
    assert places["2A004"].departement == "2A"
    assert places["97411"].departement == "974"
    assert places["75111"].citycodes == ("75111", "75056")


def test_the_departements_are_those_of_the_communes_overseas_ones_too() -> None:
    assert communes.departements() == {place.departement for place in communes.known_towns().values()}
    assert {"01", "2A", "2B", "95", "971", "972", "973", "974", "976", "975", "988"} <= communes.departements()
    assert not {"20", "96", "1", ""} & communes.departements()
    for code in communes.departements():
        msgspec.convert(code, Departement)


def test_coordinates_agree_with_the_reference(shared_data: Path) -> None:
    import csv

    from search_api.places.answer import metres

    with gzip.open(shared_data / "communes" / "communes_france_derive.csv.gz", "rt", encoding="utf-8") as file:
        reference = {row["code"]: row for row in csv.DictReader(file)}
    places = communes.known_towns()
    assert len(reference.keys() - places.keys()) <= 5
    away = sorted(
        metres((place.lon, place.lat), (float(reference[code]["lon"]), float(reference[code]["lat"])))
        for code, place in places.items()
    )
    assert away[len(away) // 2] < 1_000
    assert away[int(len(away) * 0.95)] < 3_000
    assert sum(distance > 15_000 for distance in away) < 80


def test_the_first_of_the_homonyms_is_the_most_populous() -> None:
    names = {"a": "saint denis", "b": "saint denis", "c": "lille"}
    assert communes.homonyms(names, {"a": 0.1, "b": 0.5, "c": 0.2}) == {"b": 1, "a": 2, "c": 1}


# -- Addok


def addok(**more: Any) -> str:
    base = {"id": "59350_1", "type": "street", "name": "Rue Neuve", "citycode": ["59350"], "lon": 3.06, "lat": 50.63}
    return json.dumps(base | {"city": ["Lille"], "postcode": "59000"} | more)


def test_the_official_export_is_read_whole(shared_data: Path) -> None:
    documents, rejected = split(list(addok_ndjson.read(sorted((shared_data / "ban").glob("*.ndjson*")))))
    assert (len(documents), rejected) == (1_953, [])
    kinds = [document.body["type"] for document in documents]
    assert kinds.count("municipality") == 34
    assert sum(len(document.body.get("numbers", ())) for document in documents) == 40_874 + 1
    fields = index_body("places")["mappings"]["properties"].keys()
    assert all(document.body.keys() <= fields for document in documents)


def test_a_town_takes_its_former_names_and_rank_from_the_built_in_table() -> None:
    line = addok(id="75111", type="municipality", name="Paris 11e Arrondissement", citycode="75111", importance=0.5)
    place = addok_ndjson.parse(line)
    assert (place.type, place.citycodes, place.city) == ("district", ("75111", "75056"), "Paris")
    assert addok_ndjson.parse(addok(type="municipality", citycode="59350", name="Lille")).former


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        (addok(type="planet"), "type: one of"),
        (addok(type=None), "type is missing"),
        (addok(name=""), "name is missing"),
        (addok(name=["a", 3]), "name: a text"),
        (addok(lon="x"), "lon: not a number"),
        (addok(lon=None), "no coordinates"),
        (addok(lat=95), "not on Earth"),
        (addok(population=-1), "population"),
        (addok(importance=2), "importance"),
        (addok(housenumbers=["1"]), "housenumbers"),
        (addok(housenumbers={"1": {}}), "no coordinates"),
        (addok(citycode="98818", lon=None, x=1, y=2), "no legal projection"),
    ],
)
def test_a_bad_line_is_rejected_with_its_place_and_reason(write: Write, line: str, reason: str) -> None:
    path = write("a.ndjson", f"{addok()}\n\n{line}\n{addok(postcode=None, id=None)}\n")
    documents, rejected = split(list(addok_ndjson.read([path])))
    assert len(documents) == 2
    assert [(one.line, one.file, one.raw) for one in rejected] == [(3, str(path), line)]
    assert reason in rejected[0].reason


# -- CSV files of the registry


@pytest.mark.parametrize(
    ("name", "streets", "numbers"),
    [
        ("adresses-extrait_23-colonnes.csv", 3, 3),
        ("adresses-59001_20-colonnes.csv", 9, 22),
        ("bal-1.3_adresses-54084.csv", 21, 486),
        ("ban-v0_adresses-54084.csv", 22, 490),
    ],
)
def test_every_official_layout_is_read(shared_data: Path, name: str, streets: int, numbers: int) -> None:
    documents, rejected = split(list(ban_csv.read_file(shared_data / "ban" / name)))
    assert rejected == []
    assert len(documents) == streets
    assert sum(len(document.body.get("numbers", ())) for document in documents) == numbers


def test_addresses_of_a_street_become_one_document(write: Write) -> None:
    rows = [ROW_20.format(n=n, x="", y="", lon=3.2 + n / 1000, lat=50.2) for n in (1, 2, 3)]
    (street,), rejected = split(list(ban_csv.read_file(write("a.csv.gz", "\n".join([HEAD_20, *rows])))))
    assert rejected == []
    assert street.id == "59001_0030"
    assert list(street.body["numbers"]) == ["1", "2", "3"]
    assert street.body["lon"] == 3.202
    assert street.body["context"] == "59, Nord, Hauts-de-France"
    assert len(street.body["where"]) == 4


def test_x_and_y_without_degrees_are_converted(write: Write) -> None:
    row = ROW_20.format(n=1, x="715617.49", y="7015153.44", lon="", lat="")
    (street,), _ = split(list(ban_csv.read_file(write("a.csv", f"{HEAD_20}\n{row}\n"))))
    assert street.body["lon"] == pytest.approx(3.218633, abs=1e-5)
    assert street.body["lat"] == pytest.approx(50.234188, abs=1e-5)


def test_a_commune_that_comes_back_loses_nothing(write: Write) -> None:
    row = ROW_20.format(n=1, x="", y="", lon=3.2, lat=50.2)
    other = row.replace("59001", "59002")
    documents, _ = split(
        list(ban_csv.read_file(write("a.csv", "\n".join([HEAD_20, row, other, row.replace(";1;", ";2;")]))))
    )
    assert [document.id for document in documents] == ["59001_0030", "59002_0030", "59001_0030~1"] or len(
        documents
    ) == 3


def test_localities_have_their_own_files(write: Write) -> None:
    head = "id;nom_lieu_dit;code_postal;code_insee;nom_commune;x;y;lon;lat;source_position;source_nom_voie"
    row = "01001_b001;Le Bourg;01400;01001;L'Abergement-Clémenciat;;;4.92;46.15;commune;commune"
    (place,), _ = split(list(ban_csv.read_file(write("lieux-dits-01.csv", f"{head}\n{row}\n"))))
    assert (place.id, place.body["type"], place.body["name"]) == ("01001_b001", "locality", "Le Bourg")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a;b", "2 columns instead of 20"),
        (ROW_20.format(n=1, x="", y="", lon="", lat=""), "no coordinates"),
        (ROW_20.format(n=1, x="", y="", lon="abc", lat="1"), "lon: not a number"),
        (
            ROW_20.format(n=1, x="", y="", lon=3, lat=50).replace("59001;A", "590;A").replace(";590;", ";5X0;"),
            "code_insee",
        ),
        (ROW_20.format(n=1, x="", y="", lon=3, lat=50).replace("Rue d'En Haut", ""), "no name"),
        (ROW_20.format(n=1, x="", y="", lon=3, lat=50).replace(";1;", ";un;"), "numero"),
        (ROW_20.format(n=1, x="1", y="2", lon="", lat="").replace(";59001;", ";98818;"), "no legal projection"),
    ],
)
def test_a_bad_row_is_rejected_with_its_line_and_reason(write: Write, row: str, reason: str) -> None:
    good = ROW_20.format(n=7, x="", y="", lon=3.2, lat=50.2)
    documents, rejected = split(list(ban_csv.read_file(write("a.csv", "\n".join([HEAD_20, row, good])))))
    assert len(documents) == 1
    assert [one.line for one in rejected] == [2]
    assert reason in rejected[0].reason
    assert rejected[0].raw == row


def test_towns_are_put_before_the_streets_of_a_file(write: Write) -> None:
    row = ROW_20.format(n=7, x="", y="", lon=3.2, lat=50.2)
    documents, _ = split(list(ban_csv.read([write("a.csv", f"{HEAD_20}\n{row}\n")])))
    assert len(documents) == len(communes.known_towns()) + 1


@pytest.mark.parametrize("read", [addok_ndjson.read, ban_csv.read_file])
def test_a_windows_file_is_refused_with_a_remedy(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{HEAD_20}\n".encode() + "59001;Rue de l'Église;\n".encode("cp1252"))
    with pytest.raises(SourceError, match=r"line 2 is not UTF-8.*Windows-1252.*iconv"):
        list(read([path] if read is addok_ndjson.read else path))


def test_a_file_of_another_kind_is_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no column code_insee, nom_voie, lon, lat"):
        list(ban_csv.read_file(write("a.csv", "a;b;c\n1;2;3\n")))
    with pytest.raises(SourceError, match="No such file"):
        list(ban_csv.read_file(tmp_path / "missing.csv"))
    (tmp_path / "b.csv.gz").write_bytes(b"not gzip")
    with pytest.raises(SourceError):
        list(ban_csv.read_file(tmp_path / "b.csv.gz"))


# -- projections


@pytest.mark.parametrize(
    ("citycode", "code"),
    [
        ("59350", 2154),
        ("2A004", 2154),
        ("97105", 5490),
        ("97209", 5490),
        ("97302", 2972),
        ("97411", 2975),
        ("97608", 4471),
    ],
)
def test_each_territory_has_its_legal_projection(citycode: str, code: int) -> None:
    assert epsg(citycode) == code
    place = communes.known_towns()[citycode]
    assert place.x is not None
    assert place.y is not None
    there = to_degrees(citycode, place.x, place.y)
    assert there is not None
    assert there == pytest.approx((place.lon, place.lat), abs=1e-5)


def test_a_territory_without_a_known_projection_is_not_guessed() -> None:
    assert epsg("98818") is None
    assert to_degrees("98818", 1, 2) is None
    assert project("", 1, 2) is None
    assert to_degrees("59350", 1e30, 1e30) is None


def test_the_rank_of_a_place_is_the_published_one() -> None:
    assert importance(860) == 0.28309
    assert importance(0) == 0.0
    assert importance(10**9, 10**6) == 1.0
