"""The Sirene register: StockEtablissement and StockUniteLegale, official CSV files, plain or .gz.

Columns are found by name, for the register has added some over the years. An establishment has no legal name of its
own: its company, a row of StockUniteLegale, has it. Each row becomes a document; the two meet when they are asked for,
so that forty million rows need no join here. Rows whose owner objected to publication (status other than "O") are left
out, and so are the names of sole traders: they are people.

Description of the columns: INSEE, "Base Sirene des entreprises et de leurs établissements", dessin de fichier.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from stdnum.fr import siren as official_siren
from stdnum.fr import siret as official_siret

from indexer.documents import Document, Item, Rejected
from indexer.errors import SourceError
from indexer.sources.addok_ndjson import RAW_LENGTH
from indexer.sources.lines import read_lines
from mappings.companies import Company

_ESTABLISHMENT = ("siret", "siren", "statutDiffusionEtablissement", "etatAdministratifEtablissement")
_COMPANY = ("siren", "statutDiffusionUniteLegale", "etatAdministratifUniteLegale", "denominationUniteLegale")
# What the register writes where a value is not published.
_HIDDEN = "[ND]"

Row = Mapping[str, str]


def read(paths: Iterable[Path]) -> Iterator[Item]:
    """Documents of stock files; a bad row is yielded as Rejected. Raises SourceError for a file of another kind."""
    for path in paths:
        rows = csv.DictReader(read_lines(path))
        columns = set(rows.fieldnames or ())
        if columns.issuperset(_ESTABLISHMENT):
            make, valid = _establishment, official_siret.is_valid
        elif columns.issuperset(_COMPANY):
            make, valid = _company, official_siren.is_valid
        else:
            raise SourceError(f"{path}: neither StockEtablissement nor StockUniteLegale: its columns are others")
        for row in rows:
            found = make(row)
            if found is None:
                continue
            if not valid(found.id):
                raw = ",".join(value or "" for value in row.values() if isinstance(value, str))[:RAW_LENGTH]
                yield Rejected(str(path), rows.line_num, f"{found.id!r} is not a {_NUMBER[found.kind]}", raw)
            else:
                yield Document(found.id, found.body())


_NUMBER = {"company": "SIREN", "establishment": "SIRET"}


def _establishment(row: Row) -> Company | None:
    if row["statutDiffusionEtablissement"] != "O":
        return None
    return Company(
        id=row["siret"],
        kind="establishment",
        siren=row["siren"],
        name=_text(row, "denominationUsuelleEtablissement"),
        brand=_text(row, "enseigne1Etablissement"),
        active=row["etatAdministratifEtablissement"] == "A",
        activity=_text(row, "activitePrincipaleEtablissement"),
        postcode=_text(row, "codePostalEtablissement"),
        citycode=_text(row, "codeCommuneEtablissement"),
        city=_text(row, "libelleCommuneEtablissement"),
    )


def _company(row: Row) -> Company | None:
    if row["statutDiffusionUniteLegale"] != "O":
        return None
    return Company(
        id=row["siren"],
        kind="company",
        siren=row["siren"],
        # A sole trader has no denomination; their own name stays in the register.
        name=_text(row, "denominationUniteLegale") or _text(row, "denominationUsuelle1UniteLegale"),
        active=row["etatAdministratifUniteLegale"] == "A",
        activity=_text(row, "activitePrincipaleUniteLegale"),
    )


def _text(row: Row, column: str) -> str:
    value = (row.get(column) or "").strip()
    return "" if value == _HIDDEN else value
