"""The Sirene register, from its files to one establishment by its SIRET."""

from pathlib import Path

import pytest

from indexer.documents import Document, Rejected
from indexer.errors import SourceError
from indexer.sources import sirene
from search_api import companies
from tests.companies import siren, siret
from tests.conftest import Ask

pytestmark = pytest.mark.usefixtures("companies")


def test_an_establishment_has_the_legal_name_of_its_company(ask: Ask) -> None:
    found = ask(lambda engine: companies.get(engine, siret(2)))
    assert found.name == "BOULANGERIE DES QUAIS"
    assert found.brand == "AU PAIN DORE"
    assert found.active
    assert found.exact


def test_an_establishment_that_the_files_lack_is_known_by_its_company(ask: Ask) -> None:
    found = ask(lambda engine: companies.get(engine, siret(1, 7)))
    assert (found.name, found.exact) == ("ATELIERS DU NORD", False)


def test_a_closed_company_is_told_so(ask: Ask) -> None:
    assert not ask(lambda engine: companies.get(engine, siret(3))).active


def test_what_the_register_does_not_publish_is_not_indexed(ask: Ask) -> None:
    assert ask(lambda engine: companies.get(engine, siret(4))) is None


def test_the_name_of_a_sole_trader_stays_in_the_register(ask: Ask) -> None:
    found = ask(lambda engine: companies.get(engine, siret(5)))
    assert (found.name, found.brand) == ("", "LE FOURNIL")


def test_an_unknown_company_is_none(ask: Ask) -> None:
    assert ask(lambda engine: companies.get(engine, siret(99))) is None


def test_the_real_layout_is_read_by_column_names(shared_data: Path) -> None:
    items = list(sirene.read([shared_data / "sirene" / "StockEtablissement_extrait_48-colonnes.csv"]))
    assert len(items) == 10
    assert all(isinstance(one, Document) for one in items)


def test_a_row_with_a_wrong_siret_is_rejected(tmp_path: Path) -> None:
    file = tmp_path / "stock.csv"
    head = "siren,siret,statutDiffusionEtablissement,etatAdministratifEtablissement"
    file.write_text(f"{head}\n{siren(1)},{siret(1)},O,A\n{siren(1)},12345678901234,O,A\n")
    good, bad = sirene.read([file])
    assert isinstance(good, Document)
    assert isinstance(bad, Rejected)
    assert bad.line == 3


def test_another_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "stock.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match="neither StockEtablissement nor StockUniteLegale"):
        list(sirene.read([file]))


def test_one_question_asks_for_both() -> None:
    assert companies.query(siret(1)) == {"size": 2, "query": {"ids": {"values": [siret(1), siren(1)]}}}
