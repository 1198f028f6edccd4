"""The matching rule asked the other way round: which open offers target this person?

Each offer is a document of `standing-offers` that holds its rule as a query; a person's document is put to those
queries (percolation). So the answer is that of the count, by the same clauses. Area and skills are compared before,
as plain fields, for a stored query costs far more to ask (docs/decisions/0011-standing-offers.md).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mappings.candidates import Candidate
from mappings.cells import cell_of, cells_covering
from mappings.standing_offers import StandingOffer
from search_api.engine.client import Engine
from search_api.matching.criteria import Clause, Rule
from search_api.matching.query import Body, targeted

INDEX = "standing-offers"
PAGE = 1_000


def standing_offer(ref: str, rule: Rule, since: datetime) -> StandingOffer:
    """The document of an offer. ref: its public reference; since: when it was published."""
    place, skills = rule.place, rule.skills
    return StandingOffer(
        id=ref,
        query=targeted(rule),
        since=since,
        cells=tuple(cells_covering(place.lat, place.lon, place.radius_km)),
        departement=place.departement,
        fully_remote=place.fully_remote,
        required=skills.required,
        kept=skills.kept,
        needed=skills.needed,
    )


def percolate_body(candidate: Candidate, after: Sequence[Any] = ()) -> Body:
    """Which offers target this person? A page of them, those that stand longest first; `after`: the last one's sort."""
    asked = {"percolate": {"field": "query", "document": candidate.body()}}
    body: Body = {
        "size": PAGE,
        "_source": False,
        "track_total_hits": False,
        "query": {"bool": {"filter": [_area(candidate), *_skills(candidate), asked]}},
        "sort": [{"offer.since": "asc"}, {"ref": "asc"}],
    }
    return body | ({"search_after": list(after)} if after else {})


async def offers_for(engine: Engine, candidate: Candidate) -> list[str]:
    """References of the open offers that target this person, those that stand longest first. Raises EngineError."""
    found: list[str] = []
    after: Sequence[Any] = ()
    while candidate.reachable:
        answer = await engine.search(INDEX, percolate_body(candidate, after), only="hits.hits")
        hits = answer.get("hits", {}).get("hits", [])
        found += [hit["_id"] for hit in hits]
        if len(hits) < PAGE:
            break
        after = hits[-1]["sort"]
    return found


def _area(candidate: Candidate) -> Clause:
    """The offer's circle may hold the person, or one of the ways around it applies (criteria.Place)."""
    alternatives: list[Clause] = [{"term": {"offer.cells": cell_of(candidate.lat, candidate.lon)}}]
    if candidate.departements:
        alternatives.append({"terms": {"offer.departement": candidate.departements}})
    if "full" in (candidate.remote or ()):
        alternatives.append({"term": {"offer.fully_remote": True}})
    return _any(alternatives)


def _skills(candidate: Candidate) -> list[Clause]:
    """The person holds all that is indispensable and enough of what is kept (criteria.Skills)."""
    return [
        _enough(candidate, "offer.kept", "offer.needed"),
        _enough(candidate, "offer.required", "offer.required_number"),
    ]


def _enough(candidate: Candidate, field: str, number: str) -> Clause:
    # `terms_set` takes a number under one for one.
    alternatives: list[Clause] = [{"term": {number: 0}}]
    if candidate.skills:
        terms = {"terms": candidate.skills, "minimum_should_match_field": number}
        alternatives.append({"terms_set": {field: terms}})
    return _any(alternatives)


def _any(alternatives: list[Clause]) -> Clause:
    return {"bool": {"should": alternatives, "minimum_should_match": 1}}
