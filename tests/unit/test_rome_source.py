"""The reader of ROME folders: on a small folder with every known defect, and on the official release."""

import gzip
from collections.abc import Iterable
from pathlib import Path

import pytest

from indexer.documents import Document, Rejected
from indexer.errors import SourceError
from indexer.sources.rome import read


def write(folder: Path, name: str, *rows: Iterable[str], release: str = "460", encoding: str = "utf-8") -> Path:
    """One official file: comma-separated, every field quoted."""
    path = folder / f"unix_{name}_v{release}_utf8.csv"
    text = "".join(",".join(f'"{cell}"' for cell in row) + "\n" if row else "\n" for row in rows)
    path.write_bytes(text.encode(encoding))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(
        tmp_path,
        "referentiel_code_rome",
        ["libelle_rome", "new_column", "code_rome"],
        ["Boulanger / Boulangère", "x", "D1102"],
        [],
        ["Pâtissier / Pâtissière", "x", "D1104"],
    )
    write(
        tmp_path,
        "referentiel_appellation",
        ["code_rome", "libelle_appellation_long"],
        ["D1102", "Tourier / Tourière"],
        ["D1102", "Tourier / Tourière"],
        ["Z9999", "Personne"],
    )
    write(
        tmp_path,
        "texte",
        ["code_rome", "libelle_type_texte", "position_phrase", "libelle_texte"],
        ["D1102", "definition", "2", "Surveille l''étuve"],
        ["D1102", "acces_metier", "1", "Un CAP"],
        ["D1102", "definition", "1", "Pétrit, façonne et cuit."],
    )
    write(tmp_path, "rubrique_mobilite", ["code_rome", "code_rome_cible", "numero_ordre"], ["D1102", "D1104", "1"])
    write(
        tmp_path,
        "referentiel_competence",
        ["code_ogr", "libelle_competence"],
        ["1", "Pétrir"],
        ["2", "Vendre"],
        ["3", "Autonomie"],
    )
    write(tmp_path, "referentiel_savoir", ["code_ogr_savoir", "libelle_savoir"], ["4", "Farines"], ["5", "Levains"])
    write(
        tmp_path,
        "liens_rome_referentiels",
        ["code_rome", "code_compo_bloc", "code_rubrique", "code_ogr"],
        ["D1102", "1", "", "9"],
        ["D1102", "5", "1", "2"],
        ["D1102", "5", "1", "1"],
        ["D1102", "5", "2", "3"],
        ["D1102", "5", "3", "4"],
        ["D1102", "5", "3", "5"],
    )
    write(
        tmp_path,
        "coherence_item",
        ["code_rome", "code_ogr", "coeur_metier"],
        ["D1102", "1", "Principale"],
        ["D1102", "5", "Principale"],
        ["D1102", "2", ""],
    )
    return tmp_path


def test_a_folder_becomes_documents_of_the_catalogue_s_shape(folder: Path) -> None:
    documents = {item.id: item.body for item in read([folder]) if isinstance(item, Document)}
    baker = documents["D1102"]
    assert (baker["label"], baker["label_feminine"]) == ("Boulanger", "Boulangère")
    assert [name["text"] for name in baker["names"]] == ["Boulanger / Boulangère", "Tourier / Tourière"]
    assert baker["description"] == "Pétrit, façonne et cuit. Surveille l'étuve."
    assert (baker["core"], baker["secondary"], baker["nearby"]) == (["1"], ["2"], ["D1104"])
    assert baker["skill_labels"] == {"1": "Pétrir", "2": "Vendre"}
    assert baker["keywords"] == ["Levains", "Farines"]
    assert baker["traits"] == ["3"]


def test_a_row_about_an_unknown_code_is_rejected_with_file_line_and_reason(folder: Path) -> None:
    (rejected,) = (item for item in read([folder]) if isinstance(item, Rejected))
    assert rejected.file.endswith("unix_referentiel_appellation_v460_utf8.csv")
    assert (rejected.line, rejected.reason) == (4, "no métier has the ROME code 'Z9999'")


def test_the_newest_release_of_a_folder_is_read_plain_or_compressed(folder: Path) -> None:
    for path in list(folder.iterdir()):
        newer = folder / path.name.replace("v460", "v1002").replace(".csv", ".csv.gz")
        newer.write_bytes(gzip.compress(path.read_bytes().replace(b"Boulanger ", b"Fournier ")))
    labels = [item.body["label"] for item in read([folder]) if isinstance(item, Document)]
    assert labels[0] == "Fournier"


def test_a_file_that_is_windows_1252_in_spite_of_its_name_is_refused_in_one_line(folder: Path) -> None:
    columns = ["code_rome", "libelle_type_texte", "position_phrase", "libelle_texte"]
    write(folder, "texte", columns, ["D1102", "definition", "1", "Pétrit"], encoding="cp1252")
    with pytest.raises(
        SourceError, match=r"texte_v460_utf8.csv, line 2: not UTF-8 \(byte 0xe9\), probably Windows-1252"
    ):
        list(read([folder]))


def test_a_missing_file_or_column_or_folder_is_one_clear_line(folder: Path, tmp_path: Path) -> None:
    write(folder, "referentiel_savoir", ["code_ogr_savoir", "libelle"])
    with pytest.raises(SourceError, match="has no column libelle_savoir"):
        list(read([folder]))
    (folder / "unix_liens_rome_referentiels_v460_utf8.csv").unlink()
    with pytest.raises(SourceError, match="has no unix_liens_rome_referentiels_v460_utf8"):
        list(read([folder]))
    with pytest.raises(SourceError, match="is not a folder"):
        list(read([tmp_path / "nowhere"]))


def test_the_official_release_gives_every_metier_with_its_skills(shared_data: Path) -> None:
    items = list(read([shared_data / "rome"]))
    documents = {item.id: item.body for item in items if isinstance(item, Document)}
    assert len(documents) == len(items) == 1584
    assert all(3 <= len(body["core"]) <= 20 for body in documents.values())
    assert all("''" not in body["description"] and body["description"] for body in documents.values())
    assert not any(
        "(se)" in name["text"] or "(e)" in name["text"] for body in documents.values() for name in body["names"]
    )
    assert documents["J1501"]["label_feminine"] == "Aide-soignante"
