"""An offer as candidates see it: the ONE projection, which leaves out the hidden criteria (step 2 of the wizard)."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from web.candidates.tables import Candidate
from web.invitations.tables import Invitation
from web.landing.wording import at
from web.offers import wording
from web.offers.tables import Offer, State
from web.offers.terms import Terms


@dataclass(frozen=True)
class Fact:
    """One line about the post: "Contrat", "CDI"."""

    name: str
    value: str


@dataclass(frozen=True)
class Shown:
    """place: "à Lille". facts: contract, time, salary, start, posts. website: empty when there is none."""

    occupation: str
    place: str
    company: str
    facts: tuple[Fact, ...]
    presentation: tuple[str, ...]
    website: str
    question: str


def shown(offer: Offer, terms: Terms) -> Shown:
    """What candidates may see of an offer; nothing else of it may reach them."""
    facts = [
        Fact("Contrat", wording.contract(terms.contract, terms.months)),
        Fact("Temps de travail", wording.time(terms.time, terms.weekly_hours)),
        Fact("Salaire", wording.yearly(terms.salary_min, terms.salary_max)),
        Fact("Soit", wording.monthly(terms.salary_min, terms.salary_max)),
        Fact("Début", f"le {wording.day(terms.start)}"),
    ]
    if terms.posts > 1:
        facts.append(Fact("Postes à pourvoir", str(terms.posts)))
    return Shown(
        occupation=offer.occupation_label,
        place=at(offer.place_label),
        company=terms.company_name,
        facts=tuple(facts),
        presentation=_paragraphs(terms.presentation),
        website=_website(terms.website),
        question=terms.question,
    )


def still_wanted(invited: Invitation, offer: Offer, candidate: Candidate) -> bool:
    """Is there still anything to tell this person of? What was written some time ago may have been overtaken."""
    return (
        offer.state == State.PUBLISHED
        and offer.terms is not None
        and invited.declined_at is None
        and invited.withdrawn_on is None
        and invited.revoked_at is None
        and candidate.consented_at is not None
        and candidate.paused_at is None
    )


def because(shared: Sequence[str], offer: Offer, terms: Terms, wishes: dict[str, Sequence[str]]) -> list[str]:
    """Why an offer comes to this person, in sentences about what they told us themselves. shared: labels of the
    skills that they hold and the offer looks for; wishes: of their profile, as far as it states them."""
    found = []
    if shared:
        found.append(f"vous avez des compétences de ce métier : {', '.join(f'« {label} »' for label in shared)}")
    if terms.contract in wishes.get("contracts", ()):
        found.append(f"vous cherchez ce type de contrat ({wording.CONTRACTS[terms.contract]})")
    if offer.occupation in wishes.get("occupations", ()):
        found.append("ce métier est de ceux que vous souhaitez exercer")
    return found


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("\n") if part.strip())


def _website(url: str) -> str:
    # A link of another kind (javascript:) must not reach anybody, whatever a form let through.
    return url if urlsplit(url).scheme in {"http", "https"} else ""
