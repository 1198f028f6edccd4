"""From rows to sheets: what the catalogue, the nearness of occupations and the offer's rule say of an application."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from indexer.sources import catalogue
from search_api.engine.client import Engine
from search_api.engine.errors import EngineError
from search_api.matching.criteria import Rule
from search_api.matching.explain import Reason
from search_api.matching.facts import rule_of
from web.anonymity import Seen
from web.applications.nearness import built_in
from web.applications.sheet import Labels, Matches, Sheet, sheet
from web.applications.sheet_wording import fact
from web.offers.documents import Wrong
from web.offers.tables import Offer
from web.offers.terms import Terms, question_of

# The rule begins with the skills and the place; what follows are wishes, which a sheet tells by themselves.
_NOT_WISHES = 2


async def offer_rule(engine: Engine, offer: Offer) -> Rule | None:
    """The matching rule of a published offer, for `seen`: why people match.

    None while the engine does not answer, and for an offer whose occupation the catalogue has lost: the application
    is shown all the same, without its reasons.
    """
    try:
        return await rule_of(engine, question_of(offer.search, Terms.from_json(offer.terms or {})))
    except (EngineError, *Wrong):
        return None


def sheet_of(seen: Seen, offer: Offer, now: datetime) -> Sheet:
    """The application in words. seen: with the reasons of `offer_rule`. Raises Withdrawn."""
    return sheet(seen, Terms.from_json(offer.terms or {}), labels(), _matches(seen, offer), now)


@cache
def labels() -> Labels:
    """The words of the built-in catalogue."""
    held = catalogue.load()
    return Labels(
        {code: one.label for code, one in held.skills.items()},
        {code: (one.label, one.definition) for code, one in held.traits.items()},
        {code: one.label.text for code, one in held.occupations.items()},
    )


def _matches(seen: Seen, offer: Offer) -> Matches:
    occupation = catalogue.load().occupations.get(offer.occupation)
    core = [skill.code for skill in occupation.core] if occupation else []
    asked = frozenset(core).difference(offer.search["excluded"]).union(offer.search["required"])
    near = {}
    for job in seen.profile.experiences if seen.profile else ():
        found = built_in().near(offer.occupation, job.occupation)
        near[job.occupation] = (found.share, found.common)
    return Matches(offer.occupation_label, asked, near, tuple(_facts(seen.reasons)))


def _facts(reasons: Iterable[Reason]) -> Iterable[str]:
    return [fact(one.fact) for one in tuple(reasons)[:_NOT_WISHES] if one.holds]
