"""A small Sirene register of invented companies, as the official files lay it out (few of their columns)."""

import csv
from pathlib import Path

from stdnum import luhn


def siren(number: int) -> str:
    """An invented SIREN with a right check digit."""
    return _checked(f"9990{number:04d}")


def siret(number: int, establishment: int = 1) -> str:
    """An establishment of it."""
    return _checked(f"{siren(number)}{establishment:04d}")


def _checked(digits: str) -> str:
    return digits + luhn.calc_check_digit(digits)


_ESTABLISHMENT = (
    "siret",
    "siren",
    "etatAdministratifEtablissement",
    "statutDiffusionEtablissement",
    "enseigne1Etablissement",
    "denominationUsuelleEtablissement",
    "activitePrincipaleEtablissement",
    "codePostalEtablissement",
    "codeCommuneEtablissement",
    "libelleCommuneEtablissement",
    "colonneDeDemain",
)
_COMPANY = (
    "siren",
    "denominationUniteLegale",
    "statutDiffusionUniteLegale",
    "etatAdministratifUniteLegale",
    "denominationUsuelle1UniteLegale",
    "nomUniteLegale",
    "activitePrincipaleUniteLegale",
)
# number -> legal name, shop sign, state of the establishment, of the company, published
COMPANIES = {
    1: ("ATELIERS DU NORD", "", "A", "A", "O"),
    2: ("BOULANGERIE DES QUAIS", "AU PAIN DORE", "A", "A", "O"),
    3: ("TRANSPORTS FERMES", "", "F", "C", "O"),
    4: ("SECRETS", "", "A", "A", "P"),
    5: ("", "LE FOURNIL", "A", "A", "O"),
}


def write_register(folder: Path) -> list[Path]:
    """StockEtablissement and StockUniteLegale in `folder`; columns in an order of our own."""
    establishments, companies = folder / "StockEtablissement_utf8.csv", folder / "StockUniteLegale_utf8.csv"
    with establishments.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, _ESTABLISHMENT)
        rows.writeheader()
        for number, (_, sign, state, _, published) in COMPANIES.items():
            known = (siret(number), siren(number), state, published, sign, "", "10.71C", "59000", "59350", "LILLE")
            rows.writerow(dict(zip(_ESTABLISHMENT, known, strict=False)))
    with companies.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, _COMPANY)
        rows.writeheader()
        for number, (name, _, _, state, published) in COMPANIES.items():
            rows.writerow(
                dict(zip(_COMPANY, (siren(number), name, published, state, "", "DUPONT", "10.71C"), strict=True))
            )
    return [establishments, companies]
