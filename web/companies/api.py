"""The public "recherche d'entreprises" API, asked for a SIRET that our own index does not have.

Its description: recherche-entreprises, openapi 1.0.0, route /search. Nothing of the answer is kept but what the
recruiter sees; whatever goes wrong (time, limit of 7 questions a second, another shape) is "unknown".
"""

import logging
from collections.abc import Mapping
from typing import Any

import requests

from search_api.companies import Establishment

TIMEOUT_SECONDS = 2.0
_log = logging.getLogger(__name__)


def ask(base: str, siret: str) -> Establishment | None:
    """The establishment with this SIRET, None when the API does not know it or does not answer. Blocks."""
    params: dict[str, str] = {"q": siret, "page": "1", "per_page": "1", "minimal": "true", "include": "siege"}
    params["include"] += ",matching_etablissements"
    try:
        answer = requests.get(f"{base}/search", params=params, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        return read(answer.json(), siret)
    except (requests.RequestException, ValueError, KeyError, TypeError, AttributeError) as error:
        _log.warning("recherche d'entreprises: %s", type(error).__name__)
        return None


def read(answer: Mapping[str, Any], siret: str) -> Establishment | None:
    """The establishment in an answer of /search; only a company whose SIREN is that of `siret` counts."""
    company = next((one for one in answer["results"] if one["siren"] == siret[:9]), None)
    if company is None or company.get("statut_diffusion", "O") != "O":
        return None
    known = [company.get("siege") or {}, *(company.get("matching_etablissements") or ())]
    own: Mapping[str, Any] = next((one for one in known if one.get("siret") == siret), {})
    signs = own.get("liste_enseignes") or ()
    return Establishment(
        siret=siret,
        siren=siret[:9],
        name=company.get("nom_raison_sociale") or company.get("nom_complet") or "",
        brand=own.get("nom_commercial") or (signs[0] if signs else ""),
        active=company.get("etat_administratif") == "A" and own.get("etat_administratif", "A") == "A",
        city=own.get("libelle_commune") or "",
        exact=bool(own),
    )
